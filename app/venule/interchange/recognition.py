"""Recognises what a table holds from its column names, its first rows and its file name, where no mapping says it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from venule.domain.asset import AssetKind
from venule.interchange import exported
from venule.interchange.columns import (
    ASSETS,
    NAMELESS,
    by_names,
    cells_of,
    holds_flags,
    is_time,
    kind_of,
    location_column,
    numbers_of,
    place_columns,
    plain,
    shape_column,
    value_columns,
)
from venule.interchange.mapping import TableMapping
from venule.interchange.problem import InterchangeProblem
from venule.interchange.recognition_of_series import series
from venule.interchange.recognition_of_times import Parts, columns_of_time, days_alone
from venule.interchange.table import Row, Table, blank
from venule.interchange.told import NOTHING, Told

NAMES = ("asset", "assetid", "id", "name", "featureid", "placeid", "globalid")
LABELS = ("label", "title", "displayname", "name", "placename", "assetname", "stationname")
OWN_FEATURES = ("network", "asset", "kind", "label")
ENDING = " observed_at"
"""What the column of the time is called after its datastream in a GeoJSON file that Venule exported."""

MOST_DISTINCT = 2_000_000


def recognise(table: Table, kinds: Mapping[str, AssetKind], told: Told = NOTHING) -> TableMapping:
    """The mapping a person would have written, or :class:`InterchangeProblem` where none can be told.

    ``told`` is what a person said of it: it is never overruled, and asked for where it cannot be told otherwise.
    """
    if set(exported.COLUMNS) <= set(table.columns):
        return own_export()
    if table.place and set(OWN_FEATURES) <= set(table.columns):
        return own_features(table)
    sample = table.sample()
    if problem := unlike_a_table(table, sample):
        raise InterchangeProblem(f"{table.name} {problem}")
    timed = columns_of_time(table, sample, told.time_format)
    kind = told.kind or kind_of([table.stem], kinds)
    begun = TableMapping(kind=kind, network=told.network, decimal=told.decimal)
    placed = with_places(table, sample, begun)
    has_place = bool(placed.longitude or placed.location or placed.shape)
    if not timed and not has_place:
        timed = days_alone(table, sample)
    time = timed.get("time", "")
    if timed and has_series(table, sample, tuple(timed.values()), has_place):
        return series(table, sample, kinds, with_times(placed, timed), told)
    if has_place:
        name = table.asset or unique_column(table, kinds.get(placed.kind))
        label = next((column for column in by_names(table, LABELS) if column != name), "")
        kind = placed.kind or kind_of(table.columns, kinds)
        return replace(placed, kind=kind, kind_column=table.kind, asset=name, label=label)
    shown = ", ".join(table.columns[:8]) + (" …" if len(table.columns) > 8 else "")
    what = (
        f"no column of numbers was recognised beside the times in {time!r}"
        if time
        else "neither places nor series were recognised"
    )
    raise InterchangeProblem(f"{table.name}: {what} among its columns ({shown}); describe it with --mapping.")


def unlike_a_table(table: Table, sample: Sequence[Row]) -> str:
    """What is missing where there are no rows, or where values stand in place of the names of columns; else empty."""
    if not sample:
        return "has no row that could be read below its header; check the file."
    named = [name for name in table.columns if not name.startswith(NAMELESS)]
    if any(is_time(name) for name in named) and any(is_number(name) for name in named):
        return "has no header: its first line holds values; name its columns in a mapping, as `header`."
    return ""


def is_number(text: str) -> bool:
    """Whether a name is nothing but a number."""
    return text.replace(",", "").replace(".", "").removeprefix("-").isdecimal()


def with_places(table: Table, sample: Sequence[Row], mapping: TableMapping) -> TableMapping:
    """The mapping with the columns of places, where there are any."""
    longitude, latitude = table.place or place_columns(table, sample)
    location = "" if longitude else location_column(table, sample)
    shape = "" if table.place else shape_column(table, sample)
    return replace(mapping, longitude=longitude, latitude=latitude, location=location, shape=shape)


def with_times(mapping: TableMapping, parts: Parts) -> TableMapping:
    """The mapping with the columns that its times are written in."""
    time, month, day, hour, minute = (parts.get(key, "") for key in ("time", "month", "day", "time_of_day", "minute"))
    return replace(mapping, time=time, month=month, day=day, time_of_day=hour, minute=minute)


def own_export() -> TableMapping:
    """How a CSV or Parquet file that Venule exported is read."""
    return TableMapping(layout="exported")


def own_features(table: Table) -> TableMapping:
    """How a GeoJSON file that Venule exported is read: its assets, without the latest values that stand beside them."""
    streams = [column.removesuffix(ENDING) for column in table.columns if column.endswith(ENDING)]
    values = [tuple(f"{name}{ending}" for ending in ("", " unit", ENDING, " quality")) for name in streams]
    whole = [columns for columns in values if set(columns) <= set(table.columns)]
    return TableMapping(layout="exported", skip=tuple(column for columns in whole for column in columns))


def unique_column(table: Table, kind: AssetKind | None) -> str:
    """The column that names each asset: one called an identifier whose cells are all filled and all different."""
    aliases = tuple(plain(alias) for alias in kind.aliases) if kind else ()
    candidates = [*by_names(table, NAMES)]
    ids = [column for column in table.columns if plain(column).endswith("id")]
    candidates += sorted(ids, key=lambda column: not plain(column).removesuffix("id").startswith(aliases or ("\0",)))
    seen: dict[str, set[str]] = {column: set() for column in candidates}
    for row in table.rows():
        for column in list(seen):
            place = table.columns.index(column)
            name = row.cells[place] if place < len(row.cells) else None
            text = "" if blank(name) else str(name).strip()
            if not text or text in seen[column] or len(seen[column]) >= MOST_DISTINCT:
                del seen[column]
            else:
                seen[column].add(text)
        if not seen:
            break
    return next(iter(seen), "")


def has_series(table: Table, sample: Sequence[Row], time: Sequence[str], placed: bool) -> bool:
    """Whether numbers stand beside the time and, in a table with places, the same asset comes again."""
    if placed:
        names = [str(cell) for column in by_names(table, ASSETS) for cell in cells_of(table, sample, column)]
        return len(set(names)) < len(names)
    return any(
        numbers_of(table, sample, column) or holds_flags(table, sample, column)
        for column in value_columns(table, sample, time)
    )
