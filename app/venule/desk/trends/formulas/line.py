"""Makes a line of a formula that somebody wrote: finds its lines, checks their units, and says what is wrong."""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from venule.desk.models.wording import sentence
from venule.desk.trends import units
from venule.desk.trends.formulas.formula import CALLS, JOINS, Formula
from venule.desk.trends.formulas.text import LONGEST, TIMES, parse
from venule.desk.trends.formulas.tree import (
    Called,
    FormulaProblem,
    Joined,
    Named,
    Node,
    Number,
    Rolling,
    names_of,
    parts_of,
)
from venule.desk.trends.line import MAX_LINES, TrendLine, made_id
from venule.domain.quantity import UNKNOWN_UNIT, Quantity
from venule.store.answers import Floats

DEEPEST_LINE = 4
"""So many times may lines be made of lines that are made of lines."""

MOST_READS = 48
"""Datastreams that a line may be made of in all, each counted as often as it is read."""

SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
WEIGHTS = {"+": 1, "-": 1, "*": 2, "/": 2}
"""Which sign binds more tightly."""


def formula_line(text: str, find: Callable[[str], TrendLine], longest: int = LONGEST) -> TrendLine:
    """The line of a formula; ``find`` gives the line of a name. Raises :class:`FormulaProblem`."""
    tree = _folded(parse(text, longest))
    _refuse_bare_times(tree)
    names = names_of(tree)
    if not names:
        raise FormulaProblem("A formula speaks of at least one line, as #1 does of the first.")
    if len(names) > MAX_LINES:
        raise FormulaProblem(f"A formula speaks of {MAX_LINES} lines at most; this one of {len(names)}.")
    lines = {name: _usable(find(name)) for name in names}
    unit = _unit(tree, lines)
    made = Formula(tree, tuple(lines.items()))
    if depth_of(made.parts) >= DEEPEST_LINE:
        raise FormulaProblem("The lines of this formula are made of formulas themselves, too many deep.")
    if reads_of(made.parts) > MOST_READS:
        raise FormulaProblem(f"This formula reads more than {MOST_READS} datastreams in all: make it of fewer lines.")
    label = written(tree, short_names(lines))
    about = {line.label for line in lines.values()}
    title = f"formula of {about.pop()}" if len(about) == 1 else "formula"  # the label names the quantities alone then
    quantity = Quantity(label.replace("/", "÷"), UNKNOWN_UNIT if unit is None else unit, title=title)
    return TrendLine(made_id(made), label, quantity, made=made)


def depth_of(lines: Sequence[TrendLine]) -> int:
    """How many times deep lines are made of others."""
    return max((1 + depth_of(line.made.parts) for line in lines if line.made is not None), default=0)


def reads_of(lines: Sequence[TrendLine]) -> int:
    """How many datastreams are read for some lines."""
    return sum(1 if line.made is None else reads_of(line.made.parts) for line in lines)


def _usable(line: TrendLine) -> TrendLine:
    if line.worded:
        raise FormulaProblem(f"{_called(line)} is told in words: only numbers can be computed with.")
    if line.manner.bar_us:
        raise FormulaProblem(f"{_called(line)} is shown as totals: show it as read or as a rate to compute with it.")
    return line


def _refuse_bare_times(node: Node) -> None:
    """Who writes mean(#1, 15) means a time: halfway between a line and 15 is nothing that anybody asks for."""
    match node:
        case Called("mean", (_, Number())):
            raise FormulaProblem("A mean over time says its unit, as in mean(#1, 15 min).")
    for part in parts_of(node):
        _refuse_bare_times(part)


def _folded(node: Node) -> Node:
    """The tree with what is made of numbers alone put into one number."""
    match node:
        case Joined(sign, left, right):
            left, right = _folded(left), _folded(right)
            if sign == "/" and right == Number(0):
                raise FormulaProblem("Nothing can be divided by 0.")
            if isinstance(left, Number) and isinstance(right, Number):
                one, other = np.array([left.value]), np.array([right.value])
                return _number(JOINS[sign](one, other))
            return Joined(sign, left, right)
        case Called(function, parts):
            folded = tuple(_folded(part) for part in parts)
            if all(isinstance(part, Number) for part in folded):
                columns = [np.array([part.value]) for part in folded if isinstance(part, Number)]
                return _number(CALLS[function](columns))
            return Called(function, folded)
        case Rolling(of, window_us):
            of = _folded(of)
            return of if isinstance(of, Number) else Rolling(of, window_us)
    return node


