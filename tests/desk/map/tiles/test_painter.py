"""The painter of vector tiles: the palette's colours, the right thing on top, and no seam where tiles meet."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.basemap import TILE_PX, Look
from venule.desk.map.tiles.paint import style
from venule.desk.map.tiles.paint.dashes import dashes
from venule.desk.map.tiles.paint.painter import Part, paint, paint_into
from venule.desk.map.tiles.paint.parts import Sheet, edges, placed_areas, placed_lines
from venule.desk.map.tiles.paint.paths import OVERLAP_PX, STROKED_POINTS, draw_lines, fill_paths, stroke_paths
from venule.desk.map.tiles.vector.content import EMPTY, Area, Content, Line, Shapes
from venule.desk.style.palette import DARK, LIGHT, Palette

WHOLE = Part(0.0, 0.0, 1.0)
NEAR = 16.0
LOOK = Look(LIGHT, 1.0)
TILE = Bounds(0.0, 0.0, 512.0, 512.0)
STREETS = (Line.MINOR, Line.TERTIARY, Line.SECONDARY, Line.PRIMARY, Line.MOTORWAY)

Ring = Sequence[tuple[float, float]]


def shapes(*parts: Iterable[Ring]) -> Shapes:
    """Shapes of one kind, each given by its lines or rings."""
    rings = [np.array(ring, np.float64).reshape(-1, 2) for shape in parts for ring in shape]
    first = np.cumsum([0, *(len(ring) for ring in rings)], dtype=np.int32)
    shape = np.cumsum([0, *(len(list(rings)) for rings in parts)], dtype=np.int32)
    points = np.concatenate([np.empty((0, 2)), *rings])
    return Shapes(points[:, 0].copy(), points[:, 1].copy(), first, shape)


def box(left: float, top: float, right: float, bottom: float) -> Ring:
    """A rectangle as a ring."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def content(
    areas: Mapping[Area, Shapes] | None = None,
    lines: Mapping[Line, Shapes] | None = None,
    bridges: Mapping[Line, Shapes] | None = None,
) -> Content:
    """A tile without names."""
    return Content(areas or {}, lines or {}, bridges or {}, ())


def pixels(image: QImage) -> npt.NDArray[np.int16]:
    """The channels of a picture, so that differences can be counted."""
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return raw[:, :, :3].astype(np.int16)


def far_apart(first: QImage, second: QImage) -> int:
    """The largest difference of a channel between two pictures."""
    return int(np.abs(pixels(first) - pixels(second)).max())


def only(image: QImage, colours: Iterable[str]) -> bool:
    """Whether a picture holds these colours and no other, and all of them."""
    found = {tuple(pixel) for pixel in pixels(image).reshape(-1, 3).tolist()}
    return found == {(colour.blue(), colour.green(), colour.red()) for colour in map(QColor, colours)}


def test_that_an_empty_tile_is_land_of_the_size_that_is_asked_for() -> None:
    for palette, ratio, side in ((DARK, 1.0, 512), (LIGHT, 1.5, 768), (LIGHT, 2.0, 1024)):
        image = paint(EMPTY, WHOLE, NEAR, Look(palette, ratio))
        assert (image.width(), image.height(), image.format()) == (side, side, QImage.Format.Format_RGB32)
        assert only(image, [palette.land])


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.theme)
def test_that_each_kind_of_ground_has_its_colour(palette: Palette) -> None:
    colours = style.area_colours(palette)
    assert set(colours) == set(Area) == set(style.AREAS_FROM)
    for area, colour in colours.items():
        image = paint(content({area: shapes([box(0.25, 0.25, 0.75, 0.75)])}), WHOLE, NEAR, Look(palette, 1.0))
        assert image.pixelColor(256, 256) == QColor(colour), area
        assert image.pixelColor(100, 256) == QColor(palette.land), area


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.theme)
def test_that_each_kind_of_way_has_its_colour(palette: Palette) -> None:
    colours = style.line_colours(palette)
    assert set(colours) == set(Line) == set(style.WAYS)
    for line, colour in colours.items():
        way = shapes([[(-0.1, 0.5), (1.1, 0.5)]])
        image = paint(content(lines={line: way}), WHOLE, 18.0, Look(palette, 1.0))
        assert QColor(colour) in [image.pixelColor(x, y) for x in range(0, 512, 2) for y in range(252, 260)], line
        assert image.pixelColor(256, 150) == QColor(palette.land), line


