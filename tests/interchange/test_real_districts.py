"""Ten Italian districts and L-Town come in without a mapping, and volumes and night flows are those of the files."""

import csv
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import fmean, median
from zoneinfo import ZoneInfo

import pytest

from venule.cli import main
from venule.domain.instant import to_datetime
from venule.store.reader import Reader

DISTRICTS = tuple(f"DMA {number}" for number in range(1, 11))
MEDIAN_NIGHT_FLOWS = (5.7, 7.7, 2.6, 23.1, 53.8, 6.3, 16.3, 11.7, 17.8, 21.2)
MEAN_FLOWS = (8.4, 9.6, 4.3, 32.9, 78.3, 8.1, 25.1, 20.8, 20.6, 26.4)
"""L/s with one decimal, computed from the same file by others for 2021 and 2022."""

ROME = ZoneInfo("Europe/Rome")
TOLERANCE = 0.001
L_PER_S = 3.6
"""Cubic metres an hour in a litre a second."""


@pytest.fixture(scope="module")
def districts(shared_data: Path) -> Path:
    return shared_data / "water" / "bwdf" / "bwdf_inflow_2021-2022.csv"


@pytest.fixture(scope="module")
def recording(districts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = tmp_path_factory.mktemp("districts") / "districts.venule"
    assert main(["import", str(districts), "--cache", str(cache)]) == 0
    return cache


Hours = dict[str, list[tuple[datetime, float]]]
"""By district the hours that were measured: local time as the file stamps it, and litres a second."""


@pytest.fixture(scope="module")
def filed(districts: Path) -> Hours:
    """The hours as they stand in the file."""
    hours: Hours = defaultdict(list)
    with districts.open(newline="", encoding="utf-8") as file:
        _, *rows = csv.reader(file)
    for stamp, *cells in rows:
        at = datetime(int(stamp[6:10]), int(stamp[3:5]), int(stamp[:2]), int(stamp[11:13]))
        for name, cell in zip(DISTRICTS, cells, strict=True):
            if cell:
                hours[name].append((at, float(cell)))
    return hours


@pytest.fixture(scope="module")
def recorded(recording: Path) -> Hours:
    """The hours as they were imported, in the local time of Italy again."""
    hours: Hours = defaultdict(list)
    with Reader(recording) as reader:
        for row in reader.observations():
            assert (row.datastream, row.unit) == ("flow", "m3/h")
            local = to_datetime(row.observed_at).astimezone(ROME).replace(tzinfo=None)
            hours[row.asset].append((local, float(row.value or 0) / L_PER_S))
    return hours


def night_flows(hours: list[tuple[datetime, float]], judge: Callable[[list[float]], float]) -> dict[date, float]:
    """The flow between 02:00 and 04:00 of each night."""
    nights: dict[date, list[float]] = defaultdict(list)
    for at, flow in hours:
        if at.hour in (2, 3):
            nights[at.date()].append(flow)
    return {night: judge(flows) for night, flows in nights.items()}


def test_that_the_volume_of_each_district_is_that_of_the_file(filed: Hours, recorded: Hours) -> None:
    assert set(recorded) == set(DISTRICTS)
    for name in DISTRICTS:
        volumes = [sum(flow for _, flow in hours[name]) * 3600 for hours in (filed, recorded)]
        assert len(recorded[name]) == len(filed[name])
        assert volumes[1] == pytest.approx(volumes[0], rel=TOLERANCE)


def test_that_the_minimum_night_flow_of_every_night_is_that_of_the_file(filed: Hours, recorded: Hours) -> None:
    for name in DISTRICTS:
        nights = night_flows(filed[name], min)
        assert len(nights) > 600
        assert night_flows(recorded[name], min) == pytest.approx(nights, rel=TOLERANCE)


def test_that_night_flows_and_means_are_those_that_others_computed(recorded: Hours) -> None:
    for name, night, mean in zip(DISTRICTS, MEDIAN_NIGHT_FLOWS, MEAN_FLOWS, strict=True):
        assert median(night_flows(recorded[name], fmean).values()) == pytest.approx(night, abs=0.1)
        assert fmean(flow for _, flow in recorded[name]) == pytest.approx(mean, abs=0.05)


def test_that_doubled_hours_become_two_and_both_are_told_of(
    districts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], recording: Path
) -> None:
    assert main(["import", str(districts), "--cache", str(tmp_path / "again.venule")]) == 0
    said = capsys.readouterr().err
    assert "clocks doubled 2 hours, and 4 rows stand in them" in said
    assert "clocks skipped 2 hours, and no row stands there" in said
    with Reader(recording) as reader:
        night = [row.observed_at for row in reader.observations(assets=("DMA 5",)) if is_night(row.observed_at)]
    assert [to_datetime(at).strftime("%H:%M") for at in sorted(night)] == ["22:00", "23:00", "00:00", "01:00", "02:00"]


