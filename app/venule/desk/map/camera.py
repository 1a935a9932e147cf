"""Where the map looks: a centre in the unit Web Mercator square and a zoom, with the moves that lead to other views."""

import math
from dataclasses import dataclass, replace
from typing import TypeVar

from venule.domain.geo import Floats

WORLD_PX = 256.0
"""Side of the whole world at zoom 0, in pixels: the convention of web maps."""

MIN_ZOOM = 0.0
MAX_ZOOM = 22.0
CLOSEST_FIT = 17.0
"""Deepest zoom that fitting goes to: one lamp alone is shown with its street, not with its doormat."""

QUARTER = 4
"""Steps per zoom level at which the camera comes to rest, so that painted tiles can be met exactly."""

Coordinate = TypeVar("Coordinate", float, Floats)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box in the unit square; y grows to the south."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, margin: float) -> "Bounds":
        """The box with the same margin added on each side."""
        return Bounds(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def around(self, other: "Bounds") -> "Bounds":
        """The smallest box that holds this one and another."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        return Bounds(left, top, max(self.right, other.right), max(self.bottom, other.bottom))

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Camera:
    """One view of the world. Every move gives a new camera."""

    x: float = 0.5
    y: float = 0.5
    zoom: float = 2.0
    width: int = 640
    height: int = 480

    @property
    def scale(self) -> float:
        """Pixels per side of the unit square."""
        return WORLD_PX * math.pow(2.0, self.zoom)

    @property
    def bounds(self) -> Bounds:
        """The part of the world that is in view."""
        scale = self.scale
        half_width, half_height = self.width / 2 / scale, self.height / 2 / scale
        return Bounds(self.x - half_width, self.y - half_height, self.x + half_width, self.y + half_height)

    def to_screen(self, x: Coordinate, y: Coordinate) -> tuple[Coordinate, Coordinate]:
        """From the unit square to pixels of the view."""
        scale = self.scale
        return (x - self.x) * scale + self.width / 2, (y - self.y) * scale + self.height / 2

    def to_world(self, x: Coordinate, y: Coordinate) -> tuple[Coordinate, Coordinate]:
        """From pixels of the view to the unit square."""
        scale = self.scale
        return (x - self.width / 2) / scale + self.x, (y - self.height / 2) / scale + self.y

    def resized(self, width: int, height: int) -> "Camera":
        """The same centre and zoom in another window."""
        return replace(self, width=max(width, 1), height=max(height, 1))

    def centred(self, x: float, y: float, zoom: float | None = None) -> "Camera":
        """Looking at a point; the centre never leaves the world."""
        near = self.zoom if zoom is None else min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        return replace(self, x=min(max(x, 0.0), 1.0), y=min(max(y, 0.0), 1.0), zoom=near)

    def panned(self, dx: float, dy: float) -> "Camera":
        """What is in view moved by so many pixels."""
        return self.centred(self.x - dx / self.scale, self.y - dy / self.scale)

    def zoomed(self, zoom: float, about_x: float, about_y: float) -> "Camera":
        """At another zoom, with the place under a pixel kept where it is."""
        x, y = self.to_world(about_x, about_y)
        nearer = self.centred(self.x, self.y, zoom)
        moved_x, moved_y = nearer.to_screen(x, y)
        return nearer.panned(about_x - moved_x, about_y - moved_y)

    def fitted(self, bounds: Bounds, margin_px: float = 48.0, foot_px: float = 0.0) -> "Camera":
        """The nearest resting view that holds a box with a margin around it, and room at the foot for furniture."""
        room_x, room_y = max(self.width - 2 * margin_px, 1.0), max(self.height - foot_px - 2 * margin_px, 1.0)
        side = max((bounds.right - bounds.left) / room_x, (bounds.bottom - bounds.top) / room_y)
        zoom = CLOSEST_FIT if side <= 0 else min(math.log2(1 / (side * WORLD_PX)), CLOSEST_FIT)
        middle_x, middle_y = (bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2
        return self.centred(middle_x, middle_y, math.floor(zoom * QUARTER) / QUARTER).panned(0.0, -foot_px / 2)

    def towards(self, end: "Camera", share: float) -> "Camera":
        """A view between this one and another; a point that both hold at the same pixel stays there on the way.

        The centre goes with the change of scale instead of with the share itself, which is what keeps that point still.
        """
        zoom = self.zoom + (end.zoom - self.zoom) * share
        if abs(end.zoom - self.zoom) < 1e-9:
            along = share
        else:
            before, after, now = 2.0**-self.zoom, 2.0**-end.zoom, 2.0**-zoom
            along = (now - before) / (after - before)
        return self.centred(self.x + (end.x - self.x) * along, self.y + (end.y - self.y) * along, zoom)


def resting(zoom: float) -> float:
    """The quarter step nearest to a zoom."""
    return round(min(max(zoom, MIN_ZOOM), MAX_ZOOM) * QUARTER) / QUARTER
