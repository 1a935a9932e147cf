"""A report as a value, without Qt: sections of blocks, each of which says what it shows and not how it looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from venule.domain.alarm import Alarm, Status
from venule.domain.instant import Instant
from venule.domain.note import Note
from venule.domain.quantity import Quantity
from venule.domain.rule import Priority
from venule.store.answers import Series


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a part of a section, with the sign of a priority where it is about one."""

    text: str
    priority: Priority | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. The ``lead`` is what a reader with one minute reads; ``weak`` ones explain."""

    text: str
    lead: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with what they are, one to a line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, with a sign before it where it is about a priority or a status."""

    text: str
    priority: Priority | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """``share`` is its part of the width. Figures stand at the right; those of times below one another."""

    title: str
    share: float
    figures: bool = False
    times: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; the texts ``below`` run over its whole width."""

    cells: tuple[Cell, ...]
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are never split between pages, and each page repeats the titles."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ChartLine:
    """A datastream that is drawn."""

    datastream: int
    label: str
    quantity: Quantity
    network: str
    asset: str
    series: Series


@dataclass(frozen=True, slots=True, eq=False)
class Charts:
    """Small charts below one another over one time axis."""

    lines: tuple[ChartLine, ...]
    start: Instant
    end: Instant
    alarms: tuple[Alarm, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class MapPicture:
    """The place, with these assets and gateways; the numbers of assets stand beside them."""

    rows: tuple[int, ...]
    gateways: tuple[int, ...]
    said: str


Block: TypeAlias = Heading | Paragraph | Facts | Table | Charts | MapPicture


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter with its blocks."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report. ``made`` is the only line that differs between two reports of the same."""

    title: str
    subtitle: str
    lead: Paragraph
    sections: tuple[Section, ...]
    made: str


def words(document: Document) -> Iterator[str]:
    """Every text of it that is set as text, in the order of reading."""
    yield from (document.title, document.subtitle, document.lead.text)
    for section in document.sections:
        yield section.title
        for block in section.blocks:
            yield from _words_of(block)
    yield document.made


def _words_of(block: Block) -> Iterator[str]:
    match block:
        case Heading(text) | Paragraph(text):
            yield text
        case Facts(facts):
            for fact in facts:
                yield from fact
        case Table(columns, rows):
            yield from (column.title for column in columns)
            for row in rows:
                yield from (cell.text for cell in row.cells)
                yield from row.below
        case Charts(lines):
            yield from (line.label for line in lines)
        case MapPicture():
            yield block.said
