"""Where one parks in the demo town: bays along streets of the centre, and garages in large buildings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from demo_city_ground import Spot
from demo_city_network import Street
from demo_city_skeleton import MIDDLE_M
from shapely import LineString, Polygon
from shapely.ops import substring

KERB_M = 5.2
BAY_M = 6.2
CORNER_M = 14.0
FEWEST_BAYS = 5
SHARE = 0.5
GARAGES = (
    "Market", "Station", "Harbour", "Castle", "Museum", "Opera", "Mill", "Arcade", "Priory", "Bridge", "Eastgate",
    "Minster",
)  # fmt: skip
GARAGE_M2, GARAGE_APART_M = 420.0, 420.0


@dataclass(frozen=True)
class BayRow:
    """Bays one behind the other along a kerb, on the ground, from the first one's start to the last one's end."""

    street: str
    line: LineString
    bays: int


@dataclass(frozen=True)
class CarPark:
    """A garage."""

    name: str
    spot: Spot
    bays: int


def bay_rows(random: Random, streets: list[Street]) -> list[BayRow]:
    """Rows along one or both kerbs of some streets inside the middle ring."""
    rows = []
    for street in streets:
        central = math.hypot(*street.line.interpolate(0.5, normalized=True).coords[0]) < MIDDLE_M
        if street.kind not in ("minor", "tertiary") or not central or random.random() > SHARE:
            continue
        chosen = (KERB_M, -KERB_M) if random.random() < 0.6 else (KERB_M,)
        for leg in street.legs:
            bays = math.floor((leg.length - 2 * CORNER_M) / BAY_M)
            if bays >= FEWEST_BAYS:
                rows += [row for aside in chosen for row in row_beside(street.name, leg, aside, bays)]
    return rows


def row_beside(name: str, leg: LineString, aside: float, bays: int) -> list[BayRow]:
    """One row beside a stretch of street."""
    start = (leg.length - bays * BAY_M) / 2
    kerb = substring(leg, start, start + bays * BAY_M).simplify(0.2).offset_curve(aside)
    return [BayRow(name, kerb, bays)] if kerb.geom_type == "LineString" and not kerb.is_empty else []


def car_parks(random: Random, houses: list[list[Polygon]]) -> list[CarPark]:
    """Garages, each in a large building of the centre, the most central first."""
    large = [house for inside in houses for house in inside if house.area > GARAGE_M2]
    large.sort(key=lambda house: (math.hypot(*house.centroid.coords[0]), house.centroid.x))
    found: list[CarPark] = []
    for house in large:
        spot = house.point_on_surface().coords[0]
        if all(math.dist(spot, other.spot) > GARAGE_APART_M for other in found):
            found.append(CarPark(f"{GARAGES[len(found)]} garage", spot, random.randrange(120, 640, 20)))
        if len(found) == len(GARAGES):
            break
    return found
