"""Which lines share a pane: units decide, flags and words have lanes of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from venule.desk.models.wording import sentence
from venule.desk.trends.line import TrendLine
from venule.domain.quantity import UNKNOWN_UNIT

UNSHARED_UNITS = frozenset({UNKNOWN_UNIT, "1"})
"""Plain numbers and unknown units: only the same quantity shares an axis with them."""


class PaneKind(StrEnum):
    """How a pane is drawn."""

    VALUES = "values"
    FLAGS = "flags"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Pane:
    """One pane and its lines, in the order in which they were added."""

    kind: PaneKind
    title: str
    lines: tuple[TrendLine, ...]


_Key: TypeAlias = tuple[PaneKind, str]


def panes_of(lines: Iterable[TrendLine]) -> tuple[Pane, ...]:
    """The panes for some lines; values come first, lanes below them."""
    grouped: dict[_Key, list[TrendLine]] = {}
    for line in lines:
        grouped.setdefault(_key(line), []).append(line)
    order = tuple(PaneKind)
    keys = sorted(grouped, key=lambda key: order.index(key[0]))
    return tuple(Pane(key[0], _title(key[0], grouped[key]), tuple(grouped[key])) for key in keys)


def _key(line: TrendLine) -> _Key:
    if line.worded:
        return PaneKind.WORDS, ""
    if line.flag:
        return PaneKind.FLAGS, ""
    unit = line.quantity.unit
    return PaneKind.VALUES, f"1 {line.quantity.name}" if unit in UNSHARED_UNITS else unit


def _title(kind: PaneKind, lines: list[TrendLine]) -> str:
    names = list(dict.fromkeys(sentence(line.quantity.display_name) for line in lines))
    text = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    unit = lines[0].unit
    return f"{text} ({unit})" if kind is PaneKind.VALUES and unit else text
