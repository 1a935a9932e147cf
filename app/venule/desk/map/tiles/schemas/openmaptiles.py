"""The schema of OpenMapTiles 3 (https://openmaptiles.org/schema)."""

from venule.desk.map.tiles.basemap import Rank
from venule.desk.map.tiles.schemas.contents import Schema
from venule.desk.map.tiles.schemas.rules import Rule
from venule.desk.map.tiles.schemas.words import BOUNDARIES, GROUND, LINKS, PLACES, STREETS, WAYS, named
from venule.desk.map.tiles.vector.content import Area, Line
from venule.desk.map.tiles.vector.mvt import Value

LAYERS = named(
    "aerodrome_label aeroway boundary building globallandcover housenumber landcover landuse mountain_peak park"
    " place poi transportation transportation_name water water_name waterway"
)
TUNNEL = {"brunnel": ("tunnel",)}
BRIDGE = {"brunnel": ("bridge",)}
SLIP_ROAD = {"ramp": (1,)}
AT_SEA = {"maritime": (1,)}
RAILS: dict[Value, Line] = {"rail": Line.RAIL, "transit": Line.RAIL}

OPENMAPTILES = Schema(
    name="OpenMapTiles",
    known=LAYERS,
    areas=(
        Rule("landuse", ("class",), GROUND),
        Rule("landcover", ("class",), GROUND),
        Rule("aeroway", ("class",), GROUND),
        Rule("water", otherwise=Area.WATER, but=TUNNEL),
        Rule("building", otherwise=Area.BUILDING),
    ),
    lines=(
        Rule("waterway", otherwise=Line.WATERWAY, but=TUNNEL),
        Rule("boundary", ("admin_level",), BOUNDARIES, but=AT_SEA),
        Rule("transportation", ("service", "class"), WAYS, but=SLIP_ROAD),
        Rule("transportation", ("class",), LINKS, only=SLIP_ROAD),
        Rule("transportation", ("class",), RAILS, but=TUNNEL),
    ),
    bridges=BRIDGE,
    names=(
        Rule("place", ("class",), PLACES),
        Rule("water_name", otherwise=Rank.WATER),
        Rule("waterway", otherwise=Rank.WATER, but=TUNNEL),
        Rule("transportation_name", ("class",), STREETS),
    ),
    name_keys=("name:latin", "name"),
)
