"""Links the steps: to the next or the previous alarm, note, command or gap, found in the file, told in a sentence."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from venule.desk.pulse import Pulse
from venule.desk.query import Answer, QueryThread
from venule.desk.session import Archive
from venule.desk.timebar.events import StepRequested
from venule.desk.timebar.view import TimeBar
from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.domain.note import Note
from venule.domain.occurrence import EVERY_OCCASION, Occasion, Occurrence

LONGEST_TEXT = 160
ONE_OF = {Occasion.ALARM: "alarm", Occasion.NOTE: "note", Occasion.COMMAND: "command", Occasion.GAP: "gap"}


@dataclass(frozen=True, slots=True)
class Step:
    """The event that a step leads to, if there is one."""

    occurrence: Occurrence | None


@dataclass(frozen=True, slots=True)
class AskStep:
    """The next event of some kinds after a time, or, not ``forward``, the last one before it; none after ``until``.

    By what happened a note stands at the time it is about; by what was known, not before it was written.
    """

    occasions: frozenset[Occasion]
    after: Instant
    until: Instant
    forward: bool
    basis: Basis = Basis.KNOWN

    def answer(self, archive: Archive) -> Step:
        found = archive.reader.nearest(
            self.occasions, self.after, self.until, forward=self.forward, basis=self.basis
        )  # fmt: skip
        note = self._note(archive) if Occasion.NOTE in self.occasions else None
        both = [one for one in (found, note) if one is not None]
        return Step((min if self.forward else max)(both, key=lambda one: one.at, default=None))

    def _note(self, archive: Archive) -> Occurrence | None:
        if archive.operator is None:
            return None
        notes = [note for note in archive.operator.notes(self.until, self.basis) if self._leads_to(self._stands(note))]
        if not notes:
            return None
        at = (min if self.forward else max)(self._stands(note) for note in notes)
        note, *more = (note for note in notes if self._stands(note) == at)
        return Occurrence(Occasion.NOTE, at, f"Note by {note.who}", note.text, note.network, note.asset, len(more))

    def _stands(self, note: Note) -> Instant:
        return note.at if self.basis is Basis.HAPPENED else max(note.at, note.written_at)

    def _leads_to(self, at: Instant) -> bool:
        return self.after < at <= self.until if self.forward else at < self.after


class StepLink(QObject):
    """A step looks: the clock stands at the event afterwards. ``told`` carries a sentence about it."""

    told = Signal(str)

    def __init__(self, bar: TimeBar, query: QueryThread[Archive], pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bar, self._query, self._pulse = bar, query, pulse
        bar.step_requested.connect(self.follow)
        query.answered.connect(self.take)

    @Slot(object)
    def follow(self, wish: StepRequested) -> None:
        """Step over what was chosen on the bar."""
        self.step_as_chosen(wish.forward)

    def step_as_chosen(self, forward: bool) -> None:
        """The same, for the keys."""
        self.step(forward, self._bar.keys.occasions)

    def step(self, forward: bool, occasions: frozenset[Occasion] = EVERY_OCCASION) -> None:
        """Look for the next event of these kinds, or for the one before."""
        moment, end = self._pulse.moment(), self._pulse.end
        until = moment.wall if end is None else end
        self._query.ask("step", AskStep(occasions, moment.now, until, forward, moment.clock.basis))

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """Go there and say what it is, or that there is none."""
        if not isinstance(answer.question, AskStep):
            return
        if isinstance(answer.value, Step):
            self._go(answer.question, answer.value.occurrence)
        else:
            self.told.emit(answer.problem)

    def _go(self, asked: AskStep, found: Occurrence | None) -> None:
        if found is not None:
            self._pulse.stand_at(found.at)
        self.told.emit(nothing(asked) if found is None else sentence(found))


def sentence(found: Occurrence) -> str:
    """What an event is, on one line."""
    text = " ".join(found.text.split())
    text = text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
    return f"{found.what}: {text}" + (f" (and {found.more} more at this time)" if found.more else "")


def nothing(asked: AskStep) -> str:
    """That there is no such event in that direction."""
    kinds = [ONE_OF[one] for one in Occasion if one in asked.occasions]
    words = "event" if len(kinds) == len(Occasion) else " or ".join(kinds)
    return f"No {'later' if asked.forward else 'earlier'} {words}."
