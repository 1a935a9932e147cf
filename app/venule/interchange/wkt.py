"""Geometries as well-known text (OGC 06-103r4, clause 7), such as ``LINESTRING (2.17 41.4, 2.18 41.4)`` in a cell."""

import re
from collections.abc import Iterator

import numpy as np

from venule.domain.geo import Floats
from venule.store.wkb import Form, Geometry

_POINTS = r"\([^()]*\)"
_GROUP = rf"\(\s*{_POINTS}(?:\s*,\s*{_POINTS})*\s*\)"
_GROUPS = rf"\(\s*{_GROUP}(?:\s*,\s*{_GROUP})*\s*\)"

_HEAD = r"\s*(?:SRID=(\d+)\s*;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\s*(?:ZM?|M)?"
TEXT = re.compile(rf"{_HEAD}\s*(EMPTY|\(.*\))\s*", re.IGNORECASE | re.DOTALL)
FORMS = {"POINT": Form.POINTS, "LINESTRING": Form.LINES, "POLYGON": Form.POLYGONS}


class NotWkt(ValueError):
    """A text is no geometry that can be read; the message says why, as the rest of a sentence."""


def decode(text: str) -> tuple[Geometry, str]:
    """A geometry of points, lines or polygons, and the system its text names (``"EPSG:…"``), mostly none.

    Raises :class:`NotWkt`.
    """
    found = TEXT.fullmatch(text)
    if found is None:
        raise NotWkt(f"has {text[:40]!r} for a shape, which is no well-known text of points, lines or polygons")
    srid, several, kind, body = found.groups()
    form = FORMS[kind.upper()]
    if body.upper() == "EMPTY":
        return Geometry(form, ()), ""
    try:
        parts = tuple(_parts(form, body, several=several is not None))
    except ValueError:
        raise NotWkt(f"has a {kind.lower()} in its well-known text that cannot be read") from None
    return Geometry(form, parts), f"EPSG:{srid}" if srid else ""


def _parts(form: Form, body: str, *, several: bool) -> Iterator[tuple[Floats, ...]]:
    """The groups of points; raises :class:`ValueError` where brackets or numbers are not as they must be."""
    if form is Form.POLYGONS:
        if not re.fullmatch(_GROUPS if several else _GROUP, body):
            raise ValueError
        yield from (tuple(map(_points, re.findall(_POINTS, polygon))) for polygon in re.findall(_GROUP, body))
    elif several and (form is Form.LINES or "(" in body[1:]):
        if not re.fullmatch(_GROUP, body):
            raise ValueError
        yield from ((_points(part),) for part in re.findall(_POINTS, body))
    elif re.fullmatch(_POINTS, body):
        yield (_points(body),)
    else:
        raise ValueError


def _points(text: str) -> Floats:
    numbers = [point.split() for point in text.strip("()").split(",")]
    if {len(point) for point in numbers} not in ({2}, {3}, {4}):
        raise ValueError
    return np.array([(float(x), float(y)) for x, y, *_ in numbers], np.float64)
