"""A series of far more than there are pixels: true extremes, ends and gaps, and little of it unpacked."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.packed import ENDLESS, packed
from tests.store.rows import T0, row
from tests.store.test_series import END, MEASURE
from venule.domain.basis import Basis
from venule.domain.instant import SECOND
from venule.domain.observation import Recorded
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.store import edges, parts, summaries
from venule.store.answers import Bytes, Floats, Longs, Series
from venule.store.batch import Batch, Declaration
from venule.store.decimation import Decimation, Points, extremes
from venule.store.reader import Reader
from venule.store.rows import Rows
from venule.store.sizes import Sizes
from venule.store.unpacking import unpack_group, unpack_numbers
from venule.store.writer import Writer

Unpacked = tuple[Longs, Floats, Bytes | None]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


STEPS = Sizes(seal_rows=400, seal_pieces=50, fan=4, full_rows=1500, chunk_rows=50)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    points=st.sampled_from((4, 12, 40)),
    late=st.integers(0, 30),
    missing=st.booleans(),
    as_of=st.sampled_from((1000, 2500, 10**9)),
)
def test_that_far_out_each_bucket_has_its_true_extremes(
    seed: int, points: int, late: int, missing: bool, as_of: int
) -> None:
    random = np.random.default_rng(seed)
    count = 3000
    number = np.round(random.normal(0, 1, count), 3)
    if missing:
        number[random.integers(0, count, 5)] = np.nan
    written_at = np.arange(count)
    turn = np.argsort(written_at + random.permutation([500] * late + [0] * (count - late)), kind="stable")
    rows = [row("a", T0 + int(at) * SECOND, plain(number[at]), T0 + place * SECOND) for place, at in enumerate(turn)]
    with packed(rows, STEPS, 100) as reader:
        known_at = np.sort(turn[: as_of + 1])
        start, end = T0, T0 + (count - 1) * SECOND
        answer = reader.series(1, start, end, points, T0 + as_of * SECOND)
    bucket = Decimation(start, end, points).bucket
    assert answer.total == len(known_at)
    assert len(answer.number) <= points
    assert (np.diff(answer.observed_at) >= 0).all()
    told_in, true_in = bucket(answer.observed_at), bucket(T0 + known_at * SECOND)
    for one in np.unique(true_in):
        said, true = answer.number[told_in == one], number[known_at][true_in == one]
        true = true[~np.isnan(true)]
        assert (said.min(), said.max(), said[0], said[-1]) == (true.min(), true.max(), true[0], true[-1])


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    points=st.sampled_from((8, 40, 200)),
    late=st.integers(0, 30),
    behind=st.sampled_from((700, 2500)),
    odd=st.integers(0, 6),
    as_of=st.sampled_from((1000, 2500, 10**9)),
    basis=st.sampled_from(Basis),
)
def test_that_a_packed_series_is_drawn_as_one_that_is_not(
    *, seed: int, points: int, late: int, behind: int, odd: int, as_of: int, basis: Basis
) -> None:
    random = np.random.default_rng(seed)
    at = np.delete(np.arange(3000), random.integers(0, 3000, 3 * odd)).tolist()
    number = np.round(random.normal(0, 1, 3000), 3).tolist()
    quality = dict.fromkeys(random.integers(0, 3000, odd).tolist(), Quality.BAD)
    delay = dict.fromkeys(random.integers(0, 3000, late).tolist(), behind)
    told = [row("a", T0 + one * SECOND, number[one], T0 + (one + delay.get(one, 0)) * SECOND) for one in at]
    rows = [one._replace(quality=quality.get((one.observed_at - T0) // SECOND, Quality.GOOD)) for one in told]
    rows += [row("a", T0 + one * SECOND, 9.0, T0 + 3000 * SECOND) for one in random.integers(0, 3000, odd).tolist()]
    rows.sort(key=lambda one: one.recorded_at)
    answers = []
    for sizes in (STEPS, ENDLESS):
        with packed(rows, sizes, 100) as reader:
            answers.append(reader.series(1, T0, T0 + 2999 * SECOND, points, T0 + as_of * SECOND, basis=basis))
    packed_one, plain_one = answers
    bucket = Decimation(T0, T0 + 2999 * SECOND, points).bucket
    assert packed_one.total == plain_one.total
    assert outline(packed_one, bucket) == outline(plain_one, bucket)


def outline(answer: Series, bucket: Callable[[Longs], Longs]) -> list[tuple[object, ...]]:
    """What is drawn of each bucket: its ends, its extremes and their qualities, and whether a gap is in it."""
    inside = bucket(answer.observed_at)
    found: list[tuple[object, ...]] = []
    for one in np.unique(inside):
        number, quality = answer.number[inside == one], answer.quality[inside == one]
        extreme = number.min(), number.max(), quality[number.argmin()], quality[number.argmax()]
        found.append((int(one), number[0], number[-1], *extreme, bool(answer.gap_before[inside == one].any())))
    return found


def plain(number: np.float64) -> float | None:
    return None if np.isnan(number) else float(number)


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows were unpacked, group by group."""
    found: list[int] = []

    def counted(data: bytes, stream: int, first_at: int, start: int, n: int, *, with_recorded: bool) -> Rows:
        found.append(n)
        return unpack_group(data, stream, first_at, start, n, with_recorded=with_recorded)

    def counted_numbers(data: bytes, start: int, n: int, *, with_provenance: bool) -> Unpacked:
        found.append(n)
        return unpack_numbers(data, start, n, with_provenance=with_provenance)

    monkeypatch.setattr(parts, "unpack_group", counted)
    monkeypatch.setattr(edges, "unpack_numbers", counted_numbers)
    return found


