"""The latest of everything as of a time, and changes that add up: whatever the order of arrival and the packing."""

from collections.abc import Sequence
from math import isnan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.packed import LONGEST_S, SIZES, arrivals, cache, conflicting, in_batches, known, packed, settled
from tests.store.rows import T0, everything, names, row, written
from venule.domain.instant import SECOND
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.store import ahead, ordered, values
from venule.store.answers import START, Cursor, Values
from venule.store.batch import Batch, Declaration
from venule.store.reader import Reader
from venule.store.sizes import Sizes
from venule.store.writer import Writer

SMALL = Sizes(seal_rows=4, seal_pieces=2, fan=2, full_rows=8, chunk_rows=2)
QUICK = settings(max_examples=60, deadline=None)
MOMENTS = st.integers(-1, LONGEST_S + 1).map(lambda second: T0 + second * SECOND)

Said = tuple[object, int, int, object, bool]


def by_definition(rows: Sequence[Recorded], as_of: int) -> dict[str, Said]:
    some = known(rows, as_of)
    told = zip(some, conflicting(some), strict=True)
    return {one.asset: (one.asset, one.observed_at, one.recorded_at, one.value, twice) for one, twice in told}


def said(reader: Reader, answer: Values) -> list[Said]:
    """What each row of an answer says."""
    numbers = [None if isnan(number) else number for number in answer.number.tolist()]
    columns = (answer.observed_at.tolist(), answer.recorded_at.tolist())
    value = [answer.text.get(place, number) for place, number in enumerate(numbers)]
    conflict = ((answer.provenance & Provenance.CONFLICTING) != 0).tolist()
    return list(zip(names(reader, answer), *columns, value, conflict, strict=True))


def latest(reader: Reader, as_of: int) -> dict[str, int]:
    answer = reader.latest(as_of)
    return dict(zip(names(reader, answer), answer.observed_at.tolist(), strict=True))


@QUICK
@given(rows=arrivals(), sizes=SIZES, moments=st.lists(MOMENTS, min_size=1, max_size=4), batch=st.integers(1, 9))
def test_that_any_order_of_writing_and_any_packing_give_the_latest_by_definition(
    rows: list[Recorded], sizes: Sizes, moments: list[int], batch: int
) -> None:
    with packed(rows, sizes, batch) as reader:
        for as_of in moments:
            answer = reader.latest(as_of)
            assert {one[0]: one for one in said(reader, answer)} == by_definition(rows, as_of)
            assert answer.datastream.tolist() == sorted(answer.datastream.tolist())
            seen = [
                max((one.recorded_at for one in some if one.recorded_at <= as_of), default=START.recorded_at)
                for some in (settled(rows), rows)
            ]
            assert seen[0] <= answer.cursor.recorded_at <= seen[1]
            assert answer.whole


@st.composite
def in_turn(draw: st.DrawFn) -> list[list[Recorded]]:
    """Batches each of which was recorded after the one before, as a recorder writes; each observation once."""
    rows = sorted(settled(draw(arrivals())), key=lambda one: one.recorded_at)
    cuts = {place for place in range(1, len(rows)) if rows[place - 1].recorded_at < rows[place].recorded_at}
    chosen = sorted(draw(st.sets(st.sampled_from(sorted(cuts)))) if cuts else ())
    shuffled = draw(st.randoms(use_true_random=False))
    batches = [rows[begin:end] for begin, end in zip([0, *chosen], [*chosen, len(rows)], strict=True)]
    for batch in batches:
        shuffled.shuffle(batch)
    return batches


@QUICK
@given(batches=in_turn(), sizes=SIZES, limit=st.integers(1, 9), pulses=st.lists(MOMENTS, max_size=6))
def test_that_changes_add_up_to_everything_once(
    batches: list[list[Recorded]], sizes: Sizes, limit: int, pulses: list[int]
) -> None:
    moments = [*sorted(pulses), T0 + LONGEST_S * SECOND]
    waiting = [Batch(observations=batch) for batch in batches]
    seen: list[Said] = []
    with cache() as path, Writer(path, durable=False, sizes=sizes) as writer, Reader(path) as reader:
        cursor = START
        for moment in [*moments, *[moments[-1]] * len(batches)]:
            if waiting:
                writer.write(waiting.pop(0))
            answer = reader.changes(cursor, moment, limit)
            seen += checked(reader, answer, cursor, limit)
            cursor = answer.cursor
            writer.tend()
        while (answer := reader.changes(cursor, moments[-1], limit)).more:
            seen += checked(reader, answer, cursor, limit)
            cursor = answer.cursor
            writer.tend()
        seen += checked(reader, answer, cursor, limit)
    written = [one for batch in batches for one in batch]
    assert sorted((one[:4] for one in seen), key=repr) == sorted(
        ((one.asset, one.observed_at, one.recorded_at, one.value) for one in written), key=repr
    )


