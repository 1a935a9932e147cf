"""The made-up city: the same at each call, as many samples as asked for, and nothing about it too smooth to be true."""

import numpy as np
import pytest

from venule.bench.synthetic import City
from venule.domain.instant import SECOND
from venule.store.columns import Columns

MILLISECOND = SECOND // 1000


def samples_of(city: City, samples: int) -> list[Columns]:
    return list(city.batches(samples))


def by_name(batches: list[Columns]) -> dict[tuple[str, str, str], list[tuple[int, float]]]:
    """Times and values of each datastream in the order of their batches."""
    found: dict[tuple[str, str, str], list[tuple[int, float]]] = {}
    for names, rows in batches:
        told = zip(rows.stream.tolist(), rows.observed_at.tolist(), rows.number.tolist(), strict=True)
        for place, at, value in told:
            found.setdefault(names[place], []).append((at, value))
    return found


def test_that_a_city_says_the_same_each_time() -> None:
    first, second = (samples_of(City(70, 1.0), 1_000) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert one.names == other.names
        np.testing.assert_array_equal(one.rows.observed_at, other.rows.observed_at)
        np.testing.assert_array_equal(one.rows.number, other.rows.number)


@pytest.mark.parametrize(("streams", "samples"), [(70, 1_000), (70, 70), (70, 69), (1, 3), (12_000, 30_001)])
def test_that_there_are_as_many_samples_as_were_asked_for(streams: int, samples: int) -> None:
    batches = samples_of(City(streams, 1.0), samples)
    assert sum(len(batch.rows) for batch in batches) == samples
    assert max(len(batch.rows) for batch in batches) <= 5_000


def test_that_each_datastream_goes_its_own_way_at_its_own_time() -> None:
    told = by_name(samples_of(City(40, 1.0), 4_000))
    assert len(told) == 40
    for points in told.values():
        at, value = (np.array(column) for column in zip(*points, strict=True))
        assert len(at) == 100
        assert (np.abs(np.diff(at) - SECOND) < SECOND // 10).all()
        assert (at % MILLISECOND == 0).all()
        assert len(set(np.diff(at).tolist())) > 3
        assert len(set(value.tolist())) > 3
        np.testing.assert_array_equal(value, np.round(value, 2))
    assert len({points[0][0] for points in told.values()}) > 30


@pytest.mark.parametrize(("streams", "interval_s"), [(5_000, 1.0), (9_000, 900.0)])
def test_that_a_batch_is_recorded_in_one_moment_soon_after_it_was_observed(streams: int, interval_s: float) -> None:
    before = 0
    for _, rows in samples_of(City(streams, interval_s), 2 * streams):
        (recorded_at,) = set(rows.recorded_at.tolist())
        late = recorded_at - rows.observed_at
        assert (late >= 50 * MILLISECOND).all()
        assert (late <= 3 * SECOND).all()
        assert recorded_at > before
        assert recorded_at % MILLISECOND == 0
        before = recorded_at


def test_that_a_slow_city_is_committed_by_the_second() -> None:
    sizes = [len(batch.rows) for batch in samples_of(City(90_000, 900.0), 90_000)]
    assert set(sizes) == {100}
