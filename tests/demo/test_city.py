"""The demo town as it is shipped: its tiles are sound, in our own schema, and agree with what simulators are told."""

import gzip
import json
import math
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from pmtiles.reader import MmapSource, Reader, all_tiles
from pmtiles.tile import TileType

from tests.house.tree import ROOT
from venule.demo.cities import city_file, load_city
from venule.desk.map.tiles.archive import open_archive
from venule.domain.geo import Position, to_mercator
from venule.sdk import City, metres

CITIES = ROOT / "resources" / "venule_resources" / "cities"
ARCHIVE, DATA = CITIES / "lindenhaven.pmtiles", CITIES / "lindenhaven.json"
KINDS = {
    "land": {"urban", "industrial", "green", "wood", "pitch", "sand"},
    "water": {"river", "lake", "basin"},
    "building": {None},
    "street": {
        "motorway", "primary", "secondary", "tertiary", "minor", "path", "rail", "waterway", "boundary",
    },
    "place": {"city", "suburb", "village"},
}  # fmt: skip
SHAPES = {"land": "Polygon", "water": "Polygon", "building": "Polygon", "street": "LineString", "place": "Point"}
FINEST, EXTENT, MARGIN = 15, 4096, 64
NEAR_M = 1.0


class Told(NamedTuple):
    """A feature of one tile, in the tile's units, the first row in the north."""

    layer: str
    kind: str | None
    name: str
    bridge: bool
    shape: Any


Tile = tuple[int, int, int]


@cache
def tiles() -> dict[Tile, tuple[Told, ...]]:
    """Every tile as a second opinion reads it."""
    with ARCHIVE.open("rb") as file:
        return {tile: tuple(features(data)) for tile, data in all_tiles(MmapSource(file))}


def features(data: bytes) -> Iterator[Told]:
    """What one tile tells."""
    layers = mapbox_vector_tile.decode(gzip.decompress(data), default_options={"y_coord_down": True})
    for layer, body in layers.items():
        assert body["extent"] == EXTENT
        for one in body["features"]:
            told = one["properties"]
            assert set(told) <= {"kind", "name", "bridge"}
            shape = shapely.geometry.shape(one["geometry"])
            yield Told(layer, told.get("kind"), told.get("name", ""), told.get("bridge", False), shape)


def finest() -> Iterator[tuple[Tile, dict[str, list[Told]]]]:
    """The tiles of the finest zoom, by layer."""
    for tile, found in tiles().items():
        if tile[0] == FINEST:
            layers = defaultdict(list)
            for one in found:
                layers[one.layer].append(one)
            yield tile, layers


@pytest.fixture(scope="module")
def city() -> City:
    return load_city()