def checked(reader: Reader, answer: Values, after: Cursor, limit: int) -> list[Said]:
    """The rows of an answer, which come after those before, in order, and no more than asked for."""
    found = said(reader, answer)
    places = list(
        zip(answer.recorded_at.tolist(), answer.datastream.tolist(), answer.observed_at.tolist(), strict=True)
    )
    assert not answer.whole
    assert places == sorted(places)
    assert all(after[:3] < place <= answer.cursor[:3] for place in places)
    assert len(found) <= limit or len(set(places)) == 1, "only rows of one place may be more"
    assert found or answer.cursor > after or not answer.more, "an empty answer with more to come goes on somewhere"
    return found


@QUICK
@given(rows=arrivals(), sizes=SIZES, pulses=st.lists(MOMENTS, min_size=1, max_size=12), limit=st.integers(1, 20))
def test_that_a_reader_that_follows_ends_with_the_latest_whatever_is_written(
    rows: list[Recorded], sizes: Sizes, pulses: list[int], limit: int
) -> None:
    waiting = in_batches(rows, 5)
    with cache() as path, Writer(path, durable=False, sizes=sizes) as writer, Reader(path) as reader:
        held: dict[object, Said] = {}
        cursor = START
        for moment in [*sorted(pulses), *[T0 + LONGEST_S * SECOND] * (len(waiting) + len(rows) + 3)]:
            if waiting:
                writer.write(waiting.pop(0))
                writer.tend()
            answer = reader.changes(cursor, moment, limit)
            held = {} if answer.whole else held
            for one in said(reader, answer):
                if one[0] not in held or held[one[0]][1] <= one[1]:
                    held[one[0]] = one
            cursor = answer.cursor
        assert not reader.changes(cursor, moment, limit).more
        expected = by_definition(rows, moment)
        assert {asset: one[1] for asset, one in held.items()} == {str(key): one[1] for key, one in expected.items()}


