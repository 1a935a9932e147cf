"""Paints what lies over the lines of a pane: marks of quality, alarms, the clock, the crosshair, and their numbers."""

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPen, QPolygonF

from venule.desk.style.fonts import font
from venule.desk.style.metrics import Space, Type
from venule.desk.style.symbols import paint_priority, priority_colour
from venule.desk.timebar.lanes import worst_by_cell
from venule.desk.timebar.wording import age_text
from venule.desk.trends.field import TAG, Field, colour_of, paint_tag
from venule.desk.trends.picture import LinePicture, PanePicture, TrendPicture, visible_rows
from venule.desk.trends.strokes import Indices, thinned
from venule.domain.alarm import Alarm
from venule.domain.freshness import STALE_AFTER
from venule.domain.instant import SECOND
from venule.domain.quality import Quality
from venule.store.answers import Floats

MARK = 3.0
CELL = 9.0
ALARM = 12
MOST_BARS = 200
ROOM_FOR_AGE = 64
AGE_HEIGHT = 15
STRETCH_TINT, TAIL_STRENGTH = 0.08, 0.8


def paint_quality(field: Field, line: LinePicture, picture: TrendPicture) -> None:
    """A dot for what stands alone, a ring for what was filled in later, a triangle for doubt, a cross for bad."""
    series, strokes = line.series, line.strokes
    if series is None or strokes is None:
        return
    rows = visible_rows(line, picture.window)
    pixel = field.xs(series.observed_at[: line.count] + line.channel.line.manner.bar_us // 2)
    colour, palette = colour_of(line.channel, field.palette), field.palette
    field.painter.setPen(Qt.PenStyle.NoPen)
    field.painter.setBrush(colour)
    for spot in _spots(field, line, _within(strokes.lone, rows), pixel):
        field.painter.drawEllipse(spot, MARK - 0.5, MARK - 0.5)
    field.painter.setPen(QPen(colour, 1.2))
    field.painter.setBrush(QColor(palette.panel))
    for spot in _spots(field, line, _within(strokes.filled, rows), pixel):
        field.painter.drawEllipse(spot, MARK, MARK)
    field.painter.setPen(QPen(QColor(palette.advisory), 1.4))
    for spot in _spots(field, line, _within(strokes.doubtful, rows), pixel):
        field.painter.drawPolygon(QPolygonF([spot + QPointF(dx, dy) for dx, dy in ((-3, -3), (3, -3), (0, 3))]))
    field.painter.setPen(QPen(QColor(palette.warning), 1.8))
    for spot in _spots(field, line, _within(strokes.bad, rows), pixel):
        field.painter.drawLine(spot + QPointF(-MARK, -MARK), spot + QPointF(MARK, MARK))
        field.painter.drawLine(spot + QPointF(-MARK, MARK), spot + QPointF(MARK, -MARK))


def _within(rows: Indices, visible: slice) -> Indices:
    first, last = np.searchsorted(rows, (visible.start, visible.stop))
    return rows[first:last]


def _spots(field: Field, line: LinePicture, rows: Indices, pixel: Floats) -> Iterable[QPointF]:
    left, right = field.plot.left() - 1, field.plot.right() + 1
    for row in thinned(rows, pixel, CELL):
        if left <= pixel[row] <= right:  # the middle of a bar may be out of sight
            yield QPointF(float(pixel[row]), level(field, line, int(row)))


def level(field: Field, line: LinePicture, row: int) -> float:
    """Where an observation lies; one beyond the range is marked at its edge."""
    series = line.series
    number = 0.0 if series is None else float(np.nan_to_num(series.number[row]))
    y = field.y(number * line.gain + line.lift)
    return min(max(y, field.plot.top() + MARK), field.plot.bottom() - MARK)


def paint_alarms(field: Field, alarms: Sequence[Alarm], picture: TrendPicture) -> None:
    """Along the upper edge: a bar for as long as the alarm stood, and its symbol where it was raised."""
    painter, plot, scale = field.painter, field.plot, field.scale
    for alarm in sorted(alarms, key=lambda alarm: -alarm.priority)[-MOST_BARS:]:
        until = alarm.cleared_at if alarm.cleared_at is not None else picture.now
        left, right = max(plot.left(), scale.x(alarm.raised_at)), min(plot.right(), scale.x(until))
        if right > left:
            colour = QColor(priority_colour(alarm.priority, field.palette))
            painter.fillRect(QRectF(left, plot.top(), right - left, 2), colour)
    for alarm in worst_by_cell(tuple(alarms), scale):
        box = QRectF(scale.x(alarm.raised_at) - ALARM / 2, plot.top() - 2, ALARM, ALARM)
        paint_priority(painter, box, alarm.priority, field.palette)


def paint_now(field: Field, picture: TrendPicture) -> None:
    """The clock: what lies right of it has not happened, or is not shown yet."""
    x = round(field.scale.x(picture.now)) + 0.5
    plot, painter = field.plot, field.painter
    if x >= plot.right():
        return
    left = max(x, plot.left())
    painter.fillRect(QRectF(left, plot.top() + 1, plot.right() - left - 1, plot.height() - 2), _veil(field))
    if x > plot.left():
        painter.setPen(QPen(QColor(field.palette.text_weak if picture.live else field.palette.replay), 1))
        painter.drawLine(QLineF(x, plot.top(), x, plot.bottom()))


def paint_stretch(field: Field, picture: TrendPicture) -> None:
    """What lies between the cursors, as a quiet field."""
    stretch = picture.cursors.stretch
    if stretch is None:
        return
    plot = field.plot
    left, right = max(plot.left(), field.scale.x(stretch[0])), min(plot.right(), field.scale.x(stretch[1]))
    if right > left:
        tint = QColor(field.palette.focus)
        tint.setAlphaF(STRETCH_TINT)
        field.painter.fillRect(QRectF(left, plot.top() + 1, right - left, plot.height() - 2), tint)


def paint_cursors(field: Field, picture: TrendPicture) -> None:
    """A line through all panes for each; the flags with their letters stand on the time axis."""
    plot = field.plot
    field.painter.setPen(QPen(QColor(field.palette.focus), 1.2))
    for _, at in picture.cursors.set:
        x = round(field.scale.x(at)) + 0.5
        if plot.left() <= x <= plot.right():
            field.painter.drawLine(QLineF(x, plot.top(), x, plot.bottom()))


def paint_tail(field: Field, line: LinePicture, picture: TrendPicture) -> None:
    """From the newest observation on: what was said last, fading away by the time at which it counts as stale."""
    series = line.series
    if series is None or not line.count or not np.isfinite(series.number[line.count - 1]):
        return
    if line.channel.line.manner.bar_us:
        return
    last = int(series.observed_at[line.count - 1])
    if series.quality[line.count - 1] >= Quality.BAD or last >= picture.now:
        return
    left, gone = field.scale.x(last), field.scale.x(last + stale_after(line, picture))
    until = min(gone, field.scale.x(picture.now), field.plot.right())
    if until - left < 1 or left < field.plot.left():
        return
    y = level(field, line, line.count - 1)
    fading = QLinearGradient(left, y, gone, y)
    colour = colour_of(line.channel, field.palette)
    for share, strength in ((0.0, TAIL_STRENGTH), (1.0, 0.0)):
        colour.setAlphaF(strength)
        fading.setColorAt(share, colour)
    field.painter.setPen(QPen(QBrush(fading), 1.5))
    field.painter.drawLine(QLineF(left, y, until, y))


def stale_after(line: LinePicture, picture: TrendPicture) -> int:
    """How old the newest observation may be: what its quantity promises, or a tenth of what is shown."""
    expected = line.channel.line.quantity.expected_every_s
    return round(picture.window.span * 0.1 if expected is None else expected * STALE_AFTER * SECOND)


def _veil(field: Field) -> QColor:
    veil = QColor(field.palette.window)
    veil.setAlphaF(0.55)
    return veil


def paint_crosshair(field: Field, pane: PanePicture, picture: TrendPicture) -> None:
    """A line through all panes, with a ring on each observation that is read out."""
    if picture.cross is None:
        return
    painter, plot = field.painter, field.plot
    x = round(field.scale.x(picture.cross)) + 0.5
    if plot.left() <= x <= plot.right():
        painter.setPen(QPen(QColor(field.palette.text_weak), 1))
        painter.drawLine(QLineF(x, plot.top(), x, plot.bottom()))
    for line in pane.lines:
        if line.reading is not None and not line.channel.line.worded and np.isfinite(line.reading.number):
            painter.setPen(QPen(QColor(field.palette.text), 1.5))
            painter.setBrush(colour_of(line.channel, field.palette))
            spot = QPointF(field.scale.x(line.reading.observed_at), level(field, line, line.reading.row))
            if plot.left() - 1 <= spot.x() <= plot.right() + 1:
                painter.drawEllipse(spot, MARK + 0.5, MARK + 0.5)


def paint_tags(field: Field, lines: Sequence[LinePicture], picture: TrendPicture) -> None:
    """The number of each line at its end, pushed apart where lines meet; the age of a line that fell silent."""
    ends = []
    for line in lines:
        rows = visible_rows(line, picture.window)
        series = line.series
        if series is not None and rows.stop > rows.start:
            ended = int(series.observed_at[rows.stop - 1]) + line.channel.line.manner.bar_us
            x = field.scale.x(min(ended, max(picture.now, ended - line.channel.line.manner.bar_us)))
            ends.append((level(field, line, rows.stop - 1), x, line))
    ends.sort(key=lambda end: end[0])
    heights = spread([end[0] for end in ends], TAG.height() + 1, field.plot.top(), field.plot.bottom())
    for y, (_, x, line) in zip(heights, ends, strict=True):
        left = min(x + Space.TIGHT, field.plot.right() - TAG.width() - 1)
        paint_tag(field.painter, QPointF(left + TAG.width() / 2, y), line.channel, field.palette)
        _paint_age(field, line, picture, QPointF(left + TAG.width() + Space.TIGHT, y))


def spread(wanted: list[float], apart: float, top: float, bottom: float) -> list[float]:
    """Ascending places moved so that none is nearer than ``apart`` to the next, kept within the field if they fit."""
    placed: list[float] = []
    for place in wanted:
        placed.append(max(place, placed[-1] + apart if placed else top + apart / 2))
    limit = bottom - apart / 2
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - apart
    return placed


def _paint_age(field: Field, line: LinePicture, picture: TrendPicture, spot: QPointF) -> None:
    """Words instead of a line: nobody knows what the value was since."""
    series = line.series
    if series is None or line.count == 0 or not silent(line, picture):
        return
    last = int(series.observed_at[line.count - 1])
    room = field.scale.x(min(picture.now, picture.window.end)) - spot.x()
    if last < picture.window.start or room < ROOM_FOR_AGE:
        return
    field.painter.setFont(font(Type.CAPTION))
    field.painter.setPen(QColor(field.palette.text_weak))
    above = spot.y() - AGE_HEIGHT > field.plot.top() + Space.HAIR  # never on the line itself, which would strike it out
    box = QRectF(spot.x(), spot.y() - AGE_HEIGHT if above else spot.y(), room, AGE_HEIGHT)
    field.painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"{age_text(picture.now - last)} ago")


def silent(line: LinePicture, picture: TrendPicture) -> bool:
    """Whether a line has been quiet for longer than its quantity promises; totals are told when their time is over."""
    series = line.series
    if series is None or not line.count or line.channel.line.manner.bar_us:
        return False
    return picture.now - int(series.observed_at[line.count - 1]) > stale_after(line, picture)
