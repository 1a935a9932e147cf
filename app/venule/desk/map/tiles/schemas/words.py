"""The words that schemas of vector tiles pass on from OpenStreetMap, and what they mean on our map."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from venule.desk.map.tiles.basemap import Rank
from venule.desk.map.tiles.vector.content import Area, Line
from venule.desk.map.tiles.vector.mvt import Value

Kind = TypeVar("Kind", bound=Enum)


def words(kinds: Mapping[Kind, str]) -> dict[Value, Kind]:
    """The kind that each word stands for."""
    return {word: kind for kind, line in kinds.items() for word in line.split()}


def named(line: str) -> frozenset[str]:
    """The layers named in a line."""
    return frozenset(line.split())


GROUND = words(
    {
        Area.URBAN: "residential suburb quarter neighbourhood commercial retail school university college kindergarten"
        " library hospital bus_station townhall pedestrian aerodrome urban_area",
        Area.INDUSTRIAL: "industrial garages railway brownfield quarry military naval_base airfield"
        " runway taxiway apron helipad",
        Area.GREEN: "grass grassland park garden meadow village_green allotments recreation_ground golf_course cemetery"
        " scrub wetland playground dog_park zoo theme_park nature_reserve winter_sports",
        Area.WOOD: "wood forest",
        Area.SAND: "sand beach",
        Area.PITCH: "pitch stadium track",
    }
)
"""Farmland, rock and ice stay land, and so do national parks and protected areas, which often take in whole towns."""

WAYS = words(
    {
        Line.MOTORWAY: "motorway highway",
        Line.PRIMARY: "trunk primary major_road",
        Line.SECONDARY: "secondary medium_road",
        Line.TERTIARY: "tertiary motorway_link trunk_link primary_link secondary_link",
        Line.MINOR: "minor minor_road residential unclassified road living_street service raceway busway bus_guideway"
        " tertiary_link",
        Line.PATH: "path track pedestrian footway cycleway bridleway steps corridor sidewalk crossing pier other"
        " driveway parking_aisle",
    }
)

LINKS = {**WAYS, **words({Line.TERTIARY: "motorway highway trunk primary major_road secondary medium_road"})}
"""The same on slip roads, which are drawn narrower than the roads they lead to."""

WATERWAYS = words({Line.WATERWAY: "river canal stream ditch drain waterway"})

BOUNDARIES: dict[Value, Line] = {level: Line.BOUNDARY for level in range(2, 7)}
"""Levels of administration from countries down to counties, and cities that are counties."""

PLACES = words(
    {
        Rank.CITY: "country city town",
        Rank.SUBURB: "state province region suburb borough quarter neighbourhood macrohood locality village hamlet"
        " isolated_dwelling",
    }
)

MAIN = {Line.MOTORWAY, Line.PRIMARY, Line.SECONDARY}
STREETS = {word: Rank.MAIN_STREET if way in MAIN else Rank.STREET for word, way in WAYS.items()}
