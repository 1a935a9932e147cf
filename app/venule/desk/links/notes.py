"""Links the notes: from the file to list, trends, time bar and inspector, and what is written back to the file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from uuid import uuid4

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from venule.desk.models.alarm_lines import AlarmLine
from venule.desk.models.city import CityModel
from venule.desk.models.drafts import Draft, draft_of, encoded
from venule.desk.models.notes import NoteModel, Subject
from venule.desk.models.selection import Selection
from venule.desk.pulse import Pulse
from venule.desk.query import Answer
from venule.desk.questions import NotesSeen
from venule.desk.timebar.view import TimeBar
from venule.desk.trends.events import NoteWanted
from venule.desk.trends.view import TrendView
from venule.desk.views.main_window import MainWindow
from venule.desk.views.note_editor import NoteEditor
from venule.desk.views.search_box import Command
from venule.desk.writings import WithdrawNote, WriteMemory, WriteNote
from venule.domain.instant import Instant
from venule.domain.note import Note

MOST_BROUGHT_BACK = 100
"""Withdrawals that can be undone in one sitting: the last."""

WRITTEN_LATER = "The note is kept. It was not known then: it is shown live, and under “happened then”."
WITHDRAWN = "The note was withdrawn: Ctrl+Z in the list of notes brings it back."
MANY_WITHDRAWN = "The notes were withdrawn: Ctrl+Z in the list of notes brings them back."
NOTHING_WITHDRAWN = "No note was withdrawn in this sitting."


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a note may begin: what is shown, and where the time is."""

    window: MainWindow
    trends: TrendView
    time_bar: TimeBar
    city: CityModel
    selection: Selection
    pulse: Pulse


