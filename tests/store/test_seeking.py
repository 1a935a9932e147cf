"""Any order of seeking and playing gives the state that playing straight through gives, on either basis."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.packed import SIZES, cache
from tests.store.test_happened import MOMENTS
from tests.store.test_values import Said, in_turn, said
from venule.domain.basis import Basis
from venule.domain.observation import Recorded
from venule.store.answers import START, Cursor, Values
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.sizes import Sizes
from venule.store.writer import Writer

Held = dict[object, Said]
STEPS = st.lists(st.tuples(st.booleans(), MOMENTS), min_size=1, max_size=8)
"""Moments to seek to, or to play to where they lie ahead."""


def taken(reader: Reader, held: Held, answer: Values) -> Held:
    """What is held after an answer; which values conflict is not told across answers."""
    held = {} if answer.whole else dict(held)
    for one in said(reader, answer):
        if one[0] not in held or held[one[0]][1] <= one[1]:
            held[one[0]] = one
    return held


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


@settings(max_examples=100, deadline=None)
@given(
    batches=in_turn(),
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
@given(batches=in_turn(), sizes=SIZES, moments=st.lists(MOMENTS, min_size=2, max_size=8), basis=st.sampled_from(Basis))
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
