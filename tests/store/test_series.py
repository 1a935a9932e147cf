"""A series: nothing of a spike, an edge or a gap is lost, however few points are asked for."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.packed import ENDLESS, LONGEST_S, SIZES, arrivals, conflicting, in_batches, known, packed
from tests.store.rows import T0, row, written
from venule.domain.instant import MINUTE, SECOND
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance
from venule.domain.quantity import Quantity, Value, ValueKind
from venule.store import series, timeline
from venule.store.answers import Series
from venule.store.batch import Batch, Declaration
from venule.store.reader import Reader
from venule.store.sizes import Sizes
from venule.store.writer import Writer

CONFLICTING = int(Provenance.CONFLICTING)
MEASURE = Quantity("level")
END = T0 + 10**12


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


def ask(
    cache: Path,
    samples: Sequence[tuple[int, Value | None]],
    quantity: Quantity = MEASURE,
    every_s: float | None = None,
    *,
    points: int = 1000,
    sizes: Sizes = ENDLESS,
) -> Series:
    rows = [row("a", T0 + at, value) for at, value in samples]
    with Writer(cache, durable=False, sizes=sizes) as writer:
        writer.write(Batch(declarations=[Declaration("net", "a", quantity, "", every_s)]))
        for batch in in_batches(rows, 100):
            writer.write(batch)
            while writer.tend():
                continue
    with Reader(cache) as reader:
        return reader.series(1, T0, END, points, END)


def test_that_few_points_come_back_as_they_are(cache: Path) -> None:
    answer = ask(cache, [(0, 1), (10, 2.5), (20, -3)])
    assert answer.observed_at.tolist() == [T0, T0 + 10, T0 + 20]
    assert answer.number.tolist() == [1, 2.5, -3]
    assert answer.total == 3
    assert not answer.gap_before.any()


def test_that_a_spike_survives_at_its_own_time(cache: Path) -> None:
    samples = [(second * SECOND, 99.0 if second == 5123 else 1.0) for second in range(10_000)]
    answer = ask(cache, samples, points=100)
    assert len(answer.number) <= 100
    assert answer.total == 10_000
    assert answer.observed_at[answer.number == 99.0].tolist() == [T0 + 5123 * SECOND]
    assert answer.observed_at[[0, -1]].tolist() == [T0, T0 + 9999 * SECOND]


def test_that_silence_beyond_three_expected_intervals_is_a_gap(cache: Path) -> None:
    answer = ask(cache, [(0, 1), (MINUTE, 1), (4 * MINUTE, 1), (7 * MINUTE + 1, 1)], every_s=60.0)
    assert answer.gap_before.tolist() == [False, False, False, True]


def test_that_silence_beyond_ten_usual_distances_is_a_gap_when_none_was_declared(cache: Path) -> None:
    usual = [(second * SECOND, 1.0) for second in range(21)]
    answer = ask(cache, [*usual, (30 * SECOND, 1), (41 * SECOND, 1)])
    assert np.flatnonzero(answer.gap_before).tolist() == [22]


def test_that_too_few_points_tell_of_no_gap(cache: Path) -> None:
    assert not ask(cache, [(0, 1), (1, 1), (2, 1), (10**9, 1)]).gap_before.any()


@pytest.mark.parametrize("kind", [ValueKind.FLAG, ValueKind.STATE])
def test_that_a_held_state_has_no_gap_unless_it_should_have_been_repeated(tmp_path: Path, kind: ValueKind) -> None:
    samples = [*((second * SECOND, True) for second in range(30)), (9000 * SECOND, False)]
    quantity = Quantity("level", kind=kind)
    assert not ask(tmp_path / "event.venule", samples, quantity).gap_before.any()
    assert ask(tmp_path / "heartbeat.venule", samples, quantity, 60.0).gap_before[-1]


def test_that_a_missing_value_breaks_the_line_and_is_no_point(cache: Path) -> None:
    answer = ask(cache, [(0, 1), (1, None), (2, 3), (3, 4)])
    assert answer.number.tolist() == [1, 3, 4]
    assert answer.gap_before.tolist() == [False, True, False]
    assert answer.total == 4


def test_that_a_gap_survives_decimation(cache: Path) -> None:
    samples = [(second * SECOND, float(second % 7)) for second in range(5000) if not 2400 < second <= 2500]
    answer = ask(cache, samples, every_s=1.0, points=40)
    (gap,) = np.flatnonzero(answer.gap_before)
    assert answer.observed_at[gap] >= T0 + 2501 * SECOND > answer.observed_at[gap - 1]


def test_that_the_words_of_a_state_are_indices(cache: Path) -> None:
    samples = [(0, "closed"), (1, "open"), (2, None), (3, "closed"), (4, 7)]
    answer = ask(cache, samples, Quantity("level", kind=ValueKind.STATE))
    assert [answer.labels[int(number)] for number in answer.number] == ["closed", "open", "closed", "7"]


def test_that_a_flag_is_zero_or_one_and_a_text_among_numbers_no_point(tmp_path: Path) -> None:
    flags = ask(tmp_path / "flags.venule", [(0, True), (1, False)], Quantity("level", kind=ValueKind.FLAG))
    mixed = ask(tmp_path / "mixed.venule", [(0, 1.5), (1, "fault"), (2, 2.5)])
    assert (flags.number.tolist(), flags.labels) == ([1, 0], ())
    assert (mixed.number.tolist(), mixed.labels) == ([1.5, 2.5], ())


def test_that_words_stop_growing_at_their_limit(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "MAX_LABELS", 2)
    answer = ask(cache, [(0, "a"), (1, "b"), (2, "c"), (3, "a")], Quantity("level", kind=ValueKind.TEXT))
    assert (answer.labels, answer.number.tolist()) == (("a", "b"), [0, 1, 1, 0])


def test_that_of_two_values_recorded_at_once_the_last_written_comes_last(cache: Path) -> None:
    rows = [row("a", T0, 1.0, key=9), row("a", T0, 2.0, key=3)]
    with written(cache, Batch(observations=rows)) as reader:
        assert reader.series(1, T0, T0, 10, T0).number.tolist() == [1, 2]


def test_that_a_series_knows_only_what_was_recorded_by_then(cache: Path) -> None:
    rows = [row("a", T0), row("a", T0 + 1, recorded_at=T0 + 500)]
    with written(cache, Batch(observations=rows)) as reader:
        assert reader.series(1, T0, END, 10, T0 + 499).total == 1
        assert reader.series(1, T0, END, 10, T0 + 500).total == 2


def test_that_the_neighbours_of_a_stretch_are_told_on_request(cache: Path) -> None:
    with written(cache, Batch(observations=[row("a", T0 + at, float(at)) for at in (0, 10, 20, 30, 40)])) as reader:
        assert reader.series(1, T0 + 15, T0 + 25, 10, END).number.tolist() == [20]
        assert reader.series(1, T0 + 15, T0 + 25, 10, END, around=True).number.tolist() == [10, 20, 30]
        assert reader.series(1, T0 + 22, T0 + 25, 10, END, around=True).number.tolist() == [20, 30]
        assert reader.series(1, T0 + 50, T0 + 60, 10, END, around=True).number.tolist() == [40]


def test_that_nothing_has_an_answer(cache: Path) -> None:
    with written(cache) as reader:
        answer = reader.series(99, T0, END, 10, END)
        assert (len(answer.number), answer.total, len(answer.gap_before)) == (0, 0, 0)


@pytest.mark.parametrize("at_a_time", [1, 7, 1000])
@pytest.mark.parametrize("sizes", [ENDLESS, Sizes(seal_rows=40, fan=3, full_rows=100, chunk_rows=16)])
def test_that_the_size_of_pieces_changes_nothing(
    cache: Path, monkeypatch: pytest.MonkeyPatch, at_a_time: int, sizes: Sizes
) -> None:
    monkeypatch.setattr(timeline, "ROWS_AT_A_TIME", at_a_time)
    samples = [(second * SECOND, None if second % 50 == 7 else float(second % 13)) for second in range(500)]
    answer = ask(cache, samples, every_s=1.0, points=2000, sizes=sizes)
    assert answer.number.tolist() == [value for _, value in samples if value is not None]
    assert int(answer.gap_before.sum()) == 10


def test_that_both_of_two_values_at_one_time_are_told_and_marked(cache: Path) -> None:
    rows = [row("a", T0 + at, value) for at, value in ((0, 1.0), (5, 2.0), (5, 3.0), (5, 2.0), (9, 4.0))]
    with Writer(cache) as writer, Reader(cache) as reader:
        writer.write(Batch(observations=rows))
        for _ in range(2):
            answer = reader.series(1, T0, END, 10, END)
            assert answer.number.tolist() == [1, 2, 3, 4]
            assert [flag & CONFLICTING for flag in answer.provenance.tolist()] == [0, CONFLICTING, CONFLICTING, 0]
            assert answer.total == 4
            writer.compact()


@pytest.mark.parametrize("sizes", [ENDLESS, Sizes(seal_rows=2, fan=2, full_rows=4), Sizes()])
def test_that_of_two_values_at_one_time_the_last_recorded_comes_last(cache: Path, sizes: Sizes) -> None:
    told = ((0, 1.0, 1), (5, 3.0, 9), (5, 2.0, 6), (5, 2.5, 8), (9, 4.0, 10))
    with Writer(cache, sizes=sizes) as writer, Reader(cache) as reader:
        for at, value, recorded in told:
            writer.write(Batch(observations=[row("a", T0 + at, value, T0 + recorded)]))
            writer.tend()
        for _ in range(2):
            assert reader.series(1, T0, END, 10, END).number.tolist() == [1, 2, 2.5, 3, 4]
            assert reader.tally(1, T0, T0 + 5, ValueKind.COUNT, END).last == 3.0
            writer.compact()


@settings(max_examples=60, deadline=None)
@given(
    rows=arrivals(),
    sizes=SIZES,
    window=st.tuples(st.integers(-2, LONGEST_S + 2), st.integers(0, LONGEST_S)),
    second=st.integers(-1, LONGEST_S + 1),
    around=st.booleans(),
    kind=st.sampled_from((ValueKind.MEASURE, ValueKind.STATE)),
)
def test_that_a_series_is_what_was_written_however_it_is_packed(
    *, rows: list[Recorded], sizes: Sizes, window: tuple[int, int], second: int, around: bool, kind: ValueKind
) -> None:
    as_of = T0 + second * SECOND
    start = T0 + window[0] * SECOND
    end = start + window[1] * SECOND
    with packed(rows, sizes, kind=kind) as reader:
        for asset, datastream in datastreams(reader).items():
            mine = [one for one in known(rows, as_of) if one.asset == asset]
            expected = within(mine, start, end, around)
            answer = reader.series(datastream, start, end, 1000, as_of, around=around)
            assert answer.total == len(expected)
            told = zip(expected, conflicting(expected), strict=True)
            points = [(one, twice) for one, twice in told if is_point(one.value, kind)]
            assert answer.observed_at.tolist() == [one.observed_at for one, _ in points]
            assert told_by(answer) == [str(one.value) if answer.labels else one.value for one, _ in points]
            assert ((answer.provenance & CONFLICTING) != 0).tolist() == [twice for _, twice in points]


def is_point(value: Value | None, kind: ValueKind) -> bool:
    """A missing value is none, nor is a text among numbers."""
    return isinstance(value, float) or (kind is ValueKind.STATE and value is not None)


def told_by(answer: Series) -> list[object]:
    """Numbers, or what their words are."""
    numbers = answer.number.tolist()
    return [answer.labels[int(number)] for number in numbers] if answer.labels else numbers


def datastreams(reader: Reader) -> dict[str, int]:
    """The datastream of each asset."""
    catalogue = reader.catalogue()
    ids = catalogue.datastreams.id.tolist()
    return {catalogue.assets.name[at]: id for at, id in zip(catalogue.datastreams.asset.tolist(), ids, strict=True)}


def within(rows: list[Recorded], start: int, end: int, around: bool) -> list[Recorded]:
    """The rows of a window; with all that were observed at the moments next to it, if asked for."""
    times = [one.observed_at for one in rows]
    low = max((at for at in times if at < start), default=start) if around else start
    high = min((at for at in times if at > end), default=end) if around else end
    return [one for one in rows if low <= one.observed_at <= high]
