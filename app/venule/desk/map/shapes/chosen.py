"""The chosen line or area, and the one under the pointer, drawn live on top of the others."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor, QPainter

from venule.desk.map.camera import Camera
from venule.desk.map.ink import tint
from venule.desk.map.shapes.colours import tone_colour, tone_px
from venule.desk.map.shapes.index import ShapeIndex
from venule.desk.map.shapes.overlay import area_fill, draw_strokes, fills
from venule.desk.map.shapes.strokes import Outline, Strokes, cut, outlines, strokes
from venule.desk.models.shapecolours import Colours
from venule.desk.style.palette import Palette

RIM_PX, GROUND_PX, THICKER_PX = 7.0, 4.0, 1.2
EDGE_PX, EDGE_GROUND_PX = 2.0, 4.5
MORE_FILL = 0.14
"""By this a chosen area is filled once more."""

HOVER_PX, HOVER_OPACITY = 3.0, 0.45
MARGIN_PX = 24.0


@dataclass(frozen=True, slots=True, eq=False)
class Single:
    """One shape as a camera sees it."""

    area: bool
    tone: int
    mark: int
    outline: Outline
    inside: Strokes


def shapes_of(index: ShapeIndex, colours: Colours, camera: Camera, asset: int) -> Iterator[Single]:
    """The shape that an asset has, if it has one, whether a layer shows it or not."""
    begin, end = np.searchsorted(index.asset, (asset, asset + 1))
    for shape in range(begin, end):
        outline = outlines(index, np.array([shape]), camera.bounds, camera.scale)
        inside = cut(strokes(outline), camera.width, camera.height, MARGIN_PX)
        tone, mark = int(colours.tone[shape]), int(colours.mark[shape])
        yield Single(bool(index.closed[shape]), tone, mark, outline, inside)


def paint_chosen(painter: QPainter, camera: Camera, shape: Single, palette: Palette) -> None:
    """Draw a line thick and rimmed, an area filled and rimmed."""
    rims = [(EDGE_GROUND_PX, QColor(palette.land)), (EDGE_PX, QColor(palette.text))]
    if shape.area:
        fill = area_fill(shape.tone, shape.mark, palette)
        fill.setAlphaF(MORE_FILL)
        for _, path in fills(shape.outline, camera.width, camera.height):
            painter.fillPath(path, fill)
    else:
        width, core = tone_px(shape.tone, camera.zoom), tone_colour(shape.tone, palette)
        grounds = ((RIM_PX, QColor(palette.text)), (GROUND_PX, QColor(palette.land)), (THICKER_PX, core))
        rims = [(width + beyond, colour) for beyond, colour in grounds]
    for width, colour in rims:
        draw_strokes(painter, shape.inside, colour, width, joined=True)


def paint_hovered(painter: QPainter, camera: Camera, shape: Single, palette: Palette) -> None:
    """Draw a soft rim along a shape."""
    width = EDGE_PX if shape.area else tone_px(shape.tone, camera.zoom)
    draw_strokes(painter, shape.inside, tint(palette.text, HOVER_OPACITY), width + HOVER_PX)
