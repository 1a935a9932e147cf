"""Paints the strip of the time bar: arrivals, alarms, gaps, notes, what is not yet known, and the clock's handle."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from venule.desk.style.fonts import font
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.timebar.axis import AXIS_HEIGHT, LOW_AXIS_HEIGHT, TimeScale, paint_axis
from venule.desk.timebar.lanes import LANES, paint_lanes
from venule.desk.timebar.marks import Pinned, paint_loop, paint_pins, paint_stretch
from venule.desk.timebar.span import Span
from venule.domain.clock import Loop
from venule.domain.instant import Instant
from venule.domain.liveness import FeedGap
from venule.store.answers import Floats, Histogram, Longs
from venule.store.occurrences import NO_MARKS, AlarmMarks

Flags = npt.NDArray[np.bool_]

NO_NOTES = Pinned()
VEILED = 0.6
LEAST_BAR, CUT = 2.0, 3.0
LEAST_GAP = 2.0
LOW = 80
"""A strip lower than this has an axis of one row."""

USUAL_SHARE, HIGHEST_OF_USUAL = 90, 4.0
"""A bar that counts more than four times what nine in ten do is cut off at that height."""


@dataclass(frozen=True, slots=True)
class BarPicture:
    """All the strip shows. ``edge`` is where the known ends and the future begins; a ``note`` stands for all of it."""

    span: Span
    now: Instant
    live: bool
    edge: Instant | None = None
    first: Instant | None = None
    arrivals: Histogram | None = None
    alarms: AlarmMarks = NO_MARKS
    gaps: tuple[FeedGap, ...] = ()
    notes: Pinned = NO_NOTES
    stretch: Loop | None = None
    loop: Loop | None = None
    note: str = ""


def axis_height(box: QRectF) -> int:
    """How much of the strip's height the axis has."""
    return AXIS_HEIGHT if box.height() >= LOW else LOW_AXIS_HEIGHT


def plot_box(box: QRectF) -> QRectF:
    """The part of the strip above the axis."""
    return box.adjusted(0, 0, 0, -axis_height(box))


def bars_box(box: QRectF) -> QRectF:
    """The part of it below the lanes of alarms, where arrivals stand."""
    return box.adjusted(0, LANES, 0, -axis_height(box))


def scale_of(box: QRectF, picture: BarPicture) -> TimeScale:
    """How time lies over the strip."""
    return TimeScale(picture.span.start, picture.span.end, box.left(), box.width())


def paint_ground(painter: QPainter, box: QRectF, picture: BarPicture, palette: Palette, zone: tzinfo | None) -> None:
    """Paint what stays while the clock moves: the field, arrivals, gaps, alarms, notes and the axis."""
    scale, plot = scale_of(box, picture), plot_box(box)
    painter.setClipRect(box)
    _paint_field(painter, plot, scale, picture, palette)
    _paint_grid(painter, plot, scale, palette, zone)
    _paint_arrivals(painter, bars_box(box), scale, picture, palette)
    _paint_gaps(painter, bars_box(box), scale, picture, palette)
    paint_lanes(painter, plot, scale, picture.alarms, palette)
    paint_pins(painter, plot, scale, picture.notes, palette)
    paint_axis(painter, box.adjusted(0, box.height() - axis_height(box), 0, 0), scale, palette, zone)


def paint_over(painter: QPainter, box: QRectF, picture: BarPicture, palette: Palette, zone: tzinfo | None) -> None:
    """Paint what moves: the veil over what lies after the clock, the chosen stretch, the loop, frame and handle."""
    scale, plot = scale_of(box, picture), plot_box(box)
    painter.setClipRect(box)
    _paint_veil(painter, bars_box(box), scale, picture, palette)
    if picture.stretch is not None:
        paint_stretch(painter, plot, scale, picture.stretch, palette=palette, zone=zone)
    if picture.loop is not None:
        paint_loop(painter, plot, scale, picture.loop, palette)
    _paint_frame(painter, plot, picture, palette)
    _paint_handle(painter, box, scale, picture, palette)


