"""Looks at the columns of a table: what they are called, and what their first cells hold."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime

from venule.domain.asset import AssetKind
from venule.domain.geo import position
from venule.domain.instant import NotATime
from venule.interchange.dates import has_date, orders_of
from venule.interchange.headers import header
from venule.interchange.mapping import MISSING
from venule.interchange.table import Cell, Row, Table, blank
from venule.interchange.times import reader_of_times
from venule.interchange.values import NotAValue, is_flag, number
from venule.interchange.wkt import NotWkt, decode

PLACES = (
    ("longitude", "latitude"), ("lon", "lat"), ("lng", "lat"), ("long", "lat"), ("x", "y"), ("xcoord", "ycoord"),
    ("pointx", "pointy"), ("geox", "geoy"),
)  # fmt: skip
SHAPES = ("wkt", "geometry", "geom", "thegeom", "shape", "geometrywkt", "wktgeometry", "geomwkt")
LOCATIONS = ("location", "geolocation", "latlon", "coordinates", "geopoint2d")
TIMES = (
    "observedat", "timestamp", "datetime", "time", "statustimestamp", "updatetime", "lastupdated", "date", "t",
    "zeitstempel", "zeitpunkt", "messzeit", "zeit", "datum", "datumzeit", "dataora", "data", "orario", "fechahora",
    "fecha", "horodatage", "datetijd", "tijdstip", "tijd",
)  # fmt: skip
ASSETS = ("asset", "assetid", "sensor", "sensorid", "device", "deviceid", "station", "stationid", "placeid",
          "garagecode", "systemcodenumber", "messstelle", "sensore", "stazione", "estacion", "poste", "id",
          "name")  # fmt: skip
DATASTREAMS = (
    "datastream", "quantity", "parameter", "metric", "variable", "measurand", "observedproperty", "channel", "signal",
    "messgröße", "messgrösse", "messgroesse", "kanal", "grandezza", "parametro", "variabile", "magnitud", "parámetro",
    "grandeur", "paramètre", "grootheid",
)  # fmt: skip
NAMELESS = ("column ", "__index_level_")
"""How columns without a name of their own are called: by us, and by pandas in Parquet."""

SHORTEST_ALIAS = 4
ODD_SHARE = 0.1
MOST_TOTALS = 4
"""Rows of sums, means and extremes among the times of a table that do not make it another one, however short it is."""

PAIR = re.compile(r"\(?\s*-?\d+(\.\d+)?\s*,\s*-?\d+(\.\d+)?\s*\)?")


def plain(name: str) -> str:
    """A name without case and anything but letters and digits: ``Place ID`` and ``place_id`` are one."""
    return re.sub(r"[\W_]+", "", name).lower()


def by_names(table: Table, names: Sequence[str]) -> Iterator[str]:
    """The table's columns that bear one of the names, in the order of the names, whatever else a header declares."""
    plains = {plain(header(column).name): column for column in reversed(table.columns)}
    plains |= {plain(column): column for column in reversed(table.columns)}
    return (plains[name] for name in names if name in plains)


def kind_named(word: str, kinds: Mapping[str, AssetKind]) -> str:
    """The one kind that a word is the name or an alias of; empty if there is none, or several."""
    if word in kinds:
        return word
    found = [
        name
        for name, kind in kinds.items()
        if plain(word) in {plain(name.rpartition(".")[2]), *(plain(alias) for alias in kind.aliases)}
    ]
    return found[0] if len(found) == 1 else ""


def kind_of(texts: Sequence[str], kinds: Mapping[str, AssetKind]) -> str:
    """The kind one of whose aliases is found in the texts; the longest alias wins."""
    words = {word.removesuffix("s") for text in texts for word in re.split(r"[\W_]+", text.lower())}
    joined = [plain(text) for text in texts]
    found = [
        (len(plain(alias)), name)
        for name, kind in kinds.items()
        for alias in kind.aliases
        if alias.lower() in words or (len(alias) >= SHORTEST_ALIAS and any(plain(alias) in text for text in joined))
    ]
    return max(found)[1] if found else ""


def cells_of(table: Table, rows: Sequence[Row], column: str) -> list[Cell]:
    """The cells of a column that hold something."""
    place = table.columns.index(column)
    cells = (row.cells[place] for row in rows if place < len(row.cells))
    return [cell for cell in cells if not blank(cell)]


def numbers_of(table: Table, rows: Sequence[Row], column: str) -> list[float]:
    """The numbers among a column's cells."""
    result, sure = [], table.is_sure
    for cell in cells_of(table, rows, column):
        try:
            result.append(float(number(str(cell).strip(), table.decimal, sure=sure)))
        except NotAValue:
            continue
    return result


def place_columns(table: Table, sample: Sequence[Row]) -> tuple[str, str]:
    """The columns of longitude and latitude, if the first rows hold degrees in them; else two empty names."""
    for names in PLACES:
        pair = [next(by_names(table, (name,)), "") for name in names]
        if all(pair) and all(
            in_degrees(numbers_of(table, sample, column), limit) for column, limit in zip(pair, (180, 90), strict=True)
        ):
            return pair[0], pair[1]
    return "", ""


