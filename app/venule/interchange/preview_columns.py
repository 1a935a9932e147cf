"""What each column of a table is taken for, and what its first cells are read as."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from venule.domain.asset import AssetKind
from venule.domain.instant import NotATime, to_iso
from venule.domain.unit import to_ucum
from venule.interchange import exported, exported_features
from venule.interchange.columns import cells_of
from venule.interchange.decimal_sign import THOUSANDS
from venule.interchange.mapping import TableMapping
from venule.interchange.table import Row, Table, blank
from venule.interchange.time_cells import times_in
from venule.interchange.times import reader_of_times
from venule.interchange.values import NotAValue, form_of, quantity_of, reader_of_values
from venule.recorder.conversion import conversion

EXAMPLES = 3
PARTS_OF_TIME = ("month", "day", "time_of_day", "minute")
LEFT_OUT = "left out"
LONGEST = 80


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """One column: what it is taken for, and how its first cells are read.

    ``role`` is a key of the mapping (``time``, ``value``, ``asset`` …), ``property`` or ``left out``. ``stands_for`` is
    the asset or the datastream that a column of values is. ``unit`` is the file's spelling, ``ucum`` what it means,
    ``kept_in`` the unit that values are kept in where that is another.
    """

    column: str
    role: str
    type: str = ""
    stands_for: str = ""
    unit: str = ""
    ucum: str = ""
    kept_in: str = ""
    examples: tuple[tuple[str, str], ...] = ()


def columns_of(table: Table, mapping: TableMapping, kinds: Mapping[str, AssetKind]) -> Iterator[ColumnSeen]:
    """What each column is taken for."""
    sample = table.sample()
    roles = roles_of(table, mapping)
    for column in table.columns:
        role = roles.get(column, LEFT_OUT)
        if role in ("time", "recorded_at") and mapping.layout != "exported":
            yield time_seen(table, sample, column, role, mapping)
        elif role == "value" and mapping.layout != "exported":
            yield value_seen(table, sample, column, mapping, kinds)
        else:
            form = "part of the time" if role in PARTS_OF_TIME else "text"
            yield ColumnSeen(column, role, form, examples=raw(table, column, sample))


def roles_of(table: Table, mapping: TableMapping) -> dict[str, str]:
    """By column the key of the mapping that names it."""
    if mapping.layout == "exported":
        own = exported_features.OWN if table.place else exported.COLUMNS
        roles = {name: name if name in own else "property" for name in table.columns if name not in mapping.skip}
        return roles | {name: "place" for name in table.place or ()}
    single = ("network_column", "kind_column", "asset", "label", "longitude", "latitude", "location", "shape", "time",
              "recorded_at", "datastream_column", "unit_column", *PARTS_OF_TIME)  # fmt: skip
    roles = {str(getattr(mapping, key)): key for key in single if getattr(mapping, key)}
    if mapping.layout == "inventory":
        kept = table.columns if mapping.properties is None else mapping.properties
        place = {name: "place" for name in table.place or ()}
        rest = {name: "property" for name in kept if name not in mapping.skip}
        return rest | place | roles
    if mapping.layout == "long":
        return {mapping.value: "value"} | roles
    named = {*mapping.named_columns(), *mapping.skip}
    values = mapping.datastreams or [name for name in table.columns if name not in named]
    return roles | {name: "value" for name in values}


def time_seen(table: Table, sample: list[Row], column: str, role: str, mapping: TableMapping) -> ColumnSeen:
    """A column of times: in which form and zone, and which instants they are."""
    form = mapping.time_format.replace("_", " ")
    kind = {"iso": "ISO 8601"}.get(form, form) + (f", local time of {mapping.zone}" if mapping.zone else "")
    read = reader_of_times(mapping.time_format, mapping.zone)

    def said(text: object) -> str:
        try:
            return to_iso(read(text))  # type: ignore[arg-type]
        except NotATime as problem:
            return str(problem)

    if role == "time" and mapping.parts_of_time():
        parts = ", ".join(repr(name) for name in mapping.parts_of_time())
        return ColumnSeen(column, role, f"{kind}, with {parts}", examples=put_together(table, sample, mapping, said))
    return ColumnSeen(column, role, kind, examples=examples(table, column, sample, said))


def put_together(
    table: Table, sample: list[Row], mapping: TableMapping, said: Callable[[object], str]
) -> tuple[tuple[str, str], ...]:
    """The first times that stand in several columns, each with what it is read as."""
    times = islice(times_in(replace(table, rows=lambda: iter(sample)), mapping), EXAMPLES)
    return tuple((str(cell)[:LONGEST], said(cell)[:LONGEST]) for cell in times)


def value_seen(
    table: Table, sample: list[Row], column: str, mapping: TableMapping, kinds: Mapping[str, AssetKind]
) -> ColumnSeen:
    """A column of values: what it stands for, its unit, and what its cells come to."""
    name = mapping.datastreams.get(column, column)
    is_asset = mapping.layout == "wide" and mapping.columns == "asset"
    datastream = name if mapping.layout == "wide" and not is_asset else mapping.datastream
    unit = mapping.units.get(datastream, mapping.unit)
    quantity = quantity_of(kinds, mapping.kind, datastream)
    read = reader_of_values(mapping, table, column, quantity)
    ucum = to_ucum(unit)
    convert = conversion(ucum, quantity.unit) if quantity is not None and unit and ucum != quantity.unit else None

    def said(text: object) -> str:
        try:
            value = read(text)  # type: ignore[arg-type]
        except NotAValue as problem:
            return str(problem)
        if value is None:
            return "no value"
        if isinstance(value, bool):
            return "yes" if value else "no"
        kept = convert(float(value)) if convert is not None and not isinstance(value, str) else value
        return str(kept)

    kept_in = quantity.unit if quantity is not None and convert is not None else ""
    stands_for = name if mapping.layout == "wide" else datastream
    form = form_of(mapping, column, quantity)
    if form == "number":
        form = form_of_numbers(table.told_decimal(mapping.decimal), sample, column)
    return ColumnSeen(column, "value", form, stands_for, unit, ucum, kept_in, examples(table, column, sample, said))


def form_of_numbers(table: Table, sample: list[Row], column: str) -> str:
    """How the numbers of a column are written, and whether dots or commas in them are read as those of thousands."""
    form, other = ("number, decimal comma", "dots") if table.decimal == "," else ("number", "commas")
    cells = (str(cell).strip() for cell in cells_of(table, sample, column))
    grouped = table.is_sure and any(THOUSANDS.fullmatch(cell) and table.decimal not in cell for cell in cells)
    return f"{form}, {other} set thousands apart" if grouped else form


def examples(
    table: Table, column: str, sample: list[Row], said: Callable[[object], str]
) -> tuple[tuple[str, str], ...]:
    """The first cells that hold something, each with what it is read as."""
    place = table.columns.index(column)
    cells = (row.cells[place] for row in sample if place < len(row.cells) and not blank(row.cells[place]))
    return tuple((str(cell)[:LONGEST], said(cell)[:LONGEST]) for cell in islice(cells, EXAMPLES))


def raw(table: Table, column: str, sample: list[Row] | None = None) -> tuple[tuple[str, str], ...]:
    """The first cells as they stand."""
    return examples(table, column, table.sample() if sample is None else sample, str)
