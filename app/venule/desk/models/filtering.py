"""What a person leaves out of the map, by names that outlive a catalogue, and how many assets there are of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from venule.domain.alarm import Status
from venule.store.answers import Catalogue, Ints

MOST_OFFERED = 60
"""Names of one sort that are offered to be left out, the most frequent first; the others are always shown."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is left out. Names that nobody has met yet are shown: a filter must not hide what is new.

    ``kinds`` are named ``"vertical.kind"``. ``heard_within_us`` also leaves out assets that were silent for longer.
    """

    networks: frozenset[str] = frozenset()
    verticals: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    statuses: frozenset[Status] = frozenset()
    heard_within_us: int | None = None

    @property
    def all_shown(self) -> bool:
        """Whether nothing is left out."""
        return self == EVERYTHING


EVERYTHING = Wish()


@dataclass(frozen=True, slots=True)
class Named:
    """Something that can be left out, and how many assets there are of it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What a catalogue has assets of, most frequent first; ``kinds`` are named ``"vertical.kind"``."""

    networks: tuple[Named, ...] = ()
    verticals: tuple[Named, ...] = ()
    kinds: tuple[Named, ...] = ()


def offer_of(catalogue: Catalogue) -> Offer:
    """What can be left out of a catalogue's assets."""
    assets = catalogue.assets
    networks = _counted([network.name for network in catalogue.networks], assets.network)
    kinds = _counted(catalogue.kinds, assets.kind)
    verticals: dict[str, int] = {}
    for kind in kinds:
        vertical = vertical_of(kind.name)
        verticals[vertical] = verticals.get(vertical, 0) + kind.count
    named = (Named(*found) for found in verticals.items())
    return Offer(_most(networks), _most(named), _most(kinds))


def vertical_of(kind: str) -> str:
    """The vertical whose kind it is."""
    return kind.partition(".")[0]


def _counted(names: Sequence[str], rows: Ints) -> list[Named]:
    """How many assets have each name; names without any are left away."""
    counts = np.bincount(rows[rows >= 0], minlength=len(names)).tolist()
    return [Named(name, count) for name, count in zip(names, counts, strict=True) if count]


def _most(found: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(sorted(found, key=lambda named: (-named.count, named.name))[:MOST_OFFERED])
