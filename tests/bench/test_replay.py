"""The bench of a replay: the recording is the one that was asked for, and the desk's pace is reckoned rightly."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject

from venule.bench import replay
from venule.bench.reviewed import ALARMS_A_DAY, KINDS, Plan, write_recording
from venule.desk.bench.replay import pace
from venule.desk.bench.sitting import Shown
from venule.domain.instant import DAY, SECOND
from venule.store.reader import Reader

TINY = Plan(60, 0.25)


def recording(folder: Path) -> Path:
    path = folder / "city.venule"
    write_recording(path, TINY, lambda _: None)
    return path


def test_that_the_recording_is_as_large_as_asked_for(tmp_path: Path) -> None:
    with Reader(recording(tmp_path)) as reader:
        counts, catalogue = reader.counts(), reader.catalogue()
    assert (counts.datastreams, counts.assets, counts.observations) == (60, 30, 60 * 24)
    assert counts.first_recorded_at is not None
    assert counts.last_recorded_at is not None
    assert 0 <= DAY // 4 - (counts.last_recorded_at - counts.first_recorded_at) < 900 * SECOND
    assert set(catalogue.kinds) == {kind for kind, _ in KINDS}
    assert np.isfinite(catalogue.assets.longitude).all()
    assert ALARMS_A_DAY / 4 * 0.8 < counts.alarms <= ALARMS_A_DAY / 4


def test_that_the_whole_desk_is_measured(tmp_path: Path, qapp: QObject) -> None:
    wishes = replay.Wishes(seeks=2, for_s=0.3, read=recording(tmp_path))
    figures = replay.run(wishes, lambda _: None)
    assert (figures["datastreams"], figures["assets"], figures["observations"]) == (60, 30, 1440)
    seeks, played = figures["seeks"], figures["replay"]
    assert isinstance(seeks, dict)
    assert isinstance(played, dict)
    assert seeks["known"]["count"] == seeks["happened"]["count"] == 2
    assert seeks["known"]["copy_s"]["median_ms"] <= seeks["known"]["shown_s"]["max_ms"]
    assert {name: one["speed"] for name, one in played.items()} == {
        "known": 1000.0,
        "happened": 1000.0,
        "backwards": -1000.0,
    }
    assert played["known"]["pulses"] > 0


@pytest.mark.parametrize(("speed", "share", "drift"), [(1000.0, 1.0, 0.0), (1000.0, 0.9, -10.0), (-500.0, 1.02, 2.0)])
def test_that_drift_is_what_is_shown_against_the_wall(speed: float, share: float, drift: float) -> None:
    course = [
        Shown(wall, round(wall * speed), round(wall * speed * share), 11, speed < 0)
        for wall in range(0, 10 * SECOND, SECOND // 10)
    ]
    told = pace(course, speed)
    assert told["drift_percent"] == pytest.approx(drift)
    assert told["rows_per_s"] == 110
    assert told["full_copies"] == (len(course) if speed < 0 else 0)


def test_that_a_replay_that_stood_still_is_told_without_a_pace() -> None:
    assert pace([Shown(0, 0, 0, 0, False)], 1000.0) == {"pulses": 1}
