"""Four cities' street lights, 159,241 of them, become as many assets, each where it stands."""

import csv
from pathlib import Path

import pytest

from venule.cli import main
from venule.store.reader import Reader

LIGHTS = {
    "bristol_streetlights": 49_451,
    "san_jose_streetlights": 63_184,
    "baton_rouge_streetlights": 42_643,
    "washington_dc_downtown_streetlights": 3_963,
}


@pytest.fixture(scope="module")
def recording(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = tmp_path_factory.mktemp("lights") / "lights.venule"
    files = [str(shared_data / "lighting" / f"{name}.csv") for name in LIGHTS]
    assert main(["import", *files, "--cache", str(cache)]) == 0
    return cache


def test_that_every_row_is_one_light(recording: Path) -> None:
    with Reader(recording) as reader:
        catalogue = reader.catalogue()
    names = [network.name for network in catalogue.networks]
    networks = catalogue.assets.network.tolist()
    assert {name: networks.count(row) for row, name in enumerate(names)} == LIGHTS
    assert {catalogue.kinds[kind] for kind in catalogue.assets.kind.tolist()} == {"lighting.luminaire"}
    assert set(catalogue.assets.name[:2]) == {"bristol_streetlights-000001", "bristol_streetlights-000002"}


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("san_jose_streetlights", "LONGITUDE", "LATITUDE"),
        ("washington_dc_downtown_streetlights", "XCOORD", "YCOORD"),
    ],
)
def test_that_each_light_stands_where_its_row_says(
    name: str, x: str, y: str, recording: Path, shared_data: Path
) -> None:
    with Reader(recording) as reader:
        catalogue = reader.catalogue()
    network = [network.name for network in catalogue.networks].index(name)
    chosen = catalogue.assets.network == network
    found = zip(catalogue.assets.longitude[chosen].tolist(), catalogue.assets.latitude[chosen].tolist(), strict=True)
    with (shared_data / "lighting" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(found) == [(float(row[x]), float(row[y])) for row in csv.DictReader(file)]
