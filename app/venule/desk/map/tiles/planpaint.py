"""Painting one tile of a town plan, a little at a time: greens, water, buildings, then casings before roads."""

import math
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from venule.desk.map.camera import Bounds
from venule.desk.map.ink import pen
from venule.desk.map.tiles.basemap import Look
from venule.desk.map.tiles.plan import Layer, Plan

TILE_PX = 512
SHAPES_A_STEP = 24
"""Shapes painted between two looks at the watch."""

BUILDINGS_FROM = 13.6
BUILDING_EDGES_FROM = 15.2
MINOR_CASINGS_FROM = 13.5
WIDEST_PX = 40.0
MINOR, MAJOR = ("country_lane", "road"), ("country_road", "road_major")
CASING_PX = 1.2


def minor_width(zoom: float) -> float:
    """Width of a street in pixels."""
    return min(max(1.1 * math.pow(1.55, zoom - 12.5), 0.6), WIDEST_PX * 0.6)


def major_width(zoom: float) -> float:
    """Width of a main street in pixels."""
    return min(max(1.9 * math.pow(1.5, zoom - 12.0), 1.0), WIDEST_PX)


def paint_tile(plan: Plan, box: Bounds, zoom: float, look: Look, image: QImage) -> Iterator[None]:
    """Paint a box of the world into a square picture; pauses after each few shapes."""
    palette = look.palette
    image.fill(QColor(palette.land))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        units = plan.to_units(box)
        scale = TILE_PX * look.ratio / (units.right - units.left)
        painter.scale(scale, scale)
        painter.translate(-units.left, -units.top)
        reach = units.grown(WIDEST_PX / TILE_PX * (units.right - units.left))
        yield from _areas(painter, plan, reach, zoom, look)
        yield from _roads(painter, plan, reach, zoom, look)


def _areas(painter: QPainter, plan: Plan, box: Bounds, zoom: float, look: Look) -> Iterator[None]:
    palette, none = look.palette, QPen(Qt.PenStyle.NoPen)
    yield from _fill(painter, plan.layers["green"], box, palette.green, none)
    yield from _fill(painter, plan.layers["water"], box, palette.water, _cosmetic(palette.shore, 1.2 * look.ratio))
    if zoom >= BUILDINGS_FROM:
        edge = _cosmetic(palette.road_casing, 0.7 * look.ratio) if zoom >= BUILDING_EDGES_FROM else none
        yield from _fill(painter, plan.layers["building"], box, palette.building, edge)


def _roads(painter: QPainter, plan: Plan, box: Bounds, zoom: float, look: Look) -> Iterator[None]:
    """All casings before all fills, so that crossings are open; main streets lie on top."""
    palette, ratio = look.palette, look.ratio
    minor, major = MINOR, MAJOR
    wide, narrow = major_width(zoom) * ratio, minor_width(zoom) * ratio
    casing = CASING_PX * ratio * (2 if zoom >= BUILDING_EDGES_FROM else 1.4)
    strokes = [
        (major, _cosmetic(palette.road_casing, wide + casing)),
        (minor, _cosmetic(palette.road, narrow, round_ends=True)),
        (major, _cosmetic(palette.road_major, wide, round_ends=True)),
    ]
    if zoom >= MINOR_CASINGS_FROM:
        strokes.insert(0, (minor, _cosmetic(palette.road_casing, narrow + casing)))
    for names, line in strokes:
        for name in names:
            yield from _stroke(painter, plan.layers[name], box, line)


def _fill(painter: QPainter, layer: Layer, box: Bounds, colour: str, edge: QPen) -> Iterator[None]:
    """Fill areas, with their outline where it is wanted."""
    for count, path in enumerate(layer.within(box)):
        if count % SHAPES_A_STEP == 0:
            yield
            painter.setPen(edge)
            painter.setBrush(QColor(colour))
        painter.drawPath(path)


def _stroke(painter: QPainter, layer: Layer, box: Bounds, line: QPen) -> Iterator[None]:
    """Stroke lines; each is short, for one long anti-aliased path costs more than its pieces."""
    for count, path in enumerate(layer.within(box)):
        if count % SHAPES_A_STEP == 0:
            yield
        painter.strokePath(path, line)


def _cosmetic(colour: str, width: float, round_ends: bool = False) -> QPen:
    """A pen whose width is in pixels of the picture, whatever the scale."""
    line = pen(colour, width)
    line.setCosmetic(True)
    if round_ends and width > 2:
        line.setCapStyle(Qt.PenCapStyle.RoundCap)
    return line


def empty_tile(look: Look) -> QImage:
    """An opaque picture for one tile."""
    side = round(TILE_PX * look.ratio)
    return QImage(side, side, QImage.Format.Format_RGB32)