@pytest.mark.parametrize("limit", [1, 3, 100])
@pytest.mark.parametrize("most", [1, 6, 20])
def test_that_stretches_side_by_side_in_time_are_handed_out_within_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, limit: int
) -> None:
    monkeypatch.setattr(ahead, "MOST_ROWS", most)
    monkeypatch.setattr(ahead, "KEPT_ROWS", max(1, most // 3))
    rows = [row(asset, T0 + second * SECOND, float(second)) for asset in "abcdefgh" for second in range(9)]
    path = tmp_path / "city.venule"
    with Writer(path, durable=False, sizes=SMALL) as writer:
        for batch in in_batches(rows, 9):
            writer.write(batch)
            while writer.tend():
                continue
    with Reader(path) as reader:
        answers = everything(reader, T0 + 60 * SECOND, limit)
        seen = [one for answer in answers for one in said(reader, answer)]
    assert [(one[2], one[0]) for one in seen] == sorted((one.recorded_at, one.asset) for one in rows)


def test_that_a_jump_and_the_changes_after_it_leave_nothing_out(tmp_path: Path) -> None:
    rows = [row("a", T0 + second * SECOND) for second in range(20)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        jump = reader.latest(T0 + 9 * SECOND)
        after = reader.changes(jump.cursor, T0 + 19 * SECOND)
        assert jump.observed_at.tolist() == [T0 + 9 * SECOND]
        assert after.observed_at.tolist() == [T0 + second * SECOND for second in range(10, 20)]


def test_that_an_import_into_an_open_file_is_answered_with_everything(tmp_path: Path) -> None:
    with Writer(tmp_path / "city.venule") as writer, Reader(tmp_path / "city.venule") as reader:
        writer.write(Batch(observations=[row("a", T0)]))
        jump = reader.latest(T0)
        writer.write(Batch(observations=[row("b", T0 - 1000), row("a", T0 - 5), row("a", T0 + 1)]))
        answer = reader.changes(jump.cursor, T0 + 1)
        assert answer.whole
        assert dict(zip(names(reader, answer), answer.observed_at.tolist(), strict=True)) == {
            "a": T0 + 1,
            "b": T0 - 1000,
        }
        after = reader.changes(answer.cursor, T0 + 1)
        assert (len(after.datastream), after.whole, after.more) == (0, False, False)


def test_that_a_reader_from_the_beginning_is_never_answered_with_a_full_copy(tmp_path: Path) -> None:
    rows = [row("a", T0 + number) for number in (5, 3, 9, 1)]
    batches = [Batch(observations=[one]) for one in rows]
    with written(tmp_path / "city.venule", *batches) as reader:
        answer = reader.changes(START, T0 + 9)
        assert not answer.whole
        assert answer.observed_at.tolist() == [T0 + 1, T0 + 3, T0 + 5, T0 + 9]


def test_that_a_late_observation_does_not_take_the_place_of_a_newer_one(tmp_path: Path) -> None:
    rows = [row("a", T0 + 60), row("a", T0 + 10, recorded_at=T0 + 70)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        assert latest(reader, T0 + 59) == {}
        assert latest(reader, T0 + 65) == {"a": T0 + 60}
        assert latest(reader, T0 + 99) == {"a": T0 + 60}


def test_that_a_clock_that_runs_ahead_hides_nothing_that_was_recorded(tmp_path: Path) -> None:
    rows = [row("a", T0 + 3600 * SECOND, recorded_at=T0), row("a", T0 + 1)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        assert latest(reader, T0) == {"a": T0 + 3600 * SECOND}
        assert latest(reader, T0 - 1) == {}


def test_that_a_redelivery_does_not_put_an_older_value_of_the_moment_on_top(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path, sizes=SMALL) as writer, Reader(path) as reader:
        writer.write(Batch(observations=[row("a", T0, 1.0), row("b", T0), row("c", T0), row("d", T0)]))
        assert writer.tend()
        writer.write(Batch(observations=[row("a", T0, 2.0, T0 + 1)]))
        writer.write(Batch(observations=[row("a", T0, 1.0, T0 + 2)]))
        for _ in range(2):
            answer = reader.latest(T0 + 5)
            assert answer.number.tolist() == [2.0, 1.0, 1.0, 1.0]
            assert answer.provenance[0] & Provenance.CONFLICTING
            assert not answer.provenance[1:].any()
            writer.compact()


def test_that_two_events_of_one_moment_do_not_conflict(tmp_path: Path) -> None:
    declared = Batch(declarations=[Declaration("net", "a", Quantity("level", kind=ValueKind.EVENT))])
    rows = [row("a", T0, "pressed", T0, key=5), row("a", T0, "pressed", T0, key=6), row("a", T0, "held", T0, key=7)]
    path = tmp_path / "city.venule"
    with Writer(path) as writer, Reader(path) as reader:
        writer.write(declared)
        writer.write(Batch(observations=rows))
        for _ in range(2):
            assert [one[3] for one in said(reader, reader.changes(START, T0))] == ["pressed", "pressed", "held"]
            assert not reader.changes(START, T0).provenance.any()
            assert said(reader, reader.latest(T0)) == [("a", T0, T0, "held", False)]
            writer.compact()


def test_that_texts_and_reasons_come_by_row_from_wherever_they_lie(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    bad = Recorded("net", "b", "level", T0, T0, 2**60 + 1, None, Quality.BAD, "frost")
    with Writer(path) as writer, Reader(path) as reader:
        writer.write(Batch(observations=[row("a", T0, "open"), bad, row("c", T0, None)]))
        for _ in range(2):
            for answer in (reader.latest(T0), reader.changes(START, T0)):
                assert (answer.text, answer.reason) == ({0: "open"}, {1: "frost"})
                assert answer.quality.tolist() == [Quality.GOOD, Quality.BAD, Quality.GOOD]
                assert answer.number[1] == float(2**60 + 1)
            writer.compact()


def test_that_the_cut_answer_says_so_and_ties_are_not_lost_at_the_cut(tmp_path: Path) -> None:
    rows = [row("a", T0 + number, recorded_at=T0) for number in range(10)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        answers = everything(reader, T0, limit=4)
        assert [len(answer.datastream) for answer in answers] == [4, 4, 2]
        assert [at for answer in answers for at in answer.observed_at] == [one.observed_at for one in rows]


def test_that_rows_of_one_place_are_not_torn_apart(tmp_path: Path) -> None:
    rows = [row("a", T0, float(number)) for number in range(3)] + [row("b", T0, float(number)) for number in range(5)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        assert [len(answer.datastream) for answer in everything(reader, T0, limit=4)] == [3, 5]


def test_that_a_limit_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "MAX_CHANGES", 2)
    with written(tmp_path / "city.venule", Batch(observations=[row("a", T0 + at) for at in range(5)])) as reader:
        assert [len(answer.datastream) for answer in everything(reader, T0 + 9, limit=100)] == [2, 2, 1]


def test_that_an_empty_file_has_an_answer(tmp_path: Path) -> None:
    with written(tmp_path / "city.venule") as reader:
        answer = reader.latest(T0)
        assert len(answer.datastream) == 0
        assert answer.cursor[:3] == START[:3]
        assert not reader.changes(answer.cursor, T0).more


@given(st.lists(st.one_of(st.integers(-5, 5), st.integers(-(2**61), 2**61)), max_size=30))
def test_that_rows_of_one_time_stay_in_turn(times: list[int]) -> None:
    at = np.array(times, np.int64)
    assert ordered.in_order(at).tolist() == sorted(range(len(times)), key=times.__getitem__)
