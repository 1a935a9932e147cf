"""Decoding Mapbox vector tiles, whole layers at a time (https://github.com/mapbox/vector-tile-spec, version 2.1)."""

import struct
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from venule.desk.map.tiles.vector import wire
from venule.desk.map.tiles.vector.geometry import Offsets, drawn
from venule.desk.map.tiles.vector.wire import BYTES, FIXED32, FIXED64, UINT, BrokenTile, Fields, Numbers, Places
from venule.domain.geo import Floats

__all__ = ["LINE", "POINT", "POLYGON", "BrokenTile", "Features", "Value", "decode"]

LARGEST_BYTES = 16 * 1024 * 1024
"""A tile that is larger without its compression is refused: this is twenty times a dense city's."""

MOST_LAYERS = 256
USUAL_EXTENT = 4096
POINT, LINE, POLYGON = 1, 2, 3

LAYER = 3 << 3 | BYTES
NAME, FEATURE, KEY, VALUE, EXTENT = 1 << 3 | BYTES, 2 << 3 | BYTES, 3 << 3 | BYTES, 4 << 3 | BYTES, 5 << 3 | UINT
TAGS, TYPE, GEOMETRY = 2, 3, 4
STRING, FLOAT, DOUBLE = 1 << 3 | BYTES, 2 << 3 | FIXED32, 3 << 3 | FIXED64
INT, UNSIGNED, ZIGZAG, BOOL = 4 << 3 | UINT, 5 << 3 | UINT, 6 << 3 | UINT, 7 << 3 | UINT

Value = str | float | int | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """One source layer, in tile units: 0 to 1 across the tile, y downwards, and beyond where the tile has a margin.

    Feature ``f`` is of geometry ``kind[f]`` (:data:`POINT`, :data:`LINE` or :data:`POLYGON`, or 0 for unknown ones,
    which have no parts) and owns the parts from ``part[f]`` up to but not at ``part[f + 1]``. Part ``p`` is the points
    ``x[first[p]:first[p + 1]]``: a line, some points, or a ring without its closing point. ``area[p]`` is what a ring
    encloses in squares of its layer's own grid: positive for outer rings, negative for holes, exactly 0 for rings that
    enclose nothing. What is known of feature ``owner[t]`` under ``keys[key[t]]`` is ``values[value[t]]``.
    """

    kind: npt.NDArray[np.uint8]
    part: Offsets
    first: Offsets
    x: Floats
    y: Floats
    area: Floats
    keys: tuple[str, ...]
    values: tuple[Value, ...]
    owner: Offsets
    key: Offsets
    value: Offsets

    def __len__(self) -> int:
        return len(self.kind)

    def column(self, key: str) -> Offsets:
        """For each feature the place in ``values`` of what is known under a key; -1 where nothing is."""
        found = np.full(len(self), -1, np.int32)
        chosen = np.isin(self.key, [place for place, name in enumerate(self.keys) if name == key])
        found[self.owner[chosen]] = self.value[chosen]
        return found


class Layer(NamedTuple):
    """The pieces of a layer: where its features lie in the bytes of the tile, and what they share."""

    features: Places
    keys: tuple[str, ...]
    values: tuple[Value, ...]
    extent: int


def decode(data: bytes, wanted: Collection[str] | None = None) -> dict[str, Features]:
    """The layers of a tile by their names, all or only those wanted; compression by gzip or zlib is undone.

    Raises :class:`BrokenTile`. Layers of one name become one; those without a name are left out, as is everything
    that the format does not know.
    """
    data = plain(data)
    found: dict[str, Features] = {}
    layers = [(left, right) for key, left, right in wire.fields(data, 0, len(data)) if key == LAYER]
    if len(layers) > MOST_LAYERS:
        raise wire.too_large()
    for left, right in layers:
        name = _name(data, left, right)
        if name and (wanted is None or name in wanted):
            features = _features(data, _layer(data, left, right))
            found[name] = joined(found[name], features) if name in found else features
    return found


def plain(data: bytes) -> bytes:
    """A tile without its compression; raises :class:`BrokenTile`."""
    if data[:2] == b"\x1f\x8b" or (data[:1] == b"\x78" and int.from_bytes(data[:2]) % 31 == 0):
        return inflated(data, LARGEST_BYTES)
    if len(data) > LARGEST_BYTES:
        raise wire.too_large()
    return data


def inflated(data: bytes, largest: int) -> bytes:
    """What gzip or zlib had made of so many bytes at most; raises :class:`BrokenTile`."""
    unpacking = zlib.decompressobj(wbits=47)  # either of the two
    try:
        whole = unpacking.decompress(data, largest + 1)
    except zlib.error:
        raise wire.garbled() from None
    if len(whole) > largest:
        raise wire.too_large()
    if not unpacking.eof:
        raise wire.cut_off()
    return whole


