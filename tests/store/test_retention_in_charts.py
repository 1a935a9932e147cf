"""A series goes on over what was let go of, from minutes and hours."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from tests.store.kept import DAY_S, DECLARED, IDS, LARGER, NOON, every, said, settle, widths, writer_of
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant
from venule.domain.retention import Keep, Retention
from venule.store.answers import Series
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.rollup import rolled, rolled_windows


def level(path: Path, start: Instant, end: Instant, *, points: int = 1_000, as_of: Instant = 2**60) -> Series:
    with Reader(path) as reader:
        return reader.series(IDS["a", "level"], start, end, points, as_of)


def test_that_a_series_goes_on_where_observations_were_let_go(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(2 * DAY_S, 5 * DAY_S))
    spike = NOON + 3 * HOUR + 17 * MINUTE + 3 * SECOND
    with writer_of(path, LARGER) as writer:
        writer.write(Batch(declarations=DECLARED))
        for day in range(8):
            told = every("a", "level", NOON + day * DAY, 15 * SECOND, 4 * 60 * 24)
            writer.write(Batch(observations=[one._replace(value=one.value % 8) for one in told]))
        writer.write(Batch(observations=[said("a", "level", spike, 99.0)]))
        settle(writer, keep, NOON + 8 * DAY)
        assert widths(path, "a", "level") == {MINUTE, HOUR}
    whole = level(path, NOON, NOON + 8 * DAY, points=400)
    assert whole.total == 8 * 4 * 60 * 24 + 1
    assert len(whole.number) <= 400
    assert (np.diff(whole.observed_at) > 0).all()
    assert not whole.gap_before.any()
    assert {0.0, 7.0, 99.0} <= set(whole.number.tolist())
    assert whole.observed_at[whole.number.argmax()] // HOUR == spike // HOUR
    assert (whole.observed_at[0] // HOUR, whole.observed_at[-1]) == (NOON // HOUR, NOON + 8 * DAY - 15 * SECOND)
    minutes = level(path, NOON + 4 * DAY, NOON + 4 * DAY + HOUR - 1)
    assert minutes.number.tolist() == [0.0, 3.0, 4.0, 7.0] * 30
    assert minutes.total == 240
    before = level(path, NOON, NOON + 8 * DAY, as_of=NOON + 4 * DAY)
    assert before.observed_at.max() < NOON + 4 * DAY
    assert before.total == 4 * 4 * 60 * 24 + 1


def test_that_a_silence_among_roll_ups_is_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED))
        for since in (NOON, NOON + 2 * HOUR):
            writer.write(Batch(observations=every("a", "level", since, MINUTE, 40)))
        settle(writer, Retention(Keep(DAY_S)), NOON + 2 * DAY)
    answer = level(path, NOON, NOON + DAY)
    assert answer.number.tolist() == [float(n) for n in range(40)] * 2
    assert np.flatnonzero(answer.gap_before).tolist() == [40]


def test_that_years_of_minutes_are_read_window_by_window(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path, LARGER) as writer:
        writer.write(Batch(declarations=DECLARED))
        writer.write(Batch(observations=every("a", "level", NOON, 7 * HOUR, 1_000)))
        settle(writer, Retention(Keep(DAY_S)), NOON + 400 * DAY)
        start, end = NOON - DAY, NOON + 400 * DAY
        with closing(sqlite3.connect(path)) as connection:
            at_once = rolled(connection, IDS["a", "level"], start, end)
            windows = list(rolled_windows(connection, IDS["a", "level"], start, end))
        assert np.concatenate([part.start for part in windows]).tolist() == at_once.start.tolist()
        assert len(at_once.start) == 1_000
        assert at_once.mean.tolist() == [float(n) for n in range(1_000)]
        assert 4 < len(windows) < 8
