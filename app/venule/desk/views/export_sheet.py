"""The sheet on which is chosen what leaves the recording, from when to when, and as what."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from venule.desk.style.look import Look
from venule.desk.style.metrics import Space
from venule.desk.views.labels import flowing, label
from venule.desk.views.map_panel_controls import Choice
from venule.desk.views.sheet import Sheet, at_the_right, captioned, space_out

WIDTH = 560


class Format(StrEnum):
    """What is written, by the ending of its file."""

    CSV = "csv"
    PARQUET = "parquet"
    GEOJSON = "geojson"
    RECORDING = "venule"


FORMATS = {
    Format.CSV: "CSV: observations, for spreadsheets",
    Format.PARQUET: "Parquet: observations, for computing",
    Format.GEOJSON: "GeoJSON: assets with their latest values",
    Format.RECORDING: "Recording: the stretch, to be replayed",
}
SAID = {
    Format.CSV: "One row an observation, by time of observation. No text in it is taken for a formula.",
    Format.PARQUET: "One row an observation, by time of observation. Needs pyarrow.",
    Format.GEOJSON: "One feature an asset, as it was known at the end of the time.",
    Format.RECORDING: "Everything that was recorded in the time, with notes, places and a manifest beside it.",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One entry of a list: what it is called, and what it stands for."""

    title: str
    means: object


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: the meanings of two offers, and a format."""

    what: object
    when: object
    format: Format


class ExportSheet(Sheet):
    """Not modal. ``save_asked`` carries a :class:`Chosen`, for which a file has to be named; ``left``: it is away."""

    save_asked = Signal(object)
    left = Signal()

    def __init__(self, look: Look, over: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Export")
        self._over, self._window = over, window
        self._whats: tuple[Offer, ...] = ()
        self._whens: tuple[Offer, ...] = ()
        self.what, self.when, self.format = Choice("What", look), Choice("When", look), Choice("As", look)
        self._told = flowing("", "weak")
        self.save, self._close = QPushButton("Export…"), QPushButton("Close")
        self._column = QVBoxLayout(self)
        self._lay_out()
        self.save.clicked.connect(self._ask)
        self._close.clicked.connect(self.put_away)
        self.format.activated.connect(self._follow_format)
        window.installEventFilter(self)
        self.hide()

    @property
    def chosen(self) -> Chosen:
        """What stands on the sheet. A recording always holds everything of its time."""
        form = list(Format)[self.format.currentIndex()]
        what = self._whats[0 if form is Format.RECORDING else self.what.currentIndex()]
        return Chosen(what.means, self._whens[self.when.currentIndex()].means, form)

    @property
    def told(self) -> str:
        """What it says of the format."""
        return self._told.text()

    def open(self, whats: Sequence[Offer], whens: Sequence[Offer], what: int, when: int) -> None:
        """Show it with what can be exported, the first of which is everything, and what is proposed."""
        self._whats, self._whens = tuple(whats), tuple(whens)
        self.what.show_items([offer.title for offer in whats], what)
        self.when.show_items([offer.title for offer in whens], when)
        self._follow_format()
        self._place()
        self.hold_focus()
        self.show()
        self.raise_()
        self.what.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def put_away(self) -> None:
        """Take the sheet away."""
        self.give_focus_back(self._over)
        self.hide()
        self.left.emit()

    @Slot()
    def _ask(self) -> None:
        self.save_asked.emit(self.chosen)

    @Slot()
    def _follow_format(self) -> None:
        form = list(Format)[self.format.currentIndex()]
        self.what.setEnabled(form is not Format.RECORDING)
        self._told.setText(SAID[form])
        self._place()

    def _lay_out(self) -> None:
        column = self._column
        space_out(column)
        column.addWidget(label("Export", "title"))
        self.format.show_items(list(FORMATS.values()), 0)
        column.addLayout(captioned((("What", self.what), ("When", self.when), ("As", self.format))))
        column.addWidget(self._told)
        column.addLayout(at_the_right(self.save, self._close))

    def _main(self) -> QPushButton:
        return self.save

    def _stops(self) -> tuple[QWidget, ...]:
        return (self.what, self.when, self.format, self.save, self._close)

    def _place(self) -> None:
        """In the middle of the window."""
        room = self._window.rect()
        self.setFixedWidth(min(WIDTH, room.width() - 2 * Space.HUGE))
        self.setFixedHeight(self._column.heightForWidth(self.width()))
        self.move(room.center() - self.rect().center())