def paint_note(painter: QPainter, box: QRectF, note: str, palette: Palette) -> None:
    """Say why there is nothing to paint."""
    plot = plot_box(box)
    painter.setPen(QColor(palette.line))
    painter.drawRect(plot.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setFont(font(Type.SMALL))
    painter.setPen(QColor(palette.text_weak))
    painter.drawText(plot, Qt.AlignmentFlag.AlignCenter, note)


def _paint_field(painter: QPainter, plot: QRectF, scale: TimeScale, picture: BarPicture, palette: Palette) -> None:
    """The recorded stretch is raised; before it nothing was recorded, after it nothing has happened yet."""
    painter.fillRect(plot, QColor(palette.window))
    left = plot.left() if picture.first is None else max(plot.left(), scale.x(picture.first))
    right = plot.right() if picture.edge is None else min(plot.right(), scale.x(picture.edge))
    if right > left:
        painter.fillRect(QRectF(left, plot.top(), right - left, plot.height()), QColor(palette.raised))


def _paint_grid(painter: QPainter, plot: QRectF, scale: TimeScale, palette: Palette, zone: tzinfo | None) -> None:
    painter.setPen(QColor(palette.line))
    for tick in scale.ticks(zone).ticks:
        if tick.strong:
            x = round(scale.x(tick.at)) + 0.5
            painter.drawLine(QLineF(x, plot.top(), x, plot.bottom()))


def _paint_arrivals(painter: QPainter, plot: QRectF, scale: TimeScale, picture: BarPicture, palette: Palette) -> None:
    """How much arrived when."""
    arrivals = picture.arrivals
    if arrivals is None or not arrivals.count.size or not arrivals.count.any():
        return
    heights, cut = bar_heights(arrivals.count, plot.height() - Space.TIGHT)
    known_to = plot.right() if picture.edge is None else scale.x(picture.edge)
    for index in np.flatnonzero(arrivals.count):
        start = arrivals.start + int(index) * arrivals.width_us
        left, right = scale.x(start), min(scale.x(start + arrivals.width_us), known_to + 1)
        bar = QRectF(left, plot.bottom() - heights[index], max(1.0, right - left - 1.0), heights[index])
        for part in _cut(bar) if cut[index] else (bar,):
            painter.fillRect(part, QColor(palette.unknown))


def _paint_veil(painter: QPainter, plot: QRectF, scale: TimeScale, picture: BarPicture, palette: Palette) -> None:
    """What lies after the clock of a look back is dimmed."""
    left = max(plot.left(), scale.x(picture.now))
    right = plot.right() if picture.edge is None else min(plot.right(), scale.x(picture.edge))
    if not picture.live and right > left:
        painter.setOpacity(VEILED)
        painter.fillRect(QRectF(left, plot.top(), right - left, plot.height()), QColor(palette.raised))
        painter.setOpacity(1.0)


def bar_heights(count: Longs, most: float) -> tuple[Floats, Flags]:
    """Heights as square roots, and which bars are cut off: one flood must not press a whole day flat."""
    usual = float(np.percentile(count[count > 0], USUAL_SHARE)) * HIGHEST_OF_USUAL
    top = min(float(count.max()), usual)
    heights = np.sqrt(np.minimum(count, top) / top) * most
    return np.where(count > 0, np.maximum(heights, LEAST_BAR), 0.0), count > top


def _cut(bar: QRectF) -> tuple[QRectF, QRectF]:
    """A bar that is higher than the field, shown by a gap below its top."""
    return QRectF(bar.left(), bar.top(), bar.width(), CUT), bar.adjusted(0, 2 * CUT, 0, 0)


def _paint_gaps(painter: QPainter, plot: QRectF, scale: TimeScale, picture: BarPicture, palette: Palette) -> None:
    """Hatched; of very many in one pixel only the first is painted."""
    painted_to = plot.left() - 1.0
    brush, colour = QBrush(QColor(palette.stale), Qt.BrushStyle.BDiagPattern), QColor(palette.stale)
    for gap in picture.gaps:
        until = gap.until if gap.until is not None else (picture.edge or picture.now)
        left, right = max(plot.left(), scale.x(gap.since)), min(plot.right(), scale.x(until))
        right = max(right, left + LEAST_GAP)
        if right <= painted_to or left > plot.right():
            continue
        painted_to = right
        painter.fillRect(QRectF(left, plot.top(), right - left, plot.height()), brush)
        painter.fillRect(QRectF(left, plot.top(), right - left, 2), colour)


def _paint_frame(painter: QPainter, plot: QRectF, picture: BarPicture, palette: Palette) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = 1 if picture.live else 2
    painter.setPen(QPen(QColor(palette.line if picture.live else palette.replay), width))
    painter.drawRect(plot.adjusted(width / 2, width / 2, -width / 2, -width / 2))


def _paint_handle(painter: QPainter, box: QRectF, scale: TimeScale, picture: BarPicture, palette: Palette) -> None:
    plot, x = plot_box(box), scale.x(picture.now)
    if not plot.left() <= x <= plot.right():
        return
    x = min(max(round(x), plot.left() + 1), plot.right() - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(palette.text if picture.live else palette.replay)
    painter.setPen(QPen(QColor(palette.panel), 4))
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
    painter.setPen(QPen(colour, 2))
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
    painter.setPen(QPen(QColor(palette.panel), 1))
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF(list(_tab(x, plot.top()))))


def _tab(x: float, top: float) -> Iterator[QPointF]:
    """The handle's tab: a block with a point, wide enough for a finger's aim."""
    for dx, dy in ((-6, -1), (6, -1), (6, 7), (0, 13), (-6, 7)):
        yield QPointF(x + dx, top + dy)
