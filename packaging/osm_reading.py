"""Reads an extract of OpenStreetMap: everything that has tags, each with its shape in degrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import osmium
import shapely
from osmium.filter import EmptyTagFilter
from osmium.geom import WKBFactory
from osmium.osm import Area, Node, Way, WayNodeList
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

LARGEST_EXTRACT = 128 * 1024 * 1024
"""More than a city needs. Each MiB takes about 45 MiB of memory and 3 s: a country's extract wants to be cut first."""


class UnreadableExtract(Exception):
    """An extract cannot be converted; the message is one sentence for whoever asked for it."""


class Thing(NamedTuple):
    """A node, a way, or an area made of a closed way or a relation, by its number at OpenStreetMap."""

    name: str
    tags: Mapping[str, str]
    shape: BaseGeometry


def things(path: Path) -> Iterator[Thing]:
    """All that has tags. What is missing at the extract's edge is left out: a way is then several lines."""
    if path.stat().st_size > LARGEST_EXTRACT:
        raise UnreadableExtract(f"{path.name} is larger than {LARGEST_EXTRACT >> 20} MiB: cut a city out of it first.")
    try:
        for found in osmium.FileProcessor(path).with_areas().with_filter(EmptyTagFilter()):
            tags = {tag.k: tag.v for tag in found.tags}
            if isinstance(found, Node):
                if found.location.valid():
                    yield Thing(f"node-{found.id}", tags, Point(found.lon, found.lat))
            elif isinstance(found, Way):
                for line in stretches(found.nodes):
                    yield Thing(f"way-{found.id}", tags, line)
            elif isinstance(found, Area) and (shape := outline(found)) is not None:
                yield Thing(f"{'way' if found.from_way() else 'relation'}-{found.orig_id()}", tags, shape)
    except RuntimeError as problem:
        raise UnreadableExtract(f"{path.name} is not a whole extract of OpenStreetMap: {problem}.") from None


def stretches(nodes: WayNodeList) -> Iterator[LineString]:
    """A way without the nodes that are not in the extract."""
    run: list[tuple[float, float]] = []
    for node in nodes:
        if node.location.valid():
            run.append((node.lon, node.lat))
        elif run:
            yield from line_of(run)
            run = []
    yield from line_of(run)


def line_of(run: list[tuple[float, float]]) -> Iterator[LineString]:
    """A line, if there are places enough."""
    if len(run) > 1:
        yield LineString(run)


def outline(area: Area) -> BaseGeometry | None:
    """An area's polygons; none if its rings do not close."""
    try:
        shape = shapely.from_wkb(WKBFactory().create_multipolygon(area))
    except RuntimeError:
        return None
    return shape if shape.is_valid else shapely.make_valid(shape)


def frame_of(path: Path, found: list[Thing]) -> Polygon:
    """What an extract covers: the box in its header, or that of all it holds where there is none."""
    try:
        with osmium.io.Reader(path) as reader:
            box = reader.header().box()
    except RuntimeError as problem:
        raise UnreadableExtract(f"{path.name} is not an extract of OpenStreetMap: {problem}.") from None
    if box.valid():
        return shapely.box(box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat)
    if not found:
        raise UnreadableExtract(f"{path.name} holds nothing.")
    return shapely.box(*shapely.total_bounds([thing.shape for thing in found]))
