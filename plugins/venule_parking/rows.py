"""Where the simulated bays are: in rows along the kerbs of some districts, each of which is a parking zone."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from venule.sdk import Asset, BayRow, City, Position, Ward, Wards, area, by_turns, inner_wards, metres

NETWORK = "parking-zones"
BAYS_A_ZONE = 130
"""How many bays with a sensor make a further zone worth while, as long as there are districts with rows of bays."""

CENTRE_SOUGHT, OUTSKIRTS_SOUGHT, OUTSKIRTS_M = 1.7, 0.25, 2500.0
LEAST_LIKED, MOST_LIKED = 0.35, 1.3
"""How much more vehicles come to one district than to another at the same distance from the centre."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where one bay is; ``sought`` is how much more vehicles come here than to a bay of the centre."""

    name: str
    street: str
    position: Position
    zone: str = ""
    sought: float = 1.0


@dataclass(frozen=True, slots=True)
class Zone:
    """A district in which one parks."""

    name: str
    ward: Ward

    def asset(self) -> Asset:
        """It as an inventory has it."""
        return Asset(NETWORK, self.name, "parking.zone", self.ward.name, shape=area([self.ward.outline]))


def sites(city: City, random: Random, count: int) -> list[Site]:
    """The first bays, in the innermost districts, a row of each by turns."""
    rows = rows_by_ward(city)
    wards = [ward for ward in inner_wards(city) if ward.name in rows][: max(1, round(count / BAYS_A_ZONE))]
    liked = {ward.name: random.uniform(LEAST_LIKED, MOST_LIKED) for ward in wards}
    order = by_turns([(ward, number, row) for number, row in rows[ward.name]] for ward in wards)
    found: list[Site] = []
    for ward, number, row in order:
        found += spots(row, number, ward, liked[ward.name] * sought(city, row.line[0]))
        if len(found) >= count:
            break
    return found[:count]


def zones(city: City, found: Sequence[Site]) -> list[Zone]:
    """The zones of some bays, the most central first."""
    used = {site.zone for site in found}
    return [Zone(zone_name(ward), ward) for ward in inner_wards(city) if zone_name(ward) in used]


def zone_name(ward: Ward) -> str:
    """What the zone of a district is called."""
    return f"PZ-{ward.name.replace(' ', '-')}"


def rows_by_ward(city: City) -> dict[str, list[tuple[int, BayRow]]]:
    """The rows of each district with their numbers; those that lie in none have no zone and are left out."""
    wards = Wards(city)
    found: dict[str, list[tuple[int, BayRow]]] = {}
    for number, row in enumerate(city.bay_rows, start=1):
        ward = wards.at(row.line[len(row.line) // 2])
        if ward is not None:
            found.setdefault(ward.name, []).append((number, row))
    return found


def spots(row: BayRow, number: int, ward: Ward, wanted: float) -> list[Site]:
    """The bays of a row that lie in its district."""
    return [
        Site(f"PK-{number:04d}-{bay:02d}", row.street, place, zone_name(ward), wanted)
        for bay, place in enumerate(along(row.line, row.bays), start=1)
        if ward.holds(place)
    ]


def along(line: Sequence[Position], count: int) -> Iterator[Position]:
    """The middles of ``count`` pieces of equal length of a line."""
    legs = [(start, end, math.hypot(*metres(start, end))) for start, end in pairwise(line)]
    step = sum(length for _, _, length in legs) / count
    walked, due = 0.0, step / 2
    for start, end, length in legs:
        while due <= walked + length and count:
            share = (due - walked) / length
            yield Position(
                start.longitude + share * (end.longitude - start.longitude),
                start.latitude + share * (end.latitude - start.latitude),
            )
            due, count = due + step, count - 1
        walked += length


def sought(city: City, place: Position) -> float:
    """How many vehicles come to a place: most in the centre, fewer and fewer towards the outskirts."""
    out = min(1.0, math.hypot(*metres(city.centre, place)) / OUTSKIRTS_M)
    return CENTRE_SOUGHT + (OUTSKIRTS_SOUGHT - CENTRE_SOUGHT) * out
