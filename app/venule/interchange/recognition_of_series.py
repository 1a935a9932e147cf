"""Recognises series: which columns are assets or datastreams, in which unit, and how their times are read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice

from venule.domain.asset import AssetKind
from venule.domain.quantity import Quantity, ValueKind
from venule.domain.unit import to_ucum
from venule.interchange.columns import (
    ASSETS,
    DATASTREAMS,
    MOST_TOTALS,
    by_names,
    has_form,
    holds_flags,
    is_date,
    is_iso,
    is_time,
    kind_of,
    numbers_of,
    plain,
    value_columns,
)
from venule.interchange.dates import ORDERS, orders_of
from venule.interchange.headers import header, units_of
from venule.interchange.mapping import TableMapping
from venule.interchange.table import Row, Table
from venule.interchange.time_cells import times_in
from venule.interchange.told import Told, Unanswered
from venule.recorder.conversion import conversion

NO_ZONE = "carry no zone, and no header names one; name it with --zone, such as Europe/Berlin, or +01:00."
DAY_OR_MONTH = "may be day first or month first; say which with --time-format day_first or month_first."
NO_ORDER = "are neither all day first nor all month first; say with --time-format how they are to be read."
DATASTREAM = "value"
NUMBERS = (ValueKind.MEASURE, ValueKind.COUNTER, ValueKind.COUNT)
VALUES = ("value", "reading", "val", "v", "wert", "messwert", "valore", "valor", "valeur", "waarde")
UNITS = ("unit", "units", "uom", "einheit", "unita", "unità", "unidad", "unité", "eenheid")


def series(
    table: Table, sample: Sequence[Row], kinds: Mapping[str, AssetKind], found: TableMapping, told: Told
) -> TableMapping:
    """A table of values over time: long where a column is called value, else wide."""
    asset = next(by_names(table, ASSETS), "")
    named = replace(found, asset=asset, asset_name="" if asset else table.stem)
    if value := next(by_names(table, VALUES), ""):
        name, unit = next(by_names(table, DATASTREAMS), ""), next(by_names(table, UNITS), "")
        spelled = told.unit or table.units.get(value, header(value).unit)
        shaped = replace(
            named, layout="long", value=value, datastream_column=name, unit_column=unit, unit="" if unit else spelled
        )
        shaped = replace(shaped, flags=(value,) if holds_flags(table, sample, value) else ())
    else:
        columns = value_columns(table, sample, (found.time, *found.parts_of_time()))
        flags = tuple(column for column in columns if holds_flags(table, sample, column))
        mixed = bool(flags) and any(numbers_of(table, sample, column) for column in columns if column not in flags)
        shaped = replace(wide(table, columns, kinds, named, told, mixed=mixed), flags=flags)
    return with_times(table, shaped, told)


def wide(
    table: Table,
    columns: Sequence[str],
    kinds: Mapping[str, AssetKind],
    named: TableMapping,
    told: Told,
    *,
    mixed: bool,
) -> TableMapping:
    """A column a datastream where they are called so, differ in their units or stand beside a name; else an asset.

    Numbers and flags are ``mixed``: these differ, too.
    """
    heads = units_of(columns, table.units)
    units = {head.unit for head in heads.values() if head.unit}
    differ = mixed or len({head.unit for head in heads.values()}) > 1
    declared = {plain(quantity.name) for kind in kinds.values() for quantity in kind.quantities}
    if named.asset or differ or any(plain(head.name) in declared for head in heads.values()):
        names = {column: head.name for column, head in heads.items()}
        spelled = {head.name: head.unit for head in heads.values() if head.unit}
        return replace(named, layout="wide", columns="datastream", datastreams=names, units=spelled, unit=told.unit)
    skip = tuple(column for column in table.columns if column not in {*columns, named.time, *named.parts_of_time()})
    unit = told.unit or next(iter(units), "")
    kind, datastream = measured(table.stem, [head.name for head in heads.values()], unit, named.kind, kinds)
    renamed = {column: head.name for column, head in heads.items()} if units else {}
    return replace(
        named, layout="wide", columns="asset", asset="", asset_name="", kind=kind, datastream=datastream, unit=unit,
        datastreams=renamed, skip=skip,
    )  # fmt: skip


def with_times(table: Table, mapping: TableMapping, told: Told) -> TableMapping:
    """The mapping with the form and the zone of its times, or :class:`Unanswered` where only a person knows them."""
    columns = (mapping.time, *mapping.parts_of_time())
    heads = [*map(header, columns), *(header(f"time ({table.units[name]})") for name in columns if name in table.units)]
    order = next((head.order for head in heads if head.order), "")
    forms = told.time_format or time_format(table, mapping, order)
    zone = told.zone or next((head.zone for head in heads if head.zone), "")
    mapping = replace(mapping, time_format=forms[0] if len(forms) == 1 else "iso", zone=zone)
    column = f"{table.name}: the times in its column {mapping.time!r}"
    if len(forms) > 1:
        raise Unanswered(f"{column} {DAY_OR_MONTH}", "time_format", mapping)
    if not forms:
        raise Unanswered(f"{column} {NO_ORDER}", "time_format", mapping)
    if not zone and is_local(table, mapping):
        raise Unanswered(f"{column} {NO_ZONE}", "zone", mapping)
    return mapping


def time_format(table: Table, mapping: TableMapping, declared: str) -> tuple[str, ...]:
    """The forms in which a whole column of times can be read; none where no form suits all of it."""
    cells = (cell for cell in times_in(table, mapping) if not isinstance(cell, datetime))
    some = next((cell for cell in islice(cells, MOST_TOTALS + 1) if is_time(cell) or is_date(cell)), None)
    if some is None or not orders_of([some]):
        return ("iso",)
    possible = orders_of(chain([some], cells))
    if "year_first" in possible:
        return ("iso",) if is_iso(some) else ("year_first",)
    if declared in possible:
        return (declared,)
    return tuple(order for order in ORDERS if order in possible)


def is_local(table: Table, mapping: TableMapping) -> bool:
    """Whether the first time of a table carries no offset."""
    cells = list(islice(times_in(table, mapping), MOST_TOTALS + 1))
    times = [cell for cell in cells if has_form(cell, mapping.time_format)]
    return not times or not has_form(times[0], mapping.time_format, zone="")


def measured(
    stem: str, columns: Sequence[str], unit: str, kind: str, kinds: Mapping[str, AssetKind]
) -> tuple[str, str]:
    """The kind of assets that have a column each, and what they measure, as far as names and the unit tell."""
    each = {kind_of([column], kinds) for column in columns}
    kind = kind or (each.pop() if len(each) == 1 else "")
    words = [word.removesuffix("s") for word in re.split(r"[\W_]+", stem.lower())]
    if kind and kind in kinds:
        fitting = [one.name for one in kinds[kind].quantities if fits(unit, one)]
        said = [name for name in fitting if name in words]
        return kind, said[0] if said else fitting[0] if unit and len(fitting) == 1 else DATASTREAM
    declaring = [
        (name, quantity.name)
        for name, one in kinds.items()
        for quantity in one.quantities
        if quantity.name in words and quantity.kind in NUMBERS and fits(unit, quantity)
    ]
    if len({name for _, name in declaring}) != 1:
        return kind, DATASTREAM
    return (declaring[0][0] if len(declaring) == 1 and unit else kind), declaring[0][1]


def fits(unit: str, quantity: Quantity) -> bool:
    """Whether values in a unit can be those of a quantity; without a unit nothing speaks against it."""
    ucum = to_ucum(unit)
    return not unit or ucum == quantity.unit or conversion(ucum, quantity.unit) is not None
