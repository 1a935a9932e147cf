"""Lines and areas on the Earth: what an asset is from above, where it is more than a point."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, fsum, hypot, radians
from typing import TypeAlias

from venule.domain.geo import Position

MAX_POINTS = 100_000
"""Most points of one shape, all its parts together; a shape of more is refused."""

Part: TypeAlias = tuple[Position, ...]
Points: TypeAlias = Iterable[Sequence[float]]


class NotAShape(ValueError):
    """Points make no line and no area; the message says what is wrong with them, as the rest of a sentence."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Lines, or, ``closed``, an area: some rings, each without its closing point, that enclose it.

    An outer ring is counterclockwise, the holes in it follow it, clockwise. :func:`area` brings rings into this form.
    """

    closed: bool
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        """Raise :class:`NotAShape` where this is none."""
        what, least = ("an area", 3) if self.closed else ("a line", 2)
        if not self.parts or min(map(len, self.parts)) < least:
            raise NotAShape(f"has {what} of fewer than {least} points")
        if self.points > MAX_POINTS:
            raise NotAShape(f"has {self.points:,} points, and a shape may have {MAX_POINTS:,}")
        for x, y in (point for part in self.parts for point in part):
            if not (-180 <= x <= 180 and -90 <= y <= 90):
                raise NotAShape(f"has a point at {x:.10g}, {y:.10g}, which are no degrees of longitude and latitude")
        if self.closed and not is_outer(self.parts[0]):
            raise NotAShape("has an area that begins with a hole")

    @property
    def points(self) -> int:
        """How many points it has."""
        return sum(map(len, self.parts))

    def middle(self) -> Position:
        """Where to put a sign for it: half way along the lines, or inside the area."""
        return _inside(self.parts) if self.closed else _half_way(self.parts)

    def polygons(self) -> Iterator[tuple[Part, ...]]:
        """The outer rings of an area, each with its holes after it."""
        begins = [place for place, ring in enumerate(self.parts) if is_outer(ring)]
        return (self.parts[begin:end] for begin, end in pairwise([*begins, len(self.parts)]))


def line(*parts: Points) -> Shape:
    """Lines through points of longitude and latitude; raises :class:`NotAShape`."""
    return Shape(False, tuple(tuple(Position(*point) for point in part) for part in parts))


def area(*polygons: Iterable[Points]) -> Shape:
    """Polygons, each its outer ring first, wound in either way, with or without the closing point.

    Raises :class:`NotAShape`, also for an outer ring that encloses nothing.
    """
    return Shape(True, tuple(ring for polygon in polygons for ring in _wound(polygon)))


def is_outer(ring: Part) -> bool:
    """Whether a ring of an area encloses what is inside, counterclockwise, and does not cut it out."""
    return _doubled_area(ring) > 0


def _wound(polygon: Iterable[Points]) -> Iterator[Part]:
    for place, points in enumerate(polygon):
        ring = tuple(Position(*point) for point in points)
        ring = ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring
        doubled = _doubled_area(ring)
        if not place and not doubled and len(ring) > 2:
            raise NotAShape("has an area that encloses nothing")
        yield (ring[0], *ring[:0:-1]) if ring and (doubled > 0) == bool(place) else ring


def _doubled_area(ring: Part) -> float:
    """Positive for a ring that is counterclockwise, and the exact opposite for the same ring in the other direction."""
    if not ring:
        return 0.0
    x0, y0 = ring[0]
    from_first = [(x - x0, y - y0) for x, y in ring[1:]]
    return fsum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(from_first))


def _half_way(parts: tuple[Part, ...]) -> Position:
    """Where half of the length lies behind and half ahead, the parts taken one after the other."""
    scale = cos(radians(parts[0][0].latitude))
    steps = [step for part in parts for step in pairwise(part)]
    lengths = [hypot((b.longitude - a.longitude) * scale, b.latitude - a.latitude) for a, b in steps]
    left = fsum(lengths) / 2
    for (a, b), length in zip(steps, lengths, strict=True):
        if 0 < length >= left:
            share = left / length
            return Position(
                a.longitude + share * (b.longitude - a.longitude), a.latitude + share * (b.latitude - a.latitude)
            )
        left -= length
    return parts[0][0]


def _inside(rings: tuple[Part, ...]) -> Position:
    """The middle of the widest stretch that lies inside, at half the height of the largest ring."""
    heights = [point.latitude for point in max(rings, key=_doubled_area)]
    y = (min(heights) + max(heights)) / 2
    edges = (edge for ring in rings for edge in pairwise((*ring, ring[0])))
    crossings = sorted(
        a.longitude + (y - a.latitude) / (b.latitude - a.latitude) * (b.longitude - a.longitude)
        for a, b in edges
        if (a.latitude <= y) != (b.latitude <= y)
    )
    stretches = zip(crossings[::2], crossings[1::2], strict=True)
    west, east = max(stretches, key=lambda ends: ends[1] - ends[0], default=(rings[0][0].longitude,) * 2)
    return Position((west + east) / 2, y)
