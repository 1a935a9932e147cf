"""The shapes of all assets as columns, unpacked from the file without an object a point."""

import struct
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from venule.domain.shape import NotAShape
from venule.store.answers import NO_SHAPES, AssetShapes, Ints, Longs
from venule.store.problem import Damaged
from venule.store.wkb import COUNT, HEADER, LINE, LINES, POLYGON, POLYGONS, NotWkb, decode, encode

Octets = npt.NDArray[np.uint8]

POINT_BYTES = 16
LINE_HEAD = HEADER.size + COUNT.size
NOT_OURS = "a shape is no well-known binary of lines or areas as Venule writes it"
MEMBERS = {LINES: LINE, POLYGONS: POLYGON}


def columns(assets: Ints, blobs: Sequence[bytes]) -> AssetShapes:
    """The shapes of some rows of assets; raises :class:`venule.store.problem.Damaged`.

    Single lines, which are nearly all, are taken together; every other shape is looked at by itself.
    """
    if not blobs:
        return NO_SHAPES
    data = np.frombuffer(b"".join(blobs), np.uint8)
    lengths = np.fromiter(map(len, blobs), np.int64, len(blobs))
    end = np.cumsum(lengths)
    begin = end - lengths
    counts = _single_lines(data, begin, end)
    others = {row: unpack(blobs[row]) for row in np.flatnonzero(counts == 0).tolist()}
    closed, parts = np.zeros(len(blobs), np.bool_), np.ones(len(blobs), np.int64)
    is_kept = np.ones(len(data), np.bool_)
    is_kept[(begin[counts > 0][:, None] + np.arange(LINE_HEAD)).ravel()] = False
    for row, (is_closed, ranges) in others.items():
        closed[row], parts[row] = is_closed, len(ranges)
        is_kept[begin[row] : end[row]] = False
        for start, stop in ranges:
            is_kept[begin[row] + start : begin[row] + stop] = True
    first = _offsets(parts)
    sizes = np.zeros(first[-1], np.int64)
    sizes[first[:-1]] = counts
    for row, (_, ranges) in others.items():
        sizes[first[row] : first[row + 1]] = [(stop - start) // POINT_BYTES for start, stop in ranges]
    points = data[is_kept].view("<f8").reshape(-1, 2)
    return AssetShapes(assets, closed, first, _offsets(sizes), points[:, 0].copy(), points[:, 1].copy())


def _single_lines(data: Octets, begin: Longs, end: Longs) -> Longs:
    """How many points a blob has that is a single line as we write it, 0 for each other."""
    long_enough = np.flatnonzero(end - begin >= LINE_HEAD)
    heads = data[begin[long_enough][:, None] + np.arange(LINE_HEAD)]
    kinds, counts = (heads[:, at : at + 4].copy().view("<u4")[:, 0].astype(np.int64) for at in (1, 5))
    bytes_expected = LINE_HEAD + POINT_BYTES * counts
    fits = (heads[:, 0] == 1) & (kinds == LINE) & (counts >= 2) & ((end - begin)[long_enough] == bytes_expected)
    found = np.zeros(len(begin), np.int64)
    found[long_enough] = np.where(fits, counts, 0)
    return found


def unpack(blob: bytes) -> tuple[bool, list[tuple[int, int]]]:
    """Whether what :func:`venule.store.wkb.encode` made is an area, and where the points of its parts begin and end.

    A ring is without its closing point. Raises :class:`venule.store.problem.Damaged`.
    """
    found: list[tuple[int, int]] = []
    try:
        order, code = HEADER.unpack_from(blob)
        if order != 1 or code not in (LINE, POLYGON, *MEMBERS):
            raise Damaged(NOT_OURS)
        is_closed = code in (POLYGON, POLYGONS)
        at, members = HEADER.size, 1
        if code in MEMBERS:
            (members,), at = COUNT.unpack_from(blob, at), at + COUNT.size
        for _ in range(members):
            at += HEADER.size if code in MEMBERS else 0
            at = _take(blob, at, is_closed, found)
    except (struct.error, TypeError):
        raise Damaged("a shape breaks off") from None
    if at != len(blob) or not found:
        raise Damaged(NOT_OURS)
    return is_closed, found


def _take(blob: bytes, at: int, is_closed: bool, found: list[tuple[int, int]]) -> int:
    """Find the points of one line or polygon; returns where it ends."""
    rings = 1
    if is_closed:
        (rings,), at = COUNT.unpack_from(blob, at), at + COUNT.size
    for _ in range(rings):
        (count,), at = COUNT.unpack_from(blob, at), at + COUNT.size
        end = at + POINT_BYTES * count
        if count < 2 + 2 * is_closed or end > len(blob):
            raise Damaged("a shape has a line or a ring that is too short, or breaks off")
        found.append((at, end - POINT_BYTES * is_closed))
        at = end
    return at


def faults(blob: bytes) -> Iterator[str]:
    """What is wrong with a shape in the file; a sound one has none."""
    try:
        if encode(decode(blob).shape()) != blob:
            yield "it is not as Venule writes it"
    except NotWkb as problem:
        yield f"its well-known binary {problem}"
    except NotAShape as problem:
        yield f"it {problem}"


def _offsets(counts: Longs) -> Ints:
    return np.append(0, np.cumsum(counts)).astype(np.int32)
