"""The sheet on which an incident report is asked for: its title, its time, and what it is about."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from venule.desk.models.drafts import NotReadable, read_time
from venule.desk.models.wording import full_time
from venule.desk.style.metrics import Space
from venule.desk.views.labels import flowing, label
from venule.desk.views.sheet import Sheet, at_the_right, captioned, space_out
from venule.domain.instant import Instant

WIDTH = 420
LONGEST = 4_000
HINT = "Without assets it is about all whose alarms were raised in this time."
BETWEEN = 'Names with commas between. One that has a comma in it stands in quotes: "Tank 1, upper".'
BACKWARDS = "It would end before it begins: let “To” be later than “From”."


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What is filled in. ``assets`` are ``network/name``; none means those that raised alarms."""

    start: Instant
    end: Instant
    title: str = ""
    assets: tuple[str, ...] = ()


def listed(names: Iterable[str]) -> str:
    """Names with commas between; one that holds a comma or a quote itself stands in quotes."""
    return ", ".join('"{}"'.format(name.replace('"', '""')) if set(name) & set('",') else name for name in names)


def names_in(text: str) -> tuple[str, ...]:
    """The names that are listed in a text, in quotes or not."""
    return tuple(name for row in csv.reader([text], skipinitialspace=True) for part in row if (name := part.strip()))


class ReportSheet(Sheet):
    """Not modal. ``wanted`` carries a :class:`ReportDraft`. ``over`` is what it lies upon."""

    wanted = Signal(object)

    def __init__(self, over: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("report")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Incident report")
        self._over, self._window = over, window
        self._draft = ReportDraft(0, 0)
        self.title, self.start, self.end, self.assets = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self._told = flowing(HINT, "weak")
        self.save, self._close = QPushButton("Save as…"), QPushButton("Close")
        self._column = QVBoxLayout(self)
        self._lay_out()
        self.save.clicked.connect(self.finish)
        self._close.clicked.connect(self.put_away)
        over.installEventFilter(self)
        self.hide()

    @property
    def told(self) -> str:
        """What it says below the fields."""
        return self._told.text()

    def open(self, draft: ReportDraft) -> None:
        """Show it filled in; a title that was typed is kept."""
        self._draft = draft
        if draft.title or not self.title.text():
            self.title.setText(draft.title)
        self.start.setText(full_time(draft.start))
        self.end.setText(full_time(draft.end))
        self.assets.setText(listed(draft.assets))
        self.assets.setCursorPosition(0)
        self.hold_focus()
        self.say(HINT)
        self.show()
        self.raise_()
        self.title.setFocus(Qt.FocusReason.PopupFocusReason)

    def say(self, text: str) -> None:
        """Say something below the fields."""
        self._told.setText(text)
        self._place()

    def ask_assets_again(self, problem: str) -> None:
        """Say what is wrong with the assets, where they can be changed."""
        self.say(problem)
        self.assets.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def finish(self) -> None:
        """Ask for the report, if its times can be read."""
        times = []
        for field, offered in ((self.start, self._draft.start), (self.end, self._draft.end)):
            try:
                times.append(read_time(field.text(), offered))
            except NotReadable as problem:
                self.say(str(problem))
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        start, end = times
        if end <= start:
            self.say(BACKWARDS)
            self.end.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.wanted.emit(ReportDraft(start, end, self.title.text().strip(), names_in(self.assets.text())))

    @Slot()
    def put_away(self) -> None:
        """Take the sheet away; what was typed is held."""
        self.give_focus_back(self._over)
        self.hide()

    def _lay_out(self) -> None:
        column = self._column
        space_out(column)
        column.addWidget(label("Incident report", "title"))
        fields = (("Title", self.title), ("From", self.start), ("To", self.end), ("Assets", self.assets))
        for name, field in fields:
            field.setAccessibleName(f"{name} of the report")
            field.setMaxLength(LONGEST)
        self.title.setPlaceholderText("Incident report, and the recording's name")
        self.assets.setPlaceholderText("all with alarms")
        self.assets.setToolTip(BETWEEN)
        column.addLayout(captioned(fields))
        column.addWidget(self._told)
        column.addLayout(at_the_right(self.save, self._close))

    def _main(self) -> QPushButton:
        return self.save

    def _stops(self) -> tuple[QWidget, ...]:
        return (self.title, self.start, self.end, self.assets, self.save, self._close)

    def _place(self) -> None:
        """In the upper right corner of what it lies upon, as high as it has to be."""
        room = self._fit_over(self._over, self._window, self._column, WIDTH)
        self.move(room.right() - self.width() - Space.SMALL, room.top() + Space.SMALL)