def is_night(at: int) -> bool:
    """Whether it is the night in which clocks were put back: from midnight to before four, five hours."""
    local = to_datetime(at).astimezone(ROME).replace(tzinfo=None)
    return datetime(2021, 10, 31) <= local < datetime(2021, 10, 31, 4)


def test_that_the_assets_are_inlets_of_metered_areas(recording: Path) -> None:
    with Reader(recording) as reader:
        catalogue = reader.catalogue()
    assert {catalogue.kinds[kind] for kind in catalogue.assets.kind.tolist()} == {"water.inflow"}


def test_that_l_town_comes_in_with_decimal_commas_once_its_zone_is_named(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shared_data / "water" / "battledim"
    files = [folder / "2019H1_SCADA_Flows.csv", folder / "2019H1_SCADA_Levels.csv"]
    cache = tmp_path / "ltown.venule"
    arguments = ["import", *map(str, files), "--cache", str(cache), "--network", "L-Town"]
    assert main(arguments) == 1
    assert "name it with --zone" in capsys.readouterr().err
    assert not cache.exists()
    assert main([*arguments, "--zone", "+02:00"]) == 0
    with Reader(cache) as reader:
        rows = list(reader.observations())
    assert {(row.network, row.asset, row.datastream) for row in rows} == {
        ("L-Town", "p227", "flow"), ("L-Town", "p235", "flow"), ("L-Town", "PUMP_1", "flow"), ("L-Town", "T1", "level"),
    }  # fmt: skip
    for path in files:
        for name, filed in columns_of(path).items():
            told = [row for row in rows if row.asset == name]
            assert len(told) == len(filed) == 52_128
            assert sum(float(row.value or 0) for row in told) == pytest.approx(sum(filed), rel=TOLERANCE)
            by_night = [float(row.value or 0) for row in told if hour_of(row.observed_at) in (2, 3)]
            assert min(by_night) == min(filed[place] for place in range(len(filed)) if place // 12 % 24 in (2, 3))


def hour_of(at: int) -> int:
    """The hour in a zone two hours east of Greenwich."""
    return (to_datetime(at) + timedelta(hours=2)).hour


def columns_of(path: Path) -> dict[str, list[float]]:
    """The columns of a file with semicolons and decimal commas."""
    header, *lines = path.read_text().splitlines()
    cells = [line.replace(",", ".").split(";") for line in lines]
    return {name: [float(row[place]) for row in cells] for place, name in enumerate(header.split(";")) if place}


def test_that_a_file_of_one_offset_shows_itself_where_clocks_skipped(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = shared_data / "water" / "battledim" / "2019H1_SCADA_Levels.csv"
    assert main(["import", str(path), "--cache", str(tmp_path / "c.venule"), "--zone", "Europe/Nicosia"]) == 0
    said = capsys.readouterr()
    assert "clocks skipped 1 hour, and 12 rows stand there and were refused" in said.err
    assert "If the file keeps one offset all year, its zone is +02:00." in said.err
    assert "12 rows refused" in said.out
