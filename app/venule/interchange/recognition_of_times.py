"""Recognises where a table writes its times: in one column, in several, or as days without an hour."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from itertools import pairwise

from venule.interchange.columns import (
    ASSETS,
    DATASTREAMS,
    TIMES,
    by_names,
    cells_of,
    is_date,
    mostly,
    time_column,
)  # fmt: skip
from venule.interchange.dates import has_date, orders_of, read_date
from venule.interchange.problem import InterchangeProblem
from venule.interchange.table import Cell, Row, Table, blank
from venule.interchange.time_cells import MIDNIGHT, day_in, is_clock, is_hour, whole

YEARS = ("year", "yr", "jahr", "anno", "año", "année", "annee", "jaar")
MONTHS = ("month", "mon", "mo", "monat", "mese", "mes", "mois", "maand")
DAYS = ("day", "dayofmonth", "tag", "giorno", "dia", "día", "jour", "dag")
HOURS = (
    "timeofday", "hour", "hr", "time", "localtime", "clock", "uhrzeit", "stunde", "std", "zeit", "messzeit", "ora",
    "orario", "hora", "heure", "tijd", "tijdstip", "uur",
)  # fmt: skip
MINUTES = ("minute", "minutes", "mins", "minuten", "minuto", "minuti")

AGAIN = "the days in its column {!r} come again, and no column of hours was recognised; describe it with --mapping."

Parts = dict[str, str]
"""By key of the mapping the columns that a time is written in; empty where there are none."""


def columns_of_time(table: Table, sample: Sequence[Row], forms: Sequence[str]) -> Parts:
    """The columns in which a table writes the hour of its times too. ``forms`` are those that a person says."""
    time = time_column(table, sample, forms)
    if time and not all(is_day(cell) for cell in cells_of(table, sample, time)):
        return {"time": time}
    return year_month_day(table, sample) or day_and_hour(table, sample) or ({"time": time} if time else {})


def year_month_day(table: Table, sample: Sequence[Row]) -> Parts:
    """Columns of year, month and day, and those of the hour and the minute if there are such."""
    limits = (("time", YEARS, 1900, 2100), ("month", MONTHS, 1, 12), ("day", DAYS, 1, 31))
    found = {
        key: next((column for column in by_names(table, names) if within(table, sample, column, low, high)), "")
        for key, names, low, high in limits
    }
    return found | hour_and_minute(table, sample, set(found.values())) if all(found.values()) else {}


def day_and_hour(table: Table, sample: Sequence[Row]) -> Parts:
    """A column of days and one of the time of day."""
    time = day_column(table, sample)
    hour = hour_and_minute(table, sample, {time}) if time else {}
    hour = hour or (clock_beside(table, sample, time) if time else {})
    return {"time": time, **hour} if hour else {}


def day_column(table: Table, sample: Sequence[Row], *, named: bool = False) -> str:
    """The column of days without an hour: by its name or, unless it has to be ``named``, the only one of its sort."""
    for column in by_names(table, (*TIMES, *DAYS)):
        if mostly(cells_of(table, sample, column), is_day):
            return column
    found = [column for column in table.columns if not named and mostly(cells_of(table, sample, column), is_day)]
    return found[0] if len(found) == 1 else ""


def hour_and_minute(table: Table, sample: Sequence[Row], taken: set[str]) -> Parts:
    """The column of the time of day by its name; whole hours may have minutes beside them."""
    named = (column for column in by_names(table, HOURS) if column not in taken)
    hour = next((column for column in named if mostly(cells_of(table, sample, column), is_hour)), "")
    if not hour:
        return {}
    minute = next((name for name in by_names(table, MINUTES) if within(table, sample, name, 0, 59)), "")
    if minute and not any(is_clock(cell) for cell in cells_of(table, sample, hour)):
        return {"time_of_day": hour, "minute": minute}
    return {"time_of_day": hour}


def clock_beside(table: Table, sample: Sequence[Row], time: str) -> Parts:
    """The column right of the days, where it holds times of day and no other one does.

    Beside midnights that come once each it may hold anything, such as when the most of each day was measured.
    """
    days = cells_of(table, sample, time)
    if len(set(days)) == len(days) and not any(is_bare_day(day) for day in days):
        return {}
    clocks = [column for column in table.columns if mostly(cells_of(table, sample, column), is_clock)]
    beside = table.columns[table.columns.index(time) + 1 :][:1]
    return {"time_of_day": clocks[0]} if clocks == list(beside) else {}


def within(table: Table, sample: Sequence[Row], column: str, low: int, high: int) -> bool:
    """Whether a column holds whole numbers of a range."""

    def fits(cell: Cell) -> bool:
        number = whole(cell)
        return number is not None and low <= number <= high

    return mostly(cells_of(table, sample, column), fits)


def is_day(cell: Cell) -> bool:
    """Whether a cell is a day: a date alone, or its midnight."""
    text = day_in(cell)
    return is_date(text) and not has_date(text)


def is_bare_day(cell: Cell) -> bool:
    """Whether a cell is a date alone."""
    return not isinstance(cell, datetime) and is_day(cell) and not MIDNIGHT.search(str(cell).strip())


def days_alone(table: Table, sample: Sequence[Row]) -> Parts:
    """A column of days, where each is there once and in order for each series; raises where they come again.

    Without places that is a table of daily values; a column of hours that could not be read makes it none.
    """
    time = day_column(table, sample, named=True)
    hours = [name for name in by_names(table, HOURS) if name != time and cells_of(table, sample, name)]
    if not time or hours:
        return {}
    naming = [next(by_names(table, names), "") for names in (ASSETS, DATASTREAMS)]
    series = days_of_series(table, sample, time, [table.columns.index(name) for name in naming if name])
    if not any(len(days) > 1 for days in series):
        return {}
    if any(len(set(days)) < len(days) for days in series):
        raise InterchangeProblem(f"{table.name}: {AGAIN.format(time)}")
    return {"time": time} if are_in_order(series) else {}


def days_of_series(table: Table, sample: Sequence[Row], time: str, naming: Sequence[int]) -> list[list[str]]:
    """The days of each series in the order of the table; rows that hold none, such as those of totals, are left out."""
    place, found = table.columns.index(time), dict[Hashable, list[str]]()
    for row in sample:
        if max(place, *naming, 0) < len(row.cells) and not blank(row.cells[place]) and is_day(row.cells[place]):
            name = tuple(row.cells[one] for one in naming)
            found.setdefault(name, []).append(day_in(row.cells[place]))
    return list(found.values())


def are_in_order(series: Sequence[Sequence[str]]) -> bool:
    """Whether the days of each series go forwards or backwards, in one of the orders in which all can be read."""
    return any(
        all(is_monotonous([read_date(day, order).toordinal() for day in days]) for days in series)
        for order in orders_of(day for days in series for day in days)
    )


def is_monotonous(days: Sequence[int]) -> bool:
    """Whether numbers only rise, or only fall."""
    steps = [later - earlier for earlier, later in pairwise(days)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)
