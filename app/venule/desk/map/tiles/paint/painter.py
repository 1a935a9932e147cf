"""Paints what a vector tile shows: ground first, then the casings of all ways before all ways, bridges at last."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from venule.desk.map.tiles.basemap import TILE_PX, Look
from venule.desk.map.tiles.paint import style
from venule.desk.map.tiles.paint.dashes import dashes
from venule.desk.map.tiles.paint.parts import Part, Placed, Sheet, edges, placed_areas, placed_lines
from venule.desk.map.tiles.paint.paths import draw_lines, fill_paths, stroke_paths
from venule.desk.map.tiles.vector.content import Area, Content, Line, Shapes
from venule.domain.geo import Floats

__all__ = ["Part", "paint", "paint_into"]

ROUNDED_FROM_PX = 4.0
"""Narrower ways get square ends and pointed bends, which cost half as much."""

HOLLOW_FROM_PX = 2.0
"""Railways at least this wide are hollow between their dashes."""

RAIL_EDGES_PX = 1.2

OWN_FROM = 0.499
"""Share of a pixel that makes it the tile's own; not a half, where edges do lie and the last bit would decide."""


@dataclass(frozen=True, slots=True, eq=False)
class Easel:
    """What is painted on, how near and how it should look."""

    painter: QPainter
    sheet: Sheet
    zoom: float
    look: Look

    def pen(self, colour: str, width: float, ends: Qt.PenCapStyle = Qt.PenCapStyle.FlatCap) -> QPen:
        """A pen of so many logical pixels; only with round ends it makes round bends."""
        join = Qt.PenJoinStyle.RoundJoin if ends is Qt.PenCapStyle.RoundCap else Qt.PenJoinStyle.MiterJoin
        return QPen(QColor(colour), width * self.look.ratio, Qt.PenStyle.SolidLine, ends, join)


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One kind of way that is in view, with its paths for the casing and the way itself."""

    line: Line
    way: style.Way
    colour: str
    width: float
    placed: Placed
    paths: tuple[QPainterPath, ...]


def paint(content: Content, part: Part, zoom: float, look: Look) -> QImage:
    """A part of a tile as an opaque picture on land."""
    side = round(TILE_PX * look.ratio)
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(look.palette.land))
    with QPainter(image) as painter:
        paint_into(painter, content, part, zoom, look)
    return image


def paint_into(painter: QPainter, content: Content, part: Part, zoom: float, look: Look) -> None:
    """Paint a part of a tile onto a picture of ``TILE_PX * look.ratio`` device pixels.

    A part that reaches beyond its tile leaves the rest of the picture as it is, for the neighbours to be painted next.
    """
    sheet = Sheet(part, round(TILE_PX * look.ratio))
    easel = Easel(painter, sheet, zoom, look)
    painter.save()
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(_own(sheet), Qt.ClipOperation.IntersectClip)
        _paint_areas(easel, content.areas)
        _paint_ways(easel, _courses(easel, content.lines))
        _paint_bridges(easel, _courses(easel, content.bridges, raised=True))
    finally:
        painter.restore()


def _own(sheet: Sheet) -> QRect:
    """The pixels that are the tile's own: neighbours round their common edge alike, however they computed it."""
    tile, side = sheet.tile, sheet.side_px
    left, top, right, bottom = (
        min(max(math.floor(edge + OWN_FROM), 0), side) for edge in (tile.left, tile.top, tile.right, tile.bottom)
    )
    return QRect(left, top, right - left, bottom - top)


