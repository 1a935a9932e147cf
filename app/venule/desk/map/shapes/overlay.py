"""Paints the shapes of a square of the map into a transparent picture: areas, then lines by tone, alarms on top."""

from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF
from shiboken6 import wrapInstance

from venule.desk.map.camera import WORLD_PX, Bounds
from venule.desk.map.ink import clear_image, draw_lines
from venule.desk.map.shapes.colours import DASHES, EDGE_PX, mark_colour, tone_colour, tone_px
from venule.desk.map.shapes.index import ShapeIndex
from venule.desk.map.shapes.strokes import (
    Outline,
    Strokes,
    cut,
    dashes,
    joints,
    outlines,
    rings,
    strokes,
    without_hidden,
)
from venule.desk.map.tiles.basemap import Look
from venule.desk.models.shapecolours import Colours
from venule.desk.style.palette import Palette
from venule.desk.style.tones import STEPS, Mark, Tone

MARGIN_PX = 20.0
"""Beyond the square's edges strokes are still painted, as wide ones reach into it."""

SEEN_PX = 0.6
"""A notch in the outer edge of a bend that is smaller than this is not seen."""

WIDE_PX = 3.9
"""Lines wider than this have round ends and joints; of thinner ones nobody sees."""

FILL, MARKED_FILL = 0.05, 0.12
STEP_FILLS = (0.10, 0.11, 0.12, 0.13, 0.15, 0.17, 0.20, 0.23)
"""How opaque an area is: hardly when only its status is shown, and still calm when it is coloured by a value."""

OUTLINE_PX, OUTLINE_DASH, OUTLINE_GAP = 1.4, 6.0, 4.0
OUTLINE_OPACITY = 0.7
QUIET_FIRST = (Tone.NO_VALUE, Tone.BAD, Tone.STALE, Tone.PLAIN, *range(STEPS))
QUIETNESS = np.argsort(QUIET_FIRST).astype(np.int8)
MARK_BITS = 4
LOOKS = np.arange(len(Mark) << MARK_BITS, dtype=np.int8)
"""How a line looks, as one small number: its mark, and the place of its tone among the quiet ones."""


def paint_overlay(index: ShapeIndex, colours: Colours, box: Bounds, zoom: float, look: Look) -> QImage | None:
    """The picture of a box of the unit square at a zoom; ``None`` where there is nothing to see."""
    scale = WORLD_PX * 2.0**zoom
    width, height = (box.right - box.left) * scale, (box.bottom - box.top) * scale
    found = index.touching(box.grown(MARGIN_PX / scale))
    found = found[colours.tone[found] != Tone.HIDDEN]
    areas, lines = found[index.closed[found]], found[~index.closed[found]]
    if not len(found):
        return None
    image = clear_image(round(width), round(height), look.ratio)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(areas):
            paint_areas(painter, outlines(index, areas, box, scale), colours, (width, height), look.palette)
        if len(lines):
            inside = cut(strokes(outlines(index, lines, box, scale)), width, height, MARGIN_PX)
            paint_lines(painter, inside, colours, zoom, look.palette)
    return image


def paint_areas(
    painter: QPainter, outline: Outline, colours: Colours, size: tuple[float, float], palette: Palette
) -> None:
    """Fill areas and draw their outlines."""
    for shape, path in fills(outline, *size):
        painter.fillPath(path, area_fill(int(colours.tone[shape]), int(colours.mark[shape]), palette))
    inside = cut(strokes(outline), *size, MARGIN_PX)
    mark, tone = colours.mark[inside.shape], colours.tone[inside.shape]
    for wanted in np.unique(tone[mark == Mark.NONE]):
        edge = dashes(inside.only((tone == wanted) & (mark == Mark.NONE)), OUTLINE_DASH, OUTLINE_GAP)
        draw_strokes(painter, edge, _edge_colour(int(wanted), palette), OUTLINE_PX)
    edge = dashes(inside.only(mark == Mark.WARNING), 2 * OUTLINE_DASH, OUTLINE_GAP)
    draw_strokes(painter, edge, mark_colour(Mark.WARNING, palette), EDGE_PX)
    draw_strokes(painter, inside.only(mark == Mark.ALARM), mark_colour(Mark.ALARM, palette), EDGE_PX)


