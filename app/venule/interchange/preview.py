"""Shows how a table would be read before anything is written: each column, example cells, refusals, local hours."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from glob import escape
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from venule.domain.asset import AssetKind
from venule.domain.instant import Instant, NotATime, to_iso
from venule.interchange.layouts import items
from venule.interchange.local_time import LocalTimes
from venule.interchange.mapping import TableMapping
from venule.interchange.preview_columns import LONGEST, ColumnSeen, columns_of, raw
from venule.interchange.problem import InterchangeProblem
from venule.interchange.recognition_of_series import NO_ZONE
from venule.interchange.remarks import remarks
from venule.interchange.rows import Refused
from venule.interchange.sources import mapping_of, tables_in
from venule.interchange.table import SAMPLE_ROWS, Cell, Table
from venule.interchange.time_cells import time_cell, times_in
from venule.interchange.times import ToInstant, local_times, reader_of_times
from venule.interchange.told import Told, Unanswered

ROWS_TRIED = 1_000
MOST_ROWS = 5_000_000
"""Rows whose times are looked at. An import reads all of them, and says the same at its end."""

REFUSALS = 20

Progress: TypeAlias = Callable[[str, float | None], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row, or a cell of one, that would be refused."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class TableSeen:
    """One table: how it is understood, and ``problem`` where it is not; ``ask`` is the key that has to be told."""

    table: str
    file: str
    mapping: Mapping[str, object]
    columns: tuple[ColumnSeen, ...]
    problem: str = ""
    ask: str = ""
    decimal: str = "."
    rows: int = 0
    tried: int = 0
    whole: bool = True
    refused: int = 0
    refusals: tuple[Refusal, ...] = ()
    first: str = ""
    last: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class Times:
    """What the times of a whole table come to."""

    rows: int = 0
    unreadable: int = 0
    first: Instant | None = None
    last: Instant | None = None
    whole: bool = True


def preview(
    path: Path,
    mappings: tuple[TableMapping, ...],
    kinds: Mapping[str, AssetKind],
    told: Told,
    progress: Progress = lambda what, share: None,
) -> Iterator[TableSeen]:
    """How each table of a file would be read."""
    for table in tables_in(path, mappings):
        try:
            mapping = mapping_of(table, mappings, kinds, told)
        except Unanswered as problem:
            yield seen(table, problem.mapping, kinds, (str(problem), problem.key), progress)
        except InterchangeProblem as problem:
            columns = tuple(ColumnSeen(name, "left out", examples=raw(table, name)) for name in table.columns)
            yield TableSeen(
                table.name, str(table.path), told_of(TableMapping(match=escape(table.name))), columns, str(problem)
            )
        else:
            yield seen(table, mapping, kinds, unanswered(table, mapping), progress)


def unanswered(table: Table, mapping: TableMapping) -> tuple[str, str]:
    """What a declared mapping leaves open of the times of a table, as a sentence and a key; else two empty texts."""
    times = {mapping.time, *mapping.parts_of_time()}
    if mapping.layout not in ("wide", "long") or not times <= {*table.columns}:
        return "", ""
    cells = list(islice(times_in(table, mapping), SAMPLE_ROWS))
    column = f"{table.name}: the times in its column {mapping.time!r}"
    for zone, key, lack in (("UTC", "time_format", "are not read as declared."), (mapping.zone, "zone", NO_ZONE)):
        read = reader_of_times(mapping.time_format, mapping.zone or zone)
        if cells and not any(is_read(read, cell) for cell in cells):
            return f"{column} {lack}", key
    return "", ""


def is_read(read: ToInstant, cell: Cell) -> bool:
    """Whether a cell is a time to a reader."""
    try:
        read(cell)
    except NotATime:
        return False
    return True


def seen(
    table: Table, mapping: TableMapping, kinds: Mapping[str, AssetKind], asked: tuple[str, str], progress: Progress
) -> TableSeen:
    """How a table is read by a mapping; one that lacks an answer is shown as far as it goes."""
    problem, ask = asked
    shown = replace(mapping, match=escape(table.name))
    found = TableSeen(
        table.name, str(table.path), told_of(shown), tuple(columns_of(table, mapping, kinds)), problem, ask,
        mapping.decimal or table.decimal, remarks=remarks(table, mapping),
    )  # fmt: skip
    return found if problem else tried(found, table, mapping, kinds, progress)


def tried(
    found: TableSeen, table: Table, mapping: TableMapping, kinds: Mapping[str, AssetKind], progress: Progress
) -> TableSeen:
    """The same with what the first rows, and the times of all rows, come to."""
    refused = [
        item
        for item in items(first_rows(table), mapping, kinds, 0, local_times(mapping.zone))
        if isinstance(item, Refused)
    ]
    local = local_times(mapping.zone)
    times = look_at_times(table, mapping, local, progress)
    remark = local.remark(table.name) if local is not None else ""
    return replace(
        found,
        rows=times.rows,
        tried=min(times.rows, ROWS_TRIED),
        whole=times.whole,
        refused=len(refused),
        refusals=tuple(Refusal(one.line, one.reason, one.text[:LONGEST]) for one in refused[:REFUSALS]),
        first="" if times.first is None else to_iso(times.first),
        last="" if times.last is None else to_iso(times.last),
        remarks=(*found.remarks, *([remark] if remark else [])),
    )


def first_rows(table: Table) -> Table:
    """The table as far as it is tried."""
    return replace(table, rows=lambda: islice(table.rows(), ROWS_TRIED))


def look_at_times(table: Table, mapping: TableMapping, local: LocalTimes | None, progress: Progress) -> Times:
    """Read the time of every row, in the order of the file."""
    found, size = Times(), max(table.path.stat().st_size, 1)
    shown = replace(mapping, time="observed_at") if mapping.layout == "exported" else mapping
    time_of = time_cell(table, shown) if shown.time in table.columns else None
    read = reader_of_times(mapping.time_format, mapping.zone, local)
    naming = [table.columns.index(name) for name in naming_columns(table, mapping)]
    for row in table.rows():
        if found.rows >= MOST_ROWS:
            found.whole = False
            break
        found.rows += 1
        if found.rows % 20_000 == 0:
            bytes_read = table.reached.bytes
            progress(f"{table.name}: {found.rows:,} rows looked at", None if bytes_read is None else bytes_read / size)
        if time_of is None or row.problem:
            continue
        try:
            at = read(time_of(row.cells), tuple(row.cells[name] for name in naming if name < len(row.cells)))
        except NotATime:
            found.unreadable += 1
            continue
        found.first = at if found.first is None else min(found.first, at)
        found.last = at if found.last is None else max(found.last, at)
    return found


def naming_columns(table: Table, mapping: TableMapping) -> list[str]:
    """The columns that tell series apart."""
    long = mapping.datastream_column if mapping.layout == "long" else ""
    return [name for name in (mapping.network_column, mapping.asset, long) if name in table.columns]


def told_of(mapping: TableMapping) -> dict[str, object]:
    """The mapping as the keys of its file, without those that say what holds anyway."""
    usual = TableMapping()
    told: dict[str, object] = {}
    for entry in fields(mapping):
        value = getattr(mapping, entry.name)
        if entry.name in ("match", "layout") or value != getattr(usual, entry.name):
            told[entry.name] = (
                list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value
            )
    return told
