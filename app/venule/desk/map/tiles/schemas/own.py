"""Our own schema, of the towns that come with Venule."""

from venule.desk.map.tiles.basemap import Rank
from venule.desk.map.tiles.schemas.contents import Schema
from venule.desk.map.tiles.schemas.rules import Rule
from venule.desk.map.tiles.schemas.words import named
from venule.desk.map.tiles.vector.content import Area, Line
from venule.desk.map.tiles.vector.mvt import Value

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
