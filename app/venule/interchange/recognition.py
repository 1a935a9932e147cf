"""Recognises what a table holds from its column names, its first rows and its file name, where no mapping says it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from venule.domain.asset import AssetKind
from venule.domain.instant import NotATime
from venule.interchange.columns import (
    ASSETS,
    by_names,
    cells_of,
    location_column,
    numbers_of,
    place_columns,
    plain,
    shape_column,
    time_column,
    value_columns,
)
from venule.interchange.mapping import TableMapping
from venule.interchange.problem import InterchangeProblem
from venule.interchange.table import Row, Table, blank
from venule.interchange.times import reader_of_times

NAMES = ("asset", "assetid", "id", "name", "featureid", "placeid", "globalid")
LABELS = ("label", "title", "displayname", "name", "placename", "assetname", "stationname")
DATASTREAMS = ("datastream", "quantity", "parameter", "metric", "variable", "measurand")
VALUES = ("value", "reading", "val", "v")
UNITS = ("unit", "units", "uom")
OWN_FEATURES = ("network", "asset", "kind", "label")
OWN_EXPORT = ("network", "asset", "datastream", "observed_at", "recorded_at", "value", "unit")
ENDING = " observed_at"
"""What the column of the time is called after its datastream in a GeoJSON file that Venule exported."""

SHORTEST_ALIAS = 4
MOST_DISTINCT = 2_000_000


def recognise(table: Table, kinds: Mapping[str, AssetKind]) -> TableMapping:
    """The mapping a person would have written, or :class:`InterchangeProblem` where none can be told."""
    if set(OWN_EXPORT) <= set(table.columns):
        return own_export()
    if table.place and set(OWN_FEATURES) <= set(table.columns):
        return own_features(table)
    sample = table.sample()
    time = time_column(table, sample)
    placed = with_places(table, sample, TableMapping(kind=kind_of([table.stem], kinds)))
    has_place = bool(placed.longitude or placed.location or placed.shape)
    if time and has_series(table, sample, time, has_place):
        return series(table, sample, kinds, replace(placed, time=time))
    if has_place:
        name = table.asset or unique_column(table, kinds.get(placed.kind))
        label = next((column for column in by_names(table, LABELS) if column != name), "")
        kind = placed.kind or kind_of(table.columns, kinds)
        return replace(placed, kind=kind, kind_column=table.kind, asset=name, label=label)
    shown = ", ".join(table.columns[:8]) + (" …" if len(table.columns) > 8 else "")
    raise InterchangeProblem(
        f"{table.name}: neither places nor series were recognised among its columns ({shown}); "
        "describe it with --mapping."
    )


def with_places(table: Table, sample: Sequence[Row], mapping: TableMapping) -> TableMapping:
    """The mapping with the columns of places, where there are any."""
    longitude, latitude = table.place or place_columns(table, sample)
    location = "" if longitude else location_column(table, sample)
    shape = "" if table.place else shape_column(table, sample)
    return replace(mapping, longitude=longitude, latitude=latitude, location=location, shape=shape)


def own_export() -> TableMapping:
    """How a CSV or Parquet file that Venule exported is read."""
    return TableMapping(
        layout="long", network_column="network", asset="asset", datastream_column="datastream", time="observed_at",
        recorded_at="recorded_at", value="value", values="any", unit_column="unit", skip=("quality",),
    )  # fmt: skip


def own_features(table: Table) -> TableMapping:
    """How a GeoJSON file that Venule exported is read: its assets, without the latest values that stand beside them."""
    streams = [column.removesuffix(ENDING) for column in table.columns if column.endswith(ENDING)]
    values = tuple(f"{name}{ending}" for name in streams for ending in ("", " unit", ENDING, " quality"))
    return TableMapping(
        network_column="network", asset="asset", kind_column="kind", label="label", skip=("network", "kind", *values)
    )


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


def has_series(table: Table, sample: Sequence[Row], time: str, placed: bool) -> bool:
    """Whether numbers stand beside the time and, in a table with places, the same asset comes again."""
    if placed:
        names = [str(cell) for column in by_names(table, ASSETS) for cell in cells_of(table, sample, column)]
        return len(set(names)) < len(names)
    return any(numbers_of(table, sample, column) for column in value_columns(table, sample, time))


def series(table: Table, sample: Sequence[Row], kinds: Mapping[str, AssetKind], found: TableMapping) -> TableMapping:
    """A table of values over time: long where a column is called value, else wide."""
    demand_zone(table, sample, found.time)
    asset = next(by_names(table, ASSETS), "")
    named = replace(found, asset=asset, asset_name="" if asset else table.stem)
    if value := next(by_names(table, VALUES), ""):
        name, unit = next(by_names(table, DATASTREAMS), ""), next(by_names(table, UNITS), "")
        return replace(named, layout="long", value=value, datastream_column=name, unit_column=unit)
    columns = value_columns(table, sample, found.time)
    declared = {plain(quantity.name) for kind in kinds.values() for quantity in kind.quantities}
    if asset or any(plain(column) in declared for column in columns):
        return replace(named, layout="wide", columns="datastream", datastreams={name: name for name in columns})
    skip = tuple(column for column in table.columns if column not in {*columns, found.time})
    return replace(found, layout="wide", columns="asset", skip=skip)


def demand_zone(table: Table, sample: Sequence[Row], time: str) -> None:
    """Refuse times without an offset: their zone would be a guess."""
    try:
        reader_of_times("iso", "")(cells_of(table, sample, time)[0])
    except NotATime:
        raise InterchangeProblem(
            f"{table.name}: the times in its column {time!r} carry no zone; say with --mapping which it is."
        ) from None