def test_that_later_kinds_lie_on_earlier_ones() -> None:
    ground = {area: shapes([box(0.0, 0.0, 1.0, 1.0)]) for area in Area}
    below: list[Area] = []
    for area in Area:
        below.append(area)
        image = paint(content({kind: ground[kind] for kind in reversed(below)}), WHOLE, NEAR, LOOK)
        assert image.pixelColor(256, 256) == QColor(style.area_colours(LIGHT)[area])


def test_that_a_hole_shows_the_ground() -> None:
    hole = list(reversed(box(0.4, 0.4, 0.6, 0.6)))
    image = paint(content({Area.WOOD: shapes([box(0.2, 0.2, 0.8, 0.8), hole])}), WHOLE, NEAR, LOOK)
    assert image.pixelColor(256, 256) == QColor(LIGHT.land)
    assert image.pixelColor(150, 256) == QColor(LIGHT.wood)


def test_that_buildings_their_edges_and_paths_wait_until_one_is_near() -> None:
    houses = content({Area.BUILDING: shapes([box(0.25, 0.25, 0.75, 0.75)])})
    paths = content(lines={Line.PATH: shapes([[(0.0, 0.5), (1.0, 0.5)]])})
    assert only(paint(houses, WHOLE, 13.5, LOOK), [LIGHT.land])
    assert only(paint(houses, WHOLE, 13.75, LOOK), [LIGHT.land, LIGHT.building])
    edge = paint(houses, WHOLE, 15.25, LOOK).pixelColor(128, 256)
    assert edge.lightness() < QColor(LIGHT.building).lightness()
    assert only(paint(paths, WHOLE, 15.25, LOOK), [LIGHT.land])
    assert not only(paint(paths, WHOLE, 15.5, LOOK), [LIGHT.land])


@pytest.mark.parametrize("first", STREETS)
@pytest.mark.parametrize("second", STREETS)
def test_that_crossings_are_open(first: Line, second: Line) -> None:
    lines = {first: shapes([[(-0.1, 0.5), (1.1, 0.5)]])}
    across = [(0.5, -0.1), (0.5, 1.1)]
    lines[second] = shapes([[(-0.1, 0.5), (1.1, 0.5)]], [across]) if first is second else shapes([across])
    image = paint(content(lines=lines), WHOLE, NEAR, Look(DARK, 1.0))
    darkest = min(QColor(style.line_colours(DARK)[line]).lightness() for line in lines)
    assert min(image.pixelColor(x, 256).lightness() for x in range(512)) >= darkest
    assert min(image.pixelColor(256, y).lightness() for y in range(512)) >= darkest


def test_that_a_street_has_a_casing_on_both_sides() -> None:
    image = paint(content(lines={Line.PRIMARY: shapes([[(-0.1, 0.5), (1.1, 0.5)]])}), WHOLE, NEAR, LOOK)
    column = [image.pixelColor(256, y).name() for y in range(512)]
    street = [y for y, colour in enumerate(column) if colour == LIGHT.primary]
    assert len(street) == pytest.approx(style.WAYS[Line.PRIMARY].width(NEAR), abs=2)
    for side in (column[street[0] - 2 : street[0]], column[street[-1] + 1 : street[-1] + 3]):
        assert min(QColor(colour).lightness() for colour in side) <= QColor(LIGHT.casing).lightness() + 2


@pytest.mark.parametrize("line", [Line.MINOR, Line.PATH, Line.RAIL])
def test_that_a_bridge_lies_above_the_widest_street(line: Line) -> None:
    lines = {Line.MOTORWAY: shapes([[(-0.1, 0.5), (1.1, 0.5)]])}
    bridges = {line: shapes([[(0.5, 0.4), (0.5, 0.6)]])}
    image = paint(content(lines=lines, bridges=bridges), WHOLE, NEAR, Look(DARK, 3.0))
    row = [image.pixelColor(x, 768).name() for x in range(720, 816)]
    assert row[0] == row[-1] == DARK.motorway
    assert DARK.casing in row[:48], "its edge on one side"
    assert DARK.casing in row[48:], "and on the other"
    assert {style.line_colours(DARK)[line], DARK.land} & set(row[44:52])


