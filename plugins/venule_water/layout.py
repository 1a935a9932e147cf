"""Where the simulated water network stands: areas spread over the city, tanks at its edge, meters along the streets."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from venule.sdk import (
    City,
    District,
    Position,
    Street,
    Ward,
    Wards,
    by_turns,
    districts,
    gateways,
    inner_city,
    inner_wards,
    length_m,
    metres,
    offset,
    places,
)
from venule_water import pipes
from venule_water.meters import FAULTS, Meter
from venule_water.network import BRIM_LEVELS, PUMP_SHARE, WORKING_LEVELS, Area, Tank

ASSETS_PER_AREA = 75
MAINS_SHARE = 0.5
"""Of the assets that are mains, where the city has so many."""

STREET_M_AN_ASSET = 260.0
"""How much of a city without districts an asset stands for: not every house has a meter that is heard."""

FEWEST_AREAS, MOST_AREAS = 2, 60
AREAS_PER_TANK, MOST_TANKS = 6, 6
POINTS_PER_AREA = 4
METRES_PER_METER = 14.0
HOUSE_M = 11.0
METERS_PER_GATEWAY = 60
LONG_STREET_M = 450.0
BESIDE_M = 400.0
WITHIN_AREA = 0.7
BEYOND_HOUSES_M = 180.0
ASIDE_M = 14.0
FIRST_GATEWAY = 0x7076FF0030000001
FIRST_METER = 0x0C16FF0030000000
WALLS_M = 5.5
RESERVE_H = 9.0


@dataclass(slots=True)
class Point:
    """A pressure logger in an area: how much higher it lies than the inlet, and what the pipes take on the way."""

    name: str
    position: Position
    area: Area
    lower_bar: float
    loss: float
    battery_v: float
    silent: bool = False


def distance(start: Position, end: Position) -> float:
    """Metres between two places."""
    return math.hypot(*metres(start, end))


def spread(places_found: Sequence[Position], count: int, start: Position) -> list[Position]:
    """``count`` of the places, each as far from those before it as can be."""
    chosen = [min(places_found, key=lambda place: distance(place, start))]
    nearest = [distance(place, chosen[0]) for place in places_found]
    while len(chosen) < min(count, len(places_found)):
        farthest = max(range(len(places_found)), key=nearest.__getitem__)
        chosen.append(places_found[farthest])
        nearest = [min(known, distance(place, chosen[-1])) for known, place in zip(nearest, places_found, strict=True)]
    return chosen


@dataclass(frozen=True, slots=True)
class Served:
    """The part of the city that is metered: a district of it, and the ward that this is, for each area."""

    city: City
    parts: tuple[District, ...]
    wards: tuple[Ward | None, ...]


def served(city: City, assets: int) -> Served:
    """The inner wards, as many as so many assets are worth; a city without wards is cut into districts of streets."""
    count = min(max(FEWEST_AREAS, round(assets / ASSETS_PER_AREA)), MOST_AREAS)
    if not city.wards:
        inner = inner_city(city, STREET_M_AN_ASSET * assets)
        parts = tuple(districts(inner, count))
        return Served(inner, parts, (None,) * len(parts))
    found = Wards(city)
    streets: dict[Ward | None, list[Street]] = {}
    for street in city.streets:
        streets.setdefault(found.at(street.line[len(street.line) // 2]), []).append(street)
    wards = tuple(ward for ward in inner_wards(city) if ward in streets)[:count]
    own = [part_of(tuple(streets[ward])) for ward in wards]
    inner = replace(city, streets=tuple(street for part in own for street in part.streets))
    return Served(inner, tuple(own), wards)


def part_of(streets: tuple[Street, ...]) -> District:
    """Streets as a part of the city, those nearest to their middle first."""
    corners = [street.line[len(street.line) // 2] for street in streets]
    centre = Position(sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners))
    order = sorted(streets, key=lambda street: distance(centre, street.line[len(street.line) // 2]))
    return District(centre, tuple(order))


def areas(place: Served, random: Random) -> list[Area]:
    """A metered area for each part of the city; its inlet is where the trunk main feeds it, or else in the middle."""
    fed_at, drawn = pipes.inlets(place.city), pipes.drawn_by_ward(place.city)
    found = []
    for number, (part, ward) in enumerate(zip(place.parts, place.wards, strict=True), start=1):
        title = ward.name if ward else ""
        corners = (corner for street in part.streets for corner in street.line)
        inlet = fed_at.get(title) or min(corners, key=partial(distance, part.centre))
        mean = (drawn.get(title) if ward else None) or random.uniform(22, 75)
        found.append(Area(f"D{number:02d}", inlet, mean, ward, counter_m3=random.uniform(1e5, 2e6)))
    return found


def tanks(city: City, served: City, random: Random, fed: list[Area]) -> list[Tank]:
    """Tanks around the served part of a city, each feeding the areas nearest to it; the first is kept nearly full."""
    count = min(MOST_TANKS, max(1, len(fed) // AREAS_PER_TANK)) if fed else 0
    found = []
    for number in range(count):
        site = beside_a_street(city, beyond(served, 2 * math.pi * (number + 0.3) / count))
        levels = BRIM_LEVELS if number == 0 else WORKING_LEVELS
        found.append(Tank(f"T-{number + 1}", site, 1.0, WALLS_M, 0.0, 0.0, levels))
    for area in fed:
        min(found, key=lambda tank: distance(tank.position, area.position) + 400 * len(tank.areas)).areas.append(area)
    for tank in found:
        drawn = sum(area.mean_m3h for area in tank.areas) or 1.0
        tank.base_m2 = round(drawn * RESERVE_H / WALLS_M, 1)
        tank.volume_m3 = tank.capacity_m3 * random.uniform(*tank.levels)
        tank.pump_m3h = round(drawn * PUMP_SHARE)
        tank.pumping = random.random() < 0.5
    return found


def beside_a_street(city: City, spot: Position) -> Position:
    """The nearest place beside the end of a street: nothing is built into a river, and no street ends on a bridge."""
    corner = min(
        (end for street in city.streets for end in (street.line[0], street.line[-1])), key=partial(distance, spot)
    )
    return offset(corner, ASIDE_M, ASIDE_M)


def beyond(city: City, bearing: float) -> Position:
    """A place outside the city in a direction, in radians from north to east."""
    east, north = math.sin(bearing), math.cos(bearing)
    corners = [metres(city.centre, corner) for street in city.streets for corner in street.line]
    reach = max((x * east + y * north for x, y in corners if abs(x * north - y * east) < BESIDE_M), default=0.0)
    return offset(city.centre, (reach + BEYOND_HOUSES_M) * east, (reach + BEYOND_HOUSES_M) * north)


def points(parts: Sequence[District], random: Random, fed: list[Area]) -> list[Point]:
    """Pressure loggers at corners of each area, far from its inlet and from one another; the last of all is silent."""
    found = []
    for area, part in zip(fed, parts, strict=True):
        corners = sorted((street.line[0] for street in part.streets), key=partial(distance, area.position))
        inner = corners[: max(1, round(WITHIN_AREA * len(corners)))]
        for number, corner in enumerate(spread(inner, POINTS_PER_AREA + 1, area.position)[1:], start=1):
            lower, loss, battery = random.uniform(-0.5, 0.6), random.uniform(0.1, 0.7), random.uniform(3.45, 3.62)
            found.append(Point(f"{area.name}-P{number}", corner, area, lower, loss, battery))
    if len(found) > 1:
        found[-1].silent = True
    return found


def meters(parts: Sequence[District], random: Random, fed: list[Area], count: int) -> list[Meter]:
    """Customers' meters along the streets in the middle of each area, some in each by turns."""
    sites: list[tuple[Area, str, Position]] = []
    order = list(by_turns([(area, street) for street in part.streets] for area, part in zip(fed, parts, strict=True)))
    for area, street in sorted(order, key=lambda found: length_m(found[1]) > LONG_STREET_M):
        if len(sites) >= count:
            break
        sites += [(area, street.name, place) for place in places(street, METRES_PER_METER, HOUSE_M)]
    sites = sites[:count]
    heard_by = gateways([place for *_, place in sites], METERS_PER_GATEWAY, FIRST_GATEWAY)
    found = []
    for number, ((area, street_name, place), gateway) in enumerate(zip(sites, heard_by, strict=True), start=1):
        fault, mean = drawn_fault(random), random.lognormvariate(math.log(11), 0.5)
        name, eui = f"WM-{number:05d}", f"{FIRST_METER + number:016x}"
        found.append(Meter(name, eui, area.name, street_name, place, gateway, mean, fault))
    return found


def drawn_fault(random: Random) -> str:
    """What is wrong with a meter: mostly nothing."""
    chance = random.random()
    for name, share in FAULTS:
        if chance < share:
            return name
        chance -= share
    return ""
