"""A trend as a still picture: on any painter, in an image or as a drawing, without a window and without pyqtgraph."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from venule.desk.style.palette import Palette
from venule.desk.timebar.axis import AXIS_HEIGHT, TimeScale, paint_axis
from venule.desk.trends.curves import Curve, curves_of, pen_width, seconds_of
from venule.desk.trends.layout import AXIS_WIDTH, Layout, lay_out, least_height, right_margin
from venule.desk.trends.line import MAX_LINES, TrendLine
from venule.desk.trends.lineup import Lineup
from venule.desk.trends.painting import Scene, paint_over, paint_under
from venule.desk.trends.panes import Arrangement
from venule.desk.trends.picture import Moment, TrendPicture, compose
from venule.desk.trends.scale import Range
from venule.desk.trends.stills.legend import legend_height, paint_heading, paint_legend
from venule.desk.trends.window import TimeWindow
from venule.domain.alarm import Alarm
from venule.domain.clock import Clock
from venule.domain.instant import Instant
from venule.domain.note import Note
from venule.store.answers import Series

HEADING_HEIGHT = 24


@dataclass(frozen=True, slots=True, eq=False)
class Exhibit:
    """What a still picture is of: lines with their series over a stretch of time, as known at ``now``.

    Series are what :meth:`venule.store.reader.Reader.series` answers, asked with ``around=True`` so that lines reach
    the edges; about two points a pixel are enough. ``now`` beyond ``end`` leaves nothing veiled. At most
    :data:`~venule.desk.trends.line.MAX_LINES` lines are drawn, the first ones.
    """

    lines: tuple[tuple[TrendLine, Series], ...]
    start: Instant
    end: Instant
    now: Instant
    alarms: tuple[Alarm, ...] = ()
    notes: tuple[Note, ...] = ()
    arrangement: Arrangement = Arrangement.BY_UNIT
    heading: str = ""


def trend_still(exhibit: Exhibit, size: QSizeF, palette: Palette, zone: tzinfo | None, ratio: float = 2.0) -> QImage:
    """An image of ``size`` logical pixels, ``ratio`` device pixels to each: sharp at 1 to 4."""
    return picture_image(picture_of(exhibit), size, palette, zone, ratio=ratio, heading=exhibit.heading)


def paint_trend(painter: QPainter, box: QRectF, exhibit: Exhibit, palette: Palette, zone: tzinfo | None) -> None:
    """Paint it into a box, whose units are logical pixels: scale the painter before for paper.

    With title, panes, time axis and a legend that tells each line's range over the stretch. Text stays text on a PDF.
    """
    paint_picture(painter, box, picture_of(exhibit), palette, zone, heading=exhibit.heading)


def trend_height(exhibit: Exhibit, width: float, pane: float = 120.0) -> float:
    """How high a box of that width must be for each pane of values to have about ``pane`` pixels."""
    picture = picture_of(exhibit)
    panes = [each.pane for each in picture.panes]
    values = sum(each.kind == "values" for each in panes)
    furniture = AXIS_HEIGHT + legend_height(picture, width) + (HEADING_HEIGHT if exhibit.heading else 0)
    return lay_out(panes, width, least_height(panes) + values * max(0.0, pane - 54)).height + furniture


def picture_of(exhibit: Exhibit) -> TrendPicture:
    """The picture composed of an exhibit."""
    lineup = Lineup("still")
    window = TimeWindow(exhibit.start, exhibit.end, following=False)
    for line, _ in exhibit.lines[:MAX_LINES]:
        lineup.add(line)
    for channel, (_, series) in zip(lineup.channels, exhibit.lines, strict=False):
        channel.series = series
        if exhibit.arrangement is Arrangement.STACKED:
            channel.dash = 0  # alone in its pane, where dashes would look like gaps
    moment = Moment(
        window=window,
        clock=Clock(live=False, origin=exhibit.now, started=exhibit.now),
        now=exhibit.now,
        origin=exhibit.start,
        cross=None,
        focused=None,
        ranges={},
        alarms=exhibit.alarms,
        arrangement=exhibit.arrangement,
        notes=exhibit.notes,
    )
    return compose(lineup.channels, moment)


def picture_image(
    picture: TrendPicture,
    size: QSizeF,
    palette: Palette,
    zone: tzinfo | None,
    *,
    ratio: float = 2.0,
    heading: str = "",
) -> QImage:
    """A composed picture as an image."""
    image = QImage((size * ratio).toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(palette.panel))
    with QPainter(image) as painter:
        paint_picture(painter, QRectF(QPointF(), size), picture, palette, zone, heading=heading)
    return image


def paint_picture(
    painter: QPainter, box: QRectF, picture: TrendPicture, palette: Palette, zone: tzinfo | None, *, heading: str = ""
) -> None:
    """Paint a composed picture into a box: heading, panes, time axis, legend."""
    painter.save()
    painter.translate(box.topLeft())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(QPointF(), box.size()), QColor(palette.panel))
    top = HEADING_HEIGHT if heading else 0
    if heading:
        paint_heading(painter, QRectF(0, 0, box.width(), top), heading, palette)
    foot = legend_height(picture, box.width())
    field = QRectF(0, top, box.width(), box.height() - top - foot - AXIS_HEIGHT)
    _paint_panes(painter, field, picture, palette, zone)
    paint_legend(painter, QRectF(0, box.height() - foot, box.width(), foot), picture, palette)
    painter.restore()


def _paint_panes(painter: QPainter, box: QRectF, picture: TrendPicture, palette: Palette, zone: tzinfo | None) -> None:
    panes = [pane.pane for pane in picture.panes]
    layout = lay_out(panes, box.width(), box.height())
    width = max(1.0, box.width() - AXIS_WIDTH - right_margin(panes))
    scale = TimeScale(picture.window.start, picture.window.end, AXIS_WIDTH, width)
    scene = Scene(picture, layout, scale, palette, zone)
    painter.save()
    painter.translate(box.topLeft())
    paint_under(painter, scene)
    _paint_curves(painter, layout, picture, palette)
    paint_over(painter, scene)
    painter.restore()
    axis = QRectF(AXIS_WIDTH, box.bottom(), width, AXIS_HEIGHT)
    paint_axis(painter, axis, scale, palette, zone)


def _paint_curves(painter: QPainter, layout: Layout, picture: TrendPicture, palette: Palette) -> None:
    seconds, width = seconds_of(picture), pen_width(picture)
    for pane, place in zip(picture.panes, layout.boxes, strict=True):
        painter.save()
        painter.setClipRect(place.plot)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for curve in curves_of(pane, palette, width):
            pen = QPen(curve.pen)
            pen.setCosmetic(False)  # as wide on paper and in fine pictures as everything else is
            painter.setPen(pen)
            for run in polylines(curve, place.plot, seconds, pane.shown):
                painter.drawPolyline(run)
        painter.restore()


def polylines(curve: Curve, plot: QRectF, x: Range, y: Range) -> Sequence[QPolygonF]:
    """The stretches of a curve that are joined, in pixels; what lies far outside the plot is left out."""
    path = curve.path
    if len(path.x) < 2:
        return ()
    across = plot.left() + (path.x - x.low) * plot.width() / (x.span or 1.0)
    down = plot.bottom() - (path.y * curve.gain + curve.lift - y.low) * plot.height() / (y.span or 1.0)
    joined = path.connect[:-1].astype(np.bool_) & (across[1:] >= plot.left()) & (across[:-1] <= plot.right())
    edges = np.flatnonzero(np.diff(np.concatenate(([False], joined, [False])).astype(np.int8)))
    points = [QPointF(a, b) for a, b in zip(across.tolist(), down.tolist(), strict=True)]
    return [
        QPolygonF(points[first : last + 1])
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    ]
