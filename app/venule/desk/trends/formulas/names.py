"""What formulas call the lines: by the number each has on the chart, by quantity or asset, or by lasting names."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from venule.desk.models.wording import sentence
from venule.desk.trends.channel import Channel
from venule.desk.trends.formulas.tree import FormulaProblem
from venule.desk.trends.line import TrendLine

MOST_SUGGESTED = 8

_BEGUN = re.compile(r'(#\d*|"[^"]*|[^\W\d]\w*)$')
"""What is being typed at the end of a text: a number, a quotation, a word."""

HINTS = (
    ("sum(", "all of some lines, added"),
    ("mean(", "over time, as mean(#1, 15 min), or of some lines"),
    ("min(", "the least of some lines"),
    ("max(", "the greatest of some lines"),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that may take the place of what was begun, and what it stands for."""

    text: str
    words: str


def tag_of(channel: Channel) -> str:
    """What a line is called by its number on the chart."""
    return f"#{channel.colour + 1}"


def lasting_name(line: TrendLine) -> str:
    """Network, asset and quantity of a line that lies in the file."""
    return f"{line.network}/{line.asset}/{line.quantity.name}"


def found_line(name: str, channels: Sequence[Channel], elsewhere: Callable[[str], TrendLine | None]) -> TrendLine:
    """The line that a formula speaks of: one that is shown, or one the file holds. Raises :class:`FormulaProblem`."""
    if name.startswith("#"):
        shown = [channel.line for channel in channels if tag_of(channel) == name]
        if not shown:
            raise FormulaProblem(f"There is no line {name}: the numbers are those on the chart.")
        return shown[0]
    alike = [channel for channel in channels if name.casefold() in _names(channel.line)]
    if len(alike) > 1:
        raise FormulaProblem(f"“{name}” may be {' or '.join(tag_of(channel) for channel in alike)}: use the number.")
    line = alike[0].line if alike else elsewhere(name)
    if line is None:
        raise FormulaProblem(f'There is no line “{name}”: name one that is shown, or one as "asset/quantity".')
    return line


def _names(line: TrendLine) -> tuple[str, ...]:
    names = (line.quantity.name, line.title, line.label, f"{line.label} {line.title}")
    return tuple(name.casefold() for name in (*names, f"{line.asset}/{line.quantity.name}", lasting_name(line)))


def suggestions(text: str, channels: Sequence[Channel]) -> tuple[Suggestion, ...]:
    """What may be meant by the end of a text: lines whose number or names begin or go on like it, then functions."""
    begun = begun_word(text)
    if not begun and text.rstrip()[-1:].isalnum():
        return ()
    word = begun.lstrip('"').casefold()
    usable = [channel for channel in channels if not (channel.line.worded or channel.line.manner.bar_us)]
    shown = [
        Suggestion(tag_of(channel), _described(channel.line))
        for channel in usable
        if tag_of(channel).startswith(word) or any(word in name for name in _names(channel.line))
    ]
    shown = [each for each in shown if each.text != begun]
    hints = [Suggestion(*hint) for hint in HINTS if hint[0].startswith(word)]
    return tuple([*shown, *hints][:MOST_SUGGESTED])


def begun_word(text: str) -> str:
    """The word at the end of a text."""
    found = _BEGUN.search(text)
    return "" if found is None else found[0]


def _described(line: TrendLine) -> str:
    unit = f" ({line.unit})" if line.unit else ""
    return f"{line.label}: {sentence(line.title)}{unit}" if line.label else sentence(line.title)
