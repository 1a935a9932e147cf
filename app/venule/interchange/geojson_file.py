"""GeoJSON (RFC 7946): inventories of points, lines and areas come in as a table."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from venule.domain.shape import NotAShape
from venule.feeds.document import excerpt
from venule.interchange.geometry import from_json
from venule.interchange.problem import InterchangeProblem
from venule.interchange.table import Cell, Row, Table

LARGEST_FILE = 512 * 1024 * 1024
"""The format must be read as a whole: a larger file wants to be a CSV."""

PLACE = ("geometry x", "geometry y")
DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326")
LONGEST_CELL = 2048
OWN_PLACE = "place"
"""Member of a feature: where the sign of a line or an area stands that is not in its middle."""


def geojson_table(path: Path) -> Table:
    """One row a feature: its properties, its id where it has one, and its point, line or area."""
    features, crs = features_of(path)
    names = dict.fromkeys(name for feature in features for name in feature.get("properties") or ())
    columns = (*(["feature id"] if any("id" in feature for feature in features) else []), *names)

    def read() -> Iterator[Row]:
        for number, feature in enumerate(features, 1):
            yield feature_row(number, feature, columns)

    return Table(path, (*columns, *PLACE), read, place=PLACE, crs=crs)


def features_of(path: Path) -> tuple[list[dict[str, Any]], str]:
    """The features of a collection and the name of its coordinate system."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InterchangeProblem(f"{path.name} is larger than {LARGEST_FILE >> 20} MiB: export it as CSV instead.")
        body = orjson.loads(path.read_bytes())
    except OSError as problem:
        raise InterchangeProblem(f"{path} cannot be read: {problem.strerror}.") from None
    except orjson.JSONDecodeError as problem:
        raise InterchangeProblem(f"{path.name} is not GeoJSON: {problem}.") from None
    features = body.get("features") if isinstance(body, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise InterchangeProblem(f"{path.name} is not a GeoJSON collection of features.")
    for number, feature in enumerate(features, 1):
        for member in ("geometry", "properties"):
            if not isinstance(feature.get(member) or {}, dict):
                raise InterchangeProblem(f"{path.name} is not GeoJSON: in feature {number}, {member!r} is no object.")
    return features, crs_of(body)


def crs_of(body: Mapping[str, Any]) -> str:
    """The coordinate system: degrees unless the member ``crs`` of the older format (2008) names another."""
    crs = body.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if not name or name.endswith(DEGREES):
        return "EPSG:4326"
    return name.replace("urn:ogc:def:crs:", "").replace("::", ":")


def feature_row(number: int, feature: Mapping[str, Any], columns: tuple[str, ...]) -> Row:
    """The cells of one feature in the order of the columns, its place last, and its line or area.

    A feature that is a line or an area may name a place of its own in the member ``place``, as our exports do.
    """
    properties = feature.get("properties") or {}
    cells = [cell(feature.get("id") if name == "feature id" else properties.get(name)) for name in columns]
    geometry = feature.get("geometry") or {}
    is_point = geometry.get("type", "Point") == "Point"
    place = geometry.get("coordinates") if is_point else feature.get(OWN_PLACE)
    x, y = (place[0], place[1]) if isinstance(place, list) and len(place) >= 2 else (None, None)
    cells += [cell(x), cell(y)]
    try:
        return Row(number, cells, "", None if is_point else from_json(geometry))
    except NotAShape as problem:
        return Row(number, cells, str(problem))


def cell(value: Any) -> Cell:
    """A JSON value as a cell; what is nested stays JSON text."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    try:
        return orjson.dumps(value).decode()[:LONGEST_CELL]
    except orjson.JSONEncodeError:  # which nests deeper than it writes, though it reads it
        return excerpt(value)
