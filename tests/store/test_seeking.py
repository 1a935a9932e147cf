"""Any order of seeking and playing gives the state that playing straight through gives, on either basis."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.packed import SIZES, arrivals, cache, settled
from tests.store.rows import T0, row
from tests.store.test_happened import MOMENTS
from tests.store.test_values import Said, by_definition, in_turn, said
from venule.domain.basis import Basis
from venule.domain.instant import SECOND
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance
from venule.store import tail
from venule.store.answers import START, Cursor, Values
from venule.store.batch import Batch
from venule.store.excerpts.joining import join
from venule.store.reader import Reader
from venule.store.sizes import Sizes
from venule.store.writer import Writer

Held = dict[object, Said]
STEPS = st.lists(st.tuples(st.booleans(), MOMENTS), min_size=1, max_size=8)
"""Moments to seek to, or to play to where they lie ahead."""


def taken(reader: Reader, held: Held, answer: Values) -> Held:
    """What is held after an answer, of one moment the last recorded; which conflict is not told across answers."""
    held = {} if answer.whole else dict(held)
    for one in said(reader, answer):
        if one[0] not in held or held[one[0]][1:3] <= one[1:3]:
            held[one[0]] = one
    return held


@st.composite
def out_of_turn(draw: st.DrawFn, most: int = 40) -> list[list[Recorded]]:
    """Batches of any order, as where a clock is set back or old files are taken in; each observation once."""
    rows = draw(st.permutations(settled(draw(arrivals(most)))))
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(rows) - 1)), max_size=8)))
    return [list(rows[begin:end]) for begin, end in pairwise([0, *cuts, len(rows)]) if begin < end]


IN_ANY_TURN = st.one_of(in_turn(), out_of_turn())


def played(reader: Reader, held: Held, cursor: Cursor, until: int, *, limit: int, basis: Basis) -> tuple[Held, Cursor]:
    """What is held after playing on to a moment."""
    more = True
    while more:
        answer = reader.changes(cursor, until, limit, basis=basis)
        held, cursor, more = taken(reader, held, answer), answer.cursor, answer.more
    return held, cursor


def values(held: Held) -> set[tuple[object, ...]]:
    return {one[:4] for one in held.values()}


def write(path_writer: Writer, batches: Sequence[Sequence[Recorded]], tended: int) -> None:
    """Write them as a recorder does, tending the file now and then."""
    for number, batch in enumerate(batches):
        path_writer.write(Batch(observations=batch))
        while number % (tended + 1) == 0 and path_writer.tend():
            continue


@settings(max_examples=150, deadline=None)
@given(
    batches=IN_ANY_TURN,
    sizes=SIZES,
    steps=STEPS,
    limit=st.integers(1, 9),
    tended=st.integers(0, 5),
    basis=st.sampled_from(Basis),
)
def test_that_any_order_of_seeks_gives_the_state_of_playing_straight_through(
    *,
    batches: list[list[Recorded]],
    sizes: Sizes,
    steps: list[tuple[bool, int]],
    limit: int,
    tended: int,
    basis: Basis,
) -> None:
    with cache() as path:
        with Writer(path, durable=False, sizes=sizes) as writer:
            write(writer, batches, tended)
        with Reader(path) as reader, Reader(path) as other:
            held: Held = {}
            cursor, at = START, min(moment for _, moment in steps) - 1
            for seeks, moment in steps:
                if seeks or moment < at:
                    answer = reader.latest(moment, basis=basis)
                    held, cursor = taken(reader, {}, answer), answer.cursor
                else:
                    held, cursor = played(reader, held, cursor, moment, limit=limit, basis=basis)
                at = moment
                straight, _ = played(other, {}, START, moment, limit=50_000, basis=basis)
                assert values(held) == values(straight)


@settings(max_examples=60, deadline=None)
@given(
    batches=IN_ANY_TURN, sizes=SIZES, moments=st.lists(MOMENTS, min_size=2, max_size=8), basis=st.sampled_from(Basis)
)
def test_that_playing_backwards_by_full_copies_passes_through_the_same_states(
    batches: list[list[Recorded]], sizes: Sizes, moments: list[int], basis: Basis
) -> None:
    with cache() as path:
        with Writer(path, durable=False, sizes=sizes) as writer:
            write(writer, batches, 0)
        with Reader(path) as reader:
            forwards, held, cursor = {}, {}, START
            for moment in sorted(moments):
                held, cursor = played(reader, held, cursor, moment, limit=7, basis=basis)
                forwards[moment] = values(held)
            for moment in sorted(moments, reverse=True):
                assert values(taken(reader, {}, reader.latest(moment, basis=basis))) == forwards[moment]


@settings(max_examples=80, deadline=None)
@given(
    batches=IN_ANY_TURN, sizes=SIZES, pulses=st.lists(MOMENTS, max_size=12), limit=st.integers(1, 9),
    basis=st.sampled_from(Basis),
)  # fmt: skip
def test_that_a_reader_that_follows_ends_with_what_a_seek_shows_whatever_is_written(
    batches: list[list[Recorded]], sizes: Sizes, pulses: list[int], limit: int, basis: Basis
) -> None:
    waiting = list(batches)
    with cache() as path, Writer(path, durable=False, sizes=sizes) as writer, Reader(path) as reader:
        held: Held = {}
        cursor, now = START, T0
        for moment in [*sorted(pulses), *[T0 + 99 * SECOND] * len(batches)]:
            if waiting:
                writer.write(Batch(observations=waiting.pop(0)))
                writer.tend()
            now = max(now, moment)
            held, cursor = played(reader, held, cursor, now, limit=limit, basis=basis)
            assert values(held) == values(taken(reader, {}, reader.latest(now, basis=basis)))


def recorded(path: Path, batches: Sequence[Sequence[Recorded]], sizes: Sizes) -> Path:
    with Writer(path, durable=False, sizes=sizes) as writer:
        write(writer, batches, 1)
    return path


@settings(max_examples=80, deadline=None)
@given(
    one=IN_ANY_TURN, other=IN_ANY_TURN, sizes=SIZES, moments=st.lists(MOMENTS, min_size=1, max_size=4),
    basis=st.sampled_from(Basis),
)  # fmt: skip
def test_that_joined_recordings_that_contradict_each_other_replay_as_they_seek(
    one: list[list[Recorded]], other: list[list[Recorded]], sizes: Sizes, moments: list[int], basis: Basis
) -> None:
    with cache() as path:
        sources = [
            recorded(path.with_name(f"{number}.venule"), batches, sizes) for number, batches in enumerate((one, other))
        ]
        with Writer(path, durable=False, sizes=sizes) as writer:
            join(writer, sources)
        rows = [row for batches in (one, other) for batch in batches for row in batch]
        with Reader(path) as reader:
            held: Held = {}
            cursor = START
            for moment in sorted(moments):
                held, cursor = played(reader, held, cursor, moment, limit=7, basis=basis)
                assert values(held) == values(taken(reader, {}, reader.latest(moment, basis=basis)))
                if basis is Basis.KNOWN:
                    assert values(held) == {one[:4] for one in by_definition(rows, moment).values()}


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_that_the_last_recorded_stands_in_whichever_order_recordings_are_joined(
    tmp_path: Path, basis: Basis, order: tuple[int, int]
) -> None:
    rows = row("a", T0, 1.0, T0 + 5), row("a", T0, 2.0, T0 + 9)
    sources = [recorded(tmp_path / f"{one.value}.venule", [[one]], Sizes()) for one in rows]
    with Writer(tmp_path / "city.venule", durable=False) as writer:
        join(writer, [sources[place] for place in order])
    with Reader(tmp_path / "city.venule") as reader:
        assert reader.latest(T0 + 9, basis=basis).number.tolist() == [2.0]
        assert reader.changes(START, T0 + 9, basis=basis).number.tolist() == [1.0, 2.0]
        assert reader.latest(T0 + 5).number.tolist() == [1.0], "as it was known then"
        if basis is Basis.HAPPENED:
            assert reader.latest(T0 + 5, basis=basis).number.tolist() == [2.0]


@pytest.mark.parametrize("packs", [False, True])
def test_that_what_is_said_again_is_known_from_when_it_was_first_written(tmp_path: Path, packs: bool) -> None:
    with Writer(tmp_path / "city.venule", durable=False) as writer, Reader(tmp_path / "city.venule") as reader:
        writer.write(Batch(observations=[row("a", T0, 1.0, T0 + 50)]))
        if packs:
            writer.compact()
        writer.write(Batch(observations=[row("a", T0, 1.0, T0 + 10), row("b", T0, 2.0, T0 + 10)]))
        assert reader.latest(T0 + 20).number.tolist() == [2.0]
        assert reader.latest(T0 + 50).recorded_at.tolist() == [T0 + 50, T0 + 10]
        writer.compact()
        assert reader.latest(T0 + 20).number.tolist() == [2.0]


def test_that_a_redelivery_does_not_outdo_what_was_recorded_between_however_long_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "REMEMBERED_ROWS", 1)
    with Writer(tmp_path / "city.venule", durable=False) as writer, Reader(tmp_path / "city.venule") as reader:
        for second, value in enumerate((1.0, 2.0, 1.0)):
            writer.write(Batch(observations=[row("a", T0, value, T0 + second)]))
        assert reader.latest(T0 + 9).number.tolist() == [2.0]
        writer.compact()
        assert reader.latest(T0 + 9).number.tolist() == [2.0]


ONE_BY_ONE = Sizes(seal_rows=1, fan=9, full_rows=9)
"""Each row a stretch of its own."""

TOGETHER = Sizes(seal_rows=3, fan=9, full_rows=27)
"""All in one chunk."""

FRAMED = Sizes(seal_rows=1, fan=2, full_rows=1)
"""Each row a full stretch, as soon as it is merged."""


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("sizes", [Sizes(), ONE_BY_ONE, FRAMED, TOGETHER])
@pytest.mark.parametrize("packed", range(4))
def test_that_the_last_recorded_stands_wherever_its_rivals_lie(
    tmp_path: Path, basis: Basis, sizes: Sizes, packed: int
) -> None:
    rows = [row("a", T0, value, T0 + recorded) for value, recorded in ((1.0, 5), (2.0, 9), (3.0, 7))]
    with Writer(tmp_path / "city.venule", durable=False, sizes=sizes) as writer:
        for number, one in enumerate(rows):
            writer.write(Batch(observations=[one]))
            while number < packed and writer.tend():
                continue
    with Reader(tmp_path / "city.venule") as reader:
        answer = reader.latest(T0 + 9, basis=basis)
        assert answer.number.tolist() == [2.0]
        assert answer.provenance[0] & Provenance.CONFLICTING
        assert reader.latest(T0 + 7).number.tolist() == [3.0]
        assert reader.latest(T0 + 5).number.tolist() == [1.0]
        assert not reader.latest(T0 + 5).provenance[0] & Provenance.CONFLICTING


@pytest.mark.parametrize("packs", [False, True])
def test_that_what_is_said_again_does_not_hide_what_was_known_before_it(tmp_path: Path, packs: bool) -> None:
    with Writer(tmp_path / "city.venule", durable=False, sizes=ONE_BY_ONE) as writer:
        for observed, value, recorded in ((0, 7.0, 5), (9, 1.0, 50), (9, 1.0, 10)):
            writer.write(Batch(observations=[row("a", T0 + observed, value, T0 + recorded)]))
            while (observed == 0 or (packs and recorded == 50)) and writer.tend():
                continue
    with Reader(tmp_path / "city.venule") as reader:
        assert reader.latest(T0 + 20).number.tolist() == [7.0]
        assert reader.latest(T0 + 50).number.tolist() == [1.0]


def test_that_what_is_newer_than_a_conflict_is_not_marked_by_it(tmp_path: Path) -> None:
    with Writer(tmp_path / "city.venule", durable=False, sizes=ONE_BY_ONE) as writer:
        for at, value in ((5, 9.0), (0, 1.0), (0, 2.0)):
            writer.write(Batch(observations=[row("a", T0 + at, value, T0 + 9)]))
            while writer.tend():
                continue
    with Reader(tmp_path / "city.venule") as reader:
        answer = reader.latest(T0 + 9)
        assert (answer.number.tolist(), answer.provenance[0] & Provenance.CONFLICTING) == ([9.0], 0)
