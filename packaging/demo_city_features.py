"""What the map of the demo town shows: every feature with its layer, kind and the zoom from which it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import shapely
from demo_city_blocks import Block
from demo_city_country import Country
from demo_city_ground import NAME, bent
from demo_city_network import Street
from demo_city_skeleton import BANK_M, RAIL_SIDE_M, YARD_SIDE_M, Skeleton, lines_of, town_limit
from demo_city_uses import Uses
from demo_city_wards import Ward
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

FROM_ZOOM = {
    "motorway": 8, "primary": 8, "secondary": 10, "tertiary": 11, "minor": 12, "path": 13,
    "rail": 9, "waterway": 10, "boundary": 9,
}  # fmt: skip
NAMED_FROM = {"motorway": 11, "primary": 12, "secondary": 12, "tertiary": 13, "minor": 14, "waterway": 10}
DETAIL = 15
OVER_WATER_M, OVER_RAIL_M, OVER_MOTORWAY_M = 7.0, 8.0, 19.0
TRACK_M = 4.6


class Feature(NamedTuple):
    """One thing on the map, on the ground, told from ``first`` to ``last`` zoom."""

    layer: str
    shape: BaseGeometry
    kind: str
    first: int
    name: str = ""
    bridge: bool = False
    last: int = DETAIL


def area(layer: str, kind: str, shape: BaseGeometry, first: int) -> Iterator[Feature]:
    """The parts of an area."""
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and part.area > 1:
            yield Feature(layer, part, kind, first)


def ground(found: Skeleton, blocks: list[Block], country: Country) -> Iterator[Feature]:
    """Towns, woods, meadows and parks."""
    rails = found.corridor.buffer(2)
    built = shapely.union_all([block.shape.buffer(9) for block in blocks])
    yield from area("land", "urban", bent(shapely.union_all([built, found.market]).difference(rails)), 8)
    for block in country.blocks:
        yield from area("land", "urban", bent(block.shape.buffer(4)), 11)
    yield from area("land", "wood", bent(country.woods), 8)
    yield from area("land", "green", bent(country.meadows), 9)
    yield from area("land", "sand", bent(country.beach.difference(found.lake)), 12)
    banks = found.river.buffer(BANK_M - 7).difference(found.river).intersection(town_limit(0.95))
    yield from area("land", "green", bent(banks), 12)
    for _, outline in found.parks:
        yield from area("land", "green", bent(outline.buffer(-7)), 10)


def used_land(uses: Uses) -> Iterator[Feature]:
    """What blocks are used for."""
    for kind, shapes, first in (
        ("industrial", [shapely.union_all([shape.buffer(7) for shape in uses.works])], 9),
        ("green", uses.parks, 11),
        ("wood", uses.woods, 10),
        ("pitch", uses.pitches, 13),
    ):
        for shape in shapes:
            yield from area("land", kind, shape, first)


def water(found: Skeleton) -> Iterator[Feature]:
    """River, harbour and lake."""
    yield from area("water", "river", bent(found.river.difference(found.lake)), 8)
    yield Feature("water", bent(found.lake), "lake", 8, "Linde Mere")
    for basin in found.basins:
        yield from area("water", "basin", bent(basin.difference(found.river)), 11)


class Crossings:
    """Where a road is a bridge."""

    def __init__(self, found: Skeleton) -> None:
        wet = shapely.union_all([found.river, found.lake, *found.basins]).buffer(OVER_WATER_M)
        self.water = bent(wet)
        rails = shapely.union_all([rail.buffer(OVER_RAIL_M) for rail in found.rails])
        roads = shapely.union_all([wet, rails, found.motorway.buffer(OVER_MOTORWAY_M)])
        self.all = bent(roads)
        shapely.prepare(self.all)

    def pieces(self, line: LineString, over: BaseGeometry) -> Iterator[tuple[LineString, bool]]:
        """A way in pieces, each with whether it is a bridge."""
        if not over.intersects(line):
            yield line, False
            return
        for part in lines_of(line.difference(over)):
            yield part, False
        for part in lines_of(line.intersection(over)):
            yield part, True


def way_features(crossings: Crossings, line: LineString, kind: str, name: str = "") -> Iterator[Feature]:
    """One road, bridges apart."""
    over = crossings.water if kind in ("motorway", "rail") else crossings.all
    for piece, bridge in crossings.pieces(line, over):
        yield Feature("street", piece, kind, FROM_ZOOM[kind], name, bridge)


def ways(found: Skeleton, streets: list[Street], country: Country) -> Iterator[Feature]:
    """All roads, tracks, railways and brooks, the lesser ones first."""
    crossings = Crossings(found)
    for way in sorted((*country.lanes, *country.roads), key=lambda way: FROM_ZOOM[way.kind], reverse=True):
        if way.kind in ("waterway", "path"):
            yield Feature("street", bent(way.line), way.kind, FROM_ZOOM[way.kind])
        else:
            yield from way_features(crossings, bent(way.line), way.kind)
    for street in streets:
        yield from way_features(crossings, street.line, street.kind, street.name)
    yield from way_features(crossings, bent(found.motorway), "motorway")
    for line in found.rails:
        yield from (one._replace(last=DETAIL - 2) for one in way_features(crossings, bent(line), "rail"))
        for aside in (-TRACK_M / 2, TRACK_M / 2):
            track = bent(line).offset_curve(aside)
            yield from (one._replace(first=DETAIL - 1) for one in way_features(crossings, track, "rail"))
    yield from yard(found)
    middle = shapely.LineString([(x, y) for x, y in centre_line(found)])
    yield Feature("street", bent(middle), "waterway", FROM_ZOOM["waterway"], "Linde")
    yield Feature("street", bent(LineString(town_limit(1.17).exterior.coords)), "boundary", FROM_ZOOM["boundary"])


def yard(found: Skeleton) -> Iterator[Feature]:
    """The sidings at the station."""
    wide = found.corridor.buffer(-RAIL_SIDE_M - 3).intersection(shapely.box(-900, -3000, 1500, 0))
    for number in (-4, -3, -2, 2, 3, 4):
        track = found.rails[0].offset_curve(number * (YARD_SIDE_M - 8) / 4)
        for piece in lines_of(track.intersection(wide.buffer(9))):
            yield Feature("street", bent(piece), "rail", DETAIL - 1)


def centre_line(found: Skeleton) -> Iterator[tuple[float, float]]:
    """The middle of the river, from its two banks."""
    corners = np.asarray(found.river.exterior.coords)[:-1]
    half = len(corners) // 2
    yield from ((corners[:half] + corners[half:][::-1]) / 2).tolist()


def buildings(every: Iterable[list[Polygon]]) -> Iterator[Feature]:
    """All houses."""
    for houses in every:
        for house in houses:
            yield Feature("building", house, "", DETAIL - 2)


def places(wards: list[Ward], suburbs: list[tuple[str, Point]], country: Country) -> Iterator[Feature]:
    """The town, its districts and the villages."""
    yield Feature("place", Point(0, 0), "city", 8, NAME)
    for ward in wards:
        yield Feature("place", ward.label, "suburb", 11, ward.name)
    for name, spot in suburbs:
        yield Feature("place", spot, "suburb", 12, name)
    for name, (x, y) in country.villages:
        yield Feature("place", bent(Point(x, y)), "village", 10, name)
