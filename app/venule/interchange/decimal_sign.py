"""Tells by the numbers of a table which sign its decimals are written with, and whether that is beyond doubt."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice

from venule.interchange.problem import InterchangeProblem
from venule.interchange.table import SAMPLE_ROWS, Row

ROWS_SCANNED = 200_000
"""Rows in which decimal signs are looked for: some columns begin with months of blanks or whole numbers."""

COMMA = re.compile(r"[+-]?(?:\d*|\d{1,3}(?:[. '’\u00a0\u2009\u202f]\d{3})+),\d+(?:[eE][+-]?\d+)?", re.ASCII)
DOT = re.compile(r"[+-]?(?:\d*|\d{1,3}(?:[, '’\u00a0\u2009\u202f]\d{3})+)\.\d+(?:[eE][+-]?\d+)?", re.ASCII)
WHOLE = re.compile(r"[+-]?\d+(?:[., '’\u00a0\u2009\u202f]\d{3})*(?:[eE][+-]?\d+)?", re.ASCII)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
"""Numbers that alone may be thousands or have three decimals."""

MILLIONS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3}){2,}", re.ASCII)
"""Commas that come twice are no decimal ones; dots may, in addresses of devices."""


def signs_of(read: Callable[[], Iterator[Row]], delimiter: str) -> tuple[str, frozenset[str]]:
    """The decimal sign of a table, and the signs that stand in numbers which can be read in one way only.

    It is a comma if any number is written with one; where commas split the columns too, only if none has a dot.
    """
    commas = delimiter == ","
    found: set[str] = set()
    doubtful: set[str] = set()
    with suppress(InterchangeProblem):  # a file that breaks off says so when it is read
        for row in islice(read(), SAMPLE_ROWS if commas else ROWS_SCANNED):
            look_at(row.cells, found, doubtful)
            if len(found) == 2:
                break
    if commas:
        dots = "." in found | doubtful
        return "," if "," in found and not dots else ".", frozenset(found)
    return "," if "," in found or (found != {"."} and "," in doubtful) else ".", frozenset(found)


def look_at(cells: Iterable[object], found: set[str], doubtful: set[str]) -> None:
    """Add the decimal signs of some cells: to the signs found, or to those that may set thousands apart as well."""
    for cell in cells:
        if not isinstance(cell, str):
            continue
        for sign, form in ((",", COMMA), (".", DOT)):
            if sign in cell and sign not in found and form.fullmatch(text := cell.strip()):
                (doubtful if THOUSANDS.fullmatch(text) else found).add(sign)
        if "." not in found and cell.count(",") > 1 and MILLIONS.fullmatch(cell.strip()):
            found.add(".")


def is_numeric(text: str) -> bool:
    """Whether a text may be a number, whichever its decimal sign is."""
    text = text.strip()
    return bool(WHOLE.fullmatch(text) or COMMA.fullmatch(text) or DOT.fullmatch(text))
