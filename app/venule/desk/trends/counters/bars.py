"""Paints totals as bars from zero to their value, each as wide as the hour or day it is of."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen

from venule.desk.trends.field import Field, colour_of, pen_of
from venule.desk.trends.picture import LinePicture, TrendPicture
from venule.desk.trends.readout import bar_end
from venule.domain.instant import HOUR

STRENGTH = 0.45
APART = 1.0
LEAST_WIDTH = 1.0
LEAST_OUTLINED = 6.0
"""Pixels below which outlines would be all that is seen."""


def paint_bars(field: Field, line: LinePicture, picture: TrendPicture) -> None:
    """The bars that reach into the window. Those of a ghost are outlines, so that it hides nothing."""
    series, length = line.series, line.channel.line.manner.bar_us
    if series is None or not length:
        return
    at = series.observed_at[: line.count]
    first = int(np.searchsorted(at, picture.window.start - length - HOUR))
    last = int(np.searchsorted(at, picture.window.end, side="right"))
    _dress(field, line, field.scale.x(int(length)) - field.scale.x(0) >= LEAST_OUTLINED)
    for row in range(first, last):
        until = _shown(line, bar_end(at, row, length), picture)
        _paint_bar(field, line, (int(at[row]), until), float(series.number[row]))


def _shown(line: LinePicture, until: int, picture: TrendPicture) -> int:
    """The end of a bar; one that still lasts ends at the clock, but a ghost's, of which all is known."""
    return until if line.channel.line.manner.ahead else min(until, picture.now)


def _dress(field: Field, line: LinePicture, outlined: bool) -> None:
    painter = field.painter
    if line.channel.line.manner.ghost:
        painter.setPen(pen_of(line.channel, field.palette, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        return
    filling = QColor(colour_of(line.channel, field.palette))
    filling.setAlphaF(STRENGTH)
    painter.setPen(QPen(colour_of(line.channel, field.palette), 1) if outlined else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(filling)


def _paint_bar(field: Field, line: LinePicture, stretch: tuple[int, int], number: float) -> None:
    plot, scale = field.plot, field.scale
    wide = scale.x(stretch[1]) - scale.x(stretch[0])
    apart = APART if wide >= LEAST_OUTLINED else 0.0
    left, right = max(plot.left(), scale.x(stretch[0]) + apart), min(plot.right(), scale.x(stretch[1]) - apart)
    foot = min(field.y(line.lift), plot.bottom())
    top = max(field.y(number * line.gain + line.lift), plot.top())
    if right > plot.left() and left < plot.right() and foot > top:
        field.painter.drawRect(QRectF(left, top, max(LEAST_WIDTH, right - left), foot - top))
