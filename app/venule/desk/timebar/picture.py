"""Paints the strip of the time bar: arrivals, alarms, gaps, what is not yet known, and the clock's handle."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import tzinfo

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from venule.desk.style.fonts import font
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.style.symbols import paint_priority
from venule.desk.timebar.axis import AXIS_HEIGHT, TimeScale, paint_axis
from venule.desk.timebar.span import Span
from venule.domain.alarm import Alarm
from venule.domain.instant import Instant
from venule.domain.liveness import FeedGap
from venule.store.answers import Floats, Histogram, Longs

Flags = npt.NDArray[np.bool_]

ALARM_ROW = 14
SYMBOL = 12
GAP_ROW = 6
DIMMED = 0.4
LEAST_BAR, CUT = 2.0, 3.0
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
    alarms: tuple[Alarm, ...] = ()
    gaps: tuple[FeedGap, ...] = field(default=())
    note: str = ""


def plot_box(box: QRectF) -> QRectF:
    """The part of the strip between the row of alarms and the axis."""
    return box.adjusted(0, ALARM_ROW, 0, -AXIS_HEIGHT)


def scale_of(box: QRectF, picture: BarPicture) -> TimeScale:
    """How time lies over the strip."""
    return TimeScale(picture.span.start, picture.span.end, box.left(), box.width())


def paint_strip(painter: QPainter, box: QRectF, picture: BarPicture, palette: Palette, zone: tzinfo | None) -> None:
    """Paint everything, from the field to the handle."""
    scale, plot = scale_of(box, picture), plot_box(box)
    painter.setClipRect(box)
    if picture.note:
        _paint_note(painter, plot, picture.note, palette)
        return
    _paint_field(painter, plot, scale, picture, palette)
    _paint_grid(painter, plot, scale, palette, zone)
    _paint_arrivals(painter, plot, scale, picture, palette)
    _paint_gaps(painter, plot, scale, picture, palette)
    _paint_alarms(painter, box, scale, picture, palette)
    paint_axis(painter, box.adjusted(0, box.height() - AXIS_HEIGHT, 0, 0), scale, palette, zone)
    _paint_frame(painter, plot, picture, palette)
    _paint_handle(painter, box, scale, picture, palette)


def _paint_note(painter: QPainter, plot: QRectF, note: str, palette: Palette) -> None:
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
    """How much arrived when. What lies after the clock is dimmed."""
    arrivals = picture.arrivals
    if arrivals is None or not arrivals.count.size or not arrivals.count.any():
        return
    heights, cut = bar_heights(arrivals.count, plot.height() - Space.TIGHT)
    known_to = plot.right() if picture.edge is None else scale.x(picture.edge)
    bars: dict[bool, list[QRectF]] = {False: [], True: []}
    for index in np.flatnonzero(arrivals.count):
        start = arrivals.start + int(index) * arrivals.width_us
        left, right = scale.x(start), min(scale.x(start + arrivals.width_us), known_to + 1)
        bar = QRectF(left, plot.bottom() - heights[index], max(1.0, right - left - 1.0), heights[index])
        later = not picture.live and start > picture.now
        bars[later].append(bar)
        if cut[index]:
            bars[later][-1:] = _cut(bar)
    for later, boxes in bars.items():
        painter.setOpacity(DIMMED if later else 1.0)
        for bar in boxes:
            painter.fillRect(bar, QColor(palette.unknown))
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
    for gap in picture.gaps:
        until = gap.until if gap.until is not None else (picture.edge or picture.now)
        left, right = max(plot.left(), scale.x(gap.since)), min(plot.right(), scale.x(until))
        if right < plot.left() or left > plot.right():
            continue
        stretch = QRectF(left, plot.top(), max(2.0, right - left), plot.height())
        painter.fillRect(stretch, QBrush(QColor(palette.stale), Qt.BrushStyle.BDiagPattern))
        painter.fillRect(QRectF(stretch.left(), plot.top(), stretch.width(), 2), QColor(palette.stale))


def worst_by_cell(alarms: tuple[Alarm, ...], scale: TimeScale) -> list[Alarm]:
    """The most urgent alarm raised in each cell as wide as a symbol, so that a flood paints no more than one row does.

    The least urgent come first: they are painted below the others.
    """
    worst: dict[int, Alarm] = {}
    for alarm in alarms:
        if scale.start <= alarm.raised_at <= scale.end:
            cell = int((scale.x(alarm.raised_at) - scale.left) // SYMBOL)
            if cell not in worst or alarm.priority < worst[cell].priority:
                worst[cell] = alarm
    return sorted(worst.values(), key=lambda alarm: -alarm.priority)


def _paint_alarms(painter: QPainter, box: QRectF, scale: TimeScale, picture: BarPicture, palette: Palette) -> None:
    for alarm in worst_by_cell(picture.alarms, scale):
        left = round(scale.x(alarm.raised_at) - SYMBOL / 2)
        paint_priority(painter, QRectF(left, box.top() + 1, SYMBOL, SYMBOL), alarm.priority, palette)


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
