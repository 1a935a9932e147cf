"""What each block of the demo town is used for, and what stands on it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

import shapely
from demo_city_blocks import Block, axes, green
from demo_city_ground import Field, bent, remoteness
from demo_city_houses import (
    DENSE,
    DETACHED,
    OLD,
    TERRACE,
    VILLA,
    along_streets,
    boxes,
    settled,
    slabs,
)
from demo_city_skeleton import INNER_M, MIDDLE_M, Skeleton
from shapely import LineString, Polygon, STRtree
from shapely.affinity import rotate, translate

HALF_ROAD_M = {"motorway": 17.0, "primary": 11.5, "secondary": 9.5, "tertiary": 8.0, "minor": 6.3}
LEFT_OVER_M2 = 3000.0
PARK_SHARE, SCHOOL_SHARE, CAMPUS_SHARE = 0.028, 0.014, 0.007
STYLE = Field(12, 2600.0)


@dataclass
class Uses:
    """Land and buildings on the ground; ``houses`` has those of one block together."""

    parks: list[Polygon] = field(default_factory=list)
    woods: list[Polygon] = field(default_factory=list)
    pitches: list[Polygon] = field(default_factory=list)
    works: list[Polygon] = field(default_factory=list)
    houses: list[list[Polygon]] = field(default_factory=list)
    land: list[Polygon] = field(default_factory=list)


def use_of(random: Random, block: Block) -> str:
    """What a block is for: by where it is, and by chance."""
    x, y = block.shape.centroid.x, block.shape.centroid.y
    drawn = random.random()
    if block.rural:
        return "village"
    if block.industrial:
        return "works"
    if green(x, y):
        return "wood" if drawn < 0.3 else "park"
    if math.hypot(x, y) > INNER_M:
        large = block.shape.area > 9000
        for use, share in (("park", PARK_SHARE), ("school", SCHOOL_SHARE * large), ("campus", CAMPUS_SHARE * large)):
            if drawn < share:
                return use
            drawn -= share
    return dwelling(block, x, y)


def dwelling(block: Block, x: float, y: float) -> str:
    """How one lives on a block: the denser the nearer to the middle, with differences between quarters."""
    away, out, style = math.hypot(x, y), remoteness(x, y), STYLE.at(x, y)
    if away < INNER_M:
        return "old"
    if away < MIDDLE_M * 1.08 or (out < 0.62 and style > 0.15):
        return "dense"
    if out < 0.82 and style > -0.1:
        return "terrace"
    if style < -0.62 and block.shape.area > 9000:
        return "estate"
    return "villa" if out < 0.7 else "detached"


def landed(blocks: list[Block], roads: list[tuple[LineString, str]], found: Skeleton) -> list[Polygon | None]:
    """The land of each block without the roads around it, on the ground; nothing where too little is left.

    Roads come with their kinds. What even the least of them takes is taken off at the end, all around the block.
    """
    major = [line.buffer(HALF_ROAD_M[kind] - HALF_ROAD_M["minor"] + 0.4) for line, kind in roads]
    wet = bent(shapely.union_all([found.river.buffer(9), *(basin.buffer(9) for basin in found.basins)]))
    major += [wet, bent(found.corridor), bent(found.market)]
    tree = STRtree(major)
    land: list[Polygon | None] = []
    for block in blocks:
        shape = bent(block.shape).buffer(0)
        near = tree.query(shape, predicate="intersects")
        dry = shape.difference(shapely.union_all([major[index] for index in near])) if len(near) else shape
        parts = shapely.get_parts(dry.buffer(-HALF_ROAD_M["minor"], join_style="mitre", mitre_limit=2.0))
        largest = max(parts, key=lambda part: part.area, default=None)
        land.append(Polygon(largest.exterior) if largest is not None and largest.area > 160 else None)
    return land


def pitches(random: Random, land: Polygon, size: tuple[float, float]) -> list[Polygon]:
    """A playing field along the longer side of a block, where one fits."""
    _, _, angle = axes(land)
    turned = rotate(shapely.box(-size[0] / 2, -size[1] / 2, size[0] / 2, size[1] / 2), math.degrees(angle))
    for _ in range(6):
        x, y = land.centroid.x + random.uniform(-45, 45), land.centroid.y + random.uniform(-45, 45)
        field = translate(turned, x, y)
        if land.contains(field):
            return [field]
    return []


def build(random: Random, use: str, land: Polygon, uses: Uses) -> list[Polygon]:
    """What stands on a block; woods, parks and playing fields are noted by the way."""
    match use:
        case "wood":
            uses.woods.append(land)
            found: list[Polygon] = []
        case "park":
            uses.parks.append(land)
            if land.area > 12_000 and random.random() < 0.5:
                uses.pitches += pitches(random, land, (68, 44))
            found = []
        case "works":
            uses.works.append(land)
            cell = random.uniform(62, 120), random.uniform(48, 80)
            found = boxes(random, land.buffer(-7), cell, (0.5, 0.88))
        case "school":
            fields = pitches(random, land, (62, 38))
            uses.pitches += fields
            rest = shapely.get_parts(land.difference(shapely.union_all(fields).buffer(8)))
            found = boxes(random, max(rest, key=lambda part: part.area), (58, 40), (0.45, 0.7))
        case "campus":
            found = boxes(random, land.buffer(-5), (64, 52), (0.42, 0.74))
        case "estate":
            found = slabs(random, land)
        case _:
            found = lived_in(random, use, land)
    return found


def lived_in(random: Random, use: str, land: Polygon) -> list[Polygon]:
    """Houses along the streets, and in the densest quarters some behind them."""
    manner = {"old": OLD, "dense": DENSE, "terrace": TERRACE, "villa": VILLA}.get(use, DETACHED)
    found = along_streets(random, land, manner)
    if use in ("old", "dense") and random.random() < 0.6:
        yard = land.buffer(-(manner.deep[1] + 9))
        for part in shapely.get_parts(yard):
            if part.area > 260:
                found += [one for one in boxes(random, part, (26, 21), (0.4, 0.72)) if random.random() < 0.45]
    if use == "terrace" and random.random() < 0.35:
        for part in shapely.get_parts(land.buffer(-28)):
            if part.area > 300:
                found += [one for one in boxes(random, part, (17, 14), (0.4, 0.55)) if random.random() < 0.2]
    return found


def used(random: Random, blocks: list[Block], land: list[Polygon | None]) -> Uses:
    """All blocks with what is on them."""
    uses = Uses()
    houses = []
    for block, ground in zip(blocks, land, strict=True):
        chance = Random(f"{random.random()}")
        if ground is not None:
            houses.append(build(chance, use_of(chance, block), ground, uses))
            uses.land.append(ground)
    uses.houses = settled(uses.land, houses)
    taken = {id(shape) for shape in (*uses.parks, *uses.woods, *uses.works)}
    uses.parks += [
        ground
        for ground, inside in zip(uses.land, uses.houses, strict=True)
        if not inside and id(ground) not in taken and ground.area < LEFT_OVER_M2
    ]
    return uses
