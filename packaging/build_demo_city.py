"""Builds the demo city: a generated town with streets, a river, parks and buildings, as one GeoJSON file.

    python3 packaging/build_demo_city.py [file]

The plan is drawn in metres: a rectangle is split into blocks again and again, each split a street; a smooth warp bends
the plan; ring roads and avenues are laid over it, and a river through it. The same seed gives the same bytes. The town
lies in the open sea, so that no real place is meant.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator
from itertools import cycle, pairwise
from pathlib import Path
from random import Random

from demo_city_country import country_roads, lake, lanes, villages, woods
from demo_city_plan import (
    BANK_M,
    FLATTENED,
    HALF_HEIGHT,
    HALF_WIDTH,
    REACH_M,
    RIVER_HALF_M,
    Block,
    Line,
    Point,
    band,
    common,
    corners_of,
    cut,
    in_common,
    remoteness,
    rings_and_avenues,
    river_distance,
    sampled,
    sampled_by,
    split,
    warp,
)

Feature = dict[str, object]

TARGET = Path(__file__).resolve().parent.parent / "resources" / "venule_resources" / "cities" / "lindenhaven.geojson"
SEED = 20
COUNTRY_SEED = 21
NAME = "Lindenhaven"
ATTRIBUTION = "Demo town — generated data"
LONGITUDE, LATITUDE = 3.6, 52.6
METRES_PER_DEGREE = 111_320.0
UTC_OFFSET_S = 3600
AVENUES = 8
RINGS = 2
VILLAGES = 9
MAIN_DEPTH = 4
BUILT_UP_M = 1350.0
PARK_SHARE = 0.035

FIRST = (
    "Amber", "Alder", "Apple", "Ash", "Barley", "Beech", "Bell", "Birch", "Brook", "Castle", "Cedar", "Chapel",
    "Cherry", "Clover", "Cobble", "Copper", "Corn", "Crane", "Dove", "Elm", "Falcon", "Fern", "Ferry", "Fisher",
    "Flint", "Foundry", "Garden", "Glass", "Granary", "Harbour", "Hawthorn", "Hazel", "Heron", "Hill", "Holly",
    "Iron", "Ivy", "Juniper", "Kiln", "King's", "Lantern", "Larch", "Lark", "Lime", "Linden", "Lock", "Maple",
    "Market", "Mason", "Meadow", "Mill", "Minster", "Mint", "Moor", "Museum", "Oak", "Orchard", "Otter", "Park",
    "Pear", "Pine", "Plum", "Pond", "Poplar", "Priory", "Quarry", "Quay", "Queen's", "Reed", "River", "Robin",
    "Rose", "Rowan", "Saddler", "Salt", "School", "Silver", "Smith", "Spring", "Station", "Stone", "Swan", "Tanner",
    "Thorn", "Tower", "Vine", "Walnut", "Water", "Weaver", "Well", "West", "Wheat", "Willow", "Windmill", "Wool",
)  # fmt: skip
SECOND = (
    "Street", "Lane", "Road", "Walk", "Row", "Place", "Rise", "Gate", "Court", "Way", "Close", "Path",
)  # fmt: skip
DISTRICTS = (
    "Old Town", "Harbour Side", "North Mills", "High Bridge", "East Quay", "West Foundry", "Upper Orchard",
    "Nether Cross", "Southfields", "The Commons", "Kiln Hill", "Saltmarsh", "Minster Yard", "Weavers' Green",
)  # fmt: skip


def buildings(random: Random, block: Block, clear: set[tuple[int, int]]) -> Iterator[Line]:
    """Houses along the four sides of a block, bent with it; none in the river, on a main road or in a park."""
    left, bottom, right, top = (block[0] + 9, block[1] + 9, block[2] - 9, block[3] - 9)
    deep = min(15.0, (right - left) / 2 - 3, (top - bottom) / 2 - 3)
    if deep < 8:
        return
    for lower, upper, along in ((bottom, bottom + deep, True), (top - deep, top, True),
                                (left, left + deep, False), (right - deep, right, False)):  # fmt: skip
        here, end = (left, right) if along else (bottom + deep + 4, top - deep - 4)
        while here < end - 9:
            wide = min(random.uniform(14, 34), end - here)
            back = random.uniform(0, 3)
            house = corners_of((here, lower + back, here + wide, upper - back))
            corners = [warp(point if along else (point[1], point[0])) for point in house]
            here += wide + random.choice((0.6, 0.6, 0.6, 5.0, 9.0))
            if all(free(corner, clear) for corner in corners) and random.random() > 0.05:
                yield [*corners, corners[0]]


def free(point: Point, clear: set[tuple[int, int]]) -> bool:
    """Whether a house may stand there."""
    cell = (math.floor(point[0] / 10), math.floor(point[1] / 10))
    return cell not in clear and river_distance(point) > RIVER_HALF_M + BANK_M and not in_common(point)


def cleared(lines: Iterable[Line]) -> set[tuple[int, int]]:
    """Cells of ten metres that main roads need."""
    cells: set[tuple[int, int]] = set()
    for line in lines:
        for start, end in pairwise(line):
            for x, y in sampled_by(start, end, 6.0):
                column, row = math.floor(x / 10), math.floor(y / 10)
                cells.update((column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
    return cells


def degrees(point: Point) -> list[float]:
    """A place as longitude and latitude."""
    east = METRES_PER_DEGREE * math.cos(math.radians(LATITUDE))
    return [round(LONGITUDE + point[0] / east, 6), round(LATITUDE + point[1] / METRES_PER_DEGREE, 6)]


def feature(layer: str, kind: str, coordinates: object, name: str = "", **more: str) -> Feature:
    """One feature of the file."""
    properties = {"layer": layer, **({"name": name} if name else {}), **more}
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def line_feature(layer: str, name: str, line: Line) -> Feature:
    """A street."""
    return feature(layer, "LineString", [degrees(point) for point in line], name)


def ring(line: Line) -> list[list[list[float]]]:
    """A polygon's coordinates."""
    return [[degrees(point) for point in [*line, *([line[0]] if line[0] != line[-1] else [])]]]