def far_out(cache: Path, rows: Sequence[Recorded], quantity: Quantity = MEASURE) -> Series:
    """Thousands of rows in eight points, of a file that is packed to the end."""
    with Writer(cache, durable=False, sizes=STEPS) as writer:
        writer.write(Batch(declarations=[Declaration("net", "a", quantity, "", 1.0)]))
        writer.write(Batch(observations=rows))
        writer.compact()
    with Reader(cache) as reader:
        return reader.series(1, rows[0].observed_at, rows[-1].observed_at, 8, END)


def test_that_far_out_only_what_lies_across_an_edge_is_unpacked(cache: Path, unpacked: list[int]) -> None:
    rows = [row("a", T0 + at * SECOND, float(at % 97)) for at in range(3000)]
    answer = far_out(cache, rows)
    assert answer.total == 3000
    assert (answer.number.min(), answer.number.max()) == (0, 96)
    assert answer.observed_at[[0, -1]].tolist() == [T0, T0 + 2999 * SECOND]
    assert not answer.gap_before.any()
    assert sum(unpacked) <= 200


def test_that_far_out_a_gap_and_a_bad_value_are_still_seen(cache: Path, unpacked: list[int]) -> None:
    rows = [row("a", T0 + at * SECOND, float(at % 97)) for at in range(3000) if not 700 < at < 720]
    rows[2000] = rows[2000]._replace(quality=Quality.BAD, value=1e6)
    answer = far_out(cache, rows)
    assert answer.gap_before.sum() == 1
    assert answer.quality[answer.number == 1e6].tolist() == [Quality.BAD]
    assert sum(unpacked) <= 400


@pytest.mark.parametrize("kind", [ValueKind.FLAG, ValueKind.STATE])
def test_that_flags_and_words_are_always_unpacked(cache: Path, unpacked: list[int], kind: ValueKind) -> None:
    rows = [row("a", T0 + at * SECOND, at % 7 == 0) for at in range(3000)]
    answer = far_out(cache, rows, Quantity("level", kind=kind))
    assert sum(unpacked) == 3000
    assert answer.labels == (() if kind is ValueKind.FLAG else ("1", "0"))


@settings(max_examples=60, deadline=None)
@given(
    numbers=st.lists(st.integers(-50, 50).map(float), min_size=1, max_size=300),
    points=st.integers(1, 60),
    chunk=st.integers(1, 50),
)
def test_that_each_bucket_keeps_its_ends_and_extremes(numbers: list[float], points: int, chunk: int) -> None:
    at = np.arange(len(numbers), dtype=np.int64)
    number, flags = np.array(numbers), np.zeros(len(numbers), np.int8)
    decimation = Decimation(0, len(numbers), points)
    for low in range(0, len(numbers), chunk):
        part = slice(low, low + chunk)
        decimation.add(Points(at[part], number[part], flags[part], flags[part], at[part]))
    kept = decimation.result()
    assert len(kept.number) <= max(points, 4)
    assert (number[kept.observed_at] == kept.number).all()
    assert {0, len(numbers) - 1} <= set(kept.observed_at.tolist())
    assert (kept.number.min(), kept.number.max()) == (number.min(), number.max())
    if len(numbers) <= points:
        assert kept.number.tolist() == numbers
    bucket = np.minimum(at * max(1, points // 4) // len(numbers), max(1, points // 4) - 1)
    for one in np.unique(bucket):
        inside, said = number[bucket == one], kept.number[bucket[kept.observed_at] == one]
        assert (said.min(), said.max(), said[0], said[-1]) == (inside.min(), inside.max(), inside[0], inside[-1])


@settings(max_examples=200, deadline=None)
@given(
    at=st.lists(st.integers(-(10**17), 10**17), min_size=1, max_size=60, unique=True).map(sorted),
    numbers=st.lists(st.integers(-5, 5).map(float), min_size=60, max_size=60),
    points=st.integers(1, 200),
)
def test_that_edges_found_one_by_one_are_those_of_every_point(at: list[int], numbers: list[float], points: int) -> None:
    observed_at, number = np.array(at, np.int64), np.array(numbers[: len(at)])
    decimation = Decimation(at[0], at[-1], points)
    expected = extremes(decimation.bucket(observed_at), number)
    assert decimation.kept(observed_at, number).tolist() == expected.tolist()


def test_that_parts_across_one_another_are_told_by_their_numbers_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    late = range(3, 2000, 500)
    rows = [row("a", T0 + at * SECOND, float(at % 97)) for at in range(2400) if at not in late]
    rows[2000:2000] = [row("a", T0 + at * SECOND, 500.0 + at, T0 + 2000 * SECOND) for at in late]
    monkeypatch.setattr(summaries, "ACROSS_MANY", 1000)
    with packed(rows, STEPS, 100) as reader:
        monkeypatch.setattr(parts, "unpack_group", None)  # who asks for whole rows fails
        answer = reader.series(1, T0, T0 + 2399 * SECOND, 40, END)
    assert (answer.total, answer.number.max()) == (2400, 500.0 + late[-1])
    assert {500.0 + at for at in late} <= set(answer.number.tolist())
    assert not answer.gap_before.any()


def test_that_one_late_row_does_not_have_a_year_unpacked(unpacked: list[int]) -> None:
    rows = [row("a", T0 + at * SECOND, float(at % 97)) for at in range(2399) if at != 3]
    rows[2000:2000] = [row("a", T0 + 3 * SECOND, 503.0, T0 + 2000 * SECOND)]
    with packed([*rows, row("a", T0 + 2399 * SECOND, 1.0)], STEPS, 100) as reader:
        answer = reader.series(1, T0, T0 + 2399 * SECOND, 8, END)
    assert (answer.total, answer.number.max()) == (2400, 503.0)
    assert not answer.gap_before.any()
    assert sum(unpacked) <= 700
