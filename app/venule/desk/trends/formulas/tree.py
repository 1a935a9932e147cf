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


def parts_of(node: Node) -> tuple[Node, ...]:
    """What a part is made of; nothing of numbers and lines."""
    match node:
        case Joined(_, left, right):
            return left, right
        case Called(_, parts):
            return parts
        case Rolling(of, _):
            return (of,)
    return ()


def names_of(node: Node) -> tuple[str, ...]:
    """The lines that a formula speaks of, each once, in their order."""
    if isinstance(node, Named):
        return (node.name,)
    return tuple(dict.fromkeys(name for part in parts_of(node) for name in names_of(part)))


def longest_window(node: Node) -> int:
    """How far before an instant its value may look, in microseconds."""
    own = node.window_us if isinstance(node, Rolling) else 0
    return own + max(map(longest_window, parts_of(node)), default=0)
