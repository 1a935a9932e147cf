"""The field of one pane while it is painted: the painter, the colours, and where instants and values lie."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from venule.desk.style.fonts import strong
from venule.desk.style.metrics import Type
from venule.desk.style.palette import Palette, Theme
from venule.desk.timebar.axis import TimeScale
from venule.desk.trends.channel import Channel
from venule.desk.trends.layout import PaneBox
from venule.desk.trends.scale import Range
from venule.store.answers import Floats

DASHES: tuple[tuple[float, ...], ...] = ((), (14.0, 3.0), (8.0, 3.0, 2.0, 3.0))
"""Whole, dashed, dashed and dotted: beside colour and number a third way to tell the lines of one pane apart."""

GHOST_DASHES = ((4.0, 4.0), (2.0, 4.0), (4.0, 3.0, 1.0, 3.0))
GHOST_STRENGTH = {Theme.DARK: 0.7, Theme.LIGHT: 0.86}
"""A ghost is drawn in a weaker colour and in short dashes that no other line has; several of one line in different."""

TAG = QRectF(0, 0, 17, 14)


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """What every painting function of a pane needs."""

    painter: QPainter
    palette: Palette
    box: PaneBox
    scale: TimeScale
    shown: Range

    @property
    def plot(self) -> QRectF:
        """Where the lines are drawn."""
        return self.box.plot

    def y(self, value: float) -> float:
        """Where a value lies."""
        return self.plot.bottom() - (value - self.shown.low) * self.plot.height() / (self.shown.span or 1.0)

    def xs(self, observed_at: "np.typing.NDArray[np.int64]") -> Floats:
        """Where many instants lie."""
        return self.scale.left + (observed_at - self.scale.start) / self.scale.per_pixel()


def ink_of(channel: Channel, palette: Palette) -> str:
    """The colour of a line at its full strength; a ghost's is that of what it is compared with."""
    return palette.curves[(channel.colour if channel.shade is None else channel.shade) % len(palette.curves)]


def colour_of(channel: Channel, palette: Palette) -> QColor:
    """The colour of a line; that of a ghost is weaker."""
    colour = ink_of(channel, palette)
    return mixed(palette.panel, colour, GHOST_STRENGTH[palette.theme]) if channel.line.manner.ghost else QColor(colour)


def pen_of(channel: Channel, palette: Palette, width: float) -> QPen:
    """The pen of a line: its colour and its dashes."""
    pen = QPen(colour_of(channel, palette), width)
    every = GHOST_DASHES if channel.line.manner.ghost else DASHES
    dashes = every[channel.dash % len(every)]
    if dashes:
        pen.setDashPattern(dashes)
    return pen


def mixed(field: str, ink: str, share: float) -> QColor:
    """A colour between two of the palette."""
    below, above = QColor(field), QColor(ink)
    return QColor.fromRgbF(
        below.redF() + (above.redF() - below.redF()) * share,
        below.greenF() + (above.greenF() - below.greenF()) * share,
        below.blueF() + (above.blueF() - below.blueF()) * share,
    )


def paint_tag(painter: QPainter, centre: QPointF, channel: Channel, palette: Palette) -> None:
    """The number of a line on its colour, the same at its end and in the legend; that of a ghost is hollow."""
    ghost, colour = channel.line.manner.ghost, colour_of(channel, palette)
    box = TAG.translated(centre.x() - TAG.width() / 2, centre.y() - TAG.height() / 2)
    painter.setPen(QPen(colour, 1) if ghost else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.panel) if ghost else colour)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5) if ghost else box, 3, 3)
    painter.setPen(QColor(ink_of(channel, palette) if ghost else palette.panel))
    painter.setFont(strong(Type.CAPTION))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(channel.colour + 1))