def test_that_a_footbridge_does_not_cut_the_street_below_it() -> None:
    lines = {Line.MOTORWAY: shapes([[(-0.1, 0.5), (1.1, 0.5)]])}
    bridges = {Line.PATH: shapes([[(0.5, 0.4), (0.5, 0.6)]])}
    row = pixels(paint(content(lines=lines, bridges=bridges), WHOLE, NEAR, Look(DARK, 3.0)))[768, 720:816]
    land = QColor(DARK.land).lightness()
    assert (row.max(axis=1) > land).sum() > len(row) - 12, "only its edges are darker than land"


def test_that_no_line_is_drawn_where_a_bridge_begins() -> None:
    road = content(
        lines={Line.PRIMARY: shapes([[(-0.1, 0.5), (0.4, 0.51)]], [[(0.6, 0.51), (1.1, 0.5)]])},
        bridges={Line.PRIMARY: shapes([[(0.4, 0.51), (0.6, 0.51)]])},
    )
    image = paint(road, WHOLE, NEAR, Look(DARK, 1.0))
    assert {image.pixelColor(x, 260).name() for x in range(195, 320)} == {DARK.primary}


def test_that_a_tile_cut_out_of_water_or_of_a_house_has_no_edge_at_its_border() -> None:
    for margin in (0.0, 1 / 64):
        cut = shapes([box(-margin, -margin, 1 + margin, 1 + margin)])
        assert only(paint(content({Area.WATER: cut}), WHOLE, NEAR, LOOK), [LIGHT.water])
        assert only(paint(content({Area.BUILDING: cut}), WHOLE, NEAR, LOOK), [LIGHT.building])


def test_that_water_has_a_shore_and_the_pieces_of_a_river_have_none_between_them() -> None:
    river = shapes([box(-0.1, 0.4, 0.5, 0.6)], [box(0.5, 0.4, 1.1, 0.6)])
    image = paint(content({Area.WATER: river}), WHOLE, NEAR, LOOK)
    assert {image.pixelColor(x, 256).name() for x in range(512)} == {LIGHT.water}
    shore = [image.pixelColor(100, y).lightness() for y in range(200, 210)]
    assert min(shore) < QColor(LIGHT.water).lightness()


def test_that_a_part_beyond_the_tile_is_left_as_it_was() -> None:
    image = QImage(TILE_PX, TILE_PX, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.alarm))
    everything = {area: shapes([box(-1.0, -1.0, 2.0, 2.0)]) for area in Area}
    with QPainter(image) as painter:
        paint_into(painter, content(everything), Part(-0.5, 0.25, 1.0), NEAR, LOOK)
    for x, y, colour in ((255, 100, LIGHT.alarm), (256, 100, LIGHT.building), (256, 384, LIGHT.alarm)):
        assert image.pixelColor(x, y) == QColor(colour)


