"""Figures about a file are counted, each of them, and agree with what can be asked for."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.packed import LONGEST_S, SIZES, arrivals, packed, settled
from tests.store.rows import T0, alarm, row, written
from venule.domain.asset import Gateway
from venule.domain.instant import MINUTE, SECOND
from venule.domain.observation import Recorded
from venule.store import arrivals as arriving
from venule.store import tail
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.sizes import Sizes
from venule.store.writer import Writer

QUICK = settings(max_examples=60, deadline=None)


def test_that_everything_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    rows = [
        row("a", T0 + 5, recorded_at=T0 + 9),
        row("b", T0 + 3, recorded_at=T0 + 7),
        row("a", T0 + 5, recorded_at=T0 + 8),
    ]
    with written(path, Batch(observations=rows, gateways=[Gateway("lora", "g")], alarms=[alarm("a", T0)])) as reader:
        counts = reader.counts()
        assert (counts.networks, counts.gateways, counts.assets, counts.datastreams) == (2, 1, 2, 2)
        assert (counts.observations, counts.rejects, counts.alarms, counts.commands) == (2, 0, 1, 0)
        assert (counts.first_observed_at, counts.last_observed_at) == (T0 + 3, T0 + 5)
        assert (counts.first_recorded_at, counts.last_recorded_at) == (T0 + 7, T0 + 9)
        assert counts.file_bytes == path.stat().st_size
        assert counts.observations == len(list(reader.observations()))


def test_that_an_empty_file_counts_nothing(tmp_path: Path) -> None:
    with written(tmp_path / "city.venule") as reader:
        counts = reader.counts()
        assert (counts.observations, counts.first_observed_at, counts.last_recorded_at) == (0, None, None)


def test_that_arrivals_fall_into_their_bins(tmp_path: Path) -> None:
    rows = [row("a", T0 + number, recorded_at=T0 + at) for number, at in enumerate((0, 9, 10, 25, 29, 30))]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        whole = reader.arrivals(T0, T0 + 30, 3, T0 + 99)
        assert (whole.start, whole.width_us, whole.count.tolist()) == (T0, 10, [2, 1, 2])
        assert reader.arrivals(T0, T0 + 30, 3, T0 + 25).count.tolist() == [2, 1, 1]
        assert reader.arrivals(T0, T0 + 30, 3, T0 - 5).count.tolist() == [0, 0, 0]
        assert reader.arrivals(T0, T0 + 31, 3, T0 + 99).count.sum() == 6
        assert reader.arrivals(T0, T0 + 3, 10, T0 + 99).count.tolist() == [1] + [0] * 9
        assert reader.arrivals(T0, T0, 4, T0 + 99).count.tolist() == [0] * 4


@QUICK
@given(rows=arrivals(), sizes=SIZES, batch=st.integers(1, 9))
def test_that_each_observation_counts_once_however_often_it_came(
    rows: list[Recorded], sizes: Sizes, batch: int
) -> None:
    once = settled(rows)
    with packed(rows, sizes, batch) as reader:
        counts = reader.counts()
    assert counts.observations == len(once)
    if once:
        observed = [one.observed_at for one in once]
        assert (counts.first_observed_at, counts.last_observed_at) == (min(observed), max(observed))
        assert T0 <= (counts.first_recorded_at or 0) <= min(one.recorded_at for one in once)
        assert max(one.recorded_at for one in once) <= (counts.last_recorded_at or 0) <= T0 + LONGEST_S * SECOND


def test_that_a_log_too_long_to_be_looked_at_at_once_is_counted_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "REMEMBERED_ROWS", 5)
    rows = [row(asset, T0 + number, float(number)) for number in range(8) for asset in "abc"]
    with written(
        tmp_path / "city.venule", *(Batch(observations=rows[at : at + 4]) for at in range(0, 24, 3))
    ) as reader:
        assert reader.counts().observations == 24
        assert len(list(reader.observations())) == 24
        assert reader.latest(T0 + 9).observed_at.tolist() == [T0 + 7] * 3


@QUICK
@given(
    rows=arrivals(),
    sizes=SIZES,
    window=st.tuples(st.integers(-2, LONGEST_S), st.integers(0, LONGEST_S + 3)),
    bins=st.integers(1, 30),
    second=st.integers(-1, LONGEST_S + 1),
)
def test_that_each_arrival_is_counted_in_its_bin(
    rows: list[Recorded], sizes: Sizes, window: tuple[int, int], bins: int, second: int
) -> None:
    rows, as_of = settled(rows), T0 + second * SECOND
    start = T0 + window[0] * SECOND
    end = start + window[1] * SECOND
    with packed(rows, sizes) as reader:
        found = reader.arrivals(start, end, bins, as_of)
    at = np.array([one.recorded_at for one in rows if start <= one.recorded_at < end and one.recorded_at <= as_of])
    edges = start + found.width_us * np.arange(bins + 1)
    assert found.count.tolist() == [int(((at >= low) & (at < high)).sum()) for low, high in pairwise(edges)]


def test_that_too_many_arrivals_are_told_by_the_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "UNPACKED_ROWS", 10)
    begin = -(-T0 // MINUTE) * MINUTE
    rows = [row("a", begin + second * SECOND) for second in (*range(60), *range(120, 150))]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        assert reader.arrivals(begin, begin + 3 * MINUTE, 3, begin + MINUTE * 9).count.tolist() == [60, 0, 30]
        finer = reader.arrivals(begin, begin + 3 * MINUTE, 18, begin + MINUTE * 9).count
        assert finer.tolist() == [10] * 6 + [0] * 6 + [10, 11, 9, 0, 0, 0], "over half of the last minute alone"
        odd = reader.arrivals(begin, begin + 3 * MINUTE, 7, begin + MINUTE * 9).count
        assert odd.sum() == 90
        assert reader.arrivals(begin, begin + 3 * MINUTE, 1, begin + 30 * SECOND).count.sum() == 30


def test_that_the_log_beside_the_file_counts_as_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path) as writer, Reader(path) as reader:
        writer.write(Batch(observations=[row("a", T0 + number) for number in range(1000)]))
        assert reader.counts().file_bytes > path.stat().st_size
