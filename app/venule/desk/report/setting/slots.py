"""Pieces onto pages: none is split, no heading stands alone at a foot, and a table goes on below its titles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from venule.desk.style.palette import Palette


class Piece(Protocol):
    """What stands on one page as a whole."""

    @property
    def height(self) -> float:
        """In units."""
        ...

    def paint(self, painter: QPainter, at: QPointF, palette: Palette) -> None:
        """Paint it with its upper left corner there."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A piece with the ``gap`` above it, which falls away at the top of a page.

    ``keeps`` holds it on one page with the next one. ``head`` goes above it where it begins a page.
    """

    piece: Piece
    gap: float = 0.0
    keeps: bool = False
    head: Piece | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Set:
    """A piece on a page, ``top`` below the upper edge of its body."""

    piece: Piece
    top: float


Page = tuple[Set, ...]


def pages(slots: Sequence[Slot], room: float) -> tuple[Page, ...]:
    """Fill page after page. What is higher than a page by itself stands alone on one."""
    made: list[list[Set]] = [[]]
    top = 0.0
    for chain in _chains(slots):
        if made[-1] and top + _height(chain) > room:
            made.append([])
            top = 0.0
        for slot in chain:
            if made[-1] and top + slot.gap + slot.piece.height > room:  # of a chain that is higher than a page
                made.append([])
                top = 0.0
            top = _put(made[-1], slot, top)
    return tuple(map(tuple, made))


def _put(page: list[Set], slot: Slot, top: float) -> float:
    """Set a slot at the foot of what a page holds; the new foot."""
    if page:
        top += slot.gap
    elif slot.head is not None:
        page.append(Set(slot.head, top))
        top += slot.head.height
    page.append(Set(slot.piece, top))
    return top + slot.piece.height


def _chains(slots: Sequence[Slot]) -> Iterator[list[Slot]]:
    """Slots that stay together."""
    chain: list[Slot] = []
    for slot in slots:
        chain.append(slot)
        if not slot.keeps:
            yield chain
            chain = []
    if chain:
        yield chain


def _height(chain: Sequence[Slot]) -> float:
    """How high a chain is below others."""
    return sum(slot.gap + slot.piece.height for slot in chain)
