"""What the rows of every layout have in common: what a mapping means for one table, and what becomes of a row."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from venule.domain.asset import AssetKind
from venule.domain.bounded import Bounded
from venule.domain.instant import Instant
from venule.domain.message import Message
from venule.domain.observation import Recorded
from venule.interchange.columns import kind_named
from venule.interchange.geometry import ToShape, reader_of_shapes
from venule.interchange.local_time import LocalTimes
from venule.interchange.mapping import TableMapping
from venule.interchange.places import ToPosition, reader_of_places
from venule.interchange.table import Row, Table, blank
from venule.interchange.times import ToInstant, reader_of_times
from venule.interchange.values import ToValue, quantity_of, reader_of_values
from venule.store.batch import Declaration

TOPIC = "import"
MOST_KINDS = 1_000
KIND = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")


class Refused(NamedTuple):
    """A row, or a cell of one, that was not taken in, and why."""

    line: int
    reason: str
    text: str
    at: Instant | None = None


class Kept(NamedTuple):
    """An observation of a recording of ours, judged when it was taken in there, with what its datastream is."""

    row: Recorded
    declaration: Declaration | None = None


Item: TypeAlias = Message | Refused | Kept
Rows: TypeAlias = Callable[[Row], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for every row of one table. ``now`` is the time of the import; rows without a time bear it.

    ``local`` reads local times, and keeps count of what clocks did to them.
    """

    table: Table
    mapping: TableMapping
    kinds: Mapping[str, AssetKind]
    now: Instant
    local: LocalTimes | None = None

    def place(self, column: str) -> int:
        """Where a column stands that the mapping names; -1 for none."""
        return self.table.place_of(column) if column else -1

    def times(self) -> ToInstant:
        """How the table's times are read."""
        return reader_of_times(self.mapping.time_format, self.mapping.zone, self.local)

    def values(self, column: str, datastream: str) -> ToValue:
        """How the values of one datastream, in one column, are read."""
        quantity = quantity_of(self.kinds, self.mapping.kind, datastream)
        return reader_of_values(self.mapping, self.table, column, quantity)

    def places(self) -> ToPosition:
        """How a row's position is read."""
        return reader_of_places(self.table, self.mapping)

    def shapes(self) -> ToShape:
        """How a row's line or area is read."""
        return reader_of_shapes(self.table, self.mapping)

    def unit(self, datastream: str) -> str:
        """The declared spelling of a datastream's unit."""
        return self.mapping.units.get(datastream, self.mapping.unit)

    def message(self, row: Row, network: str, asset: str, **more: object) -> Message:
        """A message of this table about one asset."""
        told = {"kind": self.mapping.kind, **more}
        return Message((TOPIC, self.table.name, str(row.line)), b"", network=network, asset=asset, **told)  # type: ignore[arg-type]


def text_at(row: Row, place: int, default: str = "") -> str:
    """The text of a cell, or the default where it holds nothing."""
    cell = row.cells[place] if 0 <= place < len(row.cells) else None
    return default if cell is None or blank(cell) else str(cell).strip()


def shown(row: Row) -> str:
    """A row as text, for the eyes of whoever looks into a refusal."""
    return ",".join("" if cell is None else str(cell) for cell in row.cells)


def kind_of(context: Context) -> Callable[[Row], str]:
    """The kind of asset in a row: a declared one, by its name or one of its aliases, or one of a recording of ours."""
    column, constant = context.place(context.mapping.kind_column), context.mapping.kind
    known: Bounded[str, str] = Bounded(MOST_KINDS)

    def read(row: Row) -> str:
        text = text_at(row, column)
        if text and text not in known:
            known[text] = kind_named(text, context.kinds) or (text if KIND.fullmatch(text) else "")
        return known.get(text, "") or constant

    return read


def network_of(context: Context) -> Callable[[Row], str]:
    """The network a row belongs to."""
    column = context.place(context.mapping.network_column)
    constant = context.mapping.network or context.table.stem
    return lambda row: text_at(row, column, constant)
