"""Series: wide tables with a row a time and long ones with a row an observation; a blank cell is no observation."""

from collections.abc import Callable, Iterator
from zlib import crc32

from venule.domain.instant import Instant, NotATime
from venule.domain.observation import Reading
from venule.domain.quantity import Value
from venule.interchange.mapping import TableMapping
from venule.interchange.rows import Context, Item, Refused, Rows, network_of, shown, text_at
from venule.interchange.table import Cell, Row
from venule.interchange.time_cells import time_cell
from venule.interchange.values import NotAValue, ToValue


def key_of(value: Value) -> int:
    """The same for the same value: a repeated row settles, two different values at one time are both kept."""
    return crc32(repr(value).encode())


def wide(context: Context) -> Rows:
    """One row a time: each filled cell is an observation, a blank one is none."""
    return wide_assets(context) if context.mapping.columns == "asset" else wide_datastreams(context)


def series_columns(context: Context) -> list[tuple[int, str]]:
    """The columns that hold values, with the name each stands for."""
    mapping, table = context.mapping, context.table
    if mapping.datastreams:
        return [(context.place(column), name) for column, name in mapping.datastreams.items()]
    spoken_for = {*mapping.named_columns(), *mapping.skip}
    return [(place, column) for place, column in enumerate(table.columns) if column not in spoken_for]


def wide_assets(context: Context) -> Rows:
    """Each column is an asset; all of them hold the same datastream."""
    datastream = context.mapping.datastream
    unit, names = context.unit(datastream), context.table.columns
    columns = [(place, asset, context.values(names[place], datastream)) for place, asset in series_columns(context)]
    network = network_of(context)

    def read(row: Row, at: Instant, known_at: Instant) -> Iterator[Item]:
        for place, asset, value_of in columns:
            if row.cells[place] == "":  # nearly all cells of a table of changes are blank
                continue
            value = cell_value(row, place, value_of)
            if isinstance(value, Refused):
                yield value._replace(reason=f"{asset}: {value.reason}", at=at)
            elif value is not None:
                readings = (Reading(datastream, value, unit, at),)
                yield context.message(
                    row, network(row), asset, received_at=known_at, observed_at=at, readings=readings,
                    source_key=key_of(value),
                )  # fmt: skip

    return timed(context, read)


def wide_datastreams(context: Context) -> Rows:
    """Each column is a datastream of the one asset that the row, or the mapping, names."""
    mapping, names = context.mapping, context.table.columns
    columns = [
        (place, name, context.unit(name), context.values(names[place], name)) for place, name in series_columns(context)
    ]
    network, position = network_of(context), context.places()
    asset_column, asset_name = context.place(mapping.asset), mapping.asset_name or context.table.stem

    def read(row: Row, at: Instant, known_at: Instant) -> Iterator[Item]:
        readings = []
        for place, name, unit, value_of in columns:
            value = cell_value(row, place, value_of)
            if isinstance(value, Refused):
                yield value._replace(reason=f"{name}: {value.reason}", at=at)
            elif value is not None:
                readings.append(Reading(name, value, unit, at))
        yield context.message(
            row, network(row), text_at(row, asset_column, asset_name), received_at=known_at, observed_at=at,
            readings=tuple(readings), position=position(row.cells), source_key=key_of(repr(readings)),
        )  # fmt: skip

    return timed(context, read)


def long(context: Context) -> Rows:
    """One row an observation."""
    mapping = context.mapping
    asset_column, name_column = context.place(mapping.asset), context.place(mapping.datastream_column)
    unit_column, value_column = context.place(mapping.unit_column), context.place(mapping.value)
    network, position = network_of(context), context.places()
    readers: dict[str, ToValue] = {}

    def read(row: Row, at: Instant, known_at: Instant) -> Iterator[Item]:
        asset = text_at(row, asset_column, mapping.asset_name)
        name = text_at(row, name_column, mapping.datastream)
        if not asset:
            yield Refused(row.line, "names no asset", shown(row), at)
            return
        if name not in readers:
            readers[name] = context.values(mapping.value, name)
        value = cell_value(row, value_column, readers[name])
        if isinstance(value, Refused):
            yield value._replace(reason=f"{asset}, {name}: {value.reason}", at=at)
        elif value is not None:
            unit = text_at(row, unit_column, context.unit(name))
            yield context.message(
                row, network(row), asset, received_at=known_at, observed_at=at, source_key=key_of(value),
                readings=(Reading(name, value, unit, at),), position=position(row.cells),
            )  # fmt: skip

    return timed(context, read)


def timed(context: Context, read: Callable[[Row, Instant, Instant], Iterator[Item]]) -> Rows:
    """Reads a row's times first, and refuses a row without one or with more or fewer cells than there are columns."""
    time_of, known = time_cell(context.table, context.mapping), context.place(context.mapping.recorded_at)
    instant, width = context.times(), len(context.table.columns)
    naming = [place for place in map(context.place, _names_of_series(context.mapping)) if place >= 0]

    def checked(row: Row) -> Iterator[Item]:
        if len(row.cells) != width:
            yield Refused(row.line, f"has {len(row.cells)} cells where there are {width} columns", shown(row))
            return
        try:
            of = tuple(row.cells[place] for place in naming)
            at = instant(time_of(row.cells), of)
            known_at = at if known < 0 else instant(row.cells[known], (*of, known))
        except NotATime as problem:
            yield Refused(row.line, str(problem), shown(row))
            return
        yield from read(row, at, known_at)

    return checked


def _names_of_series(mapping: TableMapping) -> tuple[str, ...]:
    """The columns that tell the series of a table apart, each with an order of times of its own."""
    return (mapping.network_column, mapping.asset, mapping.datastream_column if mapping.layout == "long" else "")


def cell_value(row: Row, place: int, value_of: ToValue) -> Value | Refused | None:
    """The value of a cell, ``None`` where it holds nothing, or why it is refused."""
    cell: Cell = row.cells[place]
    try:
        return value_of(cell)
    except NotAValue as problem:
        return Refused(row.line, str(problem), str(cell))
