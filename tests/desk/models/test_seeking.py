"""The city on the desk is the same at a time, whichever way the clock came there: played, sought, forwards or back."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.store.packed import SIZES, cache
from tests.store.rows import T0
from tests.store.test_happened import MOMENTS
from tests.store.test_seeking import IN_ANY_TURN, STEPS, write
from venule.desk.models.city import CityModel
from venule.domain.basis import Basis
from venule.domain.instant import SECOND, Instant
from venule.domain.observation import Recorded
from venule.domain.quantity import Quantity
from venule.store.answers import START, Cursor
from venule.store.batch import Batch, Declaration
from venule.store.reader import Reader
from venule.store.sizes import Sizes
from venule.store.writer import Writer

DECLARED = Batch(declarations=[Declaration("net", asset, Quantity("level"), expected_every_s=4.0) for asset in "abc"])


class Watcher:
    """A city that follows a clock as the pulse lets it."""

    def __init__(self, reader: Reader, basis: Basis, limit: int) -> None:
        self._reader, self._basis, self._limit = reader, basis, limit
        self.city = CityModel()
        self.city.set_catalogue(reader.catalogue())
        self._cursor: Cursor = START
        self.now: Instant = START.recorded_at

    def seek(self, moment: Instant) -> None:
        """A jump."""
        values = self._reader.latest(moment, basis=self._basis)
        self.city.jump(values)
        self._cursor, self.now = values.cursor, moment

    def play(self, moment: Instant) -> None:
        """Pulses up to a moment."""
        more = True
        while more:
            values = self._reader.changes(self._cursor, moment, self._limit, basis=self._basis)
            (self.city.jump if values.whole else self.city.pulse)(values)
            self._cursor, more = values.cursor, values.more
        self.now = moment

    def seen(self) -> dict[str, object]:
        """Everything that a pane could show of it."""
        city, latest = self.city, self.city.latest
        city._judge()  # what lies within a second of the last look is judged at the next one
        columns = {
            name: getattr(latest, name)[latest.known].tolist()
            for name in ("id", "observed_at", "recorded_at", "quality", "provenance")
        }
        numbers = np.nan_to_num(latest.number[latest.known], nan=-1.0).tolist()
        state = {"status": city.status.tolist(), "stale": city.stale.tolist(), "heard_at": city.heard_at.tolist()}
        return columns | state | {"numbers": numbers, "text": latest.text, "reason": latest.reason, "now": city.now}


@settings(max_examples=100, deadline=None)
@given(
    batches=IN_ANY_TURN,
    sizes=SIZES,
    steps=STEPS,
    limit=st.integers(1, 9),
    tended=st.integers(0, 5),
    basis=st.sampled_from(Basis),
)
def test_that_any_order_of_seeks_shows_the_city_of_playing_straight_through(
    qapp: QObject,
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
            writer.write(DECLARED)
            write(writer, batches, tended)
        with Reader(path) as reader, Reader(path) as other:
            watcher = Watcher(reader, basis, limit)
            for seeks, moment in steps:
                (watcher.seek if seeks or moment < watcher.now else watcher.play)(moment)
                straight = Watcher(other, basis, 50_000)
                straight.play(moment)
                assert watcher.seen() == straight.seen()


@settings(max_examples=60, deadline=None)
@given(
    batches=IN_ANY_TURN,
    sizes=SIZES,
    pulses=st.lists(MOMENTS, max_size=12),
    limit=st.integers(1, 9),
    basis=st.sampled_from(Basis),
)
def test_that_a_city_that_follows_shows_what_a_jump_shows_whatever_is_written_late(
    qapp: QObject, *, batches: list[list[Recorded]], sizes: Sizes, pulses: list[int], limit: int, basis: Basis
) -> None:
    waiting = list(batches)
    with cache() as path, Writer(path, durable=False, sizes=sizes) as writer:
        writer.write(DECLARED)
        with Reader(path) as reader, Reader(path) as other:
            following = Watcher(reader, basis, limit)
            for moment in [*sorted(pulses), *[T0 + 99 * SECOND] * len(batches)]:
                if waiting:
                    writer.write(Batch(observations=waiting.pop(0)))
                    writer.tend()
                following.city.set_catalogue(reader.catalogue())
                following.play(moment)
                jumped = Watcher(other, basis, limit)
                jumped.seek(moment)
                assert held(following) == held(jumped)


def held(watcher: Watcher) -> dict[str, object]:
    """What it holds of every datastream."""
    return {name: told for name, told in watcher.seen().items() if name not in ("status", "stale", "heard_at", "now")}


def test_that_a_value_that_contradicts_the_one_held_is_marked_in_a_pulse_as_in_a_full_copy(qtbot: QtBot) -> None:
    rows = [Recorded("net", "a", "level", 5, at, value) for at, value in ((5, 1.0), (6, 2.0), (7, 2.0))]
    with cache() as path:
        with Writer(path, durable=False) as writer:
            for one in rows:
                writer.write(Batch(observations=[one]))
        with Reader(path) as reader:
            played, sought = Watcher(reader, Basis.KNOWN, 9), Watcher(reader, Basis.KNOWN, 9)
            for moment in (5, 6, 7):
                played.play(moment)
            sought.seek(7)
            assert played.city.latest.provenance.tolist() == sought.city.latest.provenance.tolist()
            assert played.city.latest.provenance[0]


def test_that_two_values_of_one_moment_that_come_in_one_pulse_are_marked() -> None:
    told = ((6, 5, 2.5), (5, 6, 1.0), (6, 6, 1.0))
    with cache() as path:
        with Writer(path, durable=False) as writer:
            rows = [Recorded("net", "a", "level", observed_at, at, value) for observed_at, at, value in told]
            writer.write(Batch(observations=rows))
        with Reader(path) as reader:
            played, sought = Watcher(reader, Basis.KNOWN, 50_000), Watcher(reader, Basis.KNOWN, 9)
            played.play(6)
            sought.seek(6)
            assert played.city.latest.provenance[0]
            assert played.seen() == sought.seen()
