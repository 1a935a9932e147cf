"""Badges: the alarms that clusters and dots hold, counted where the alarms are themselves."""

from dataclasses import dataclass

import numpy as np

from venule.desk.map.assets.counting import Flags, Ints
from venule.desk.map.assets.pyramid import Pyramid
from venule.desk.map.assets.room import near_pairs
from venule.desk.map.assets.sight import MARGIN_PX, Clusters
from venule.desk.map.assets.zorder import Longs, cell_keys, starts
from venule.desk.map.camera import Camera
from venule.domain.alarm import Status
from venule.domain.geo import Floats

CLEARANCE_PX = 5.0
APART_PX = 22.0
"""Badges over dots that would stand nearer than this are counted as one."""


@dataclass(frozen=True, slots=True, eq=False)
class AlarmCells:
    """The alarms of each cell of one level that has any, by ascending key: how many, their mean place, any unseen."""

    level: int
    key: Longs
    x: Floats
    y: Floats
    count: Longs
    blinking: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Badges:
    """Counts of alarms on the screen. ``badge`` tells which of them counts each of the cells ``key``."""

    x: Floats
    y: Floats
    count: Longs
    blinking: Flags
    key: Longs
    badge: Longs


def alarm_cells(pyramid: Pyramid, level: int, alarms: Longs, loud: Flags) -> AlarmCells:
    """Count alarms, given by their rows, in the cells of a level; ``loud`` tells which assets nobody acknowledged."""
    x, y = pyramid.x[alarms], pyramid.y[alarms]
    keys = cell_keys(x, y, level)
    order = np.argsort(keys, kind="stable")
    first = starts(keys[order])
    if not len(first):
        return AlarmCells(level, keys, x, y, keys, np.empty(0, np.bool_))
    count = np.diff(first, append=len(keys))
    mean_x, mean_y = (np.add.reduceat(place[order], first) / count for place in (x, y))
    blinking = np.logical_or.reduceat(loud[alarms][order], first)
    return AlarmCells(level, keys[order][first], mean_x, mean_y, count, blinking)


def beside_clusters(clusters: Clusters, found: AlarmCells, camera: Camera) -> Badges:
    """One badge for each cluster that has alarms: on their centroid, or at the cluster's rim where that is nearer."""
    wanted = np.flatnonzero((clusters.counts[:, Status.ALARM] > 0) & ~clusters.single)
    at = np.searchsorted(found.key, clusters.key[wanted])
    screen_x, screen_y = camera.to_screen(found.x[at], found.y[at])
    x, y = beside(clusters.x[wanted], clusters.y[wanted], clusters.radius[wanted], screen_x, screen_y)
    return Badges(x, y, found.count[at], found.blinking[at], found.key[at], np.arange(len(at)))


def over_dots(found: AlarmCells, camera: Camera) -> Badges:
    """Badges on the centroids of the alarms in view; those that would cover one another are counted as one."""
    x, y = camera.to_screen(found.x, found.y)
    seen = (x > -MARGIN_PX) & (x < camera.width + MARGIN_PX) & (y > -MARGIN_PX) & (y < camera.height + MARGIN_PX)
    at = np.flatnonzero(seen)
    x, y, count, blinking = x[at], y[at], found.count[at], found.blinking[at]
    badge = joined(x, y)
    number = int(badge.max(initial=-1)) + 1
    total = np.bincount(badge, weights=count, minlength=number)
    mean_x, mean_y = (np.bincount(badge, weights=count * along, minlength=number) / total for along in (x, y))
    blinks = np.bincount(badge, weights=blinking, minlength=number) > 0
    return Badges(mean_x, mean_y, total.astype(np.int64), blinks, found.key[at], badge)


def joined(x: Floats, y: Floats) -> Longs:
    """For each of some badges the number of the one it becomes part of, from 0: itself, while it has room."""
    group = np.arange(len(x))
    one, other, _ = near_pairs(x, y, APART_PX)
    for first, second in zip(one.tolist(), other.tolist(), strict=True):
        group[group == group[second]] = group[first]
    return np.unique(group, return_inverse=True)[1].astype(np.int64)


def beside(x: Floats, y: Floats, radius: Floats, to_x: Floats, to_y: Floats) -> tuple[Floats, Floats]:
    """The points ``to``, pushed out of discs to their rim where they lie inside; up and right from the very middle."""
    dx, dy = to_x - x, to_y - y
    distance = np.hypot(dx, dy)
    lost = distance < 0.5
    dx, dy, distance = np.where(lost, 0.7, dx), np.where(lost, -0.7, dy), np.where(lost, 1.0, distance)
    stretch = np.maximum((radius + CLEARANCE_PX) / distance, 1.0)
    return x + dx * stretch, y + dy * stretch


def alarms_of(marks: Badges, badge: int, level: int, pyramid: Pyramid, alarms: Longs) -> Ints:
    """The alarms that a badge counts by cells of a level, given the rows of all alarms."""
    keys = cell_keys(pyramid.x[alarms], pyramid.y[alarms], level)
    return alarms[np.isin(keys, marks.key[marks.badge == badge])].astype(np.int32)
