"""Arrivals over years: told from whole hours, the same as from the rows, and followed while more is written."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from venule.domain.instant import HOUR, MINUTE, Instant, from_iso
from venule.domain.observation import Recorded
from venule.store import arrivals, schema
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.writer import Writer

START: Instant = from_iso("2026-01-01T00:00:00Z")
BINS = 12
WIDTH = 8 * HOUR
END = START + BINS * WIDTH


def rows(minutes: list[int]) -> list[Recorded]:
    """An observation in each of these minutes, recorded as it was observed."""
    return [
        Recorded("water", "tank", "level", START + minute * MINUTE, START + minute * MINUTE, float(number))
        for number, minute in enumerate(minutes)
    ]


def counted(minutes: list[int]) -> list[int]:
    """How many of them lie in each bin."""
    return np.bincount(np.array(minutes, np.int64) * MINUTE // WIDTH, minlength=BINS)[:BINS].tolist()


@pytest.fixture
def told_by_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were too many rows to look at."""
    monkeypatch.setattr(arrivals, "UNPACKED_ROWS", -1)


@pytest.mark.usefixtures("told_by_hours")
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(st.integers(0, 5_000), min_size=1, max_size=20, unique=True), min_size=1, max_size=4))
def test_that_hours_tell_what_the_rows_do_while_more_is_written(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[int]]
) -> None:
    path = tmp_path_factory.mktemp("a") / "city.venule"
    every = sorted({minute for batch in batches for minute in batch})
    written: list[int] = []
    with Writer(path) as writer, Reader(path) as reader:
        while every:
            now, every = every[: len(batches[0])], every[len(batches[0]) :]
            writer.write(Batch(observations=rows(now)))
            written += now
            told = reader.arrivals(START, END, BINS, END).count
            assert int(told.sum()) == len([minute for minute in written if minute * MINUTE < END - START])
            # of the first and the last hour only as much is spread as there was a recording
            assert np.abs(told - counted(written)).max() <= 1


@pytest.mark.usefixtures("told_by_hours")
def test_that_older_rows_written_later_are_counted_too(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path) as writer, Reader(path) as reader:
        writer.write(Batch(observations=rows([1_000, 4_000])))
        assert int(reader.arrivals(START, END, BINS, END).count.sum()) == 2
        writer.write(Batch(observations=rows([30, 2_000, 5_000])))
        assert reader.arrivals(START, END, BINS, END).count.tolist() == counted([30, 1_000, 2_000, 4_000, 5_000])


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(st.integers(-400, 400) | st.integers(-(10**9), 10**9), st.integers(1, 50), max_size=30),
    st.integers(-10, 10),
    st.integers(-10, 10),
)
def test_that_an_hour_has_its_sixty_minutes_also_before_1970(minutes: dict[int, int], first: int, last: int) -> None:
    expected: dict[int, int] = {}
    for minute, n in sorted(minutes.items()):
        if first <= minute // 60 <= last:
            expected[minute // 60] = expected.get(minute // 60, 0) + n
    with closing(sqlite3.connect(":memory:")) as file:
        file.execute(next(one for one in schema.PACKED if "TABLE arrival" in one))
        file.executemany("INSERT INTO arrival VALUES (?, ?)", minutes.items())
        file.execute("CREATE TABLE tally AS SELECT 0 AS rewrites, 0 AS expired")
        hour, n = arrivals.Hours().between(file, first, last)
    assert dict(zip(hour.tolist(), n.tolist(), strict=True)) == expected
