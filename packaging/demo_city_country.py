"""The country around the demo town: villages and the roads between them, fields with woods and meadows, and brooks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import numpy as np
import shapely
from demo_city_blocks import Block, Ends, laid_out
from demo_city_ground import HALF_HEIGHT_M, HALF_WIDTH_M, Field, Floats, Spot, remoteness
from demo_city_names import VILLAGES
from demo_city_skeleton import Skeleton, Way, bezier, lines_of, river_half_m, river_y, town_limit
from shapely import LineString, MultiLineString, MultiPoint, Polygon
from shapely.ops import polygonize

PLACES, APART_M = 36, 1750.0
OUT_OF_TOWN = 1.42
CLEAR_M = 430.0
LONGEST_ROAD_M = 5200.0
BRIDGES, WIDEST_M = 3, 230.0
SHARP = math.cos(math.radians(31))
BROOKS = (
    (-7600.0, (-9300.0, 5200.0)), (-6900.0, (-8200.0, -6300.0)),
    (7400.0, (6900.0, 4900.0)), (8300.0, (9900.0, -6700.0)),
)  # fmt: skip
"""East of the middle, where each flows into the river, and where it springs."""

FIELD_M2 = 105_000.0
PATHS_FROM_M2 = 40_000.0
WOODED, MEADOW, TRACKED = Field(21, 5200.0), Field(22, 2100.0), Field(23, 1500.0)


@dataclass
class Country:
    """What lies around the town, in the plan."""

    villages: list[tuple[str, Spot]] = field(default_factory=list)
    roads: list[Way] = field(default_factory=list)
    lanes: list[Way] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    woods: Polygon = field(default_factory=Polygon)
    meadows: Polygon = field(default_factory=Polygon)
    beach: Polygon = field(default_factory=Polygon)


def far_out(x: float, y: float) -> float:
    """How near a place is to the end of the country: 1 where it ends."""
    return math.hypot(x / HALF_WIDTH_M, y / HALF_HEIGHT_M)


def places(random: Random, found: Skeleton) -> list[Spot]:
    """Where villages are: apart from one another, out of the town, and dry."""
    rails = [rail.buffer(300) for rail in found.rails]
    avoided = shapely.union_all([found.lake.buffer(250), found.motorway.buffer(420), *rails])
    spots: list[Spot] = []
    for _ in range(6000):
        x, y = random.uniform(-1, 1) * (HALF_WIDTH_M - 500), random.uniform(-1, 1) * (HALF_HEIGHT_M - 500)
        dry = abs(y - river_y(x)) > river_half_m(x) + CLEAR_M and not avoided.contains(shapely.Point(x, y))
        inside = far_out(x, y) < 1.05 and remoteness(x, y) > OUT_OF_TOWN
        if inside and dry and all(math.dist((x, y), spot) > APART_M for spot in spots):
            spots.append((x, y))
        if len(spots) == PLACES:
            break
    return spots


def winding(random: Random, start: Spot, end: Spot) -> LineString:
    """A road between two places in gentle bends."""
    along = np.subtract(end, start)
    share = np.linspace(0, 1, 28)[:, None]
    first, second = random.uniform(-0.07, 0.07), random.uniform(-0.035, 0.035)
    aside = first * np.sin(math.pi * share) + second * np.sin(2 * math.pi * share)
    return LineString(np.asarray(start) + along * share + np.array((-along[1], along[0])) * aside)


def heading(start: Spot, end: Spot) -> float:
    """The direction from one place to another."""
    return math.atan2(end[1] - start[1], end[0] - start[0])


def neighbours(nodes: list[Spot]) -> Iterator[tuple[Spot, Spot]]:
    """Pairs of places that lie beside one another, the closest first; none beside a shorter way to much the same."""
    edges = shapely.get_parts(shapely.delaunay_triangles(MultiPoint(nodes), only_edges=True))
    taken: dict[Spot, list[float]] = {}
    for edge in sorted(edges, key=lambda edge: edge.length):
        start, end = sorted((edge.coords[0], edge.coords[-1]))
        ways = ((start, heading(start, end)), (end, heading(end, start)))
        if all(math.cos(angle - known) < SHARP for spot, angle in ways for known in taken.get(spot, ())):
            for spot, angle in ways:
                taken.setdefault(spot, []).append(angle)
            yield start, end


def onwards(start: Spot, out: Spot, end: Spot) -> LineString:
    """A road that leaves a place in a direction and swings towards another one."""
    far = math.dist(start, end)
    first = np.asarray(start) + np.asarray(out) * far * 0.42
    second = np.asarray(end) + np.subtract(first, end) * 0.45
    return bezier(start, tuple(first), tuple(second), end, steps=40)


def carried_on(found: Skeleton, spots: list[Spot]) -> Iterator[Way]:
    """From the end of each avenue to the nearest village ahead."""
    dry = [spot for spot in spots if not found.lake.buffer(400).contains(shapely.Point(spot))]
    for end, out in found.avenue_ends:
        ahead = [
            spot
            for spot in dry
            if float(np.dot(np.subtract(spot, end), out)) > 0.5 * math.dist(spot, end)
            and not LineString([spot, end]).intersects(found.river)
        ]
        if ahead:
            village = min(ahead, key=lambda spot: math.dist(spot, end))
            yield Way(onwards(end, out, village), "secondary", "")


def country_roads(random: Random, found: Skeleton, spots: list[Spot]) -> Iterator[Way]:
    """Roads between neighbouring villages, and from the ends of the avenues; few of them bridge the river."""
    kept_out = shapely.union_all([town_limit(1.25), found.lake.buffer(120)])
    bridged: list[tuple[float, LineString]] = []
    yield from carried_on(found, spots)
    for start, end in neighbours(spots):
        edge = LineString([start, end])
        line = winding(random, start, end)
        if edge.length > LONGEST_ROAD_M or line.intersects(kept_out):
            continue
        wet = line.intersection(found.river).length
        if wet > WIDEST_M:
            continue
        if wet:
            bridged.append((edge.length, line))
        elif random.random() < 0.95:
            yield Way(line, "tertiary" if edge.length < 4000 else "minor", "")
    for _, line in sorted(bridged, key=lambda entry: entry[0])[:BRIDGES]:
        yield Way(line, "tertiary", "")


def village_edge(random: Random, middle: Spot) -> Polygon:
    """The outline of a village."""
    size, turn = random.uniform(130, 330), random.uniform(0, 2 * math.pi)
    corners = []
    for angle in np.linspace(0, 2 * math.pi, 26, endpoint=False):
        out = size * (1 + 0.22 * math.sin(2 * angle + turn) + 0.1 * math.sin(3 * angle))
        corners.append((middle[0] + out * math.cos(angle), middle[1] + out * math.sin(angle)))
    return Polygon(corners)


def village(random: Random, middle: Spot, roads: list[Way]) -> tuple[list[Way], list[Block]]:
    """The lanes and blocks of one village, on both sides of its roads."""
    outline = village_edge(random, middle)
    through = [piece for way in roads for piece in lines_of(way.line.intersection(outline.buffer(1)))]
    lines = [*through, LineString(outline.exterior.coords)]
    ways: list[Way] = []
    blocks: list[Block] = []
    ends = Ends()
    for face in polygonize(shapely.node(MultiLineString(lines))):
        more, inside = laid_out(random, face, ends, 13_500.0)
        ways += more
        blocks += inside
    return ways, blocks


def fields(random: Random, found: Skeleton, country: Country) -> list[Polygon]:
    """The open country between roads, cut into fields."""
    frame = shapely.box(-HALF_WIDTH_M - 400, -HALF_HEIGHT_M - 400, HALF_WIDTH_M + 400, HALF_HEIGHT_M + 400)
    edge = town_limit(1.04)
    lines = [way.line for way in country.roads] + [LineString(frame.exterior.coords), LineString(edge.exterior.coords)]
    lines += [found.motorway, *found.rails]
    closed = shapely.union_all([found.river, found.lake, edge])
    cut: list[Polygon] = []
    for face in polygonize(shapely.node(shapely.intersection(MultiLineString(lines), frame.buffer(1)))):
        for part in shapely.get_parts(face.difference(closed)):
            if part.geom_type == "Polygon" and part.area > 3000:
                tracks, blocks = laid_out(random, part, Ends(), FIELD_M2)
                cut += [block.shape for block in blocks]
                country.lanes += [track._replace(kind="path") for track in tracks if tracked(track)]
    return cut


def tracked(track: Way) -> bool:
    """Whether there is a track between two fields."""
    middle = track.line.interpolate(0.5, normalized=True)
    between = far_out(middle.x, middle.y) < 0.95 and remoteness(middle.x, middle.y) > 1.1
    return between and track.depth <= 2 and TRACKED.at(middle.x, middle.y) > -0.1


def softened(shapes: list[Polygon], by_m: float) -> Polygon:
    """Land as one, without gaps and sharp corners."""
    whole = shapely.union_all(shapes).buffer(by_m).buffer(-2 * by_m).buffer(by_m)
    ragged = shapely.transform(shapely.segmentize(whole, 30), frayed).buffer(0)
    return ragged.buffer(-12).buffer(24).buffer(-12).simplify(2.0)


def frayed(points: Floats) -> Floats:
    """Corners of an edge moved so that nobody sees that it was straight."""
    x, y = points[:, 0], points[:, 1]
    east = 34 * np.sin(y / 71 + x / 190) + 16 * np.sin(y / 29 + 1)
    north = 34 * np.sin(x / 83 + y / 170 + 2) + 16 * np.sin(x / 31)
    return np.column_stack((x + east, y + north))


def wild(cut: list[Polygon], country: Country) -> None:
    """Which fields are woods and which are meadows by the river."""
    woods, meadows = [], []
    for shape in cut:
        x, y = shape.centroid.x, shape.centroid.y
        near = min(math.dist((x, y), spot) for _, spot in country.villages)
        if far_out(x, y) > 0.97 + 0.07 * MEADOW.at(x, y):
            continue
        if (WOODED.at(x, y) > 0.45 and near > 620) or (near > 700 and MEADOW.at(3 * y, 2 * x) > 1.12):
            woods.append(shape)
        elif abs(y - river_y(x)) < 520 + 260 * MEADOW.at(x, y) or MEADOW.at(x, y) > 0.95:
            meadows.append(shape)
    built = shapely.union_all([block.shape.buffer(18) for block in country.blocks])
    country.woods = softened(woods, 48).difference(built)
    country.meadows = softened(meadows, 20).difference(built)


def brooks(random: Random, found: Skeleton) -> Iterator[LineString]:
    """Brooks that meander to the river outside the town."""
    for mouth, head in BROOKS:
        line = winding(random, (mouth, river_y(mouth)), head)
        points = np.asarray(line.segmentize(45).coords)
        walked = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
        aside = 38 * np.sin(walked / 150) + 22 * np.sin(walked / 61 + 1)
        points[:, 0] += aside * np.minimum(1, walked / 300)
        yield from lines_of(LineString(points).difference(found.lake))


def park_paths(random: Random, found: Skeleton) -> Iterator[Way]:
    """Paths through the great parks, from side to side."""
    for _, outline in found.parks:
        if outline.area < PATHS_FROM_M2:
            continue
        start = random.random()
        for share in (0.0, 0.17, 0.36):
            ends = (outline.exterior.interpolate((start + share + half) % 1, normalized=True) for half in (0.0, 0.5))
            first, last = (end.coords[0] for end in ends)
            yield Way(winding(random, first, last), "path", "")


def country(random: Random, found: Skeleton) -> Country:
    """All of it."""
    spots = places(random, found)
    result = Country([(name, spot) for name, spot in zip(VILLAGES, spots, strict=False)])
    result.roads = list(country_roads(random, found, spots))
    for _, spot in result.villages:
        lanes, blocks = village(random, spot, result.roads)
        result.lanes += lanes
        result.blocks += blocks
    wild(fields(random, found, result), result)
    result.beach = found.lake.buffer(26).intersection(shapely.box(0, -HALF_HEIGHT_M, 10_300, HALF_HEIGHT_M))
    result.lanes += [Way(line, "waterway", "") for line in brooks(random, found)]
    result.lanes += park_paths(random, found)
    return result
