"""The sea of an extract, which OpenStreetMap knows only by its coast: water is on the right of each coastline."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.lib.stride_tricks import sliding_window_view
from shapely import LineString, MultiLineString, Point, Polygon, STRtree
from shapely.ops import nearest_points

NEAR_EDGE = 0.1
"""Share of the frame's shorter side: a coast that ends so near to the edge was cut there, and is led on to it."""

ASIDE_DEG = 1e-7
"""How far beside the coast a place is looked at: a centimetre."""


class Sea(NamedTuple):
    """Its areas within the frame, and how many ends of the coast hang in it: there the shore is not known."""

    areas: list[Polygon]
    loose_ends: int


def sea(coast: list[LineString], frame: Polygon) -> Sea:
    """What lies on the right of the coast. Where an end hangs loose, land and sea are not parted: that stays land."""
    if not coast:
        return Sea([], 0)
    west, south, east, north = frame.bounds
    reach = NEAR_EDGE * min(east - west, north - south)
    ends = [end for end in loose(coast) if frame.contains(end)]
    led = [LineString(nearest_points(end, frame.exterior)) for end in ends if end.distance(frame.exterior) <= reach]
    shore = [part for part in shapely.get_parts(frame.intersection(coast)) if part.geom_type == "LineString"]
    edges = shapely.node(MultiLineString([frame.exterior, *shore, *led]))
    faces = shapely.get_parts(shapely.polygonize([edges]))
    return Sea([faces[place] for place in wet(faces, coast, frame)], len(ends) - len(led))


def loose(coast: list[LineString]) -> list[Point]:
    """The ends of coastlines at which no other goes on."""
    lines = shapely.get_parts(shapely.line_merge(MultiLineString(coast)))
    return [Point(line.coords[place]) for line in lines if not line.is_closed for place in (0, -1)]


def wet(faces: np.ndarray[tuple[int], np.dtype[np.object_]], coast: list[LineString], frame: Polygon) -> list[int]:
    """Which faces lie on the right of more coast than on its left."""
    legs = np.concatenate([sliding_window_view(shapely.get_coordinates(line), 2, 0) for line in coast]).swapaxes(1, 2)
    seen = shapely.intersection(shapely.linestrings(legs), frame)
    length = shapely.length(seen)
    legs, seen, length = legs[length > 0], seen[length > 0], length[length > 0]
    middle = shapely.get_coordinates(shapely.line_interpolate_point(seen, 0.5, normalized=True))
    way = legs[:, 1] - legs[:, 0]
    right = np.column_stack((way[:, 1], -way[:, 0])) / np.hypot(way[:, :1], way[:, 1:]) * ASIDE_DEG
    votes, tree = np.zeros(len(faces)), STRtree(faces)
    for side, sign in ((right, 1.0), (-right, -1.0)):
        place, face = tree.query(shapely.points(middle + side), predicate="within")
        np.add.at(votes, face, sign * length[place])
    return np.flatnonzero(votes > 0).tolist()
