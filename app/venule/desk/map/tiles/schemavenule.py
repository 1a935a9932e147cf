"""Our own schema, of the towns that come with Venule."""

from venule.desk.map.tiles.basemap import Rank
from venule.desk.map.tiles.content import Area, Line
from venule.desk.map.tiles.mvt import Value
from venule.desk.map.tiles.schemacontent import Schema
from venule.desk.map.tiles.schemarules import Rule
from venule.desk.map.tiles.schemawords import named

KIND = ("kind",)
LAND: dict[Value, Area] = {
    area.name.lower(): area for area in (Area.URBAN, Area.INDUSTRIAL, Area.GREEN, Area.WOOD, Area.SAND, Area.PITCH)
}
STREETS: dict[Value, Line] = {line.name.lower(): line for line in Line}
RANKS: dict[Value, Rank] = {
    "motorway": Rank.MAIN_STREET,
    "primary": Rank.MAIN_STREET,
    "secondary": Rank.MAIN_STREET,
    "tertiary": Rank.STREET,
    "minor": Rank.STREET,
    "path": Rank.STREET,
    "waterway": Rank.WATER,
}
PLACES: dict[Value, Rank] = {"city": Rank.CITY, "suburb": Rank.SUBURB, "village": Rank.SUBURB}

VENULE = Schema(
    name="Venule",
    known=named("land water building street place"),
    areas=(
        Rule("land", KIND, LAND),
        Rule("water", otherwise=Area.WATER),
        Rule("building", otherwise=Area.BUILDING),
    ),
    lines=(Rule("street", KIND, STREETS),),
    bridges={"bridge": (True,)},
    names=(Rule("place", KIND, PLACES), Rule("water", otherwise=Rank.WATER), Rule("street", KIND, RANKS)),
    name_keys=("name",),
)