def _paint_areas(easel: Easel, areas: Mapping[Area, Shapes]) -> None:
    """Ground of every kind, in the order of the kinds."""
    colours = style.area_colours(easel.look.palette)
    for area in Area:
        if area not in areas or easel.zoom < style.AREAS_FROM[area]:
            continue
        placed = placed_areas(areas[area], easel.sheet, style.SHORE_PX * easel.look.ratio)
        if area is Area.WATER:  # under the water, so that no line is seen between the pieces of one river
            shore = easel.pen(easel.look.palette.shore, 2 * style.SHORE_PX)
            draw_lines(easel.painter, edges(placed, easel.sheet.tile), shore)
        for path in fill_paths(placed):
            easel.painter.fillPath(path, QColor(colours[area]))
        if area is Area.BUILDING and easel.zoom >= style.BUILDING_EDGES_FROM:
            edge = easel.pen(easel.look.palette.building_edge, style.BUILDING_EDGE_PX)
            draw_lines(easel.painter, edges(placed, easel.sheet.tile), edge)


def _courses(easel: Easel, lines: Mapping[Line, Shapes], raised: bool = False) -> list[Course]:
    """The ways that are shown at this zoom, in the order in which they are painted."""
    colours, courses = style.line_colours(easel.look.palette), []
    for line, way in style.WAYS.items():
        if line in lines and easel.zoom >= way.shown_from:
            width = way.width(easel.zoom)
            reach = (width + style.DECK_PX + style.casing(easel.zoom)) * easel.look.ratio
            placed = placed_lines(lines[line], easel.sheet, reach)
            stroked = raised or line is Line.RAIL or way.dash is None
            paths = tuple(stroke_paths(placed)) if stroked else ()
            courses.append(Course(line, way, colours[line], width, placed, paths))
    return courses


def _paint_ways(easel: Easel, courses: list[Course]) -> None:
    """What has no casing at all, then all casings, then all streets: their crossings are open."""
    streets = [course for course in courses if course.way.cased]
    for course in courses:
        if not course.way.cased:
            _paint_course(easel, course)
    for course in streets:
        if easel.zoom >= course.way.cased_from:
            _stroke(easel, course, easel.look.palette.casing, course.width + style.casing(easel.zoom))
    for course in streets:
        _paint_course(easel, course)


def _paint_bridges(easel: Easel, courses: list[Course]) -> None:
    """Ways above all others, on decks of their own where they have no casing."""
    palette = easel.look.palette
    for course in courses:
        if easel.zoom >= style.BRIDGES_FROM:
            edge = style.casing(easel.zoom) if course.way.cased else style.DECK_PX + style.DECK_EDGE_PX
            _stroke(easel, course, palette.casing, course.width + edge, open_ended=True)
    for course in courses:
        if not course.way.cased:
            _stroke(easel, course, style.deck_colour(course.line, palette), course.width + style.DECK_PX)
        _paint_course(easel, course)


def _paint_course(easel: Easel, course: Course) -> None:
    """The ways of one kind themselves."""
    if course.way.dash is None:
        _stroke(easel, course, course.colour, course.width)
    elif course.line is not Line.RAIL:
        draw_lines(easel.painter, _dashes(easel, course, course.way.dash), easel.pen(course.colour, course.width))
    else:
        _stroke(easel, course, course.colour, course.width)
        if course.width >= HOLLOW_FROM_PX:
            hollow = easel.pen(easel.look.palette.land, course.width - RAIL_EDGES_PX)
            draw_lines(easel.painter, _dashes(easel, course, course.way.dash), hollow)


def _dashes(easel: Easel, course: Course, dash: tuple[float, float]) -> Floats:
    """The dashes of one kind of way."""
    width = course.width * easel.look.ratio
    return dashes(course.placed, easel.sheet.tile, dash[0] * width, dash[1] * width)


def _stroke(easel: Easel, course: Course, colour: str, width: float, open_ended: bool = False) -> None:
    """Stroke all paths of a kind of way. Ends reach over what they meet: flat ones would leave a line across it."""
    ends = Qt.PenCapStyle.RoundCap if course.width >= ROUNDED_FROM_PX else Qt.PenCapStyle.SquareCap
    pen = easel.pen(colour, width, Qt.PenCapStyle.FlatCap if open_ended else ends)
    for path in course.paths:
        easel.painter.strokePath(path, pen)
