"""The schema of the Protomaps basemap, versions 2 to 4 (https://docs.protomaps.com/basemaps/layers).

Version 4 did away with the prefix ``pmap:`` and the layers ``natural``, ``physical_line`` and ``physical_point``; it
moved ``transit`` into ``roads``, and levels became ``is_bridge`` and ``is_tunnel``.
"""

from venule.desk.map.tiles.basemap import Rank
from venule.desk.map.tiles.schemas.contents import Schema
from venule.desk.map.tiles.schemas.rules import Rule
from venule.desk.map.tiles.schemas.words import BOUNDARIES, GROUND, LINKS, PLACES, STREETS, WATERWAYS, WAYS, named
from venule.desk.map.tiles.vector.content import Area, Line
from venule.desk.map.tiles.vector.mvt import Value

LAYERS = named(
    "boundaries buildings earth landcover landuse mask natural physical_line physical_point places pois roads transit"
    " water"
)
KIND = ("kind", "pmap:kind")
DETAIL = ("kind_detail", "pmap:kind_detail", *KIND)
TUNNEL = {"is_tunnel": (True,), "pmap:level": (-1,), "level": (-1,)}
BRIDGE = {"is_bridge": (True,), "pmap:level": (1,), "level": (1,)}
SLIP_ROAD = {"is_link": (True,), "pmap:link": (1,), "link": (1,)}
NO_WATER = {key: ("peak", "cliff", "swimming_pool", "fountain") for key in KIND}
RAILS: dict[Value, Line] = {"rail": Line.RAIL, "railway": Line.RAIL}
LIMITS: dict[Value, Line] = {**BOUNDARIES, **dict.fromkeys(("country", "region", "county"), Line.BOUNDARY)}

PROTOMAPS = Schema(
    name="Protomaps",
    known=LAYERS,
    areas=(
        Rule("landcover", KIND, GROUND),
        Rule("natural", (*KIND, "natural", "landuse"), GROUND),
        Rule("landuse", ("leisure", *KIND, "landuse"), GROUND),
        Rule("water", otherwise=Area.WATER),
        Rule("buildings", otherwise=Area.BUILDING),
    ),
    lines=(
        Rule("water", DETAIL, WATERWAYS, but=TUNNEL),
        Rule("physical_line", KIND, WATERWAYS, but=TUNNEL),
        Rule("boundaries", (*KIND, "pmap:min_admin_level"), LIMITS),
        Rule("roads", DETAIL, WAYS, but=SLIP_ROAD),
        Rule("roads", DETAIL, LINKS, only=SLIP_ROAD),
        Rule("roads", KIND, RAILS, but=TUNNEL),
        Rule("transit", KIND, RAILS, but=TUNNEL),
    ),
    bridges=BRIDGE,
    names=(
        Rule("places", ("kind_detail", "pmap:kind_detail", "place", *KIND), PLACES),
        Rule("water", otherwise=Rank.WATER, but=NO_WATER),
        Rule("physical_point", otherwise=Rank.WATER, but=NO_WATER),
        Rule("physical_line", otherwise=Rank.WATER, but=NO_WATER),
        Rule("roads", DETAIL, STREETS),
    ),
    name_keys=("name", "name:en"),
)