def joined(one: Features, other: Features) -> Features:
    """The features of two layers as those of one."""
    return Features(
        np.concatenate((one.kind, other.kind)),
        np.concatenate((one.part, other.part[1:] + one.part[-1])),
        np.concatenate((one.first, other.first[1:] + one.first[-1])),
        np.concatenate((one.x, other.x)),
        np.concatenate((one.y, other.y)),
        np.concatenate((one.area, other.area)),
        one.keys + other.keys,
        one.values + other.values,
        np.concatenate((one.owner, other.owner + np.int32(len(one)))),
        np.concatenate((one.key, other.key + np.int32(len(one.keys)))),
        np.concatenate((one.value, other.value + np.int32(len(one.values)))),
    )


def _name(data: bytes, left: int, right: int) -> str:
    """The name of a layer, which is nearly always written first."""
    for key, begin, end in wire.fields(data, left, right):
        if key == NAME:
            return data[begin:end].decode(errors="replace")
    return ""


def _layer(data: bytes, left: int, right: int) -> Layer:
    features: list[int] = []
    keys: list[str] = []
    values: list[Value] = []
    extent = USUAL_EXTENT
    for key, begin, end in wire.fields(data, left, right):
        if key == FEATURE:
            features += (begin, end)
        elif key == KEY:
            keys.append(data[begin:end].decode(errors="replace"))
        elif key == VALUE:
            values.append(_value(data, begin, end))
        elif key == EXTENT:
            extent = wire.varint(data, begin, end)[0] & 0xFFFFFFFF
    if not extent:
        raise wire.garbled()
    return Layer(np.array(features, np.int64).reshape(-1, 2), tuple(keys), tuple(values), extent)


def _value(data: bytes, left: int, right: int) -> Value:
    value: Value = None
    for key, begin, end in wire.fields(data, left, right):
        if key == STRING:
            value = data[begin:end].decode(errors="replace")
        elif key in (FLOAT, DOUBLE):
            (value,) = struct.unpack("<f" if key == FLOAT else "<d", data[begin:end])
        elif key in (INT, UNSIGNED, ZIGZAG, BOOL):
            value = _whole(key, wire.varint(data, begin, end)[0] & 0xFFFFFFFFFFFFFFFF)
    return value


def _whole(key: int, number: int) -> Value:
    """A whole number as its kind is written."""
    if key == BOOL:
        return number != 0
    if key == ZIGZAG:
        return number >> 1 ^ -(number & 1)
    return number - (1 << 64) if key == INT and number >> 63 else number


def _features(data: bytes, layer: Layer) -> Features:
    count = len(layer.features)
    found = wire.many_fields(data, layer.features[:, 0], layer.features[:, 1])
    kind = _kinds(data, found, count)
    tags, bounds = _numbers(data, found, found.key >> 3 == TAGS, count)
    known = (found.key >> 3 == GEOMETRY) & (kind > 0)[found.owner]
    geometry = drawn(*_numbers(data, found, known, count), layer.extent)
    if (np.diff(bounds) % 2).any():
        raise wire.garbled()
    owner = np.repeat(np.arange(count, dtype=np.int32), np.diff(bounds) // 2)
    key, value = tags[0::2], tags[1::2]
    if (key >= len(layer.keys)).any() or (value >= len(layer.values)).any():
        raise wire.garbled()
    shared = layer.keys, layer.values
    return Features(kind, *geometry, *shared, owner, key.astype(np.int32), value.astype(np.int32))


def _kinds(data: bytes, found: Fields, count: int) -> npt.NDArray[np.uint8]:
    """Of which geometry features are: 0 where they do not tell, or tell of one that there is not."""
    told = found.key == (TYPE << 3 | UINT)
    kind = np.zeros(count, np.uint8)
    number, _ = wire.varints(np.frombuffer(data, np.uint8), found.left[told], found.right[told])
    kind[found.owner[told]] = np.where((number >= POINT) & (number <= POLYGON), number, 0)
    return kind


def _numbers(data: bytes, found: Fields, chosen: npt.NDArray[np.bool_], count: int) -> tuple[Numbers, Places]:
    """The numbers in some fields of features, packed or not, and the bounds between those of each feature."""
    kind = found.key & 7
    chosen = chosen & ((kind == UINT) | (kind == BYTES))
    owner, left, right = found.owner[chosen], found.left[chosen], found.right[chosen]
    many, ends = wire.numbers(data, left, right)
    return many, np.concatenate((np.zeros(1, np.int64), ends))[np.searchsorted(owner, np.arange(count + 1))]
