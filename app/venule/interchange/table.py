"""A table of a foreign file: named columns, and rows that know their line, read again each time they are asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from math import isnan
from pathlib import Path
from typing import NamedTuple, TypeAlias

from venule.interchange.problem import InterchangeProblem
from venule.store.wkb import Geometry

Cell: TypeAlias = str | float | int | bool | datetime | None
"""What a cell may hold; ``None`` and blank text are both "nothing"."""

SAMPLE_ROWS = 200
"""Rows that are looked at to recognise what a table holds."""


class Row(NamedTuple):
    """One row and the number of its first line; ``problem`` is set when it could not be split into cells.

    ``geometry`` is a line or an area in a format that has such, in the coordinates of the table.
    """

    line: int
    cells: Sequence[Cell]
    problem: str = ""
    geometry: Geometry | None = None


@dataclass(slots=True)
class Reached:
    """How many bytes of its file a table that is being read has come to; ``None`` where its format does not tell."""

    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``place`` names the columns of x and y in a format that has a geometry, ``crs`` what they count in.

    An empty ``crs`` there means that nobody said. ``decimal`` is the decimal sign of its numbers, ``signs`` are those
    in numbers that can be read in one way only. ``layer`` is its name among several of one file. ``asset`` and ``kind``
    are the columns that say them where the format has such. In files that we exported ``guarded`` texts have
    an apostrophe in front where a spreadsheet would compute them, and of the datastreams in ``texts`` every value is a
    text. ``units`` are those that a line below the names gives to columns.
    """

    path: Path
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    decimal: str = "."
    signs: frozenset[str] = frozenset()
    place: tuple[str, str] | None = None
    crs: str = "EPSG:4326"
    layer: str = ""
    asset: str = ""
    kind: str = ""
    guarded: bool = False
    texts: frozenset[tuple[str, ...]] = frozenset()
    units: Mapping[str, str] = field(default_factory=dict)
    header_lines: int = 1
    reached: Reached = field(default_factory=Reached)

    @property
    def stem(self) -> str:
        """The layer's name, or the file's without any of its endings."""
        return self.layer or self.path.name.split(".")[0]

    @property
    def name(self) -> str:
        """What it is called when something is said of it."""
        return f"{self.path.name}/{self.layer}" if self.layer else self.path.name

    @property
    def is_sure(self) -> bool:
        """Whether its decimal sign is beyond doubt: then the other one can only set thousands apart."""
        return self.signs == {self.decimal}

    def told_decimal(self, sign: str) -> "Table":
        """The table with the decimal sign that a person said, if one did. A comma is a word about thousands too."""
        if not sign:
            return self
        return replace(self, decimal=sign, signs=self.signs | {sign} if sign == "," else self.signs)

    def place_of(self, column: str) -> int:
        """Where a column stands. Raises :class:`InterchangeProblem` where there is none of that name."""
        found = self.index(column)
        if found is None:
            raise InterchangeProblem(f"{self.name} has no column {column!r}.")
        return found

    def index(self, column: str) -> int | None:
        """Where a column stands, or ``None`` if there is none of that name."""
        return self.columns.index(column) if column in self.columns else None

    def sample(self) -> list[Row]:
        """The first rows that could be read."""
        return list(islice((row for row in self.rows() if not row.problem), SAMPLE_ROWS))


def blank(cell: Cell) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip()) or (isinstance(cell, float) and isnan(cell))
