"""What a person points at in a chart: the crosshair, the two cursors, and the place of a note."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, Signal, Slot

from venule.desk.trends.cursors.cursors import NO_CURSORS, Which
from venule.desk.trends.cursors.measuring import Measuring, TallyAnswer, TallyQuestion
from venule.desk.trends.events import NoteWanted
from venule.desk.trends.gestures import CursorMoved, Hovered
from venule.desk.trends.moves import Moves
from venule.desk.trends.stage import Stage
from venule.domain.instant import Instant


class Pointing(QObject):
    """``changed`` says that something else is pointed at, or that more is known of it."""

    changed = Signal()

    def __init__(self, stage: Stage, moves: Moves, ask: Callable[[TallyQuestion], None], parent: QObject) -> None:
        super().__init__(parent)
        self._stage, self._moves = stage, moves
        self._pointer: QPointF | None = None
        self.measuring = Measuring(ask)

    @property
    def place(self) -> QPointF | None:
        """Where the crosshair is, in pixels of the canvas."""
        return self._pointer

    @property
    def cross(self) -> Instant | None:
        """The instant under the crosshair."""
        return None if self._pointer is None else self._moves.instant(self._pointer.x())

    @Slot(Hovered)
    def hover(self, pointer: Hovered) -> None:
        """Put the crosshair under the pointer."""
        self._pointer = pointer.place
        self.changed.emit()

    def move_cross(self, pixels: float) -> None:
        """Move the crosshair by pixels; the first step puts it into the middle."""
        scale = self._moves.scale
        if scale is not None:
            at = scale.left + scale.width / 2 if self._pointer is None else self._pointer.x() + pixels
            self._pointer = QPointF(min(max(at, scale.left), scale.left + scale.width), 0.0)
            self.changed.emit()

    @Slot(CursorMoved)
    def move_cursor(self, moved: CursorMoved) -> None:
        """Put a cursor at a pixel, at most at the edge."""
        self._set(moved.which, self._within(self._moves.instant(moved.x)))

    def place_cursor(self, which: Which) -> None:
        """Put a cursor under the crosshair, or without one into the middle."""
        self._set(which, self._pointed())

    @Slot()
    def clear(self) -> None:
        """Take both cursors away."""
        self._stage.cursors = NO_CURSORS
        self.measure()
        self.changed.emit()

    def measure(self) -> None:
        """Measure what is shown now between the cursors that there are."""
        self.measuring.measure(self._stage.cursors.stretch, self._stage.lineup.lines)

    def measure_anew(self) -> None:
        """The same, from the beginning: the clock jumped, or another file was opened."""
        self.measuring.forget()
        self.measure()

    def take(self, answer: TallyAnswer) -> None:
        """Take what a line amounts to; an answer that no longer counts is left aside."""
        if self.measuring.accept(answer):
            self.changed.emit()

    def note_wanted(self) -> NoteWanted:
        """A note at the crosshair, about the focused line where there is one."""
        lines = self._stage.lineup.lines
        line = next((line for line in lines if line.datastream == self._stage.focused), None)
        return NoteWanted(self._pointed(), line)

    def _set(self, which: Which, at: Instant) -> None:
        self._stage.cursors = self._stage.cursors.placed(which, at)
        self.measure()
        self.changed.emit()

    def _pointed(self) -> Instant:
        """The instant under the crosshair, at most at the edge; without one the middle of what is shown."""
        window, cross = self._stage.window, self.cross
        return (window.start + window.end) // 2 if cross is None else self._within(cross)

    def _within(self, instant: Instant) -> Instant:
        return min(max(instant, self._stage.window.start), self._stage.window.end)
