"""The sheet where foreign files are looked at, corrected column by column, and imported; nothing is written before."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from venule.desk.models.imports import EXPORTED, FORMS, INVENTORY, LAYOUTS, Answers, Table, with_layout
from venule.desk.style.look import Look
from venule.desk.style.metrics import Space
from venule.desk.views.column_table import ColumnTable, kept_columns
from venule.desk.views.labels import flowing, label
from venule.desk.views.map_panel_controls import Choice
from venule.desk.views.sheet import Sheet, space_out

WIDTH, HEIGHT = 1020, 620
SIGNS = {".": "point: 3.41", ",": "comma: 3,41"}
INTO = ("a new recording", "the open recording")
ASKS = {
    "zone": "The times carry no zone, and no header names one: say which it is, such as Europe/Berlin, or +01:00 where "
    "clocks never change.",
    "time_format": "The dates can be read in more than one way, or in none: say which number of them is the day.",
}
"""What is asked, by the key of the mapping that answers it."""

MOST_TOLD = 3
"""Refusals that are told on the sheet; all of them are kept with an import."""


class ImportSheet(Sheet):
    """Not modal. ``changed`` carries the :class:`Answers` to the table in view, ``table_chosen`` the place of another.

    ``files_asked``, ``target_asked`` and ``save_asked`` want a file to be named; ``import_asked`` begins; ``left``
    tells that the sheet was put away.
    """

    changed = Signal(object)
    table_chosen = Signal(int)
    files_asked = Signal()
    target_asked = Signal()
    save_asked = Signal()
    import_asked = Signal()
    left = Signal()

    def __init__(self, look: Look, over: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Import")
        self._look, self._over, self._window = look, over, window
        self._answers: Answers | None = None
        self._asked = ""
        self._told, self._more = flowing(), label("", "faint")
        self.files = QPushButton("Other files…")
        self.tables, self.layouts = Choice("Table", look), Choice("Layout", look)
        self.network, self.kind, self.zone = _line("Network"), _line("Kind of asset"), _line("Zone of times")
        self.datastream = _line("What is measured")
        self.dates, self.decimal, self.into = Choice("Dates", look), Choice("Decimal sign", look), Choice("Into", look)
        self.columns = ColumnTable(look)
        self.target = QPushButton()
        self.save, self.start, self._close = (
            QPushButton("Save as a mapping…"),
            QPushButton("Import"),
            QPushButton("Close"),
        )
        self._zone_hint = "Europe/Berlin, or +01:00"
        self._lay_out()
        self._listen()
        window.installEventFilter(self)
        self.hide()

    @property
    def answers(self) -> Answers | None:
        """What stands on the sheet."""
        shown = self._answers
        if shown is None:
            return None
        layout = list(LAYOUTS)[self.layouts.currentIndex()]
        forms = _forms(shown)
        told = Answers(
            shown.layout,
            self.network.text().strip(),
            self.kind.text().strip(),
            self.zone.text().strip(),
            forms[self.dates.currentIndex()],
            list(SIGNS)[self.decimal.currentIndex()],
            self.datastream.text().strip() or "value",
            self.columns.columns,
        )
        return told if layout == shown.layout else with_layout(told, layout)

    @property
    def into_open(self) -> bool:
        """Whether the open recording is to take it in."""
        return self.into.currentIndex() == 1

    @property
    def told(self) -> str:
        """What the sheet says of the table."""
        return self._told.text()

    def open(self) -> None:
        """Show the sheet."""
        self._place()
        self.hold_focus()
        self.show()
        self.raise_()
        self.files.setFocus(Qt.FocusReason.PopupFocusReason)

    def begin(self, files: Sequence[Path]) -> None:
        """Files are being looked at."""
        self._answers = None
        self._asked = ""
        self.columns.setRowCount(0)
        self.tables.show_items([", ".join(path.name for path in files)], 0)
        self.tell("Looking at the file…" if len(files) == 1 else f"Looking at {len(files)} files…")

    def show_table(self, tables: Sequence[Table], place: int, answers: Answers) -> None:
        """Show one of the tables, as it was answered."""
        table = tables[place]
        self._answers = answers
        self.tables.show_items([one.table for one in tables], place)
        self.layouts.show_items(list(LAYOUTS.values()), list(LAYOUTS).index(answers.layout))
        for field, text in ((self.network, answers.network), (self.kind, answers.kind), (self.zone, answers.zone)):
            if field.text().strip() != text:
                field.setText(text)
        if self.datastream.text().strip() != answers.datastream:
            self.datastream.setText(answers.datastream)
        forms = _forms(answers)
        self.dates.show_items([FORMS.get(form, form) for form in forms], forms.index(answers.time_format))
        self.decimal.show_items(list(SIGNS.values()), list(SIGNS).index(answers.decimal))
        self.columns.show_columns(answers)
        self._more.setText(kept_columns(answers.columns))
        self._more.setVisible(bool(self._more.text()))
        self._enable(answers.layout)
        others = [one.table for one in tables if one.problem and one is not table]
        too = f"\n{others[0]} asks for something too: choose it above." if others else ""
        self.tell(sentence(table) + too, not others and not table.problem)
        self._ask(table.ask)

    def tell(self, text: str, may_import: bool = False) -> None:
        """Say how it stands, and whether it can be imported."""
        self._told.setText(text)
        self.start.setEnabled(may_import)
        self.save.setEnabled(self._answers is not None and self._answers.layout != EXPORTED)

    def set_target(self, path: Path) -> None:
        """Which new recording it is to become."""
        self.target.setText(path.name)
        self.target.setToolTip(str(path))
        self.target.setAccessibleName(f"New recording: {path}")

    @Slot()
    def put_away(self) -> None:
        """Take the sheet away; an import that was begun goes on."""
        self.give_focus_back(self._over)
        self.hide()
        self.left.emit()

    def _stops(self) -> tuple[QWidget, ...]:
        return (
            self.tables, self.files, self.layouts, self.zone, self.network, self.datastream, self.dates, self.kind,
            self.decimal, self.columns, self.into, self.target, self.save, self.start, self._close,
        )  # fmt: skip

    def _ask(self, key: str) -> None:
        """Lead to the field that has to be answered, once."""
        fields: dict[str, QWidget] = {"zone": self.zone, "time_format": self.dates}
        if key and key != self._asked and key in fields and self.isVisible():
            fields[key].setFocus(Qt.FocusReason.OtherFocusReason)
        self._asked = key

    def _enable(self, layout: str) -> None:
        """Only what says something of a layout can be changed in it."""
        timed = layout not in (INVENTORY, EXPORTED)
        for field in (self.zone, self.dates, self.datastream):
            field.setEnabled(timed)
        for widget in (self.network, self.kind, self.decimal, self.layouts):
            widget.setEnabled(layout != EXPORTED)

    def _listen(self) -> None:
        self.files.clicked.connect(self.files_asked)
        self.target.clicked.connect(self.target_asked)
        self.save.clicked.connect(self.save_asked)
        self.start.clicked.connect(self.import_asked)
        self._close.clicked.connect(self.put_away)
        self.tables.activated.connect(self.table_chosen)
        self.into.activated.connect(self._follow_target)
        for choice in (self.layouts, self.dates, self.decimal):
            choice.activated.connect(self._tell_change)
        for field in (self.network, self.kind, self.zone, self.datastream):
            field.editingFinished.connect(self._tell_change)
        self.columns.edited.connect(self._tell_change)

    @Slot()
    def _tell_change(self) -> None:
        answers = self.answers
        if answers is not None and answers != self._answers:
            self._answers = answers
            self.changed.emit(answers)

    @Slot()
    def _follow_target(self) -> None:
        self.target.setVisible(not self.into_open)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        space_out(column)
        head = QHBoxLayout()
        head.addWidget(label("Import", "title"))
        head.addWidget(self.tables, 1)
        head.addWidget(self.files)
        column.addLayout(head)
        column.addWidget(self._told)
        column.addLayout(self._fields())
        column.addWidget(self.columns, 1)
        column.addWidget(self._more)
        foot = QHBoxLayout()
        foot.addWidget(label("Into", "caption"))
        self.into.show_items(INTO, 0)
        self.into.setMinimumContentsLength(len(INTO[1]))
        foot.addWidget(self.into)
        foot.addWidget(self.target)
        foot.addStretch()
        for button in (self.save, self.start, self._close):
            foot.addWidget(button)
        column.addLayout(foot)

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.SMALL)
        grid.setVerticalSpacing(Space.TIGHT)
        self.zone.setPlaceholderText(self._zone_hint)
        self.network.setPlaceholderText("the file's name")
        self.kind.setPlaceholderText("such as water.tank")
        rows: tuple[tuple[tuple[str, QWidget], ...], ...] = (
            (("Layout", self.layouts), ("Zone of times", self.zone), ("Network", self.network)),
            (("Measured", self.datastream), ("Dates", self.dates), ("Kind", self.kind)),
            (("Decimals", self.decimal),),
        )
        for row, fields in enumerate(rows):
            for place, (name, field) in enumerate(fields):
                grid.addWidget(label(name, "caption"), row, 2 * place)
                grid.addWidget(field, row, 2 * place + 1)
        for place in (1, 3, 5):
            grid.setColumnStretch(place, 1)
        return grid

    def _main(self) -> QPushButton | None:
        return None

    def _place(self) -> None:
        """In the middle of the window, as large as there is room."""
        room = self._window.rect()
        self.resize(min(WIDTH, room.width() - 2 * Space.HUGE), min(HEIGHT, room.height() - 6 * Space.HUGE))
        self.move(room.center() - self.rect().center())


def sentence(table: Table) -> str:
    """What a table comes to, in a few lines."""
    if table.problem:
        return ASKS.get(table.ask, table.problem)
    rows = f"{table.rows:,} {'row' if table.rows == 1 else 'rows'}"
    lines = [f"{rows}, from {table.first} to {table.last}." if table.first else f"{rows}."]
    if table.refused:
        told = "; ".join(table.refusals[:MOST_TOLD])
        lines[0] += f" Of the first {table.tried:,}, {table.refused:,} would be refused: {told}."
    return "\n".join([*lines, *table.remarks])


def _forms(answers: Answers) -> list[str]:
    """The forms of times that can be chosen, the one of a mapping among them."""
    return [*FORMS, *([] if answers.time_format in FORMS else [answers.time_format])]


def _line(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    return field