def fills(outline: Outline, width: float, height: float) -> list[tuple[int, QPainterPath]]:
    """One path for each area, its holes left open."""
    paths: dict[int, QPainterPath] = {}
    for shape, ring in rings(outline, width, height, MARGIN_PX):
        path = paths.setdefault(shape, QPainterPath())  # filled by the odd-even rule unless told otherwise
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring.tolist()]))
    return list(paths.items())


def area_fill(tone: int, mark: int, palette: Palette) -> QColor:
    """What an area is filled with."""
    colour = QColor(palette.link if tone == Tone.PLAIN else tone_colour(tone, palette))
    opacity = STEP_FILLS[tone] if 0 <= tone < STEPS else FILL
    if mark == Mark.ALARM and not 0 <= tone < STEPS:
        colour, opacity = mark_colour(mark, palette), MARKED_FILL
    colour.setAlphaF(opacity)
    return colour


def _edge_colour(tone: int, palette: Palette) -> QColor:
    colour = QColor(palette.link if tone == Tone.PLAIN else tone_colour(tone, palette))
    colour.setAlphaF(OUTLINE_OPACITY)
    return colour


def paint_lines(painter: QPainter, inside: Strokes, colours: Colours, zoom: float, palette: Palette) -> None:
    """Draw lines: what is quiet lies below, and what is in alarm on top of all."""
    looks = (colours.mark[inside.shape] << MARK_BITS) + QUIETNESS[colours.tone[inside.shape]]
    inside, looks = without_hidden(inside, looks)
    order = np.argsort(looks, kind="stable")
    inside, begin = inside.only(order), np.searchsorted(looks[order], LOOKS).tolist()
    for mark in Mark:
        first = mark << MARK_BITS
        if mark is not Mark.NONE:
            marked = inside.only(slice(begin[first], begin[first + len(QUIET_FIRST)]))
            _paint_edges(painter, marked, mark, zoom, palette)
        for look, tone in enumerate(QUIET_FIRST, first):
            _paint_tone(painter, inside.only(slice(begin[look], begin[look + 1])), tone, zoom, palette)


def _paint_tone(painter: QPainter, found: Strokes, tone: int, zoom: float, palette: Palette) -> None:
    """Draw the lines of one tone."""
    if not len(found):
        return
    width = tone_px(tone, zoom)
    if tone in DASHES:
        dash, gap = (part * max(width, 1.0) for part in DASHES[Tone(tone)])
        found = dashes(found, dash, gap)
    draw_strokes(painter, found, tone_colour(tone, palette), width, joined=tone not in DASHES)


def _paint_edges(painter: QPainter, found: Strokes, mark: Mark, zoom: float, palette: Palette) -> None:
    """Draw the coloured edges of marked lines: dashed for a warning, so that it is told from an alarm by form too."""
    width = tone_px(STEPS - 1, zoom)
    alarm = mark is Mark.ALARM
    edges = found if alarm else dashes(found, 10.0, 5.0)
    draw_strokes(painter, edges, mark_colour(mark, palette), width + 4 * EDGE_PX, joined=alarm)
    draw_strokes(painter, found, QColor(palette.land), width + 2 * EDGE_PX, joined=alarm)


def draw_strokes(painter: QPainter, found: Strokes, colour: QColor, width: float, *, joined: bool = False) -> None:
    """Draw strokes by numpy memory; ``joined`` ones reach over the joints between them.

    Flat and square ends are drawn several times as fast as round ones: wide strokes get dots where they need them.
    """
    if not len(found):
        return
    thin = joined and width <= WIDE_PX
    cap = Qt.PenCapStyle.SquareCap if thin else Qt.PenCapStyle.FlatCap
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, cap))
    draw_lines(painter, found.ends)
    if joined and not thin:
        places = joints(found, SEEN_PX / width)
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(cast(QPointF, wrapInstance(places.ctypes.data, QPointF)), len(places))
