"""Converts an extract of OpenStreetMap to a base map for the desk, and its lamps and parking areas to inventories.

    python packaging/convert_osm.py CITY.osm.pbf CITY.pmtiles [--lamps LAMPS.geojson] [--parking PARKING.geojson]

The map is one PMTiles archive of vector tiles, zooms 8 to 15, in Venule's own schema: ``land`` (urban, industrial,
green, wood, pitch, sand), ``water`` (river, lake, sea, basin), ``building``, ``street`` (motorway, primary, secondary,
tertiary, minor, path, rail, waterway, boundary; with ``name`` and ``bridge``) and ``place`` (city, suburb, village). It
covers the box in the extract's header. Tunnels are left out, service roads and paths are told from zoom 14. The sea is
what lies on the right of the coastline; where the coastline ends inside the extract, that is said and stays land.

The archive and both inventories name OpenStreetMap's contributors, whose licence (ODbL) goes on to whoever gets them.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import shapely
from demo_city_features import Feature
from demo_city_ground import Floats
from demo_city_tiles import NothingToShow, Sheet, write_archive
from osm_inventory import ATTRIBUTION, LAMPS, PARKING, write_inventory
from osm_kinds import features
from osm_reading import Thing, UnreadableExtract, frame_of, things
from osm_sea import sea
from shapely import MultiLineString, Polygon

from venule.domain.geo import to_mercator


def unit_square(points: Floats) -> Floats:
    """Degrees as places in the Web Mercator square."""
    return np.column_stack(to_mercator(points[:, 0], points[:, 1]))


def as_they_are(points: Floats) -> Floats:
    """Degrees as degrees."""
    return points


def map_of(found: list[Thing], frame: Polygon) -> tuple[list[Feature], int]:
    """All that is on the map, and how many ends of the coast hang loose."""
    coast = [thing.shape for thing in found if thing.tags.get("natural") == "coastline"]
    water = sea([line for line in coast if line.geom_type == "LineString"], frame)
    told = [Feature("water", shape, "sea", 8) for shape in water.areas]
    for thing in found:
        told.extend(features(thing))
    return list(merged(inside(told, frame))), water.loose_ends


def inside(told: Iterable[Feature], frame: Polygon) -> Iterator[Feature]:
    """What reaches into the frame, cut off at its edge."""
    shapely.prepare(frame)
    for one in told:
        if frame.contains(one.shape):
            yield one
        elif frame.intersects(one.shape):
            yield one._replace(shape=frame.intersection(one.shape))


def merged(told: Iterable[Feature]) -> Iterator[Feature]:
    """The same with ways of one name and kind joined where they meet: mappers cut them at every lane that changes."""
    pieces: defaultdict[Feature, list[shapely.LineString]] = defaultdict(list)
    for one in told:
        if one.layer == "street":
            parts = shapely.get_parts(one.shape)
            pieces[one._replace(shape=None)] += [part for part in parts if part.geom_type == "LineString"]
        else:
            yield one
    for alike, lines in pieces.items():
        for line in shapely.get_parts(shapely.line_merge(MultiLineString(lines))):
            yield alike._replace(shape=line)


def convert(extract: Path, target: Path, lamps: Path | None, parking: Path | None) -> list[str]:
    """Write what is asked for; returns what there is to say about it."""
    found = list(things(extract))
    frame = frame_of(extract, found)
    told, loose_ends = map_of(found, frame)
    name = extract.name.removesuffix(".osm.pbf").replace("_", " ").title()
    unfinished = target.with_name(target.name + ".part")
    try:
        write_archive(unfinished, told, Sheet(name, ATTRIBUTION, frame.bounds, unit_square, as_they_are))
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    said = [f"{target}: {len(told):,} features, {target.stat().st_size / 1e6:.1f} MB."]
    for file, inventory in ((lamps, LAMPS), (parking, PARKING)):
        if file is not None:
            said.append(f"{file}: {write_inventory(file, found, inventory):,} of {inventory.kind}.")
    if loose_ends:
        said.append(f"The coastline ends inside the extract {loose_ends} times: sea beside it may be drawn as land.")
    return said


def main(arguments: list[str]) -> int:
    """Convert what is asked for."""
    parser = argparse.ArgumentParser(description="Converts an extract of OpenStreetMap to a base map for the desk.")
    parser.add_argument("extract", type=Path, help="a .osm.pbf file of a city")
    parser.add_argument("target", type=Path, help="the .pmtiles file to be written")
    parser.add_argument("--lamps", type=Path, metavar="OUT.geojson", help="also the street lamps, as an inventory")
    parser.add_argument("--parking", type=Path, metavar="OUT.geojson", help="also the parking areas")
    told = parser.parse_args(arguments)
    try:
        print("\n".join(convert(told.extract, told.target, told.lamps, told.parking)))
    except OSError as problem:
        print(f"{problem.filename or told.extract}: {problem.strerror}.", file=sys.stderr)
        return 1
    except UnreadableExtract as problem:
        print(problem, file=sys.stderr)
        return 1
    except NothingToShow:
        print(f"{told.extract} holds nothing that a map shows.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
