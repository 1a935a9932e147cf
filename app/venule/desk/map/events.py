"""What the map says to the rest of the desk: frozen values, one for each signal."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt

from venule.desk.map.camera import Camera
from venule.domain.geo import from_mercator


@dataclass(frozen=True, slots=True)
class AssetPick:
    """All assets that are chosen after a click, a key, a box or a lasso, as rows; none after a click on the ground.

    ``current`` is the one of them that was meant by itself, if there is one.
    """

    rows: tuple[int, ...]
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    current: int | None = None


@dataclass(frozen=True, slots=True)
class ViewMoved:
    """The part of the world in view, in degrees, after the camera came to rest."""

    west: float
    south: float
    east: float
    north: float
    zoom: float


@dataclass(frozen=True, slots=True)
class ContextAsked:
    """A menu is wanted: for assets (or none), at a place in degrees and at a point of the screen.

    ``here`` are all assets under the pointer, also those of a cluster, which is no asset itself.
    """

    rows: tuple[int, ...]
    longitude: float
    latitude: float
    at: QPoint
    here: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AssetPlaced:
    """An asset, as a row, was put to a place in degrees by hand."""

    row: int
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class BasemapDropped:
    """A file or folder with a base map was dropped on the map."""

    path: Path


@dataclass(frozen=True, slots=True)
class GatewayPick:
    """A gateway was clicked, as a row of what :meth:`MapView.set_gateways` was given."""

    row: int


def view_of(camera: Camera) -> ViewMoved:
    """What a camera sees, in degrees."""
    bounds = camera.bounds
    longitude, latitude = from_mercator(np.array([bounds.left, bounds.right]), np.array([bounds.top, bounds.bottom]))
    west, east, north, south = (float(edge) for edge in (*longitude, *latitude))
    return ViewMoved(west, south, east, north, camera.zoom)
