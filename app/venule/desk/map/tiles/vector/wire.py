"""Reading protobuf's wire format (https://protobuf.dev/programming-guides/encoding), one message or many at a time."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

UINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
"""The wire types there are; groups, 3 and 4, were given up before vector tiles were thought of."""

SIZES = np.array([0, 8, 0, -1, -1, 4, -1, -1])
"""How many bytes follow by wire type, besides what is told by a number that is read first."""

LONGEST_VARINT = 10
MOST_FIELDS = 1_000_000
"""A message of more fields is refused."""

MOST_NUMBERS = 4_000_000
"""So are more numbers in one layer: forty times those of a dense city."""

ROUNDS = 8
"""A feature has four fields, unless its numbers are written one by one."""

Body = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint32]


class BrokenTile(Exception):
    """A vector tile cannot be read; the message is one sentence."""


def cut_off() -> BrokenTile:
    """What a tile is that ends too early."""
    return BrokenTile("The vector tile is cut off.")


def garbled() -> BrokenTile:
    """What a tile is that breaks the rules of its format."""
    return BrokenTile("The vector tile is garbled.")


def too_large() -> BrokenTile:
    """What a tile is that no map needs."""
    return BrokenTile("The vector tile holds more than any map could show.")


class Fields(NamedTuple):
    """Fields of many messages: which message each is of, its key, and where its content begins and ends."""

    owner: Places
    key: Places
    left: Places
    right: Places


def varint(data: bytes, at: int, end: int) -> tuple[int, int]:
    """The number written at a place, and the place behind it."""
    number, shift = 0, 0
    while at < end and shift < 7 * LONGEST_VARINT:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
        shift += 7
    raise cut_off() if at >= end else garbled()


def fields(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The key (number and wire type) of each field of one message, and where its content begins and ends."""
    for _ in range(MOST_FIELDS):
        if at == end:
            return
        key, left = (
            (data[at], at + 1) if data[at] < 0x80 else varint(data, at, end)
        )  # a call takes longer than the rest
        kind = key & 7
        if key >> 32:
            raise garbled()
        if kind == BYTES:
            short = left < end and data[left] < 0x80
            size, left = (data[left], left + 1) if short else varint(data, left, end)
            at = left + size
        elif kind == UINT:
            at = varint(data, left, end)[1]
        elif kind in (FIXED32, FIXED64):
            at = left + (4 if kind == FIXED32 else 8)
        else:
            raise garbled()
        if at > end:
            raise cut_off()
        yield key, left, at
    raise too_large()


def many_fields(data: bytes, start: Places, end: Places) -> Fields:
    """The fields of many messages, those of each message in the order in which they are written.

    A round takes one field of every message; what is left of long messages after some rounds is read one by one.
    """
    body, owner, at, found = np.frombuffer(data, np.uint8), np.arange(len(start)), start, []
    for _ in range(ROUNDS):
        going = at < end[owner]
        owner, at = owner[going], at[going]
        if not len(owner):
            break
        key, left, at = _next_field(body, at, end[owner])
        found.append(Fields(owner, key, left, at))
    found.append(_one_by_one(data, owner, at, end))
    whole = Fields(*(np.concatenate(column) for column in zip(*found, strict=True)))
    order = np.argsort(whole.owner, kind="stable")
    return Fields(*(column[order] for column in whole))


def _next_field(body: Body, at: Places, end: Places) -> tuple[Places, Places, Places]:
    """The key of one field of each message, and where its content begins and ends."""
    key, at = varints(body, at, end)
    kind = key & 7
    size, right = SIZES[kind], at.copy()
    if (size < 0).any():
        raise garbled()
    told = (kind == UINT) | (kind == BYTES)
    number, right[told] = varints(body, at[told], end[told])
    size[kind == BYTES] = number[kind[told] == BYTES]
    if ((size < 0) | (size > end - right)).any():
        raise cut_off()
    return key, np.where(kind == BYTES, right, at), right + size


def varints(body: Body, at: Places, end: Places) -> tuple[Places, Places]:
    """The number written at each of many places, of 64 bits with a sign, and the places behind them."""
    number, at, going = np.zeros(len(at), np.int64), at.copy(), np.arange(len(at))
    for shift in range(0, 7 * LONGEST_VARINT, 7):
        if (at[going] >= end[going]).any():
            raise cut_off()
        byte = body[at[going]].astype(np.int64)
        number[going] |= (byte & 0x7F) << shift
        at[going] += 1
        going = going[byte >= 0x80]
        if not len(going):
            return number, at
    raise garbled()


def _one_by_one(data: bytes, owner: Places, at: Places, end: Places) -> Fields:
    """The fields of messages from some places on."""
    found: list[tuple[int, int, int, int]] = []
    for message, place in zip(owner.tolist(), at.tolist(), strict=True):
        found.extend((message, *field) for field in fields(data, place, int(end[message])))
        if len(found) > MOST_FIELDS:
            raise too_large()
    return Fields(*np.array(found, np.int64).reshape(-1, 4).T)


def numbers(data: bytes, left: Places, right: Places) -> tuple[Numbers, Places]:
    """The numbers written one behind the other in some stretches of bytes, and where each stretch's numbers end.

    They are of 32 bits: what is longer loses its upper part, as it does wherever protobuf is read.
    """
    stretches = [data[begin:end] for begin, end in zip(left.tolist(), right.tolist(), strict=True)]
    body, ends = np.frombuffer(b"".join(stretches), np.uint8), np.cumsum(right - left)
    if (body[ends[right > left] - 1] >= 0x80).any():
        raise cut_off()
    found, last = row(body)
    return found.astype(np.uint32), np.searchsorted(last, ends)


def row(body: Body) -> tuple[npt.NDArray[np.uint64], Places]:
    """The numbers that some bytes are a row of, and at which byte each ends."""
    closing = body < 0x80
    if np.count_nonzero(closing) > MOST_NUMBERS:
        raise too_large()
    last = np.flatnonzero(closing)
    if len(body) and not closing[-1]:
        raise cut_off()
    begin = np.concatenate((np.zeros(1, np.int64), last[:-1] + 1))[: len(last)]
    longer, number = last - begin, (body[begin] & 0x7F).astype(np.uint64)
    longest = int(longer.max(initial=0))
    if longest >= LONGEST_VARINT:
        raise garbled()
    for byte in range(1, longest + 1):
        more = np.flatnonzero(longer >= byte)
        number[more] |= (body[begin[more] + byte] & 0x7F).astype(np.uint64) << np.uint64(7 * byte)
    return number, last