def test_that_the_painter_is_given_back_as_it_was() -> None:
    image = QImage(TILE_PX, TILE_PX, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        before = painter.pen(), painter.renderHints(), painter.hasClipping()
        paint_into(painter, scene(WHOLE, MARGIN), WHOLE, NEAR, LOOK)
        assert (painter.pen(), painter.renderHints(), painter.hasClipping()) == before


def kept(line: Ring, window: Bounds) -> Ring:
    """What is left of a straight line in a window; nothing when it passes by."""
    (x, y), (to_x, to_y) = line
    enters, leaves = 0.0, 1.0
    for at, step, low, high in ((x, to_x - x, window.left, window.right), (y, to_y - y, window.top, window.bottom)):
        if step == 0:
            if not low < at < high:
                return []
            continue
        near, far = sorted(((low - at) / step, (high - at) / step))
        enters, leaves = max(enters, near), min(leaves, far)
    if enters >= leaves:
        return []
    return [(x + (to_x - x) * share, y + (to_y - y) * share) for share in (enters, leaves)]


def clipped(ring: Ring, window: Bounds) -> Ring:
    """What is left of a rectangle in a window."""
    (left, top), _, (right, bottom), _ = ring
    left, right = max(left, window.left), min(right, window.right)
    top, bottom = max(top, window.top), min(bottom, window.bottom)
    return box(left, top, right, bottom) if left < right and top < bottom else []


ROADS: tuple[Ring, ...] = (
    [(0.05, 0.13), (0.95, 0.81)],
    [(0.13, 0.93), (0.87, 0.21)],
    [(0.02, 0.52), (0.98, 0.47)],
    [(0.47, 0.03), (0.53, 0.97)],
    [(0.31, 0.02), (0.28, 0.99)],
)
BLOCKS: tuple[Ring, ...] = (
    box(0.06, 0.07, 0.71, 0.33),
    box(0.35, 0.38, 0.62, 0.66),
    box(0.11, 0.71, 0.93, 0.91),
)


def scene(part: Part, margin: float) -> Content:
    """One town cut to a square of it, as a tile with a margin."""
    left, top, side = part
    reach = margin * side
    window = Bounds(left - reach, top - reach, left + side + reach, top + side + reach)

    def brought(found: Iterable[Ring]) -> Shapes | None:
        rings = [[((x - left) / side, (y - top) / side) for x, y in ring] for ring in found if ring]
        return shapes(*([ring] for ring in rings)) if rings else None

    areas = {area: brought([clipped(block, window)]) for area, block in zip(GROUND, BLOCKS, strict=True)}
    lines = {line: brought([kept(road, window)]) for line, road in zip(STREETS, ROADS, strict=True)}
    bridge = brought([kept([(0.1, 0.37), (0.9, 0.61)], window)])
    return content(
        {area: found for area, found in areas.items() if found is not None},
        {line: found for line, found in lines.items() if found is not None},
        {} if bridge is None else {Line.SECONDARY: bridge},
    )


GROUND = (Area.WATER, Area.BUILDING, Area.PITCH)
MARGIN = 1 / 64
QUARTERS = [(column, row) for row in (0, 1) for column in (0, 1)]
SEEN = 12
"""Edges may differ by the rounding of a sixteenth of a pixel; a seam of casing, shore or land differs by more."""


@pytest.mark.parametrize("look", [Look(DARK, 1.0), Look(LIGHT, 1.5)], ids=["dark", "light"])
def test_that_a_town_looks_the_same_as_one_tile_and_as_four(look: Look) -> None:
    whole = scene(WHOLE, MARGIN)
    for column, row in QUARTERS:
        quarter = Part(column / 2, row / 2, 0.5)
        one = paint(whole, quarter, NEAR, look)
        four = paint(scene(quarter, MARGIN), WHOLE, NEAR, look)
        assert far_apart(one, four) <= SEEN


def test_that_a_street_goes_on_in_a_tile_without_a_margin() -> None:
    road = [(0.3, 0.4), (0.7, 0.55)]
    one = paint(content(lines={Line.PRIMARY: shapes([road])}), Part(0.25, 0.25, 0.5), NEAR, LOOK)
    four = paint(EMPTY, WHOLE, NEAR, LOOK)
    with QPainter(four) as painter:
        for column, row in QUARTERS:
            half = kept(road, Bounds(column / 2, row / 2, column / 2 + 0.5, row / 2 + 0.5))
            if half:
                lines = {Line.PRIMARY: shapes([[(x * 2 - column, y * 2 - row) for x, y in half]])}
                paint_into(painter, content(lines=lines), Part(0.5 - column, 0.5 - row, 1.0), NEAR, LOOK)
    columns = slice(240, 272)
    assert np.abs(pixels(one) - pixels(four))[:, columns].max() <= SEEN


@pytest.mark.parametrize("side", [0.6, 0.5, 0.42, 0.35])
def test_that_a_picture_of_four_tiles_looks_like_one_of_a_single_tile(side: float) -> None:
    middle = Part(0.5 - side / 3, 0.5 - side / 2.5, side)
    one = paint(scene(WHOLE, MARGIN), middle, NEAR, LOOK)
    four = paint(EMPTY, WHOLE, NEAR, LOOK)
    with QPainter(four) as painter:
        for column, row in QUARTERS:
            tile = scene(Part(column / 2, row / 2, 0.5), MARGIN)
            part = Part(middle.left * 2 - column, middle.top * 2 - row, side * 2)
            paint_into(painter, tile, part, NEAR, LOOK)
    assert far_apart(one, four) <= SEEN


def test_that_a_dash_goes_on_in_the_next_tile() -> None:
    for line, border in ((Line.PATH, 0.31), (Line.BOUNDARY, 0.77)):
        west = content(lines={line: shapes([[(0.21, 0.37), (1.0, border)]])})
        east = content(lines={line: shapes([[(0.0, border), (0.9, 0.5)]])})
        pair = [paint(tile, WHOLE, 17.0, LOOK) for tile in (west, east)]
        ink, row = QColor(style.line_colours(LIGHT)[line]).lightness(), round(border * 512)
        for image, column in zip(pair, (511, 0), strict=True):
            found = [image.pixelColor(column, y).lightness() for y in range(row - 3, row + 3)]
            assert min(found) <= (ink + QColor(LIGHT.land).lightness()) / 2, line


def test_that_dashes_fill_a_line_from_border_to_border_in_whole_periods() -> None:
    line = placed_lines(shapes([[(-0.01, 0.25), (0.4, 0.25), (0.4, 0.75), (1.01, 0.75)]]), Sheet(WHOLE, 512), 4.0)
    found = dashes(line, TILE, 6.0, 4.0)
    inside = found[(found[:, 0] >= -3) & (found[:, 2] <= 515)]
    drawn = np.hypot(inside[:, 2] - inside[:, 0], inside[:, 3] - inside[:, 1])
    assert drawn.sum() == pytest.approx((512 + 256) * 0.6, rel=0.02)
    for border in (0.0, 512.0):
        dash = found[(found[:, 0] <= border) & (found[:, 2] >= border)]
        assert dash[0, 0] + dash[-1, 2] == pytest.approx(2 * border, abs=0.2)


def test_that_no_dash_is_drawn_from_one_line_to_the_next() -> None:
    lines = placed_lines(shapes([[(0.1, 0.1), (0.2, 0.1)]], [[(0.1, 0.9), (0.2, 0.9)]]), Sheet(WHOLE, 512), 4.0)
    found = dashes(lines, TILE, 6.0, 4.0)
    assert len(found) > 0
    assert (found[:, 1] == found[:, 3]).all()
    assert len(dashes(placed_lines(shapes([[(2.0, 2.0), (3.0, 3.0)]]), Sheet(WHOLE, 512), 4.0), TILE, 6, 4)) == 0


def test_that_what_cannot_be_seen_is_left_out() -> None:
    part = Sheet(Part(0.5, 0.5, 0.25), 512)
    here, there, tiny = box(0.55, 0.55, 0.6, 0.6), box(0.1, 0.1, 0.2, 0.2), box(0.6, 0.6, 0.6001, 0.6001)
    hole = box(0.56, 0.56, 0.57, 0.57)
    placed = placed_areas(shapes([there], [here, hole], [tiny]), part, 2.0)
    assert len(placed) == 1
    assert placed.first.tolist() == [0, 4, 8]
    assert placed.unit.tolist() == [0, 8]
    assert (placed.x.min(), placed.x.max()) == pytest.approx((0.05 * 2048, 0.1 * 2048))
    assert len(placed_lines(shapes([there[:2]], [here[:3]]), part, 2.0)) == 1


def test_that_edges_along_the_border_are_dropped_and_others_kept() -> None:
    placed = placed_areas(shapes([box(-0.01, 0.2, 0.5, 1.0)]), Sheet(WHOLE, 512), 2.0)
    found = edges(placed, TILE)
    assert len(found) == 2
    assert {(row[1], row[3]) for row in found.tolist() if row[1] == row[3]} == {(0.2 * 512, 0.2 * 512)}


@given(st.lists(st.integers(2, 130), min_size=1, max_size=12), st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_that_no_segment_is_lost_on_the_way_to_qt(lengths: list[int], seed: int) -> None:
    points = np.random.default_rng(seed).uniform(0.05, 0.95, (sum(lengths), 2))
    parts = np.split(points, np.cumsum(lengths)[:-1])
    lines = placed_lines(shapes(*([part.tolist()] for part in parts)), Sheet(WHOLE, 512), 2.0)
    wanted = {(*one, *two) for part in parts for one, two in pairwise((part * 512).tolist())}
    found: set[tuple[float, ...]] = set()
    for path in stroke_paths(lines):
        assert path.elementCount() <= 3 * STROKED_POINTS
        assert path.elementAt(0).isMoveTo()
        elements = [path.elementAt(row) for row in range(path.elementCount())]
        found |= {(one.x, one.y, two.x, two.y) for one, two in pairwise(elements) if not two.isMoveTo()}
    overlaps = {row for row in found - wanted if math.hypot(row[2] - row[0], row[3] - row[1]) < OVERLAP_PX + 1e-6}
    assert found - overlaps == wanted


@pytest.mark.parametrize("zoom", [14.75, 16.0], ids=["square ends", "round ends"])
def test_that_a_street_of_several_ways_shows_no_seam(zoom: float) -> None:
    ways = [[[(0.1, 0.2), (0.311, 0.303)]], [[(0.311, 0.303), (0.52, 0.405)]], [[(0.9, 0.59), (0.52, 0.405)]]]
    image = paint(content(lines={Line.TERTIARY: shapes(*ways)}), WHOLE, zoom, Look(DARK, 1.0))
    shares = np.linspace(0.05, 1.0, 80).tolist()
    for (((x, y), (to_x, to_y)),) in ways:
        middle = [image.pixelColor(int((x + (to_x - x) * k) * 512), int((y + (to_y - y) * k) * 512)) for k in shares]
        assert {colour.name() for colour in middle} == {DARK.tertiary}


@pytest.mark.parametrize("zoom", [14.75, 16.0], ids=["square ends", "round ends"])
def test_that_a_line_cut_into_pieces_shows_no_seam(zoom: float) -> None:
    share = np.linspace(0.0, 1.0, 400)
    (x, to_x), (y, to_y) = (0.05, 0.93), (0.13, 0.71)
    way = np.column_stack((x + (to_x - x) * share, y + (to_y - y) * share))
    image = paint(content(lines={Line.TERTIARY: shapes([way.tolist()])}), WHOLE, zoom, Look(DARK, 1.0))
    middle = [image.pixelColor(int(x * 512), int(y * 512)).name() for x, y in way[5:-5].tolist()]
    assert set(middle) == {DARK.tertiary}


def test_that_a_ring_stays_with_its_holes() -> None:
    many = [[box(x / 40, y / 40, x / 40 + 0.02, y / 40 + 0.02)] * 3 for x in range(38) for y in range(38)]
    paths = list(fill_paths(placed_areas(shapes(*many), Sheet(WHOLE, 512), 2.0)))
    assert len(paths) > 10
    assert sum(path.elementCount() for path in paths) == 38 * 38 * 12
    assert {path.elementCount() % 12 for path in paths} == {0}
    assert {path.fillRule() for path in paths} == {Qt.FillRule.WindingFill}


COORDINATES = st.sampled_from([-0.1, -1 / 64, 0.0, 0.25, 0.5, 0.5001, 0.75, 1.0, 1 + 1 / 64, 1.1])
PARTS = st.lists(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=0, max_size=6), min_size=0, max_size=3)


@given(st.lists(PARTS, min_size=1, max_size=4), st.sampled_from([0.0, 12.0, 14.0, 16.0, 17.25, 22.0]))
@settings(max_examples=80, deadline=None)
def test_that_strange_shapes_are_painted_or_left_out(parts: list[list[Ring]], zoom: float) -> None:
    strange = shapes(*parts)
    tile = content(dict.fromkeys(Area, strange), dict.fromkeys(Line, strange), dict.fromkeys(Line, strange))
    for part in (WHOLE, Part(0.4, 0.45, 2**-7), Part(-0.5, -0.25, 1.25)):
        assert not paint(tile, part, zoom, LOOK).isNull()


def test_that_lines_in_numpys_memory_are_drawn() -> None:
    image = paint(EMPTY, WHOLE, NEAR, LOOK)
    rows = np.array([[0, 100.5, 512, 100.5, 9], [200.5, 0, 200.5, 512, 9]])[:, :4]
    with QPainter(image) as painter:
        draw_lines(painter, rows, QColor(LIGHT.alarm))
        draw_lines(painter, np.empty((0, 4)), QColor(LIGHT.alarm))
    assert image.pixelColor(50, 100) == image.pixelColor(200, 400) == QColor(LIGHT.alarm)
    assert image.pixelColor(50, 101) == QColor(LIGHT.land)
