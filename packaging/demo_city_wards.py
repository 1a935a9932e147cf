"""The districts of the demo town: quarters between main roads and river, put together until they are of a size."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
import shapely
from demo_city_blocks import Block
from demo_city_ground import bent
from demo_city_names import SUBURBS, WARDS
from demo_city_skeleton import BANK_M, Skeleton
from shapely import LineString, MultiLineString, Point, Polygon, STRtree
from shapely.ops import polygonize

COUNT = 18
CENTRAL_RING = "Linden Ring"
SLIVER_M = 12.0
SUBURB_APART_M = 760.0


@dataclass(frozen=True)
class Ward:
    """A district on the ground; its boundary runs along streets and the river."""

    name: str
    shape: Polygon
    label: Point


def quarters(found: Skeleton) -> list[Polygon]:
    """The faces between main roads, without the river's."""
    main = [way.line for way in found.ways if way.kind in ("primary", "secondary")]
    lines = [*main, LineString(found.limit.exterior.coords)]
    river = found.river.buffer(BANK_M)
    dry = []
    for face in polygonize(shapely.node(MultiLineString(lines))):
        parts = shapely.get_parts(face.difference(river))
        dry += [part for part in parts if part.geom_type == "Polygon" and part.area > SLIVER_M * part.length / 2]
    return dry


def merged(parts: list[Polygon], count: int) -> list[Polygon]:
    """The smallest goes to the neighbour it shares most of its boundary with, until so many are left."""
    shapes = list(parts)
    while len(shapes) > count:
        smallest = min(range(len(shapes)), key=lambda index: (shapes[index].area, index))
        one = shapes.pop(smallest)
        shared = [one.buffer(1).intersection(other).area for other in shapes]
        chosen = int(np.argmax(shared))
        shapes[chosen] = shapely.union_all([shapes[chosen], one], grid_size=0.01)
    return shapes


def wards(found: Skeleton, blocks: list[Block]) -> list[Ward]:
    """The districts, the middle one first and the others around it."""
    built = shapely.union_all([block.shape.buffer(12) for block in blocks]).buffer(60).buffer(-66)
    parts = [largest(part.intersection(built)) for part in quarters(found)]
    ring = next(Polygon(way.line.coords) for way in found.ways if way.name == CENTRAL_RING)
    middle = [part for part in parts if ring.buffer(5).contains(part.representative_point())]
    outer = [part for part in parts if part not in middle and part.area > 40_000]
    shapes = [largest(shapely.union_all(middle, grid_size=0.01)), *sorted(merged(outer, COUNT - 1), key=turn)]
    found_wards = []
    for name, shape in zip(WARDS, shapes, strict=False):
        whole = bent(Polygon(largest(shape).exterior).simplify(1.0))
        found_wards.append(Ward(name, whole, whole.point_on_surface()))
    return found_wards


def turn(shape: Polygon) -> float:
    """The direction in which a district lies."""
    return float(np.arctan2(shape.centroid.y, shape.centroid.x))


def largest(shape: Polygon) -> Polygon:
    """The largest part of an area."""
    return max(shapely.get_parts(shape), key=lambda part: part.area, default=Polygon())


def ground_of(found: list[Ward]) -> Polygon:
    """All districts and the river between them."""
    return shapely.union_all([ward.shape for ward in found]).buffer(220).buffer(-150)


def holding(found: list[Ward], spots: list[Point]) -> list[str]:
    """The district each place lies in, or the nearest one."""
    nearest = STRtree([ward.shape for ward in found]).nearest(spots)
    return [found[index].name for index in nearest]


def suburbs(random: Random, found: list[Ward]) -> list[tuple[str, Point]]:
    """Names of smaller parts, away from those of the districts."""
    taken = [ward.label for ward in found] + [Point(0, 0)]
    town = shapely.union_all([ward.shape for ward in found])
    left, bottom, right, top = town.bounds
    chosen: list[tuple[str, Point]] = []
    for _ in range(4000):
        spot = Point(random.uniform(left, right), random.uniform(bottom, top))
        if town.contains(spot) and all(spot.distance(other) > SUBURB_APART_M for other in taken):
            taken.append(spot)
            chosen.append((SUBURBS[len(chosen)], spot))
        if len(chosen) == len(SUBURBS):
            break
    return chosen