def street_names(random: Random) -> Iterator[str]:
    """Names of streets; they begin anew when all are given."""
    names = [f"{first} {second}" for first in FIRST for second in SECOND]
    random.shuffle(names)
    yield from cycle(names)


def build() -> list[Feature]:
    """All features, those that lie below others first."""
    random = Random(SEED)
    plan = list(split(random, (-HALF_WIDTH, -HALF_HEIGHT, HALF_WIDTH, HALF_HEIGHT)))
    main_roads = list(rings_and_avenues(random, [f"{first} Avenue" for first in random.sample(FIRST, AVENUES)]))
    clear = cleared(line for _, line in main_roads)
    green = [
        feature("green", "Polygon", ring(band(RIVER_HALF_M + BANK_M))),
        feature("green", "Polygon", ring(common()), "The Common"),
    ]
    houses: list[Feature] = []
    for what, block, _ in plan:
        if what == "block":
            quarter(random, block, clear, green, houses)
    names = street_names(random)
    roads: list[Feature] = []
    for what, block, depth in plan:
        if what == "street" and remoteness((block[0] + block[2]) / 2, (block[1] + block[3]) / 2) < REACH_M * 1.05:
            roads += streets(block, depth, next(names))
    water = [feature("water", "Polygon", ring(band(RIVER_HALF_M)), "Linde")]
    major = [line_feature("road_major", name, piece) for name, line in main_roads for piece in cut(line, bridges=True)]
    places = list(districts(random))
    country = Random(COUNTRY_SEED)
    around = villages(country, VILLAGES)
    ground = list(countryside(country, around))
    ways = list(country_ways(country, around, [line for _, line in main_roads[RINGS:]]))
    return [*ground, *green, *water, *houses, *ways, *roads, *major, *places]


def countryside(random: Random, around: list[tuple[str, Point]]) -> Iterator[Feature]:
    """Woods between the villages, and the lake."""
    for outline in woods(random, [place for _, place in around]):
        yield feature("green", "Polygon", ring(outline))
    yield feature("water", "Polygon", ring(lake(random)), "Linde Mere")


def country_ways(random: Random, around: list[tuple[str, Point]], avenues: list[Line]) -> Iterator[Feature]:
    """Villages and the ways to them, of layers of their own: nobody is simulated there."""
    for line in country_roads(random, avenues, [place for _, place in around]):
        yield line_feature("country_road", "", line)
    for name, place in around:
        for line in lanes(random, place):
            yield line_feature("country_lane", "", line)
        yield feature("place", "Point", degrees(place), name, rank="village")


def quarter(
    random: Random, block: Block, clear: set[tuple[int, int]], green: list[Feature], houses: list[Feature]
) -> None:
    """What stands on one block: a park, houses, or nothing that the file tells."""
    x, y = (block[0] + block[2]) / 2, (block[1] + block[3]) / 2
    corners = [warp(corner) for corner in corners_of(block)]
    taken = any(river_distance(corner) < RIVER_HALF_M or in_common(corner) for corner in corners)
    if taken or remoteness(x, y) > REACH_M:
        return
    if random.random() < PARK_SHARE:
        inner = (block[0] + 8, block[1] + 8, block[2] - 8, block[3] - 8)
        green.append(feature("green", "Polygon", ring([warp(corner) for corner in corners_of(inner)])))
    elif math.hypot(x, y) < BUILT_UP_M:
        found = [ring(house) for house in buildings(random, block, clear)]
        if found:
            houses.append(feature("building", "MultiPolygon", found))


def streets(block: Block, depth: int, name: str) -> Iterator[Feature]:
    """The pieces of one street, as long as the town reaches."""
    whole = sampled((block[0], block[1]), (block[2], block[3]))
    line = [point for point in whole if remoteness(*point) < REACH_M * 1.12]
    if len(line) < 2:
        return
    layer = "road_major" if depth < MAIN_DEPTH else "road"
    for piece in cut([warp(point) for point in line], bridges=depth < MAIN_DEPTH):
        yield line_feature(layer, name, piece)


def districts(random: Random) -> Iterator[Feature]:
    """The town's name in its middle, and those of its districts on two circles around it."""
    yield feature("place", "Point", degrees(warp((0.0, 0.0))), NAME, rank="city")
    for number, name in enumerate(DISTRICTS):
        radius = 1900 if number % 2 else 1050
        angle = 2 * math.pi * (number + random.uniform(-0.2, 0.2)) / len(DISTRICTS)
        place = warp((radius * math.cos(angle), radius * math.sin(angle) / FLATTENED))
        yield feature("place", "Point", degrees(place), name, rank="district")


def text(features: list[Feature]) -> str:
    """The file: one feature a line."""
    centre = degrees(warp((0.0, 0.0)))
    head = {
        "type": "FeatureCollection",
        "name": NAME,
        "centre": centre,
        "utc_offset_s": UTC_OFFSET_S,
        "attribution": ATTRIBUTION,
    }
    lines = ",\n".join(json.dumps(one, separators=(",", ":"), ensure_ascii=False) for one in features)
    return json.dumps(head, separators=(",", ":"), ensure_ascii=False)[:-1] + ',"features":[\n' + lines + "\n]}\n"


def main(arguments: list[str]) -> int:
    """Write the file."""
    target = Path(arguments[0]) if arguments else TARGET
    target.write_text(text(build()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
