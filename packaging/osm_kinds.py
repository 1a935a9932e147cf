"""What the tags of OpenStreetMap mean on our map: the layer, the kind and the zoom from which a thing is told."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from demo_city_features import DETAIL, FROM_ZOOM, Feature
from osm_reading import Thing
from shapely.geometry.base import BaseGeometry

Tags = Mapping[str, str]


class Rule(NamedTuple):
    """What a key says by one of some words; without words, by any but ``no``."""

    key: str
    words: frozenset[str]
    layer: str
    kind: str
    first: int

    def fits(self, tags: Tags) -> bool:
        """Whether it says so of something."""
        word = tags.get(self.key, "no")
        return word in self.words if self.words else word != "no"


def rule(key: str, words: str, layer: str, kind: str, first: int) -> Rule:
    """A rule with its words in a line."""
    return Rule(key, frozenset(words.split()), layer, kind, first)


AREAS = (
    rule("building", "", "building", "", DETAIL - 2),
    rule("leisure", "swimming_pool", "water", "basin", DETAIL),
    rule("amenity", "fountain", "water", "basin", DETAIL),
    rule("water", "fountain pool", "water", "basin", DETAIL),
    rule("waterway", "riverbank", "water", "river", 8),
    rule("waterway", "dock", "water", "basin", 11),
    rule("water", "river stream canal", "water", "river", 8),
    rule("water", "basin reservoir reflecting_pool wastewater", "water", "basin", 10),
    rule("natural", "water", "water", "lake", 8),
    rule("landuse", "basin reservoir salt_pond", "water", "basin", 10),
    rule("natural", "sand beach shoal", "land", "sand", 11),
    rule("leisure", "pitch track stadium", "land", "pitch", 13),
    rule("landuse", "forest", "land", "wood", 8),
    rule("natural", "wood", "land", "wood", 8),
    rule("leisure", "park garden golf_course common dog_park playground nature_reserve", "land", "green", 10),
    rule("landuse", "grass meadow village_green recreation_ground", "land", "green", 10),
    rule("landuse", "cemetery allotments orchard vineyard flowerbed greenery", "land", "green", 10),
    rule("natural", "scrub grassland heath wetland", "land", "green", 10),
    rule("tourism", "zoo theme_park", "land", "green", 10),
    rule("landuse", "industrial railway port garages brownfield quarry military construction", "land", "industrial", 9),
    rule("aeroway", "aerodrome apron runway taxiway helipad", "land", "industrial", 10),
    rule("landuse", "residential commercial retail education institutional", "land", "urban", 8),
    rule("amenity", "school university college kindergarten hospital", "land", "urban", 11),
    rule("highway", "pedestrian", "land", "urban", 13),
)
"""The first that fits an area decides. Farmland, rock and ice stay land; protected areas often take in whole towns."""

ROADS = {
    word: kind
    for kind, line in {
        "motorway": "motorway",
        "primary": "trunk primary",
        "secondary": "secondary",
        "tertiary": "tertiary motorway_link trunk_link primary_link secondary_link",
        "minor": "tertiary_link residential unclassified living_street pedestrian road service busway raceway",
        "path": "track footway cycleway bridleway steps path",
    }.items()
    for word in line.split()
}
"""Slip roads are drawn narrower than the roads they lead to."""

RAILS = {"rail": FROM_ZOOM["rail"], "narrow_gauge": 11, "subway": 11, "light_rail": 12, "funicular": 13, "tram": 13}
WATERWAYS = {"river": FROM_ZOOM["waterway"], "canal": 11, "stream": 13, "drain": 14, "ditch": 14}
PLACES = {
    "city": ("city", 8),
    "town": ("city", 9),
    "village": ("village", 10),
    "hamlet": ("village", 12),
    "borough": ("suburb", 11),
    "suburb": ("suburb", 11),
    "quarter": ("suburb", 12),
    "neighbourhood": ("suburb", 13),
}
BOUNDARIES = frozenset("23456")
"""Levels of administration from countries down to counties, and cities that are counties."""

YARDS = frozenset(("yard", "siding", "spur", "crossover"))
ASIDE = frozenset(("driveway", "parking_aisle", "drive-through", "emergency_access"))
BESIDE = frozenset(("sidewalk", "crossing", "traffic_island", "access_aisle"))
ABOVE_GROUND = frozenset(("no", "building_passage"))
NAMED_WATERS = ((1e6, 10), (1e5, 12), (1e4, 14))
"""From which zoom waters of so many square metres have their names; smaller ones are never named."""

DEGREE_M = 111_320.0
"""Along a meridian."""


def features(thing: Thing) -> Iterator[Feature]:
    """What a thing is on the map: nothing, one thing or several, as a stream that is a boundary."""
    shape, tags = thing.shape, thing.tags
    if shape.geom_type == "Point":
        yield from place(shape, tags)
    elif shape.geom_type == "LineString":
        yield from ways(shape, tags)
    else:
        yield from area(shape, tags)


def place(spot: BaseGeometry, tags: Tags) -> Iterator[Feature]:
    """A town, a district or a village that has a name."""
    kind, first = PLACES.get(tags.get("place", ""), ("", 0))
    if kind and tags.get("name"):
        yield Feature("place", spot, kind, first, tags["name"])


def area(shape: BaseGeometry, tags: Tags) -> Iterator[Feature]:
    """Ground, water or a house; a water's name stands in its middle."""
    told = next((rule for rule in AREAS if rule.fits(tags)), None)
    if told is None or tags.get("tunnel", "no") not in ABOVE_GROUND or tags.get("location") == "underground":
        return
    yield Feature(told.layer, shape, told.kind, told.first)
    first = next((zoom for least, zoom in NAMED_WATERS if told.kind == "lake" and square_metres(shape) >= least), 0)
    if first and tags.get("name"):
        yield Feature(told.layer, shape.representative_point(), told.kind, first, tags["name"])


def square_metres(shape: BaseGeometry) -> float:
    """How large an area in degrees is."""
    return float(shape.area * DEGREE_M**2 * math.cos(math.radians(shape.centroid.y)))


def ways(line: BaseGeometry, tags: Tags) -> Iterator[Feature]:
    """Roads, rails, waters and boundaries. Tunnels are left out, and so is what is only the edge of a square."""
    if tags.get("boundary") == "administrative" and tags.get("admin_level") in BOUNDARIES:
        yield Feature("street", line, "boundary", FROM_ZOOM["boundary"])
    if tags.get("tunnel", "no") not in ABOVE_GROUND or tags.get("area") == "yes" or tags.get("indoor") == "yes":
        return
    bridge, name = tags.get("bridge", "no") != "no", tags.get("name", "")
    if kind := ROADS.get(tags.get("highway", "")):
        yield Feature("street", line, kind, road_from(kind, tags), name, bridge)
    if first := RAILS.get(tags.get("railway", "")):
        yield Feature("street", line, "rail", max(first, 13 if tags.get("service") in YARDS else 0), "", bridge)
    if first := WATERWAYS.get(tags.get("waterway", "")):
        yield Feature("street", line, "waterway", first, name)


def road_from(kind: str, tags: Tags) -> int:
    """The zoom from which a road is told: drives and footways beside streets only from near."""
    if tags.get("service") in ASIDE or tags.get("footway") in BESIDE:
        return DETAIL
    if tags["highway"] == "service" or kind == "path":
        return DETAIL - 1
    return FROM_ZOOM[kind]
