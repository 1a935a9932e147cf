"""Tells how many lines the header of a CSV file has: names in one line or two, and a line of units below them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from venule.domain.quantity import UNKNOWN_UNIT
from venule.domain.unit import to_ucum
from venule.interchange.columns import is_date, is_time
from venule.interchange.decimal_sign import is_numeric
from venule.interchange.mapping import MISSING
from venule.interchange.time_cells import is_clock
from venule.interchange.values import is_flag

MOST_LINES = 4
ROWS_BELOW = 20
"""Rows that have to hold numbers where a further line of a header has words."""


@dataclass(frozen=True, slots=True)
class HeaderLines:
    """The names of the columns, the units that a line of their own gives them, and how many lines that takes."""

    names: tuple[str, ...]
    units: dict[int, str] = field(default_factory=dict)
    count: int = 1


def header_lines(rows: Sequence[Sequence[str]]) -> HeaderLines:
    """The header of a table by its first filled rows.

    More than one line belongs to it only in a table with times, where words or units stand over numbers and flags;
    else the second line is a row as any other.
    """
    first = tuple(rows[0])
    end = next((place for place, row in enumerate(rows[: MOST_LINES + 1]) if place and is_row(row)), 0)
    below = [row for row in rows[end:] if len(row) == len(first)]
    times = next((found for found in map(places_of_time, below[: MOST_LINES + 1]) if found), set())
    if end < 2 or not times or any(len(row) != len(first) for row in rows[:end]) or places_of_time(first):
        return HeaderLines(first)
    lines = [[cell.strip() for cell in row] for row in rows[:end]]
    units = {number for number, line in enumerate(lines) if number and is_units(line, times)}
    names = [line for number, line in enumerate(lines) if number not in units]
    if len(units) > 1 or not all(stands_over_numbers(line, times, below) for line in lines[1:]):
        return HeaderLines(first)
    if not all(is_names(line, times) for line in names[1:]):
        return HeaderLines(first)
    given = {place: bare(cell) for number in units for place, cell in enumerate(lines[number]) if says(cell)}
    return HeaderLines(joined(names, times), given, end)


def is_row(cells: Sequence[str]) -> bool:
    """Whether a line is no header any more: it holds a number, or a time."""
    return any(is_numeric(cell) or is_of_time(cell) for cell in cells)


def places_of_time(cells: Sequence[str]) -> set[int]:
    """The places of times, dates and times of day in a row."""
    return {place for place, cell in enumerate(cells) if is_of_time(cell)}


def is_of_time(text: str) -> bool:
    """Whether a cell is a time, a date or a time of day."""
    return is_time(text) or is_date(text) or is_clock(text)


def is_units(line: Sequence[str], times: set[int]) -> bool:
    """Whether a line holds units and nothing else, beside what it says of the times; not all need be known ones."""
    texts = [bare(cell) for place, cell in enumerate(line) if place not in times and says(cell)]
    known = [text for text in texts if to_ucum(text) != UNKNOWN_UNIT]
    most = len(known) * 2 > len(texts) and any(len(text) > 1 for text in known)
    return bool(texts) and not any(map(is_numeric, texts)) and (most or len(known) == len(texts))


def is_names(line: Sequence[str], times: set[int]) -> bool:
    """Whether a line may name columns: most of its cells are words, and not all of these yes and no."""
    texts = [cell for place, cell in enumerate(line) if place not in times]
    words = [text for text in texts if says(text)]
    return len(words) * 2 > len(texts) and not any(map(is_numeric, words)) and not all(map(is_flag, words))


def stands_over_numbers(line: Sequence[str], times: set[int], below: Sequence[Sequence[str]]) -> bool:
    """Whether the words of a line have numbers, or yes and no, below them and nothing else."""
    places = [place for place, cell in enumerate(line) if place not in times and says(cell)]
    cells = [cell for place in places for row in below if says(cell := row[place].strip())]
    return bool(cells) and all(is_numeric(cell) or is_flag(cell) for cell in cells)


def says(text: str) -> bool:
    """Whether a cell says anything."""
    return text.strip().lower() not in MISSING


def bare(text: str) -> str:
    """A unit without the brackets around it."""
    text = text.strip()
    return text[1:-1].strip() if text[:1] + text[-1:] in ("[]", "()") else text


def joined(lines: Sequence[Sequence[str]], times: set[int]) -> tuple[str, ...]:
    """The names of the columns out of all lines; a group that stands over several columns is written at the first.

    A line with one name alone is the title of the table and no part of names. Times are called as in the last line.
    """
    *groups, last = lines
    spread = [spread_out(group) for group in groups if sum(map(bool, group)) > 1]
    result = []
    for place, name in enumerate(last):
        parts = [*(group[place] for group in spread), name]
        if place in times:
            parts = [text for text in parts if text][-1:]
        result.append(" ".join(dict.fromkeys(text for text in parts if text)))
    return tuple(result)


def spread_out(group: Sequence[str]) -> list[str]:
    """A line of groups in which each blank cell bears the name before it."""
    result: list[str] = []
    for cell in group:
        result.append(cell or (result[-1] if result else ""))
    return result