class NoteLink(QObject):
    """``told`` carries a sentence for the operator."""

    told = Signal(str)

    def __init__(
        self,
        sources: Sources,
        model: NoteModel,
        editor: NoteEditor,
        *,
        ask: Callable[[str, WriteNote | WithdrawNote | WriteMemory], None],
        who: str,
        draft_key: str,
        new_uid: Callable[[], str] = lambda: uuid4().hex,
    ) -> None:
        super().__init__(sources.window)
        self._from, self._model, self.editor = sources, model, editor
        self._ask, self._who, self._draft_key, self._new_uid = ask, who, draft_key, new_uid
        self._kept = b""
        self._numbers = count()
        self._seen: tuple[Note, ...] = ()
        self._withdrawn: list[tuple[str, ...]] = []
        self._drafts: dict[str, Draft] = {}
        self._just_written = ""
        panes = sources.window.panes
        sources.pulse.notes_changed.connect(self.show)
        editor.finished.connect(self.write)
        editor.set_aside.connect(self.keep_draft)
        panes.notes.wanted.connect(self.note_here)
        panes.notes.opened.connect(self.open)
        panes.notes.change_asked.connect(self.change)
        panes.notes.withdrawn.connect(self.withdraw)
        panes.notes.brought_back.connect(self.bring_back)
        panes.alarms.note_asked.connect(self.note_alarm)
        sources.trends.note_wanted.connect(self.note_point)

    def commands(self) -> tuple[Command, ...]:
        """What can be done with notes, from everywhere."""
        return (
            Command("Note about what is in front of you", "N", self.note_here),
            Command("Show the notes", "Alt+7", lambda: self._from.window.show_dock("notes")),
            Command("Bring back the note withdrawn last", "", self.bring_back),
        )

    @Slot(object)
    def show(self, seen: NotesSeen) -> None:
        """The notes of the moment, wherever they are shown."""
        panes = self._from.window.panes
        panes.notes.say_later(seen.later)
        self._tell_if_unseen(seen)
        if seen.notes != self._seen:
            self._seen = seen.notes
            self._model.show(seen.notes)
            panes.inspector.show_notes(seen.notes)
            self._from.trends.set_notes(seen.notes)
            self._from.time_bar.set_notes(seen.notes)

    @Slot()
    def note_here(self) -> None:
        """Begin a note about what has the focus: the crosshair of the trends, an alarm's asset, or what is chosen."""
        panes, trends, focus = self._from.window.panes, self._from.trends, QApplication.focusWidget()
        within = focus is not None and (focus is trends or trends.isAncestorOf(focus))
        if within and trends.picture is not None and trends.picture.cross is not None:
            trends.want_note()
        elif focus is panes.alarms.table and (line := panes.alarms.current) is not None:
            self.note_alarm(line)
        else:
            self._begin(self._chosen(), self._from.pulse.moment().now)

    @Slot(object)
    def note_asset(self, asset: int) -> None:
        """Begin a note about an asset, by its row."""
        self._begin(self._asset(asset), self._from.pulse.moment().now)

    @Slot(object)
    def note_alarm(self, line: AlarmLine) -> None:
        """Begin a note about what an alarm is about, at the time when it was raised."""
        alarm = line.alarm
        subject = Subject(alarm.network) if alarm.of_gateway else Subject(alarm.network, alarm.subject, alarm.quantity)
        self._begin(subject, alarm.raised_at)

    @Slot(object)
    def note_point(self, wanted: NoteWanted) -> None:
        """Begin a note at a point of the trends."""
        line = wanted.line
        subject = self._chosen() if line is None else Subject(line.network, line.asset, line.quantity.name)
        self._begin(subject, wanted.at)

    @Slot(object)
    def change(self, note: Note) -> None:
        """Change a note: it is withdrawn when its new text is written down."""
        self.editor.open(draft_of(note))

    @Slot(object)
    def open(self, note: Note) -> None:
        """Go to the time of a note and to its asset."""
        self._from.pulse.stand_at(note.at)
        row = self._from.city.names.asset.get((note.network, note.asset))
        if row is not None:
            self._from.selection.open(row)

    @Slot(object)
    def write(self, draft: Draft) -> None:
        """Write down what was finished."""
        subject, wall = draft.subject, self._from.pulse.moment().wall
        names = (subject.network, subject.asset, subject.quantity)
        note = Note(self._new_uid(), draft.at, wall, self._who, draft.text, *names)
        self._drafts[note.uid] = draft
        self._put(WriteNote(note, draft.in_place_of))

    @Slot()
    def keep_draft(self) -> None:
        """Keep what was put away unfinished, so that not even the end of the program loses it."""
        kept = encoded(self.editor.draft)
        if kept != self._kept:
            self._kept = kept
            self._ask("memory/draft", WriteMemory(self._draft_key, kept))

    @Slot(object)
    def withdraw(self, notes: Sequence[Note]) -> None:
        """Withdraw notes; they can be brought back."""
        self._stand(tuple(note.uid for note in notes), back=False)

    @Slot()
    def bring_back(self) -> None:
        """Let stand again what was withdrawn last."""
        if self._withdrawn:
            self._stand(self._withdrawn.pop(), back=True)
        else:
            self.told.emit(NOTHING_WITHDRAWN)

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """A note is written down or withdrawn, or was refused; what was refused comes back to be written."""
        question = answer.question
        if not isinstance(question, WriteNote | WithdrawNote):
            return
        draft = self._drafts.pop(question.note.uid, None) if isinstance(question, WriteNote) else None
        if answer.problem:
            self.told.emit(answer.problem)
            if draft is not None:
                self.editor.return_to(draft, answer.problem)
            return
        if isinstance(question, WriteNote):
            self._just_written = question.note.uid
        elif not question.back:
            self._withdrawn = [*self._withdrawn, question.uids][-MOST_BROUGHT_BACK:]
            self.told.emit(WITHDRAWN if len(question.uids) == 1 else MANY_WITHDRAWN)
        self._from.pulse.refresh_notes()

    def _tell_if_unseen(self, seen: NotesSeen) -> None:
        """Say where a note went that was written about a past in which it was not known."""
        if self._just_written and all(note.uid != self._just_written for note in seen.notes):
            self.told.emit(WRITTEN_LATER)
        self._just_written = ""

    def _begin(self, subject: Subject, at: Instant) -> None:
        self.editor.open(Draft(at, subject.widened()))

    def _chosen(self) -> Subject:
        """What is chosen: an asset, the network of a gateway, or nothing in particular."""
        selection, city = self._from.selection, self._from.city
        if selection.key is not None:
            return Subject(*selection.key)
        if selection.gateway is not None:
            return Subject(city.catalogue.networks[city.catalogue.gateways.network[selection.gateway]].name)
        return Subject()

    def _asset(self, row: int) -> Subject:
        assets = self._from.city.catalogue.assets
        return Subject(self._from.city.catalogue.networks[assets.network[row]].name, assets.name[row])

    def _stand(self, uids: tuple[str, ...], *, back: bool) -> None:
        self._put(WithdrawNote(uids, self._from.pulse.moment().wall, self._who, back))

    def _put(self, question: WriteNote | WithdrawNote) -> None:
        self._ask(f"note/{next(self._numbers)}", question)  # a slot of its own: none may replace another