def test_that_the_files_are_small_and_made_by_the_generator_that_lies_here(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ARCHIVE.stat().st_size < 4_200_000
    assert DATA.stat().st_size < 1_000_000
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    from demo_city_digest import digest

    made_by = json.loads(DATA.read_text(encoding="utf-8"))["generator"]
    assert made_by == digest(), "build it anew: packaging/build_demo_city.py"


def test_that_the_desk_knows_the_archive_and_who_made_it(city: City) -> None:
    archive = open_archive(ARCHIVE)
    assert archive.schema is not None
    assert archive.schema.name == "Venule"
    assert archive.zooms == (8, FINEST)
    assert archive.attribution == "Demo town — generated data"
    x, y = (float(part[0]) for part in to_mercator(*(np.array([degree]) for degree in city.centre)))
    assert archive.bounds.left < x < archive.bounds.right
    assert archive.bounds.top < y < archive.bounds.bottom


def test_that_every_tile_is_sound_and_of_our_own_schema() -> None:
    with ARCHIVE.open("rb") as file:
        header = Reader(MmapSource(file)).header()
    assert header["tile_type"] is TileType.MVT
    assert {zoom for zoom, _, _ in tiles()} == set(range(8, FINEST + 1))
    found: dict[str, set[str | None]] = defaultdict(set)
    for told in tiles().values():
        assert told
        for one in told:
            found[one.layer].add(one.kind)
            assert one.shape.geom_type.removeprefix("Multi") == SHAPES[one.layer]
            left, top, right, bottom = one.shape.bounds
            assert -MARGIN <= min(left, top) <= max(right, bottom) <= EXTENT + MARGIN
    assert found == KINDS


def test_that_less_is_told_from_farther_away() -> None:
    kinds: dict[int, Counter[str | None]] = defaultdict(Counter)
    for (zoom, _, _), told in tiles().items():
        kinds[zoom].update("building" if one.layer == "building" else one.kind for one in told)
    assert not any(kinds[zoom]["building"] for zoom in range(8, 13))
    assert not any(kinds[zoom]["minor"] for zoom in range(8, 12))
    assert 40_000 < kinds[14]["building"] < 80_000
    assert {"motorway", "primary", "city", "river"} <= set(kinds[8])


def test_that_areas_do_not_cross_themselves() -> None:
    areas = [one.shape for told in tiles().values() for one in told if one.layer in ("land", "water", "building")]
    assert np.all(shapely.is_valid(np.array(areas, dtype=object)))


def test_that_no_house_stands_in_water_on_a_road_or_on_the_railway() -> None:
    for _, layers in finest():
        houses = np.array([one.shape for one in layers["building"]], dtype=object)
        if not len(houses):
            continue
        tree = shapely.STRtree(houses)
        wet = [one.shape for one in layers["water"]]
        ways = [one.shape for one in layers["street"] if one.kind not in ("waterway", "boundary", "path")]
        for shapes in (wet, ways):
            assert not tree.query(np.array(shapes, dtype=object), predicate="intersects").size


def test_that_bridges_lead_over_water_or_over_other_ways() -> None:
    bridges = 0
    for _, layers in finest():
        below = [one.shape for one in layers["water"]]
        below += [one.shape for one in layers["street"] if one.kind in ("rail", "motorway")]
        under = shapely.union_all(below).buffer(120)
        for one in layers["street"]:
            bridges += one.bridge
            assert not one.bridge or under.intersects(one.shape)
    assert bridges > 30


def test_that_the_river_is_crossed_on_bridges_alone() -> None:
    inside = shapely.box(0, 0, EXTENT, EXTENT)
    for _, layers in finest():
        wet = shapely.union_all([one.shape for one in layers["water"]]).intersection(inside).buffer(-4)
        for one in layers["street"]:
            if one.kind not in ("waterway", "boundary") and not one.bridge:
                assert not wet.intersects(one.shape)


def test_that_streets_of_the_data_lie_on_streets_of_the_map(city: City) -> None:
    drawn = np.array(
        [on_earth(one.shape, tile) for tile, layers in finest() for one in layers["street"] if one.kind != "boundary"],
        dtype=object,
    )
    corners = [corner for street in city.streets for corner in street.line]
    x, y = to_mercator(np.array([c.longitude for c in corners]), np.array([c.latitude for c in corners]))
    _, away = shapely.STRtree(drawn).query_nearest(shapely.points(x, y), return_distance=True, all_matches=False)
    assert float(away.max()) < NEAR_M / unit_m(city)


def on_earth(shape: Any, tile: Tile) -> Any:
    """A shape of a tile in the unit square of Web Mercator."""
    zoom, column, row = tile
    return shapely.transform(shape, lambda points: (points / EXTENT + (column, row)) / 2**zoom)


def unit_m(city: City) -> float:
    """Metres on the ground of the unit square's side."""
    return 2 * math.pi * 6_378_137.0 * math.cos(math.radians(city.centre.latitude))


def test_that_districts_have_names_and_share_out_the_town(city: City) -> None:
    shapes = [shapely.Polygon([metres(city.centre, corner) for corner in ward.outline]) for ward in city.wards]
    assert 12 <= len(shapes) <= 20
    assert len({ward.name for ward in city.wards}) == len(city.wards)
    assert all(shape.is_valid and shape.area > 500_000 for shape in shapes)
    whole = shapely.union_all(shapes)
    assert sum(shape.area for shape in shapes) < 1.002 * whole.area
    around = whole.buffer(120)
    shapely.prepare(around)
    starts = shapely.points([metres(city.centre, street.line[0]) for street in city.streets])
    assert np.mean(shapely.contains(around, starts)) > 0.99


def test_that_water_gets_to_every_main_from_each_plant(city: City) -> None:
    assert 2000 < len(city.mains) < 4000
    meeting: dict[Position, list[int]] = defaultdict(list)
    for number, main in enumerate(city.mains):
        for end in (main.line[0], main.line[-1]):
            meeting[end].append(number)
    for plant in city.plants:
        assert reached(city, meeting, plant.position) == set(range(len(city.mains)))


def reached(city: City, meeting: dict[Position, list[int]], start: Position) -> set[int]:
    """The mains that are joined to a place."""
    found: set[int] = set()
    waiting = [start]
    while waiting:
        for number in meeting[waiting.pop()]:
            if number not in found:
                found.add(number)
                waiting += (city.mains[number].line[0], city.mains[number].line[-1])
    return found


def test_that_mains_form_loops_and_belong_to_districts_unless_they_are_trunk_mains(city: City) -> None:
    junctions = {end for main in city.mains for end in (main.line[0], main.line[-1])}
    loops = len(city.mains) - len(junctions) + 1
    assert loops > 0.2 * len(city.mains)
    names = {ward.name for ward in city.wards}
    assert {main.ward for main in city.mains} == {*names, ""}
    assert all((main.ward == "") == (main.diameter_mm >= 400) for main in city.mains)


def test_that_rows_of_bays_lie_beside_streets_of_their_name(city: City) -> None:
    lines = defaultdict(list)
    for street in city.streets:
        lines[street.name].append(shapely.LineString([metres(city.centre, corner) for corner in street.line]))
    for row in city.bay_rows:
        kerb = shapely.LineString([metres(city.centre, corner) for corner in row.line])
        assert row.bays * 5.0 < kerb.length < row.bays * 7.5
        assert 3 < min(kerb.distance(line) for line in lines[row.street]) < 7


def test_that_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for hashing in ("1", "2"):
        folder = tmp_path / hashing
        folder.mkdir()
        command = [sys.executable, str(ROOT / "packaging" / "build_demo_city.py"), str(folder), "--within", "100"]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": hashing})
        made.append([(folder / f"lindenhaven.{ending}").read_bytes() for ending in ("json", "pmtiles")])
    assert made[0] == made[1]
    assert all(made[0])


def test_that_both_files_are_found_as_resources() -> None:
    assert [city_file(ending).is_file() for ending in ("json", "pmtiles")] == [True, True]
