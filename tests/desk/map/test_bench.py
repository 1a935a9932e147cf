"""The map's bench: it measures what it was asked to, over the same town each time."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from venule.cli.bench import measure_map
from venule.cli.parser import parse
from venule.desk.map.bench import drive, frames, soak
from venule.desk.map.bench.frames import WAYS, Wishes, scenes
from venule.desk.map.bench.soak import Shift
from venule.desk.map.bench.town import POINTS_A_LINE, Town
from venule_resources import cities

LINDENHAVEN = Path(cities.__file__).parent / "lindenhaven.pmtiles"


def test_that_assets_are_measured_alone_with_each_wish_and_with_all() -> None:
    assert [scene.name for scene in scenes(Wishes())] == ["assets alone", "changing"]
    every = [scene.name for scene in scenes(Wishes(lines=5, basemap=Path("town.pmtiles")))]
    assert every == [
        "assets alone", "changing", "lines", "lines + changing",
        "basemap", "basemap + changing", "basemap + lines", "basemap + lines + changing",
    ]  # fmt: skip


def test_that_the_town_is_the_same_each_time_and_its_lines_follow_its_assets() -> None:
    one, other = Town(500, 20), Town(500, 20)
    assert np.array_equal(one.longitude, other.longitude, equal_nan=True)
    assert np.isfinite(one.longitude).sum() == 500
    assert one.lines.asset.tolist() == list(range(500, 520))
    assert one.lines.part[-1] == len(one.lines.longitude) == 20 * POINTS_A_LINE
    assert np.isfinite(one.lines.latitude).all()
    assert len(one.tones(8)) == 20


def test_that_every_way_of_showing_assets_is_measured(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drive, "FRAMES", 4)
    monkeypatch.setattr(frames, "PICKS", 3)
    figures = frames.run(Wishes(assets=(300,), size=(320, 240)))
    assert (figures["width"], figures["height"]) == (320, 240)
    town = figures["assets"]["300"]  # type: ignore[index]
    assert {"build_ms", "changes_10k_ms", "filter_ms", "memory_bytes", "pick_ms", "frames"} == set(town)
    for ways in town["frames"].values():
        assert set(ways) == set(WAYS)
        for way in ways.values():
            assert set(way) == {"pan", "zoom"}
            assert way["pan"]["median_ms"] <= way["pan"]["p95_ms"] <= way["pan"]["max_ms"]


def test_that_a_shift_is_worked_through_and_told_tenth_by_tenth(qtbot: QtBot) -> None:
    shift = Shift(hours=0.02, assets=300, lines=20, basemap=LINDENHAVEN, size=(320, 240))
    told = soak.run(shift)
    assert told["gestures"] == shift.gestures == 36
    assert told["frames"] >= shift.gestures  # type: ignore[operator]
    assert told["restarts"] == 0
    course: dict[str, soak.Record] = told["after"]  # type: ignore[assignment]
    assert list(course) == [f"{10 * tenth} %" for tenth in range(1, 11)]
    last = course["100 %"]
    assert last["tiles"] > 0
    assert last["tiles_mb"] > 0
    assert last["python_objects"] < course["10 %"]["python_objects"] * 1.5


def test_that_a_shift_has_as_many_gestures_as_a_hand_makes_in_its_hours() -> None:
    assert Shift(hours=8.0).gestures == 8 * 3600 / 2
    assert Shift(hours=1e-9).gestures == 10


def test_that_a_shift_is_asked_for_in_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    shifts: list[Shift] = []
    monkeypatch.setattr(soak, "run", lambda shift: shifts.append(shift) or {})
    measure_map(parse(["bench", "map", "--soak", "8", "--basemap", "town.pmtiles"]))
    measure_map(parse(["bench", "map", "--soak", "0.5", "--assets", "10", "20", "--lines", "7", "--size", "400x300"]))
    assert shifts == [
        Shift(8.0, 100_000, 20_000, Path("town.pmtiles"), (1280, 800)),
        Shift(0.5, 20, 7, None, (400, 300)),
    ]


def test_that_the_command_line_takes_every_wish() -> None:
    told = parse(["bench", "map", "--json", "--assets", "10", "2000000", "--lines", "7", "--size", "2560x1440"])
    assert (told.assets, told.lines, told.size, told.basemap) == ([10, 2_000_000], 7, (2560, 1440), None)
