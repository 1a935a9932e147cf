"""What the map says to the rest of the desk: frozen values, one for each signal."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, Qt

from venule.desk.map.camera import Camera
from venule.domain.geo import from_mercator


@dataclass(frozen=True, slots=True)
class AssetPick:
    """Assets meant by a click or a key, as rows. Several stand at one place; none means that the ground was clicked."""

    rows: tuple[int, ...]
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier


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
    """A menu is wanted: for assets (or none), at a place in degrees and at a point of the screen."""

    rows: tuple[int, ...]
    longitude: float
    latitude: float
    at: QPoint


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
