"""The districts of a city as simulators use them: in which one a place lies, and which are the inner ones."""

import math
from collections.abc import Sequence

from venule.domain.geo import Position
from venule.sdk.simulation import City, Ward
from venule.sdk.siting import metres

Box = tuple[float, float, float, float]


class Wards:
    """Finds the district of a place; it holds nothing but the outlines and the boxes around them."""

    def __init__(self, city: City) -> None:
        self._boxes = [(box_of(ward.outline), ward) for ward in city.wards]

    def at(self, place: Position) -> Ward | None:
        """The district that a place lies in, if any."""
        x, y = place
        for (west, south, east, north), ward in self._boxes:
            if west <= x <= east and south <= y <= north and ward.holds(place):
                return ward
        return None


def inner_wards(city: City) -> list[Ward]:
    """The districts of a city, the most central first, each judged by the middle of its corners."""
    return sorted(city.wards, key=lambda ward: math.hypot(*metres(city.centre, middle_of(ward.outline))))


def middle_of(outline: Sequence[Position]) -> Position:
    """The mean of an outline's corners."""
    count = len(outline)
    return Position(sum(x for x, _ in outline) / count, sum(y for _, y in outline) / count)


def box_of(outline: Sequence[Position]) -> Box:
    """West, south, east and north."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return min(xs), min(ys), max(xs), max(ys)
