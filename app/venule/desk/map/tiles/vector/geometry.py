"""Carrying out the drawing commands of a vector tile's layer, those of all its features at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from venule.desk.map.tiles.vector.wire import Numbers, Places, cut_off, garbled
from venule.domain.geo import Floats

MOVE_TO, LINE_TO, CLOSE_PATH = 1, 2, 7
ROUNDS = 8
"""Most features are drawn with two commands or three."""

FARTHEST = 65_536.0
"""A point more than this many tiles away is an error: that is around the whole world on any level in use."""

Offsets = npt.NDArray[np.int32]


class Geometry(NamedTuple):
    """Parts and points of the features of a layer; see :class:`~venule.desk.map.tiles.vector.mvt.Features`."""

    part: Offsets
    first: Offsets
    x: Floats
    y: Floats
    area: Floats


class Commands(NamedTuple):
    """Where commands stand among the numbers of a layer, what each does, and to how many points."""

    at: Places
    action: Numbers
    points: Places


def drawn(numbers: Numbers, bounds: Places, extent: int) -> Geometry:
    """The geometry of features, each from the numbers between two of the bounds; raises ``BrokenTile``."""
    commands = _commands(numbers, bounds)
    begin, moves = runs(commands.points), commands.action == MOVE_TO
    own = np.searchsorted(commands.at, bounds)
    first = np.append(begin[:-1][moves], begin[-1])
    steps = _steps(numbers, commands)
    x, y = _walked(steps[0::2], begin[own]), _walked(steps[1::2], begin[own])
    if len(x) and max(np.abs(x).max(), np.abs(y).max()) > FARTHEST * extent:
        raise garbled()
    part = runs(moves)[own]
    return Geometry(part.astype(np.int32), first.astype(np.int32), x / extent, y / extent, _areas(x, y, first))


def runs(counts: npt.NDArray[np.generic]) -> Places:
    """Where each of some runs begins when they lie one behind the other, and where the last one ends."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)))


def _commands(numbers: Numbers, bounds: Places) -> Commands:
    """The commands between the bounds; each feature begins with a move."""
    at = _places(numbers, bounds)
    action, points = numbers[at] & np.uint32(7), (numbers[at] >> 3).astype(np.int64)
    closing, drawing = action == CLOSE_PATH, (action == MOVE_TO) | (action == LINE_TO)
    points[closing] = 0
    starts = bounds[:-1][np.diff(bounds) > 0]
    if not ((drawing | closing).all() and points[drawing].all() and (numbers[starts] & 7 == MOVE_TO).all()):
        raise garbled()
    return Commands(at, action, points)


def _places(numbers: Numbers, bounds: Places) -> Places:
    """Where commands stand: each tells where the next one does.

    A round takes one command of every feature; what is left of long features after some rounds is taken one by one.
    """
    at, end, found = bounds[:-1], bounds[1:], []
    for _ in range(ROUNDS):
        going = at < end
        if (at > end).any():
            raise cut_off()
        at, end = at[going], end[going]
        found.append(at)
        number = numbers[at]
        at = at + np.where(number & 7 == CLOSE_PATH, 1, 1 + 2 * (number >> 3).astype(np.int64))
    rest = _one_by_one(numbers.data, at.tolist(), end.tolist())
    return np.sort(np.concatenate((*found, np.array(rest, np.int64))))


def _one_by_one(numbers: memoryview, starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Where commands stand from some places on."""
    found = []
    for start, end in zip(starts, ends, strict=True):
        at = start
        while at < end:
            found.append(at)
            number = numbers[at]
            at += 1 if number & 7 == CLOSE_PATH else 1 + 2 * (number >> 3)
        if at > end:
            raise cut_off()
    return found


def _steps(numbers: Numbers, commands: Commands) -> Places:
    """What is not a command is a step to the right or downwards, in zigzag."""
    is_step = np.ones(len(numbers), np.bool_)
    is_step[commands.at] = False
    step = numbers[is_step].astype(np.int64)
    return (step >> 1) ^ -(step & 1)


def _walked(steps: Places, points: Places) -> Floats:
    """Where steps lead to when each feature sets out from 0; ``points`` tells where the features' points begin."""
    far = runs(steps)
    return (far[1:] - np.repeat(far[points[:-1]], np.diff(points))).astype(np.float64)


def _areas(x: Floats, y: Floats, first: Places) -> Floats:
    """The area of each part as a ring (the surveyor's formula), exact in units of the grid up to 2^26 of them."""
    if len(first) < 2:
        return np.empty(0)
    following = np.arange(1, len(x) + 1)
    following[first[1:] - 1] = first[:-1]
    return np.add.reduceat(x * y[following] - x[following] * y, first[:-1]) / 2
