"""Paints a time axis: round local times, and below them, or in a low one between them, the days or years of theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.timebar.ticks import Era, Tick, Ticks, time_ticks
from venule.desk.timebar.wording import zone_text
from venule.domain.instant import Instant

ROW_HEIGHT = 15
AXIS_HEIGHT = 2 * ROW_HEIGHT + Space.HAIR
LOW_AXIS_HEIGHT = ROW_HEIGHT + Space.TIGHT
"""One row, in which a date takes the place of the times that it would cover."""

TICK_LENGTH = 4
WIDEST_LABEL = 92
ROOM_FOR_ZONE = 280


@dataclass(frozen=True, slots=True)
class TimeScale:
    """A stretch of time laid over a stretch of pixels."""

    start: Instant
    end: Instant
    left: float
    width: float

    def x(self, instant: Instant) -> float:
        """Where an instant lies."""
        return self.left + (instant - self.start) * self.width / max(1, self.end - self.start)

    def instant(self, x: float) -> Instant:
        """The instant at a pixel."""
        return self.start + round((x - self.left) * (self.end - self.start) / max(1.0, self.width))

    def per_pixel(self) -> float:
        """Microseconds in one pixel."""
        return (self.end - self.start) / max(1.0, self.width)

    def ticks(self, zone: tzinfo | None) -> Ticks:
        """Ticks as dense as their labels allow."""
        return time_ticks(self.start, self.end, int(self.width // WIDEST_LABEL), zone)


def paint_axis(painter: QPainter, box: QRectF, scale: TimeScale, palette: Palette, zone: tzinfo | None) -> None:
    """Paint ticks, labels, dates and the zone into the box, whose top edge is the axis."""
    painter.save()
    painter.setClipRect(box)
    ticks = scale.ticks(zone)
    corner = zone_text(scale.end, zone) if box.width() >= ROOM_FOR_ZONE else ""
    painter.setFont(font(Type.CAPTION))
    painter.setPen(QColor(palette.text_faint))
    low = box.height() < AXIS_HEIGHT
    row = QRectF(box.left(), box.top() + (3 if low else ROW_HEIGHT), box.width(), ROW_HEIGHT)
    painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, corner)
    row.setRight(row.right() - painter.fontMetrics().horizontalAdvance(corner) - Space.MEDIUM)
    taken = _paint_eras(painter, row, ticks.eras, scale.x, palette)
    _paint_ticks(painter, box, ticks.ticks, scale.x, palette, taken=[*taken, (row.right(), box.right())] if low else [])
    painter.restore()


def _paint_ticks(
    painter: QPainter,
    box: QRectF,
    ticks: tuple[Tick, ...],
    to_x: Callable[[Instant], float],
    palette: Palette,
    *,
    taken: list[tuple[float, float]],
) -> None:
    """Labels stand clear of one another and of what is taken."""
    free_from = box.left() - Space.TIGHT
    for tick in ticks:
        x = round(to_x(tick.at)) + 0.5
        painter.setPen(QColor(palette.text_weak if tick.strong else palette.line))
        painter.drawLine(QLineF(x, box.top(), x, box.top() + TICK_LENGTH))
        painter.setFont(strong(Type.CAPTION) if tick.strong else font(Type.CAPTION))
        width = painter.fontMetrics().horizontalAdvance(tick.text)
        left = x - width / 2
        if left < free_from or left + width > box.right() + 1:
            continue
        if any(left < end + Space.SMALL and left + width > begin - Space.SMALL for begin, end in taken):
            continue
        painter.setPen(QColor(palette.text if tick.strong else palette.text_weak))
        painter.drawText(QRectF(left, box.top() + 3, width + 1, ROW_HEIGHT), Qt.AlignmentFlag.AlignCenter, tick.text)
        free_from = left + width + Space.SMALL


def _paint_eras(
    painter: QPainter, row: QRectF, eras: tuple[Era, ...], to_x: Callable[[Instant], float], palette: Palette
) -> list[tuple[float, float]]:
    """Each era is named at its beginning, or at the left edge when it began before; none overlaps the next.

    Returns from where to where the names reach.
    """
    taken = []
    painter.setFont(font(Type.CAPTION))
    ends = [*(to_x(era.start) for era in eras), row.right()]
    for era, (begin, end) in zip(eras, pairwise(ends), strict=True):
        left = max(row.left(), begin + Space.TIGHT)
        width = painter.fontMetrics().horizontalAdvance(era.text)
        if row.left() < begin < row.right():
            painter.setPen(QColor(palette.text_faint))
            x = round(begin) + 0.5
            painter.drawLine(QPointF(x, row.top() + 3), QPointF(x, row.bottom()))
        if left + width <= min(end - Space.TIGHT, row.right()):
            painter.setPen(QColor(palette.text))
            painter.drawText(QRectF(left, row.top(), width + 1, row.height()), Qt.AlignmentFlag.AlignVCenter, era.text)
            taken.append((left, left + width))
    return taken
