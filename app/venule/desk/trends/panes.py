"""Which lines share a pane: units decide, flags and words have lanes of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from venule.desk.models.wording import sentence
from venule.desk.trends.line import TrendLine
from venule.domain.quantity import UNKNOWN_UNIT

UNSHARED_UNITS = frozenset({UNKNOWN_UNIT, "1"})
"""Plain numbers and unknown units: only the same quantity shares an axis with them."""

MOST_AXES = 2
"""A pane has a left edge and a right one."""


class PaneKind(StrEnum):
    """How a pane is drawn."""

    VALUES = "values"
    FLAGS = "flags"
    WORDS = "words"


class Arrangement(StrEnum):
    """How values are spread over panes."""

    BY_UNIT = "by unit"
    """Lines of one unit share a pane."""

    STACKED = "stacked"
    """Every line has a pane of its own."""

    OVERLAID = "overlaid"
    """The first two units share a pane, with an axis at either side; further units have panes of their own."""


@dataclass(frozen=True, slots=True)
class Pane:
    """One pane and its lines, in the order in which they were added. ``right`` are those read at the right axis.

    ``key`` tells it from the other panes as long as its units, or its line, are the same.
    """

    kind: PaneKind
    title: str
    lines: tuple[TrendLine, ...]
    key: str = ""
    right: tuple[TrendLine, ...] = ()

    @property
    def left(self) -> tuple[TrendLine, ...]:
        """The lines read at the left axis."""
        return tuple(line for line in self.lines if line not in self.right)

    @property
    def right_title(self) -> str:
        """What is read at the right axis; nothing where there is none."""
        return _title(PaneKind.VALUES, self.right) if self.right else ""


_Key: TypeAlias = tuple[PaneKind, str]


def panes_of(lines: Iterable[TrendLine], arrangement: Arrangement = Arrangement.BY_UNIT) -> tuple[Pane, ...]:
    """The panes for some lines; values come first, lanes below them."""
    grouped: dict[_Key, list[TrendLine]] = {}
    for line in lines:
        kind, unit = axis_of(line)
        own = arrangement is Arrangement.STACKED and kind is PaneKind.VALUES
        grouped.setdefault((kind, f"{unit} {line.beside}" if own else unit), []).append(line)
    order = tuple(PaneKind)
    keys = sorted(grouped, key=lambda key: order.index(key[0]))
    panes = [Pane(kind, _title(kind, grouped[kind, name]), tuple(grouped[kind, name]), name) for kind, name in keys]
    if arrangement is Arrangement.STACKED:
        panes = [_named(pane) for pane in panes]
    return tuple(_overlaid(panes) if arrangement is Arrangement.OVERLAID else panes)


def axis_of(line: TrendLine) -> _Key:
    """The kind of pane a line wants, and what it must have in common with the others on its axis."""
    if line.worded:
        return PaneKind.WORDS, ""
    if line.flag:
        return PaneKind.FLAGS, ""
    unit = line.quantity.unit
    return PaneKind.VALUES, f"1 {line.quantity.name}" if unit in UNSHARED_UNITS else unit


def axes_of(lines: Iterable[TrendLine]) -> int:
    """How many axes of values some lines want."""
    return len({axis_of(line) for line in lines if axis_of(line)[0] is PaneKind.VALUES})


def _overlaid(panes: Sequence[Pane]) -> list[Pane]:
    """The first two panes of values laid over one another."""
    values = [pane for pane in panes if pane.kind is PaneKind.VALUES][:MOST_AXES]
    if len(values) < MOST_AXES:
        return list(panes)
    left, right = values
    both = Pane(PaneKind.VALUES, left.title, left.lines + right.lines, f"{left.key} | {right.key}", right.lines)
    return [both, *(pane for pane in panes if pane not in values)]


def _named(pane: Pane) -> Pane:
    """With the asset before the quantity, where the pane has one line alone."""
    if pane.kind is not PaneKind.VALUES:
        return pane
    return Pane(pane.kind, f"{pane.lines[0].label}: {pane.title}", pane.lines, pane.key)


def _title(kind: PaneKind, lines: Sequence[TrendLine]) -> str:
    names = list(dict.fromkeys(sentence(line.quantity.display_name) for line in lines))
    text = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    unit = lines[0].unit
    return f"{text} ({unit})" if kind is PaneKind.VALUES and unit else text