def _number(column: Floats) -> Number:
    value = float(column[0])
    if not math.isfinite(value):
        raise FormulaProblem("A number of this formula is too large.")
    return Number(value)


def _unit(node: Node, lines: Mapping[str, TrendLine]) -> str | None:
    """The unit of a part; ``None`` for a number, which takes what it is joined with."""
    match node:
        case Named(name):
            return units.PLAIN if lines[name].flag else lines[name].quantity.unit
        case Rolling(of, _):
            return _unit(of, lines)
        case Joined("*" | "/" as sign, left, right):
            join = units.times if sign == "*" else units.over
            return join(_factor(left, lines), _factor(right, lines))
        case Joined(_, left, right):
            return _agreed((left, right), lines)
        case Called(_, parts):
            return _agreed(parts, lines)
    return None


def _factor(node: Node, lines: Mapping[str, TrendLine]) -> str:
    unit = _unit(node, lines)
    return units.PLAIN if unit is None else unit


def _agreed(parts: Sequence[Node], lines: Mapping[str, TrendLine]) -> str | None:
    """The unit that all parts have which have one; what has none that is known is never added up."""
    told = [(part, unit) for part in parts if (unit := _unit(part, lines)) is not None]
    for part, unit in told:
        if unit == UNKNOWN_UNIT and len(parts) > 1:
            raise FormulaProblem(f"The unit of {_spoken(part, lines)} is not known, so nothing can be added to it.")
        if unit != told[0][1]:
            raise FormulaProblem(
                f"{sentence(_spoken(told[0][0], lines))} is in {_unit_text(told[0][1])} and {_spoken(part, lines)} in "
                f"{_unit_text(unit)}: only what has one unit can be put together."
            )
    return told[0][1] if told else None


def _spoken(node: Node, lines: Mapping[str, TrendLine]) -> str:
    return written(node, short_names(lines))


def _unit_text(unit: str) -> str:
    return units.shown_unit(unit) or "plain numbers"


def _called(line: TrendLine) -> str:
    return f"{sentence(line.title)} of {line.label}"


def short_names(lines: Mapping[str, TrendLine]) -> dict[str, str]:
    """What to call each line: by its asset where the quantity is the same, by its quantity where the asset is."""
    labels = {line.label for line in lines.values()}
    titles = {line.title for line in lines.values()}
    if len(labels) == 1:
        return {name: sentence(line.title) for name, line in lines.items()}
    if len(titles) == 1:
        return {name: line.label for name, line in lines.items()}
    return {name: f"{line.label} {line.title}" for name, line in lines.items()}


def written(node: Node, names: Mapping[str, str]) -> str:
    """A tree as text again, its lines called by these names."""
    match node:
        case Number(value):
            return f"{value:.12g}".replace("-", "−")
        case Named(name):
            return names.get(name, name)
        case Rolling(of, window_us):
            return f"mean({written(of, names)}, {_window_text(window_us)})"
        case Called(function, parts):
            return f"{function}({', '.join(written(part, names) for part in parts)})"
        case Joined(sign, left, right):
            if sign == "*" and left == Number(-1.0):
                return f"−{_bracketed(right, names, WEIGHTS[sign] + 1)}"
            before, after = _bracketed(left, names, WEIGHTS[sign]), _bracketed(right, names, WEIGHTS[sign] + 1)
            return f"{before} {SIGNS[sign]} {after}"
    raise AssertionError(node)


def _bracketed(node: Node, names: Mapping[str, str], least: int) -> str:
    text = written(node, names)
    return f"({text})" if isinstance(node, Joined) and WEIGHTS[node.sign] < least else text


def _window_text(window_us: int) -> str:
    name, length = next((name, us) for name, us in reversed(TIMES.items()) if window_us % us == 0 or us == TIMES["s"])
    return f"{window_us / length:g} {name}"
