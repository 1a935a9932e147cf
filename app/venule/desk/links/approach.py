"""From where the map looks at a place that was opened: near enough to make it out, far enough to see where it is."""

from math import log2

from venule.desk.map.camera import Bounds, Camera

DISTRICT_ZOOM, DISTRICT_PX = 15.5, 450
"""The place with the streets around it, on a map of that many pixels; a smaller one shows as much of the ground."""

LEAST_ZOOM = 14.0
"""Farther away than this, single assets are lost among the others."""

EDGE = 0.08
"""Share of the view at each edge in which a place does not count as seen."""


def approach(camera: Camera, x: float, y: float) -> Camera:
    """The view that shows a place of the unit square: the same one where that will do, so that nothing jumps about."""
    near = camera.zoom >= LEAST_ZOOM
    if near and _inner(camera).holds(x, y):
        return camera
    return camera.centred(x, y, camera.zoom if near else district_zoom(camera))


def district_zoom(camera: Camera) -> float:
    """How near a district is looked at on a map of that size."""
    shorter = log2(min(camera.width, camera.height) / DISTRICT_PX)
    return max(LEAST_ZOOM, DISTRICT_ZOOM + min(0.0, shorter))


def _inner(camera: Camera) -> Bounds:
    bounds = camera.bounds
    return bounds.grown(-EDGE * min(bounds.right - bounds.left, bounds.bottom - bounds.top))
