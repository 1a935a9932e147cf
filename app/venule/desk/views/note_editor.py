"""The sheet on which a note is written: beside what it is about, never in its way, and nothing typed is lost."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from venule.desk.models.drafts import Draft, NotReadable, read_time
from venule.desk.models.wording import full_time, moment
from venule.desk.style.look import Look
from venule.desk.style.metrics import Space
from venule.desk.views.labels import flowing, label
from venule.desk.views.map_panel_controls import Choice
from venule.desk.views.sheet import Sheet, at_the_right, captioned, space_out

WIDTH = 380
TEXT_HEIGHT = 96
UNFINISHED = "This one is unfinished: keep it, or empty it to begin another."
HINT = "Enter keeps it · Shift+Enter: a new line · Esc: a draft"


class NoteEditor(Sheet):
    """Not modal. ``finished`` carries a :class:`Draft` to write down; ``set_aside`` tells that it was put away.

    ``over`` is what it lies upon.
    """

    finished = Signal(object)
    set_aside = Signal()

    def __init__(self, look: Look, over: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("note")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._over, self._window = over, window
        self._high = False
        self._draft: Draft | None = None
        self._offered: Draft | None = None
        self._title, self._told = label("", "title"), flowing("", "weak")
        self.subject, self.time, self.text = Choice("What the note is about", look), QLineEdit(), QPlainTextEdit()
        self._instead = QPushButton()
        self.keep, self._close = QPushButton("Keep the note"), QPushButton("Close")
        self._column = QVBoxLayout(self)
        self._lay_out()
        self._instead.clicked.connect(self.take_offer)
        self.keep.clicked.connect(self.finish)
        self._close.clicked.connect(self.put_away)
        self.text.installEventFilter(self)
        over.installEventFilter(self)
        self.hide()

    @property
    def draft(self) -> Draft | None:
        """What is being written, or was put away unfinished."""
        if self._draft is None:
            return None
        shown = self._draft
        chosen = max(0, self.subject.currentIndex())
        return replace(shown, at=self._time_or(shown.at), chosen=chosen, text=self.text.toPlainText())

    @property
    def told(self) -> str:
        """What it says below the text."""
        return self._told.text()

    def open(self, draft: Draft) -> None:
        """Write a note there; a draft with something in it comes first, and may be moved there."""
        held = self.draft
        if held is None or not held.begun:
            self._show(draft)
            self._offer(None)
            self.bring_back()
            return
        self._offer(None if draft.in_place_of or held.same_place(draft) else draft)
        self.bring_back()
        if draft.in_place_of != held.in_place_of:
            self.say(UNFINISHED)

    def recall(self, draft: Draft | None) -> None:
        """Hold what the last sitting left unfinished; it is shown when a note is wanted."""
        if draft is not None:
            self._show(draft)

    def return_to(self, draft: Draft, problem: str) -> None:
        """Show what could not be written down, and why, unless another one is being written."""
        held = self.draft
        if held is None or not held.begun:
            self._show(draft)
            self._offer(None)
            self.bring_back()
            self.say(problem)

    def say(self, text: str) -> None:
        """Say something below the text."""
        self._told.setText(text)
        self._place()

    def bring_back(self) -> None:
        """Show it as it was left."""
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self.hold_focus()
            middle = focus.mapTo(self._window, focus.rect().center()) if self._window.isAncestorOf(focus) else None
            below = self._over.mapTo(self._window, self._over.rect().center()).y()
            self._high = middle is not None and middle.y() > below and self._over.isAncestorOf(focus)
        self.say(HINT)
        self.show()
        self.raise_()
        self.text.setFocus(Qt.FocusReason.PopupFocusReason)
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)

    @Slot()
    def finish(self) -> None:
        """Have the note written down, if there is one and its time can be read."""
        draft = self.draft
        if draft is None or not draft.text.strip():
            self.say("There is nothing to keep yet: write a few words.")
            return
        try:
            at = read_time(self.time.text(), draft.at)
        except NotReadable as problem:
            self.say(str(problem))
            self.time.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._draft = None
        self.text.clear()
        self.put_away()
        self.finished.emit(replace(draft, at=at, text=draft.text.strip()))

    @Slot()
    def put_away(self) -> None:
        """Take the sheet away; what was typed is held."""
        self.give_focus_back(self._over)
        self.hide()
        self.set_aside.emit()

    @Slot()
    def take_offer(self) -> None:
        """Move the draft to what was asked for last."""
        held, offered = self.draft, self._offered
        if held is not None and offered is not None:
            self._show(held.moved_to(offered))
            self._offer(None)
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if ends and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.finish()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.put_away()
                return True
        return super().eventFilter(watched, event)

    def _show(self, draft: Draft) -> None:
        self._draft = draft
        self._title.setText("Change the note" if draft.in_place_of else "Note")
        self.subject.show_items([subject.text for subject in draft.subjects], draft.chosen)
        self.time.setText(full_time(draft.at))
        self.text.setPlainText(draft.text)

    def _offer(self, draft: Draft | None) -> None:
        self._offered = draft
        if draft is not None:
            where = f"{draft.subject.text}, {moment(draft.at, draft.at)}"
            self._instead.setText(f"Move this draft to {where}".replace("&", "&&"))
            self._instead.setToolTip(f"{draft.subject.text}, {full_time(draft.at)}")
        self._instead.setVisible(draft is not None)

    def _time_or(self, offered: int) -> int:
        try:
            return read_time(self.time.text(), offered)
        except NotReadable:
            return offered

    def _lay_out(self) -> None:
        self.setAccessibleName("Note")
        self.time.setAccessibleName("The time it is about")
        self.text.setAccessibleName("What the note says")
        self.subject.setFixedHeight(self.time.sizeHint().height())
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(TEXT_HEIGHT)
        column = self._column
        space_out(column)
        column.addWidget(self._title)
        column.addLayout(captioned((("About", self.subject), ("Time", self.time))))
        column.addWidget(self.text)
        column.addWidget(self._told)
        column.addWidget(self._instead)
        column.addLayout(at_the_right(self.keep, self._close))
        self._instead.hide()

    def _main(self) -> QPushButton:
        return self.keep

    def _stops(self) -> tuple[QWidget, ...]:
        return (self.subject, self.time, self.text, self._instead, self.keep, self._close)

    def _place(self) -> None:
        """In a right corner of what it lies upon: below, unless the hand is there. As high as it has to be."""
        room = self._fit_over(self._over, self._window, self._column, WIDTH)
        top = room.top() + Space.SMALL if self._high else room.bottom() - self.height() - Space.SMALL
        self.move(room.right() - self.width() - Space.SMALL, max(0, top))
