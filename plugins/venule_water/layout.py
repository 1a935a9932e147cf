"""Where the simulated water network stands: areas spread over the city, tanks at its edge, meters along the streets."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from venule.sdk import City, District, Position, by_turns, gateways, length_m, metres, offset, places
from venule_water.meters import FAULTS, Meter
from venule_water.network import BRIM_LEVELS, PUMP_SHARE, WORKING_LEVELS, Area, Tank

ASSETS_PER_AREA = 40
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


def areas(parts: Sequence[District], random: Random) -> list[Area]:
    """A metered area for each part of the city; its inlet is on a street in the middle."""
    inlets = [
        min((corner for street in part.streets for corner in street.line), key=partial(distance, part.centre))
        for part in parts
    ]
    return [
        Area(f"D{number:02d}", inlet, random.uniform(22, 75), counter_m3=random.uniform(1e5, 2e6))
        for number, inlet in enumerate(inlets, start=1)
    ]


def tanks(city: City, random: Random, fed: list[Area]) -> list[Tank]:
    """Tanks beyond the last houses, each feeding the areas nearest to it; the first one is kept nearly full."""
    count = min(MOST_TANKS, max(1, len(fed) // AREAS_PER_TANK)) if fed else 0
    found = []
    for number in range(count):
        site = beyond(city, 2 * math.pi * (number + 0.3) / count)
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
    """Customers' meters along the streets around each inlet, each in the area nearest to it."""
    sites: list[tuple[str, Position]] = []
    order = list(by_turns(part.streets for part in parts))
    for street in sorted(order, key=lambda street: length_m(street) > LONG_STREET_M):
        if len(sites) >= count:
            break
        sites += [(street.name, place) for place in places(street, METRES_PER_METER, HOUSE_M)]
    sites = sites[:count] if fed else []
    heard_by = gateways([place for _, place in sites], METERS_PER_GATEWAY, FIRST_GATEWAY)
    found = []
    for number, ((street_name, place), gateway) in enumerate(zip(sites, heard_by, strict=True), start=1):
        area = min(fed, key=lambda candidate: distance(candidate.position, place))
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
