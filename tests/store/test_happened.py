"""What had happened by a time, by all that is written today: however late it came, and whatever the packing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.packed import (
    LONGEST_S,
    SIZES,
    arrivals,
    cache,
    conflicting,
    in_batches,
    in_turn_of_time,
    packed,
    settled,
)
from tests.store.rows import T0, alarm, names, row, written
from tests.store.test_values import Said, said
from venule.domain.basis import Basis
from venule.domain.instant import DAY, HOUR, SECOND
from venule.domain.observation import Recorded
from venule.store import ahead, stretches
from venule.store.answers import START, Values
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.sizes import Sizes
from venule.store.writer import Writer

HAPPENED = Basis.HAPPENED
QUICK = settings(max_examples=60, deadline=None)
MOMENTS = st.integers(-1, LONGEST_S + 1).map(lambda second: T0 + second * SECOND)
SMALL = Sizes(seal_rows=4, seal_pieces=2, fan=2, full_rows=8, chunk_rows=2)


def happened(rows: list[Recorded], as_of: int) -> list[Recorded]:
    """What was observed by then, each once, the last of several at one time last."""
    return sorted((one for one in settled(rows) if one.observed_at <= as_of), key=in_turn_of_time)


def by_definition(rows: list[Recorded], as_of: int) -> dict[object, Said]:
    some = happened(rows, as_of)
    told = zip(some, conflicting(some), strict=True)
    return {one.asset: (one.asset, one.observed_at, one.recorded_at, one.value, twice) for one, twice in told}


def followed(reader: Reader, until: int, limit: int) -> list[Values]:
    """All answers from the beginning on."""
    answers = [reader.changes(START, until, limit, basis=HAPPENED)]
    while answers[-1].more:
        answers.append(reader.changes(answers[-1].cursor, until, limit, basis=HAPPENED))
    return answers


@QUICK
@given(rows=arrivals(), sizes=SIZES, moments=st.lists(MOMENTS, min_size=1, max_size=4), batch=st.integers(1, 9))
def test_that_any_order_of_writing_and_any_packing_give_what_had_happened_by_definition(
    rows: list[Recorded], sizes: Sizes, moments: list[int], batch: int
) -> None:
    with packed(rows, sizes, batch) as reader:
        for as_of in moments:
            answer = reader.latest(as_of, basis=HAPPENED)
            assert {one[0]: one for one in said(reader, answer)} == by_definition(rows, as_of)
            assert answer.datastream.tolist() == sorted(answer.datastream.tolist())
            assert answer.whole


@QUICK
@given(rows=arrivals(), sizes=SIZES, batch=st.integers(1, 9), limit=st.integers(1, 9))
def test_that_what_happened_is_handed_out_once_in_the_order_in_which_it_happened(
    rows: list[Recorded], sizes: Sizes, batch: int, limit: int
) -> None:
    until = T0 + LONGEST_S * SECOND
    with packed(rows, sizes, batch) as reader:
        answers = followed(reader, until, limit)
        seen = [one for answer in answers for one in said(reader, answer)]
        assert not any(answer.whole for answer in answers)
    expected = [(one.asset, one.observed_at, one.recorded_at, one.value) for one in happened(rows, until)]
    assert sorted((one[:4] for one in seen), key=repr) == sorted(expected, key=repr)
    assert [one[1] for one in seen] == sorted(one[1] for one in seen)


@QUICK
@given(rows=arrivals(), sizes=SIZES, pulses=st.lists(MOMENTS, min_size=1, max_size=12), limit=st.integers(1, 20))
def test_that_a_reader_that_follows_ends_with_what_had_happened_whatever_is_written_late(
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
            answer = reader.changes(cursor, moment, limit, basis=HAPPENED)
            held = {} if answer.whole else held
            for one in said(reader, answer):
                if one[0] not in held or held[one[0]][1] <= one[1]:
                    held[one[0]] = one
            cursor = answer.cursor
        assert not reader.changes(cursor, moment, limit, basis=HAPPENED).more
        expected = by_definition(rows, moment)
        assert {asset: one[1] for asset, one in held.items()} == {key: one[1] for key, one in expected.items()}


@pytest.mark.parametrize("most", [1, 6, 20])
def test_that_late_rows_of_many_stretches_are_handed_out_within_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(ahead, "MOST_ROWS", most)
    monkeypatch.setattr(ahead, "KEPT_ROWS", max(1, most // 3))
    now = [row(asset, T0 + second * SECOND, float(second)) for second in range(30) for asset in "abc"]
    late = [row("d", T0 + (second - 20) * SECOND, 0.5, T0 + second * SECOND) for second in range(20, 30)]
    rows = sorted([*now, *late], key=lambda one: one.recorded_at)
    path = tmp_path / "city.venule"
    with Writer(path, durable=False, sizes=SMALL) as writer:
        for batch in in_batches(rows, 3):
            writer.write(batch)
            while writer.tend():
                continue
    with Reader(path) as reader:
        seen = [one for answer in followed(reader, T0 + DAY, 4) for one in said(reader, answer)]
    assert [(one[1], one[0]) for one in seen] == sorted((one.observed_at, str(one.asset)) for one in rows)


def test_that_a_backlog_is_there_from_when_it_happened_and_known_from_when_it_came(tmp_path: Path) -> None:
    backlog = [row("logger", T0 + hour * HOUR, float(hour), T0 + 24 * HOUR + hour) for hour in range(24)]
    with written(tmp_path / "city.venule", Batch(observations=[*backlog, row("b", T0 + 24 * HOUR + 99)])) as reader:
        noon = T0 + 12 * HOUR
        assert len(reader.latest(noon).number) == 0
        assert reader.latest(noon, basis=HAPPENED).number.tolist() == [12.0]
        after = reader.changes(reader.latest(noon, basis=HAPPENED).cursor, noon + 2 * HOUR, basis=HAPPENED)
        assert after.number.tolist() == [13.0, 14.0]


def test_that_a_clock_that_runs_ahead_has_not_happened_yet(tmp_path: Path) -> None:
    rows = [row("a", T0, 1.0), row("a", T0 + 300 * SECOND, 2.0, recorded_at=T0 + 1)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        assert reader.latest(T0 + 2).number.tolist() == [2.0]
        assert reader.latest(T0 + 2, basis=HAPPENED).number.tolist() == [1.0]


def test_that_a_late_row_comes_with_the_next_changes(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path) as writer, Reader(path) as reader:
        writer.write(Batch(observations=[row("a", T0 + 10, 1.0)]))
        cursor = reader.latest(T0 + 20, basis=HAPPENED).cursor
        writer.write(Batch(observations=[row("a", T0 + 15, 2.0, T0 + 90), row("a", T0 + 25, 3.0, T0 + 91)]))
        answer = reader.changes(cursor, T0 + 30, basis=HAPPENED)
        assert (answer.number.tolist(), answer.whole) == ([2.0, 3.0], False)
        again = reader.changes(answer.cursor, T0 + 30, basis=HAPPENED)
        assert (len(again.number), again.more) == (0, False)


def test_that_a_late_row_that_is_packed_already_comes_with_everything(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path) as writer, Reader(path) as reader:
        writer.write(Batch(observations=[row("a", T0 + 10, 1.0), row("b", T0)]))
        cursor = reader.latest(T0 + 20, basis=HAPPENED).cursor
        writer.write(Batch(observations=[row("a", T0 + 15, 2.0, T0 + 90)]))
        writer.compact()
        answer = reader.changes(cursor, T0 + 20, basis=HAPPENED)
        assert answer.whole
        assert dict(zip(names(reader, answer), answer.number.tolist(), strict=True)) == {"a": 2.0, "b": 1.0}


@pytest.mark.parametrize(("before", "after"), [(Basis.KNOWN, HAPPENED), (HAPPENED, Basis.KNOWN)])
def test_that_a_cursor_of_the_other_basis_is_answered_with_everything(
    tmp_path: Path, before: Basis, after: Basis
) -> None:
    rows = [row("a", T0), row("a", T0 + 5, recorded_at=T0 + 60)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        answer = reader.changes(reader.latest(T0 + 10, basis=before).cursor, T0 + 10, basis=after)
        assert answer.whole
        assert answer.observed_at.tolist() == reader.latest(T0 + 10, basis=after).observed_at.tolist()
        assert answer.cursor.basis is after


@QUICK
@given(rows=arrivals(), sizes=SIZES, as_of=MOMENTS, start=MOMENTS, end=MOMENTS)
def test_that_a_series_has_all_that_had_happened_and_nothing_later(
    rows: list[Recorded], sizes: Sizes, as_of: int, start: int, end: int
) -> None:
    numbers = [one for one in rows if isinstance(one.value, float)]
    with packed(numbers, sizes) as reader:
        catalogue = reader.catalogue()
        for stream, asset in zip(catalogue.datastreams.id.tolist(), catalogue.datastreams.asset.tolist(), strict=True):
            name = catalogue.assets.name[asset]
            own = [one for one in happened(numbers, as_of) if one.asset == name]
            inside = [one.observed_at for one in own if start <= one.observed_at <= end]
            told = reader.series(stream, start, end, 1000, as_of, basis=HAPPENED)
            assert told.total == len(inside)
            assert set(told.observed_at.tolist()) == set(inside)
            around = reader.series(stream, start, end, 1000, as_of, around=True, basis=HAPPENED)
            assert not len(around.observed_at) or int(np.max(around.observed_at)) <= as_of


def test_that_alarms_are_told_as_though_they_had_been_known_at_once(tmp_path: Path) -> None:
    late = replace(alarm("a", T0, T0 + 60 * SECOND), raised_recorded_at=T0 + HOUR, cleared_recorded_at=T0 + HOUR + 1)
    at_once = replace(late, raised_recorded_at=T0, cleared_recorded_at=T0 + 60 * SECOND)
    standing = replace(at_once, cleared_at=None, cleared_recorded_at=None)
    with written(tmp_path / "city.venule", Batch(alarms=[late, alarm("b", T0 + HOUR)])) as reader:
        assert reader.alarms(T0 + 30 * SECOND) == ()
        assert reader.alarms(T0 - 1, basis=HAPPENED) == ()
        assert reader.alarms(T0 + 30 * SECOND, basis=HAPPENED) == (standing,)
        assert standing.active(T0 + 30 * SECOND)
        assert reader.alarms(T0 + 60 * SECOND, basis=HAPPENED) == (at_once,)
        assert not at_once.active(T0 + 60 * SECOND)
        assert [one.subject for one in reader.alarms(T0 + 8 * DAY, basis=HAPPENED)] == ["b"]


def test_that_standing_alarms_are_the_last_to_give_way_to_the_limit_on_either_basis(tmp_path: Path) -> None:
    returned = [alarm(f"r{number}", T0 + number, T0 + 100) for number in range(1, 20)]
    with written(tmp_path / "city.venule", Batch(alarms=[*returned, alarm("a", T0)])) as reader:
        assert [one.subject for one in reader.alarms(T0 + DAY, 2, basis=HAPPENED)] == ["r19", "a"]


def test_that_a_frame_that_knows_a_clock_ahead_does_not_hide_what_had_happened(tmp_path: Path) -> None:
    ahead_of_time = [row("a", T0, 1.0), row("a", T0 + 100 * SECOND, 2.0, recorded_at=T0 + 1)]
    others = [row(f"b{number}", T0 + 2 + number, 0.5) for number in range(14)]
    path = tmp_path / "city.venule"
    with Writer(path, durable=False, sizes=SMALL) as writer:
        for batch in in_batches([*ahead_of_time, *others], 2):
            writer.write(batch)
            while writer.tend():
                continue
    with Reader(path) as reader:
        assert any(one.is_full for one in stretches.stretches(reader._connection))
        for as_of, value in ((T0 + 20 * SECOND, 1.0), (T0 + 100 * SECOND, 2.0)):
            answer = reader.latest(as_of, basis=HAPPENED)
            assert dict(zip(names(reader, answer), answer.number.tolist(), strict=True))["a"] == value
