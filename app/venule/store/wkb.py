"""Geometries as OGC well-known binary: how shapes lie in the file, and how foreign files bring theirs.

OGC 06-103r4 (Simple Feature Access 1), clause 8.2; types with heights and measures as ISO 13249-3 and as PostGIS number
them. What is written is little-endian and has two dimensions.
"""

import struct
from collections.abc import Sequence
from enum import Enum
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from venule.domain.shape import Part, Shape, area, line
from venule.store.answers import Floats

LINE, POLYGON, LINES, POLYGONS = 2, 3, 5, 6
"""Types of geometries."""

HEIGHT, MEASURE, SYSTEM = 0x80000000, 0x40000000, 0x20000000
"""Bits of a type as PostGIS writes it: a third and a fourth number a point, the number of a system before the rest."""

HEADER = struct.Struct("<BI")
COUNT = struct.Struct("<I")


class NotWkb(ValueError):
    """Bytes are no geometry that can be read; the message says why, as the rest of a sentence."""


class Form(Enum):
    """What a geometry consists of."""

    POINTS = "point"
    LINES = "line"
    POLYGONS = "polygon"


class Geometry(NamedTuple):
    """A geometry in the coordinates of whoever wrote it: x and y, a row a point.

    A part is a group of such arrays: of a polygon its rings, of all else a single one.
    """

    form: Form
    parts: tuple[tuple[Floats, ...], ...]

    def shape(self) -> Shape:
        """As a shape, where it counts in degrees; raises :class:`venule.domain.shape.NotAShape`."""
        if self.form is Form.POLYGONS:
            return area(*(map(np.ndarray.tolist, rings) for rings in self.parts))
        return line(*(points.tolist() for (points,) in self.parts))


_FORMS = {1: Form.POINTS, LINE: Form.LINES, POLYGON: Form.POLYGONS}
_FORMS |= {kind + 3: form for kind, form in _FORMS.items()}


def encode(shape: Shape) -> bytes:
    """A shape as a line, a polygon, or several of them."""
    if shape.closed:
        one, many, parts = POLYGON, POLYGONS, [_polygon(rings) for rings in shape.polygons()]
    else:
        one, many, parts = LINE, LINES, [_points(part) for part in shape.parts]
    if len(parts) == 1:
        return HEADER.pack(1, one) + parts[0]
    head = HEADER.pack(1, one)
    return b"".join((HEADER.pack(1, many), COUNT.pack(len(parts)), *(head + part for part in parts)))


def digest(shape: Shape) -> bytes:
    """The same for the same shape: what is remembered of one that may be large."""
    return blake2b(encode(shape), digest_size=16).digest()


def _polygon(rings: Sequence[Part]) -> bytes:
    return b"".join((COUNT.pack(len(rings)), *(_points((*ring, ring[0])) for ring in rings)))


def _points(part: Part) -> bytes:
    return COUNT.pack(len(part)) + np.array(part, "<f8").tobytes()


def decode(blob: bytes) -> Geometry:
    """A geometry of points, lines or polygons; raises :class:`NotWkb`."""
    reading = _Reading(blob)
    try:
        form, parts = reading.geometry(several=True)
    except struct.error:
        raise NotWkb("breaks off") from None
    if reading.at != len(blob):
        raise NotWkb(f"has {len(blob) - reading.at} bytes after its end")
    return Geometry(form, tuple(parts))


class _Reading:
    """Goes through the bytes of one geometry. Nothing is made of a count before as many bytes are known to be there."""

    def __init__(self, blob: bytes) -> None:
        self._blob = blob
        self.at = 0

    def geometry(self, *, several: bool) -> tuple[Form, list[tuple[Floats, ...]]]:
        """One geometry; ``several``: it may consist of others."""
        order = "<" if self._number("B") == 1 else ">"
        code = self._number(f"{order}I")
        numbers = _numbers(code)
        if code & SYSTEM:
            self._number(f"{order}I")
        kind = (code & 0xFFFFFFF) % 1000
        form = _FORMS.get(kind)
        if form is None or code & 0xFFFFFFF > 4000 or (kind >= 4 and not several):
            raise NotWkb("is neither point, line nor polygon")
        if kind >= 4:
            return form, [part for _ in range(self._number(f"{order}I")) for part in self._member(form)]
        if form is Form.POLYGONS:
            return form, [tuple(self._points(order, numbers) for _ in range(self._number(f"{order}I")))]
        return form, [(self._points(order, numbers, None if form is Form.LINES else 1),)]

    def _member(self, form: Form) -> list[tuple[Floats, ...]]:
        found, parts = self.geometry(several=False)
        if found is not form:
            raise NotWkb(f"has a {found.value} among {form.value}s")
        return parts

    def _points(self, order: str, numbers: int, count: int | None = None) -> Floats:
        count = self._number(f"{order}I") if count is None else count
        begin, self.at = self.at, self.at + 8 * numbers * count
        if self.at > len(self._blob):
            raise NotWkb("breaks off")
        found = np.frombuffer(self._blob, f"{order}f8", numbers * count, begin)
        return found.reshape(count, numbers)[:, :2].astype(np.float64)

    def _number(self, form: str) -> int:
        (number,) = struct.unpack_from(form, self._blob, self.at)
        self.at += struct.calcsize(form)
        return int(number)


def _numbers(code: int) -> int:
    """How many numbers a point has."""
    thousands = (code & 0xFFFFFFF) // 1000
    return 2 + (bool(code & HEIGHT) or thousands in (1, 3)) + (bool(code & MEASURE) or thousands in (2, 3))
