"""What is stroked in a pane: paths with their pens, and the pane they lie in, for the canvas and for still pictures."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPen

from venule.desk.style.palette import Palette
from venule.desk.trends.field import pen_of
from venule.desk.trends.panes import PaneKind
from venule.desk.trends.picture import LinePicture, PanePicture, TrendPicture
from venule.desk.trends.scale import Range
from venule.desk.trends.strokes import Path

FINE_POINTS = 1_000
"""Up to so many points lines are drawn with soft edges 1.5 pixels wide; Qt's stroker costs 20 times the thin line."""

FINE_WIDTH, PLAIN_WIDTH = 1.5, 1.0
LATER_DASHES = (1.0, 3.0)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A path with its pen, and where its values lie on the pane's axis."""

    path: Path
    pen: QPen
    gain: float = 1.0
    lift: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """One pane of curves: its box on the canvas and its ranges."""

    box: QRectF
    x: Range
    y: Range
    curves: tuple[Curve, ...]


def pen_width(picture: TrendPicture, ratio: float = 1.0) -> float:
    """How wide the lines of a picture are drawn, in pixels of the device: by how many points there are.

    ``ratio`` says how many of them a logical pixel is wide. The thin line stays one: the canvas draws it again beside.
    """
    points = sum(line.count for pane in picture.panes for line in pane.lines)
    return FINE_WIDTH * ratio if points <= FINE_POINTS else PLAIN_WIDTH


def curves_of(pane: PanePicture, palette: Palette, width: float) -> tuple[Curve, ...]:
    """All that is stroked in a pane: of each line what was known in time and what was filled in later, ghosts below."""
    if pane.pane.kind is PaneKind.WORDS:
        return ()
    lines = sorted(pane.lines, key=lambda line: not line.channel.line.manner.ghost)
    return tuple(curve for line in lines for curve in _strokes(line, palette, width))


def _strokes(line: LinePicture, palette: Palette, width: float) -> tuple[Curve, ...]:
    if line.strokes is None:
        return ()
    pen = pen_of(line.channel, palette, width)
    pen.setCosmetic(True)  # in pixels at any zoom
    dotted = QPen(pen)
    dotted.setWidthF(max(PLAIN_WIDTH, width / FINE_WIDTH))
    dotted.setDashPattern(LATER_DASHES)
    return (
        Curve(line.strokes.known, pen, line.gain, line.lift),
        Curve(line.strokes.later, dotted, line.gain, line.lift),
    )


def seconds_of(picture: TrendPicture) -> Range:
    """The window as paths have it: in seconds from the picture's origin."""
    return Range((picture.window.start - picture.origin) / 1e6, (picture.window.end - picture.origin) / 1e6)
