"""The declared mapping of foreign tables: a TOML file that says which column means what."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from venule.interchange.problem import InterchangeProblem

LAYOUTS = ("inventory", "wide", "long", "exported")
CHOICES = {
    "layout": LAYOUTS,
    "columns": ("asset", "datastream"),
    "values": ("number", "flag", "text", "any"),
    "decimal": (".", ","),
}
MISSING = (
    "", "na", "n/a", "n.a.", "n/d", "n.d.", "nan", "none", "null", "nil", "\\n", "-", "--", "---", "?",
    "#n/a", "#na", "#nv",
)  # fmt: skip
"""What tables write, in any case, where there is nothing."""

HELP = """\
A mapping is a TOML file of [[table]] sections; the first whose pattern fits a file's name says how it is read.

  match      pattern of file names, such as "2026-*.csv", or of a layer in one, such as "city.gpkg/pipes"
  layout     "inventory"  one row an asset
             "wide"       one row a time, one column an asset or a datastream
             "long"       one row an observation
             "exported"   what `venule export` wrote, taken in exactly as it was
  network    name of the network (default: the file's name); network_column: the column that names it
  kind       kind of the assets, as `venule verticals` lists them, such as "parking.garage"; kind_column: the column
             that says it, or one of the words for it
  asset      column that names the asset; asset_name: the one asset of the whole file
  label, longitude, latitude, location ("latitude, longitude" in one column)
  shape      column of lines and areas as well-known text, such as "LINESTRING (2.17 41.4, 2.18 41.4)"
  crs        system of the coordinates: "EPSG:4326" (degrees), "EPSG:3857", a UTM zone such as "EPSG:32632", or any
             other with a code where pyproj is installed; nothing is guessed
  properties list of columns that are kept with the asset (default for inventories: all others)
  time       column of the time of observation; recorded_at: column of the time of recording (default: the same)
  time_of_day column of the hour (0 to 24) or the time of day, where `time` holds the day; minute: column of minutes
  month, day columns of the month and the day, where `time` holds the year
  time_format "iso" (default), "day_first" (31/12/2022 23:00), "month_first", "year_first", "epoch_s", "epoch_ms",
             "epoch_us" or a pattern such as "%d/%m/%Y %H:%M"
  zone       time zone of times without an offset, such as "Europe/Berlin", or "+01:00" where clocks never change
  columns    in a wide table: "asset" (default) or "datastream": what each column is
  datastream its name, where the columns are assets; datastream_column: the column that names it, in a long table
  datastreams table of column = datastream, where only some columns count or have another name
  value      column of the value, in a long table
  values     "number" (default), "flag", "text" or "any"
  flags      list of the columns of values that hold yes or no, whatever the others hold
  unit       unit of all values; unit_column: the column that says it; units: table of datastream = unit
  skip       list of columns to leave out
  missing    list of spellings that mean "no value" beside blank, such as ["-999"]
  header     list of column names, for a file without a header line
  decimal    "." or ","
"""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How one table is read: a field is a key of the mapping file, and :data:`HELP` says what it means."""

    match: str = "*"
    layout: str = "inventory"
    network: str = ""
    network_column: str = ""
    kind: str = ""
    kind_column: str = ""
    asset: str = ""
    asset_name: str = ""
    label: str = ""
    longitude: str = ""
    latitude: str = ""
    location: str = ""
    shape: str = ""
    crs: str = ""
    properties: tuple[str, ...] | None = None
    time: str = ""
    time_of_day: str = ""
    minute: str = ""
    month: str = ""
    day: str = ""
    recorded_at: str = ""
    time_format: str = "iso"
    zone: str = ""
    columns: str = "asset"
    datastream: str = "value"
    datastream_column: str = ""
    datastreams: Mapping[str, str] = field(default_factory=dict)
    value: str = "value"
    values: str = "number"
    flags: tuple[str, ...] = ()
    unit: str = ""
    unit_column: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    decimal: str = ""

    def named_columns(self) -> tuple[str, ...]:
        """Every column that this mapping names and that must be there."""
        single = (
            self.network_column, self.kind_column, self.asset, self.label, self.longitude, self.latitude, self.location,
            self.shape,
        )  # fmt: skip
        timed = (
            (self.time, *self.parts_of_time(), self.recorded_at, self.unit_column)
            if self.layout in ("wide", "long")
            else ()
        )
        long = (self.value, self.datastream_column) if self.layout == "long" else ()
        return tuple(name for name in (*single, *timed, *long, *(self.properties or ())) if name)

    def parts_of_time(self) -> tuple[str, ...]:
        """The columns in which the time goes on that begins in ``time``."""
        return tuple(filter(None, (self.month, self.day, self.time_of_day, self.minute)))


LISTS = ("properties", "skip", "missing", "header", "flags")
TABLES = ("datastreams", "units")


def load_mapping(path: Path) -> tuple[TableMapping, ...]:
    """The tables of a mapping file; raises :class:`InterchangeProblem` with the file, the key and what is expected."""
    try:
        body = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise InterchangeProblem(f"The mapping {path} cannot be read: {problem.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise InterchangeProblem(f"The mapping {path.name} is not TOML: {problem}.") from None
    tables = body.get("table")
    if not isinstance(tables, list) or not tables or set(body) != {"table"}:
        raise InterchangeProblem(f"The mapping {path.name} must hold [[table]] sections and nothing else.")
    return tuple(table_mapping(path.name, number, table) for number, table in enumerate(tables, 1))


def table_mapping(file: str, number: int, table: Mapping[str, Any]) -> TableMapping:
    """One section, checked key by key."""
    known = {entry.name for entry in fields(TableMapping)}
    where = f"The mapping {file}, table {number}"
    for key, value in table.items():
        if key not in known:
            raise InterchangeProblem(f"{where}: there is no key {key!r}; `venule import --help` lists them.")
        check_value(where, key, value)
    values: dict[str, Any] = {key: tuple(value) if key in LISTS else value for key, value in table.items()}
    mapping = TableMapping(**values)
    if mapping.layout in ("wide", "long") and not mapping.time:
        raise InterchangeProblem(f"{where}: a {mapping.layout} table needs the key 'time'.")
    if bool(mapping.month) != bool(mapping.day) or (mapping.minute and not mapping.time_of_day):
        raise InterchangeProblem(f"{where}: 'month' and 'day' go together, and 'minute' needs 'time_of_day'.")
    if mapping.layout == "long" and not (mapping.asset or mapping.asset_name):
        raise InterchangeProblem(f"{where}: a long table needs the key 'asset' or 'asset_name'.")
    return mapping


def check_value(where: str, key: str, value: object) -> None:
    """Refuse a value of the wrong type, or one that is none of the choices."""
    if key in LISTS:
        good, expected = isinstance(value, list) and all(isinstance(item, str) for item in value), "a list of texts"
    elif key in TABLES:
        good = isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
        expected = "a table of texts"
    elif key in CHOICES:
        good, expected = value in CHOICES[key], " or ".join(repr(choice) for choice in CHOICES[key])
    else:
        good, expected = isinstance(value, str), "a text"
    if not good:
        raise InterchangeProblem(f"{where}: {key!r} must be {expected}, not {value!r}.")


def mapping_for(path: Path, mappings: tuple[TableMapping, ...], layer: str = "") -> TableMapping | None:
    """The first mapping whose pattern fits the file's name, or that of a layer in it."""
    names = (path.name, f"{path.name}/{layer}")
    return next((mapping for mapping in mappings if any(fnmatchcase(name, mapping.match) for name in names)), None)
