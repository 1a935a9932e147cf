"""Published water networks come in with every node and every link, each where its coordinates say."""

import json
from pathlib import Path

import numpy as np
import pytest

from venule.cli import main
from venule.domain.geo import metres_per_unit, to_mercator
from venule.store.answers import Assets, Catalogue
from venule.store.reader import Reader

NETWORKS = {"BWSN_Network_2": (12_527, 14_831), "ky4": (964, 1_158)}
MAPPING = '[[table]]\ncrs = "EPSG:3857"\n'


@pytest.fixture(scope="module")
def recording(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both, as if their feet were metres of Web Mercator: nobody says in which system they are."""
    folder = tmp_path_factory.mktemp("networks")
    mapping, cache = folder / "plan.toml", folder / "networks.venule"
    mapping.write_text(MAPPING)
    files = [str(shared_data / "water" / "networks" / f"{name}.inp") for name in NETWORKS]
    assert main(["import", *files, "--cache", str(cache), "--mapping", str(mapping)]) == 0
    return cache


@pytest.fixture(scope="module")
def catalogue(recording: Path) -> Catalogue:
    with Reader(recording) as reader:
        return reader.catalogue()


def of_network(catalogue: Catalogue, name: str) -> tuple[Assets, np.ndarray]:
    """The assets, and the rows of one network."""
    number = [network.name for network in catalogue.networks].index(name)
    return catalogue.assets, np.flatnonzero(catalogue.assets.network == number)


@pytest.mark.parametrize(("name", "nodes", "links"), [(name, *counts) for name, counts in NETWORKS.items()])
def test_that_every_node_and_link_is_one_asset_with_a_place(
    catalogue: Catalogue, name: str, nodes: int, links: int
) -> None:
    assets, rows = of_network(catalogue, name)
    shaped = np.isin(rows, assets.shapes.asset)
    assert (np.count_nonzero(~shaped), np.count_nonzero(shaped)) == (nodes, links)
    assert np.isfinite(assets.longitude[rows]).all()
    assert not assets.shapes.closed.any()


def test_that_every_pipe_ends_at_its_nodes(recording: Path, catalogue: Catalogue) -> None:
    assets, rows = of_network(catalogue, "ky4")
    row_of = {assets.name[row]: row for row in rows.tolist()}
    with Reader(recording) as reader:
        for row in rows[np.isin(rows, assets.shapes.asset)].tolist():
            shape, known = assets.shapes.of(row), reader.asset_properties(int(assets.id[row]))
            assert shape is not None
            for end, at in ((shape.parts[0][0], row_of[known["from"]]), (shape.parts[0][-1], row_of[known["to"]])):
                assert end == pytest.approx((assets.longitude[at], assets.latitude[at]))


def test_that_the_vertices_of_ky4_are_those_of_its_geojson(shared_data: Path, catalogue: Catalogue) -> None:
    folder = shared_data / "water" / "networks"
    features = json.loads((folder / "ky4_pipes.geojson").read_text())["features"]
    assets, rows = of_network(catalogue, "ky4")
    row_of = {assets.name[row]: row for row in rows.tolist()}
    for feature in features:
        shape = assets.shapes.of(row_of[feature["properties"]["name"]])
        assert shape is not None
        x, y = to_mercator(*np.array(shape.parts[0]).T)
        found = np.column_stack((x - 0.5, 0.5 - y)) * metres_per_unit(0.0)
        assert found == pytest.approx(np.array(feature["geometry"]["coordinates"])[:, :2], abs=1.0)
