"""A table of a foreign file: named columns, and rows that know their line, read again each time they are asked for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from math import isnan
from pathlib import Path
from typing import NamedTuple, TypeAlias

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

    An empty ``crs`` there means that nobody said. ``decimal`` is the decimal sign of its numbers. ``layer`` is its name
    among several of one file. ``asset`` and ``kind`` are the columns that say them where the format has such.
    ``guarded`` texts have an apostrophe in front where a spreadsheet would compute them, in files that we exported.
    """

    path: Path
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    decimal: str = "."
    place: tuple[str, str] | None = None
    crs: str = "EPSG:4326"
    layer: str = ""
    asset: str = ""
    kind: str = ""
    guarded: bool = False
    reached: Reached = field(default_factory=Reached)

    @property
    def stem(self) -> str:
        """The layer's name, or the file's without any of its endings."""
        return self.layer or self.path.name.split(".")[0]

    @property
    def name(self) -> str:
        """What it is called when something is said of it."""
        return f"{self.path.name}/{self.layer}" if self.layer else self.path.name

    def index(self, column: str) -> int | None:
        """Where a column stands, or ``None`` if there is none of that name."""
        return self.columns.index(column) if column in self.columns else None

    def sample(self) -> list[Row]:
        """The first rows that could be read."""
        return list(islice((row for row in self.rows() if not row.problem), SAMPLE_ROWS))


def blank(cell: Cell) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip()) or (isinstance(cell, float) and isnan(cell))