def in_degrees(numbers: Sequence[float], limit: float) -> bool:
    """Whether most of the numbers can be degrees, and not all of them are zero."""
    return bool(numbers) and any(numbers) and sum(abs(value) <= limit for value in numbers) > len(numbers) / 2


def location_column(table: Table, sample: Sequence[Row]) -> str:
    """A column that holds latitude and longitude as one text."""
    for column in by_names(table, LOCATIONS):
        cells = cells_of(table, sample, column)
        if cells and all(PAIR.fullmatch(str(cell)) for cell in cells):
            return column
    return ""


def shape_column(table: Table, sample: Sequence[Row]) -> str:
    """A column that holds well-known text and nothing else, in degrees as far as can be seen."""
    for column in by_names(table, SHAPES):
        cells = cells_of(table, sample, column)
        if cells and all(is_shape(str(cell)) for cell in cells):
            return column
    return ""


def is_shape(text: str) -> bool:
    """Whether a text is a geometry that may count in degrees."""
    try:
        geometry, _ = decode(text)
    except NotWkt:
        return False
    points = [point for part in geometry.parts for some in part for point in some.tolist()]
    return all(position(*point) is not None or not any(point) for point in points)


def time_column(table: Table, sample: Sequence[Row], forms: Sequence[str] = ()) -> str:
    """The column of times, if the first rows hold nothing else in it: by its name, or else the only one of its sort.

    ``forms`` are those that a person says its times have.
    """
    for column in by_names(table, TIMES):
        if are_times(times_among(cells_of(table, sample, column), forms), forms):
            return column
    found = [column for column in table.columns if are_times(cells_of(table, sample, column), forms)]
    return found[0] if len(found) == 1 else ""


def times_among(cells: Sequence[Cell], forms: Sequence[str]) -> Sequence[Cell]:
    """The cells that are times or dates, where few are not: each of those is refused later with its row."""

    def is_one(cell: Cell) -> bool:
        return is_time(cell) or is_date(cell) or any(has_form(cell, form) for form in forms)

    return [cell for cell in cells if is_one(cell)] if mostly(cells, is_one) else cells


def are_times(cells: Sequence[Cell], forms: Sequence[str] = ()) -> bool:
    """Whether cells are times, and say the hour: at least one of them, since some write midnight as a date alone."""
    if any(cells) and any(all(has_form(cell, form) for cell in cells) for form in forms):
        return True
    return any(is_time(cell) for cell in cells) and all(is_time(cell) or is_date(cell) for cell in cells)


def mostly(cells: Sequence[Cell], test: Callable[[Cell], bool]) -> bool:
    """Whether most cells pass a test and few do not: rows of totals stand at the end of a table, or at its begin."""
    odd = sum(not test(cell) for cell in cells)
    return odd < len(cells) - odd and odd <= max(MOST_TOTALS, len(cells) * ODD_SHARE)


def has_form(cell: Cell, form: str, *, zone: str = "UTC") -> bool:
    """Whether a cell is a time of a form; one that carries no zone of its own needs ``zone``."""
    try:
        reader_of_times(form, zone)(cell)
    except NotATime:
        return False
    return True


def is_time(cell: Cell) -> bool:
    """Whether a cell is a time with hours, of whatever zone: ISO 8601, or a date of whatever order."""
    if isinstance(cell, datetime):
        return True
    text = str(cell).strip()
    return has_date(text) or (not text.isdigit() and len(text) >= len("2026-11-22T00") and is_iso(text))


def is_iso(cell: Cell) -> bool:
    """Whether a cell is an ISO 8601 time or date."""
    return has_form(cell, "iso")


def is_date(cell: Cell) -> bool:
    """Whether a cell is a date alone."""
    return bool(orders_of([cell]))


def value_columns(table: Table, sample: Sequence[Row], time: Collection[str]) -> list[str]:
    """The columns that hold numbers (or nothing yet), or yes and no, and are neither time, place, name nor row number.

    A few cells may hold something else than numbers: these are refused later, one by one, rather than the column
    without a word.
    """
    spoken_for = {*time, *by_names(table, (*ASSETS, *TIMES, *LOCATIONS)), *place_columns(table, sample)}
    return [
        column
        for column in table.columns
        if column not in spoken_for
        and not column.startswith(NAMELESS)
        and (holds_numbers(table, sample, column) or holds_flags(table, sample, column))
    ]


def holds_numbers(table: Table, sample: Sequence[Row], column: str) -> bool:
    """Whether a column holds numbers, or nothing yet."""
    return len(numbers_of(table, sample, column)) >= len(filled(table, sample, column)) * (1 - ODD_SHARE)


def holds_flags(table: Table, sample: Sequence[Row], column: str) -> bool:
    """Whether a column holds yes and no in words, and nothing else."""
    words = filled(table, sample, column)
    return bool(words) and all(is_flag(word) for word in words)


def filled(table: Table, sample: Sequence[Row], column: str) -> list[str]:
    """The texts of a column, without those that mean that there is no value."""
    texts = (str(cell).strip() for cell in cells_of(table, sample, column))
    return [text for text in texts if text.lower() not in MISSING]
