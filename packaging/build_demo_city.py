"""Builds the demo town: a generated city as vector tiles for the map, and as plain data for the simulators.

    python packaging/build_demo_city.py [folder] [--within metres]

A frame of river, railway, ring roads and avenues makes quarters; each is split into blocks again and again, each split
a street; a smooth warp bends the plan, and what a block is used for decides what stands on it. The same seed gives the
same bytes. ``--within`` builds only the quarters near the middle, and no country around: for a quick look.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random

from demo_city_blocks import town
from demo_city_country import Country, country
from demo_city_data import TownData, write_data
from demo_city_features import Feature, buildings, ground, places, used_land, water, ways
from demo_city_ground import SEED, bent
from demo_city_mains import mains, plants, sources
from demo_city_network import Street, streets_of
from demo_city_parking import bay_rows, car_parks
from demo_city_skeleton import Skeleton, faces, skeleton
from demo_city_tiles import write_archive
from demo_city_uses import HALF_ROAD_M, landed, used
from demo_city_wards import Ward, ground_of, suburbs, wards
from shapely import Point, Polygon

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "venule_resources" / "cities"
FILE = "lindenhaven"
SHORTEST_M = 22.0


def chance(what: str) -> Random:
    """Randomness of its own for each part, so that a change to one leaves the others as they are."""
    return Random(f"{SEED}/{what}")


def quarters(found: Skeleton, within_m: float | None) -> list[Polygon]:
    """The quarters that are built: all, or those near the middle."""
    if within_m is None:
        return faces(found)
    return [face for face in faces(found) if face.distance(Point(0, 0)) < within_m]


def in_town(streets: list[Street], districts: list[Ward]) -> list[Street]:
    """Streets without their legs out of the town, and without those too short for anything to stand there."""
    built = ground_of(districts)
    found = []
    for street in streets:
        legs = [leg for leg in street.legs if built.contains(leg.interpolate(0.5, normalized=True))]
        if sum(leg.length for leg in legs) > SHORTEST_M:
            found.append(Street(street.name, street.kind, street.depth, tuple(legs)))
    return found


def build(folder: Path, within_m: float | None) -> None:
    """Write both files."""
    found = skeleton(chance("skeleton"))
    lines, blocks = town(chance("blocks"), quarters(found, within_m), found)
    streets = streets_of(chance("names"), lines)
    districts = wards(found, blocks)
    around = country(chance("country"), found) if within_m is None else Country()
    roads = [(street.line, street.kind) for street in streets]
    lanes = [(bent(way.line), way.kind) for way in (*around.roads, *around.lanes) if way.kind in HALF_ROAD_M]
    uses = used(chance("uses"), blocks, landed(blocks, roads, found))
    rural = used(chance("villages"), around.blocks, landed(around.blocks, lanes, found))
    served = in_town(streets, districts)
    pipes = mains(streets, districts, sources(found))
    told = TownData(
        served,
        districts,
        pipes,
        plants(found, pipes),
        bay_rows(chance("bays"), served),
        car_parks(chance("garages"), uses.houses),
    )
    features: list[Feature] = [
        *ground(found, blocks, around),
        *used_land(uses),
        *used_land(rural),
        *water(found),
        *buildings([*uses.houses, *rural.houses]),
        *ways(found, streets, around),
        *places(districts, suburbs(chance("suburbs"), districts), around),
    ]
    write_data(folder / f"{FILE}.json", told)
    write_archive(folder / f"{FILE}.pmtiles", features)


def main(arguments: list[str]) -> int:
    """Build what is asked for."""
    parser = argparse.ArgumentParser(description="Builds the demo town.")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--within", type=float, metavar="metres", help="only the quarters this near to the middle")
    told = parser.parse_args(arguments)
    build(told.folder, told.within)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
