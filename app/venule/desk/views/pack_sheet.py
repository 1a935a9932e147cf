"""The sheet on which an area is chosen, weighed and packed into a file, beside the map that shows it."""

from typing import NamedTuple, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QDoubleSpinBox,
    QGridLayout,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from venule.desk.style.metrics import Space
from venule.desk.views.labels import flowing, label
from venule.desk.views.sheet import Sheet, at_the_right, space_out

WIDTH = 352
PAUSE_MS = 200
STEPS = 1000
NORTHERNMOST = 85.0511
DECIMALS = 4

Field = TypeVar("Field", QSpinBox, QDoubleSpinBox)


class Box(NamedTuple):
    """An area in degrees."""

    west: float
    south: float
    east: float
    north: float


class Chosen(NamedTuple):
    """What is to be packed: an area at some zooms, both ends included."""

    box: Box
    lowest: int
    highest: int


class PackSheet(Sheet):
    """Not modal: the map goes on beside it.

    ``changed`` carries a :class:`Chosen` a moment after the last change, ``view_asked`` wants the view's box,
    ``save_asked`` a file to begin with, ``stop_asked`` an end; ``left`` tells that it was put away.
    """

    changed = Signal(object)
    view_asked = Signal()
    save_asked = Signal()
    stop_asked = Signal()
    left = Signal()

    def __init__(self, over: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("pack")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Save an area of the base map")
        self._over, self._window = over, window
        self._source = flowing("", "weak")
        self._edges = {name: _degrees(name) for name in ("North", "West", "East", "South")}
        self._zooms = (_zoom("From zoom"), _zoom("To zoom"))
        self._seen = label("", "weak")
        self._told = flowing()
        self._bar = QProgressBar()
        self._view = QPushButton("Take what is in view")
        self.save, self._stop = QPushButton("Save as…"), QPushButton("Stop")
        self._close = QPushButton("Close")
        self._column = QVBoxLayout(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._lay_out()
        self._listen()
        over.installEventFilter(self)
        self.hide()

    @property
    def chosen(self) -> Chosen:
        """What stands in the fields."""
        edges = {name: field.value() for name, field in self._edges.items()}
        box = Box(edges["West"], edges["South"], edges["East"], edges["North"])
        return Chosen(box, self._zooms[0].value(), self._zooms[1].value())

    @property
    def told(self) -> str:
        """What it says of the pack."""
        return self._told.text()

    def open(self, source: str, zooms: tuple[int, int], chosen: Chosen) -> None:
        """Show the sheet for a source with these zooms, filled in."""
        self._source.setText(source)
        for field, value in zip(self._zooms, (chosen.lowest, chosen.highest), strict=True):
            field.setRange(*zooms)
            field.setValue(value)
        self.set_box(chosen.box)
        self.tell("")
        self.bring_back()

    def bring_back(self) -> None:
        """Show it as it was left."""
        self._place()
        self.hold_focus()
        self.show()
        self.raise_()
        self.focusNextPrevChild(True)

    def set_box(self, box: Box) -> None:
        """Fill an area in."""
        for name, value in zip(("West", "South", "East", "North"), box, strict=True):
            self._edges[name].setValue(value)

    def set_seen(self, zoom: int) -> None:
        """Which zoom of the source is on the map now."""
        self._seen.setText(f"in view: {zoom}")

    def tell(self, text: str, may_save: bool = False) -> None:
        """Say something of the pack, and whether it can be begun."""
        self._told.setText(text)
        self.save.setEnabled(may_save)
        self._fit()

    def show_progress(self, share: float, text: str) -> None:
        """How far the pack is."""
        self._bar.setValue(round(STEPS * share))
        self._told.setText(text)

    def set_packing(self, packing: bool) -> None:
        """Whether a pack is being made: it can then be stopped, and nothing be changed."""
        for field in (*self._edges.values(), *self._zooms, self._view):
            field.setEnabled(not packing)
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self._over)
        self.save.setVisible(not packing)
        self._stop.setVisible(packing)
        self._bar.setVisible(packing)
        self._bar.setValue(0)
        self._fit()
        if had_focus:
            (self._stop if packing else self._close).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def put_away(self) -> None:
        """Take the sheet away; a pack that is being made goes on."""
        self.give_focus_back(self._over)
        self.hide()
        self.left.emit()

    def _stops(self) -> tuple[QWidget, ...]:
        return (self._view, *self._edges.values(), *self._zooms, self.save, self._stop, self._close)

    def _listen(self) -> None:
        for edge in self._edges.values():
            edge.valueChanged.connect(self._pause.start)
        for zoom in self._zooms:
            zoom.valueChanged.connect(self._pause.start)
        self._zooms[0].valueChanged.connect(self._zooms[1].setMinimum)
        self._pause.timeout.connect(self._tell_change)
        self._view.clicked.connect(self.view_asked)
        self.save.clicked.connect(self.save_asked)
        self._stop.clicked.connect(self.stop_asked)
        self._close.clicked.connect(self.put_away)

    @Slot()
    def _tell_change(self) -> None:
        self.changed.emit(self.chosen)

    def _lay_out(self) -> None:
        column = self._column
        space_out(column)
        column.addWidget(label("Save an area for offline", "title"))
        column.addWidget(self._source)
        column.addWidget(self._view)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.SMALL)
        grid.setVerticalSpacing(Space.TIGHT)
        places = {"North": (0, 0), "South": (0, 2), "West": (1, 0), "East": (1, 2)}
        for name, (row, pair) in places.items():
            grid.addWidget(label(name, "caption"), row, pair)
            grid.addWidget(self._edges[name], row, pair + 1)
        grid.addWidget(label("Zooms", "caption"), 2, 0)
        grid.addWidget(self._zooms[0], 2, 1)
        grid.addWidget(label("to", "caption"), 2, 2)
        grid.addWidget(self._zooms[1], 2, 3)
        grid.addWidget(self._seen, 3, 1, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        column.addLayout(grid)
        column.addWidget(self._told)
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.hide()
        column.addWidget(self._bar)
        column.addLayout(at_the_right(self.save, self._stop, self._close))
        self._stop.hide()

    def _fit(self) -> None:
        """As high as it has to be."""
        self.setFixedWidth(min(WIDTH, max(self._over.width() - 2 * Space.SMALL, WIDTH // 2)))
        self.setFixedHeight(self._column.heightForWidth(self.width()))

    def _main(self) -> QPushButton:
        return self.save

    def _place(self) -> None:
        """At the upper right corner of the map."""
        self._fit()
        corner = self._over.mapTo(self._window, self._over.rect().topRight())
        self.move(corner.x() - self.width() - Space.SMALL, corner.y() + Space.SMALL)


def _degrees(name: str) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    most = NORTHERNMOST if name in {"North", "South"} else 180.0
    field.setRange(-most, most)
    field.setDecimals(DECIMALS)
    field.setSingleStep(0.01)
    field.setSuffix("°")
    field.setAccessibleName(f"{name} edge in degrees")
    return _with_margins(field)


def _zoom(name: str) -> QSpinBox:
    field = QSpinBox()
    field.setAccessibleName(name)
    return _with_margins(field)


def _with_margins(field: Field) -> Field:
    """A number away from its frame, as in other fields: a style sheet's padding does not reach it."""
    field.lineEdit().setTextMargins(Space.TIGHT, 0, Space.TIGHT, 0)
    return field
