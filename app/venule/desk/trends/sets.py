"""Sets of trends kept under a name: lines by lasting names, how they are made, the span and the arrangement."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import TypeAlias

from venule.desk.trends.counters.rate import Per, Rate, rate_line
from venule.desk.trends.counters.totals import Totals, totals_line
from venule.desk.trends.formulas.formula import Formula
from venule.desk.trends.formulas.line import formula_line, written
from venule.desk.trends.formulas.text import LONGEST_WRITTEN
from venule.desk.trends.formulas.tree import FormulaProblem
from venule.desk.trends.ghosts.ghost import Ghost, ghost_line
from venule.desk.trends.ghosts.localtime import Every
from venule.desk.trends.line import MAX_LINES, TrendLine
from venule.domain.instant import HOUR

MOST = 50
"""Sets kept; the next one is refused with a sentence, none is lost."""

LONGEST_NAME = 60
MOST_BYTES = 1_000_000
"""Of all sets together, as they lie in the operator's file."""

DEEPEST = 8
"""Lines within lines that are read; more than that is not ours."""

Recipe: TypeAlias = "dict[str, object]"
StreamKey: TypeAlias = tuple[str, str, str]
"""Network, asset and quantity of a datastream."""

Find: TypeAlias = Callable[[StreamKey], TrendLine | None]


class TooManySets(Exception):
    """No further set is kept; the message says what to do."""


class NotKept(Exception):
    """A line that cannot be made again: its datastream is not in this file."""


@dataclass(frozen=True, slots=True)
class TrendSet:
    """One set. ``lines`` are recipes as JSON, so that a set is made again in a file that holds the same names."""

    name: str
    span_us: int
    lines: tuple[str, ...]
    arrangement: str = ""


@dataclass(frozen=True, slots=True)
class TrendSets:
    """All kept sets in the order in which they were first kept."""

    every: tuple[TrendSet, ...] = ()

    def kept(self, one: TrendSet) -> "TrendSets":
        """With a set more, or another under a name there is; raises :class:`TooManySets` beyond the bounds."""
        one = replace(one, name=" ".join(one.name.split())[:LONGEST_NAME])
        there = any(each.name == one.name for each in self.every)
        if not there and len(self.every) >= MOST:
            raise TooManySets(f"{MOST} sets of trends are kept already: forget one before you keep another.")
        every = tuple(one if each.name == one.name else each for each in self.every)
        found = TrendSets(every if there else (*every, one))
        if len(found.encoded()) > MOST_BYTES:
            raise TooManySets("The kept sets of trends are too large together: forget one before you keep another.")
        return found

    def without(self, name: str) -> "TrendSets":
        """Without the set of that name."""
        return TrendSets(tuple(one for one in self.every if one.name != name))

    def free_name(self) -> str:
        """A name that no set has yet."""
        taken = {one.name for one in self.every}
        return next(name for name in (f"Trends {number}" for number in range(1, MOST + 2)) if name not in taken)

    def encoded(self) -> bytes:
        """As they lie in the operator's file."""
        return json.dumps([[one.name, one.span_us, one.arrangement, *one.lines] for one in self.every]).encode()


def decoded(kept: bytes | None) -> TrendSets:
    """What lies in the operator's file; what cannot be read of it is left out."""
    try:
        found = json.loads(kept or b"[]")
        return TrendSets(tuple(_read_set(*one) for one in found[:MOST]))
    except (ValueError, TypeError):
        return TrendSets()


def _read_set(name: object, span_us: object, arrangement: object, *lines: object) -> TrendSet:
    span = span_us if isinstance(span_us, int) else HOUR
    return TrendSet(str(name)[:LONGEST_NAME], span, tuple(map(str, lines[:MAX_LINES])), str(arrangement))


def line_text(line: TrendLine) -> str:
    """The recipe of a line as text."""
    return json.dumps(_recipe(line))


def line_of(text: str, find: Find, zone: tzinfo | None) -> TrendLine:
    """A line made again from its recipe. Raises :class:`NotKept`."""
    try:
        return _Making(find, zone).line(json.loads(text))
    except (ValueError, TypeError, KeyError, FormulaProblem, RecursionError) as problem:
        raise NotKept(f"A line that was kept cannot be made again: {problem}") from None


def _recipe(line: TrendLine) -> Recipe:
    match line.made:
        case Rate(of, per):
            return {"rate": _recipe(of), "per": per.value}
        case Totals(of, every):
            return {"totals": _recipe(of), "every": every.value}
        case Ghost(of, days, _, beside):
            return {"ghost": _recipe(of), "days": days, "beside": _recipe(beside)}
        case Formula(tree, lines):
            text = written(tree, {name: f'"{name}"' for name, _ in lines})
            return {"formula": text, "lines": {name: _recipe(each) for name, each in lines}}
    return {"stream": [line.network, line.asset, line.quantity.name]}


class _Making:
    """Makes lines of recipes."""

    def __init__(self, find: Find, zone: tzinfo | None) -> None:
        self._find, self._zone = find, zone

    def line(self, recipe: object, deep: int = 0) -> TrendLine:
        """One line. Whatever is not a recipe raises."""
        if not isinstance(recipe, dict) or deep > DEEPEST:
            raise NotKept("A line that was kept cannot be read.")
        match recipe:
            case {"rate": of, "per": str(per)}:
                return rate_line(self.line(of, deep + 1), Per(per))
            case {"totals": of, "every": str(every)}:
                return totals_line(self.line(of, deep + 1), Every(every), self._zone)
            case {"ghost": of, "days": int(days), "beside": beside}:
                return ghost_line(self.line(of, deep + 1), days, self._zone, self.line(beside, deep + 1))
            case {"formula": str(text), "lines": dict(lines)}:
                made = {str(name): self.line(each, deep + 1) for name, each in lines.items()}
                return formula_line(text, made.__getitem__, LONGEST_WRITTEN)
            case {"stream": [str(network), str(asset), str(quantity)]}:
                return self._stored((network, asset, quantity))
        raise NotKept("A line that was kept cannot be read.")

    def _stored(self, key: StreamKey) -> TrendLine:
        line = self._find(key)
        if line is None:
            raise NotKept(f"This file holds no {key[2]} of {key[1]}.")
        return line
