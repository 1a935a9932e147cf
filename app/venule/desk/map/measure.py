"""Measuring on the ground: a line of corners with its length, closed into an area when asked."""

from dataclasses import dataclass, replace

import numpy as np

from venule.domain.geo import Floats, from_mercator, to_mercator
from venule.domain.geodesy import area_m2, crosses_itself, lengths_m

MOST_CORNERS = 500
"""Further corners are not taken; no one clicks so many."""

KILOMETRE_M, HECTARE_M2, SQUARE_KM_M2 = 1_000.0, 10_000.0, 1_000_000.0
MOST_HECTARES = 1_000.0
LEAST_AREA_CORNERS = 3
LONG_M, MOST_STEPS = 50_000.0, 200
"""Sides are drawn in steps of that length: shorter ones are straight to the eye."""

CROSSING = "its sides cross: no area"

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Measure:
    """Corners in the unit square. ``finished`` ones do not follow the pointer any more; ``closed`` ones are an area."""

    corners: tuple[Corner, ...] = ()
    finished: bool = False
    closed: bool = False

    def with_corner(self, x: float, y: float) -> "Measure":
        """One corner more; after a finished line a new one begins. The same corner twice in a row is one."""
        if self.finished:
            return Measure(((x, y),))
        if self.corners[-1:] == ((x, y),) or len(self.corners) >= MOST_CORNERS:
            return self
        return replace(self, corners=(*self.corners, (x, y)))

    def without_last(self) -> "Measure":
        """The last step taken back: the closing, or else the last corner."""
        if self.finished:
            return Measure(self.corners)
        return Measure(self.corners[:-1])

    def ended(self) -> "Measure":
        """Closed into an area, or with too few corners for one left as a line."""
        if len(self.corners) < 2:
            return self
        return replace(self, finished=True, closed=len(self.corners) >= LEAST_AREA_CORNERS)

    def line(self, at: Corner | None) -> tuple[Floats, Floats]:
        """The line as it is drawn, on to the pointer while it is not finished, in the unit square."""
        corners = list(self.corners)
        if at is not None and not self.finished and corners:
            corners.append(at)
        if self.closed:
            corners.append(corners[0])
        places = np.array(corners, np.float64).reshape(-1, 2)
        return places[:, 0], places[:, 1]

    def length_m(self, at: Corner | None = None) -> float:
        """Along the whole line."""
        return float(self.steps_m(at).sum())

    def steps_m(self, at: Corner | None = None) -> Floats:
        """Length of each side."""
        return lengths_m(*from_mercator(*self.line(at)))

    def area_m2(self) -> float | None:
        """What a closed line holds; ``None`` while it is open, or where its sides cross."""
        if not self.closed:
            return None
        x, y = (part[:-1] for part in self.line(None))
        return None if crosses_itself(x, y) else area_m2(*from_mercator(x, y))

    def told(self, at: Corner | None = None) -> str:
        """The result in words: ``1.24 km``, or ``3.20 ha, around it 812 m``."""
        if len(self.line(at)[0]) < 2:
            return ""
        around = metres(self.length_m(at))
        if not self.closed:
            return around
        area = self.area_m2()
        return f"{CROSSING if area is None else square_metres(area)}, around it {around}"


def metres(length_m: float) -> str:
    """A length with three figures or more, in m or km."""
    if length_m >= KILOMETRE_M:
        return f"{length_m / KILOMETRE_M:,.{_decimals(length_m / KILOMETRE_M)}f} km"
    return f"{length_m:,.{_decimals(length_m)}f} m"


def square_metres(area_m2: float) -> str:
    """An area with three figures or more, in m², ha or km²."""
    for unit, size, least in (("km²", SQUARE_KM_M2, MOST_HECTARES * HECTARE_M2), ("ha", HECTARE_M2, HECTARE_M2)):
        if area_m2 >= least:
            return f"{area_m2 / size:,.{_decimals(area_m2 / size)}f} {unit}"
    return f"{area_m2:,.{_decimals(area_m2)}f} m²"


def _decimals(number: float) -> int:
    """How many decimals give a number three figures."""
    return int(number < 100) + int(number < 10)


def along_ground(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """A line as it runs on the ground: long sides get places between, along the great circle that is measured."""
    longitude, latitude = from_mercator(x, y)
    steps = np.ceil(lengths_m(longitude, latitude) / LONG_M).astype(np.int64)
    if not (steps > 1).any():
        return x, y
    phi, lamda = np.radians(latitude), np.radians(longitude)
    towards = np.column_stack((np.cos(phi) * np.cos(lamda), np.cos(phi) * np.sin(lamda), np.sin(phi)))
    parts = [
        _between(towards[side], towards[side + 1], int(count))
        for side, count in enumerate(np.minimum(steps, MOST_STEPS))
    ]
    way = np.concatenate([*parts, towards[-1:]])
    around = np.unwrap(np.arctan2(way[:, 1], way[:, 0]))
    return to_mercator(np.degrees(around), np.degrees(np.arcsin(np.clip(way[:, 2], -1.0, 1.0))))


def _between(start: Floats, end: Floats, count: int) -> Floats:
    """Directions from one to another in even steps, the last one left out."""
    angle = float(np.arctan2(np.linalg.norm(np.cross(start, end)), start @ end))
    shares = np.arange(max(count, 1))[:, None] / max(count, 1)
    if np.sin(angle) < 1e-12:
        return np.repeat(start[None], len(shares), 0)
    way: Floats = (np.sin((1.0 - shares) * angle) * start + np.sin(shares * angle) * end) / np.sin(angle)
    return way
