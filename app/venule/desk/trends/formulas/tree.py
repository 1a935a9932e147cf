"""A formula as a tree: numbers, lines by their names, and what is done with them."""

from dataclasses import dataclass
from typing import TypeAlias


class FormulaProblem(Exception):
    """A formula that cannot be read or computed; the message says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True, slots=True)
class Named:
    """A line by what the formula calls it: ``#2``, a quantity, an asset, or names in quotes."""

    name: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Two parts with one of ``+ - * /`` between."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Called:
    """A function of some parts: ``sum``, ``mean``, ``min`` or ``max``."""

    function: str
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Rolling:
    """The mean of a part over the time before each instant."""

    of: "Node"
    window_us: int


Node: TypeAlias = Number | Named | Joined | Called | Rolling


def names_of(node: Node) -> tuple[str, ...]:
    """The lines that a formula speaks of, each once, in their order."""
    match node:
        case Named(name):
            return (name,)
        case Joined(_, left, right):
            found = names_of(left) + names_of(right)
        case Called(_, parts):
            found = tuple(name for part in parts for name in names_of(part))
        case Rolling(of, _):
            found = names_of(of)
        case _:
            found = ()
    return tuple(dict.fromkeys(found))


def longest_window(node: Node) -> int:
    """How far before an instant its value may look, in microseconds."""
    match node:
        case Joined(_, left, right):
            return max(longest_window(left), longest_window(right))
        case Called(_, parts):
            return max(longest_window(part) for part in parts)
        case Rolling(of, window_us):
            return window_us + longest_window(of)
    return 0
