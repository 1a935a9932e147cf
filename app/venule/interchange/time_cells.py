"""Puts the time of a row together where a table writes it in several columns: day and hour, or year, month and day."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from venule.domain.instant import NotATime
from venule.interchange.mapping import TableMapping
from venule.interchange.table import Cell, Table, blank

TimeCell: TypeAlias = Callable[[Sequence[Cell]], Cell]
"""The time in the cells of a row, as one cell. Raises :class:`NotATime` where parts of it are missing."""

MIDNIGHT = re.compile(r"[T ]0{1,2}:00(:00(\.0+)?)?$")
COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", re.ASCII)
"""A day without any sign between its parts, as in 20240313."""

FIRST_YEAR = 1000
"""A year of fewer digits lacks its century."""

HOUR = re.compile(r"(\d{1,2})(?:\.0+)?", re.ASCII)
CLOCK = re.compile(
    r"(\d{1,2})(?:\s?h\s?(\d{2})?|:(\d{2}(?::\d{2}(?:[.,]\d+)?)?))(\s?[AP]M)?(Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE | re.ASCII,
)


def time_cell(table: Table, mapping: TableMapping) -> TimeCell:
    """How the time of observation is taken from the cells of a row of one table."""
    names = mapping.time, mapping.month, mapping.day, mapping.time_of_day, mapping.minute
    time, month, day, hour, minute = (table.place_of(name) if name else -1 for name in names)

    def read(cells: Sequence[Cell]) -> Cell:
        if time >= len(cells):
            return None
        if max(month, day, hour, minute) >= len(cells):
            raise NotATime("has too few cells to tell its time")
        text = day_in(cells[time]) if month < 0 else date_of(cells[time], cells[month], cells[day])
        if hour < 0 or not text:
            return text
        if blank(cells[hour]):
            raise NotATime(f"there is no hour beside {text[:60]!r}")
        return f"{text} {clock_in(cells[hour], None if minute < 0 else cells[minute])}"

    if not mapping.parts_of_time():
        return lambda cells: cells[time] if time < len(cells) else None
    return read


def times_in(table: Table, mapping: TableMapping) -> Iterator[Cell]:
    """The time of every row that has one, down the whole table."""
    read = time_cell(table, mapping)
    for row in table.rows():
        try:
            cell = None if row.problem else read(row.cells)
        except NotATime:
            continue
        if not blank(cell):
            yield cell


def day_in(cell: Cell) -> str:
    """The day in a cell that may bear a midnight beside it; a text that is none stays as it is."""
    if isinstance(cell, datetime):
        text = cell.replace(tzinfo=None).isoformat(" ")
    else:
        text = "" if cell is None or blank(cell) else str(cell).strip()
    text = MIDNIGHT.sub("", text)
    compact = COMPACT.fullmatch(text)
    return "-".join(compact.groups()) if compact else text


def date_of(year: Cell, month: Cell, day: Cell) -> str:
    """A date of three cells. Raises :class:`NotATime` where they are no whole numbers, or a year lacks its century."""
    if all(blank(cell) for cell in (year, month, day)):
        return ""
    numbers = [-1 if (number := whole(cell)) is None else number for cell in (year, month, day)]
    if min(numbers) < 0 or numbers[0] < FIRST_YEAR:
        shown = " ".join("" if cell is None else str(cell)[:20] for cell in (year, month, day))
        raise NotATime(f"{shown!r} are no year, month and day")
    return "{:04}-{:02}-{:02}".format(*numbers)


def whole(cell: Cell) -> int | None:
    """The whole number in a cell of at most four digits."""
    found = re.fullmatch(r"(\d{1,4})(\.0+)?", str(cell).strip(), re.ASCII)
    return int(found[1]) if found else None


def clock_in(cell: Cell, minute: Cell) -> str:
    """The time of day in a cell, with two digits of hours; one that is not understood stays as it is."""
    text = str(cell).strip()
    if hour := HOUR.fullmatch(text):
        minutes = 0 if minute is None else whole(minute)
        if minutes is None:
            raise NotATime(f"there is no minute beside the hour {text!r}")
        return f"{int(hour[1]):02}:{minutes:02}"
    if clock := CLOCK.fullmatch(text):
        return f"{int(clock[1]):02}:{clock[3] or clock[2] or '00'}{clock[4] or ''}{clock[5] or ''}"
    return text


def is_clock(cell: Cell) -> bool:
    """Whether a cell is a time of day, with minutes."""
    found = CLOCK.fullmatch(str(cell).strip())
    return found is not None and int(found[1]) <= 24


def is_hour(cell: Cell) -> bool:
    """Whether a cell is a time of day, or the number of an hour."""
    found = HOUR.fullmatch(str(cell).strip())
    return is_clock(cell) or (found is not None and int(found[1]) <= 24)
