"""Moves through time by hand: pan, zoom, box, back and forward, and the way back to the clock."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from venule.desk.timebar.axis import TimeScale
from venule.desk.trends.gestures import Boxed, Gestures, Panned, Stepped, Zoomed
from venule.desk.trends.header import FollowChosen, Header, SpanChosen
from venule.desk.trends.stage import Stage
from venule.domain.instant import Instant

if TYPE_CHECKING:
    from venule.desk.trends.plot import TrendPlot

SETTLED_AFTER_MS = 700
"""Moves that follow one another sooner are one step of the way back."""


class Moves(QObject):
    """Moves the window of a stage; ``moved`` says that something else is shown. Without a plot pixels mean nothing."""

    moved = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self.plot: TrendPlot | None = None
        self._settle_timer = QTimer(self)
        self._settle_timer.setSingleShot(True)
        self._settle_timer.setInterval(SETTLED_AFTER_MS)
        self._settle_timer.timeout.connect(stage.history.settle)

    def listen(self, gestures: Gestures, header: Header) -> None:
        """Obey a hand and the buttons above the chart."""
        gestures.panned.connect(self.pan)
        gestures.zoomed.connect(self.zoom)
        gestures.boxed.connect(self.zoom_into)
        gestures.stepped.connect(self.step)
        gestures.reset.connect(self.reset)
        header.span_chosen.connect(self.choose_span)
        header.follow_chosen.connect(self.choose_follow)
        header.back_chosen.connect(self.back)
        header.forward_chosen.connect(self.forward)

    @property
    def scale(self) -> TimeScale | None:
        """How time lies over pixels now."""
        return None if self.plot is None else self.plot.scale(self._stage.window)

    def instant(self, x: float) -> Instant:
        """The instant at a pixel."""
        scale = self.scale
        return self._stage.window.start if scale is None else scale.instant(x)

    @Slot(Panned)
    def pan(self, move: Panned) -> None:
        """Move by pixels."""
        scale = self.scale
        if scale is not None:
            self._stage.pan(-move.pixels * scale.per_pixel())
            self._tell()

    def pan_share(self, share: float) -> None:
        """Move by a share of the span."""
        self._stage.pan(self._stage.window.span * share)
        self._tell()

    @Slot(Zoomed)
    def zoom(self, turn: Zoomed) -> None:
        """Zoom about a pixel."""
        self._stage.zoom(turn.factor, self.instant(turn.x))
        self._tell()

    def zoom_middle(self, factor: float) -> None:
        """Zoom about the middle."""
        self._stage.zoom(factor)
        self._tell()

    @Slot(Boxed)
    def zoom_into(self, drawn: Boxed) -> None:
        """Show what lies in a box; its height counts in the pane in which it was drawn."""
        if self.plot is not None:
            values = self.plot.values_in(drawn.box)
            self._stage.zoom_to(self.instant(drawn.box.left()), self.instant(drawn.box.right()), values)
            self._tell()

    @Slot(SpanChosen)
    def choose_span(self, chosen: SpanChosen) -> None:
        """Show one of the usual spans."""
        self._stage.depart()
        self._stage.set_span(chosen.span_us)
        self._tell()

    @Slot()
    def reset(self) -> None:
        """Back to the clock and the span chosen last, with values filling their panes."""
        self._stage.reset()
        self._tell()

    @Slot()
    def follow(self) -> None:
        """Follow the clock again."""
        self._stage.follow()
        self._tell()

    @Slot(FollowChosen)
    def choose_follow(self, chosen: FollowChosen) -> None:
        """Follow the clock, or stay."""
        if chosen.follow:
            self.follow()
        else:
            self._stage.hold()
            self._tell()

    @Slot(Stepped)
    def step(self, stepped: Stepped) -> None:
        """A step by a button of the mouse."""
        (self.back if stepped.back else self.forward)()

    @Slot()
    def back(self) -> None:
        """Show what was shown before the last move."""
        self._stage.back()
        self.moved.emit()

    @Slot()
    def forward(self) -> None:
        """Take back the last step back."""
        self._stage.forward()
        self.moved.emit()

    def _tell(self) -> None:
        self._settle_timer.start()
        self.moved.emit()
