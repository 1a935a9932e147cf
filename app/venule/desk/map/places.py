"""Places of the base map found by their names: streets, suburbs, towns, waters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from venule.desk.map.tiles.basemap import Basemap, Name, Rank

KINDS = {
    Rank.CITY: "town",
    Rank.SUBURB: "district",
    Rank.WATER: "water",
    Rank.MAIN_STREET: "street",
    Rank.STREET: "street",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A named place: what it is, and where, in the unit square; a kept view also has its zoom."""

    name: str
    kind: str
    x: float
    y: float
    zoom: float | None = None


@runtime_checkable
class Gazetteer(Protocol):
    """A base map that looks names up by itself, because it does not hold them all at hand."""

    def find(self, text: str, limit: int) -> Sequence[Place]:
        """Places in whose names the text occurs, the best first; at once, with what is known now."""


def find_places(basemap: Basemap | None, text: str, limit: int) -> Sequence[Place]:
    """At most ``limit`` places of a base map in whose names every word of a text occurs."""
    if basemap is None or not text.strip():
        return ()
    if isinstance(basemap, Gazetteer):
        return basemap.find(text, limit)
    return among(basemap.names, text, limit)


def among(names: Sequence[Name], text: str, limit: int) -> list[Place]:
    """Places among names: those that begin with the text first, then by rank; a name that comes often is one place."""
    words = text.casefold().split()
    found: dict[tuple[str, str], Name] = {}
    for name in names:
        folded = name.text.casefold()
        if words and all(word in folded for word in words):
            held = found.setdefault((name.text, KINDS[name.rank]), name)
            if len(name.x) > len(held.x):
                found[name.text, KINDS[name.rank]] = name
    best = sorted(
        found.values(), key=lambda name: (not name.text.casefold().startswith(words[0]), name.rank, name.text)
    )
    return [_place(name) for name in best[:limit]]


def _place(name: Name) -> Place:
    """Where a name is pointed at: a point itself, a line at the corner nearest to its middle."""
    middle = np.hypot(name.x - name.x.mean(), name.y - name.y.mean()).argmin()
    return Place(name.text, KINDS[name.rank], float(name.x[middle]), float(name.y[middle]))
