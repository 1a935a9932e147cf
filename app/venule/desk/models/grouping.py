"""How the tree of a city is cut: networks, their gateways, and shelves of at most so many assets below them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from venule.store.answers import Catalogue

Rows = npt.NDArray[np.int64]

SHELF = 500
"""Assets below one row. A gateway with more gets shelves, so that unfolding never lays out ten thousands of rows."""


class Level(StrEnum):
    """What a row of the tree stands for."""

    NETWORK = "network"
    GATEWAY = "gateway"
    SHELF = "shelf"


@dataclass(slots=True)
class Group:
    """A row that holds others: either further groups or ``assets``, never both. ``ref`` is its row in the catalogue."""

    number: int
    level: Level
    key: str
    title: str
    ref: int
    parent: "Group | None"
    place: int
    groups: list["Group"] = field(default_factory=list)
    assets: Rows = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class Grouping:
    """The tree: ``tops`` are the networks, ``all`` every group by number. By asset: its group and its place in it."""

    tops: tuple[Group, ...]
    all: tuple[Group, ...]
    group_of: Rows
    place_of: Rows


def group(catalogue: Catalogue, wanted: Rows | None = None) -> Grouping:
    """Cut the tree over all assets or, when filtered, over the ``wanted`` ones."""
    assets = catalogue.assets
    rows = np.arange(len(assets.name), dtype=np.int64) if wanted is None else wanted
    made: list[Group] = []
    tops = []
    for network in sorted(range(len(catalogue.networks)), key=lambda row: catalogue.networks[row].name.casefold()):
        inside = rows[assets.network[rows] == network]
        if len(inside) or wanted is None:
            name = catalogue.networks[network].name
            top = _add(made, Level.NETWORK, name, name, network, below=None)
            _hang_gateways(made, top, catalogue, inside)
            tops.append(top)
    for place, top in enumerate(tops):
        top.place = place
    return Grouping(tuple(tops), tuple(made), *_places(made, len(assets.name)))


def _hang_gateways(made: list[Group], top: Group, catalogue: Catalogue, inside: Rows) -> None:
    gateways = catalogue.assets.gateway[inside]
    present = np.unique(gateways).tolist()
    if present == [-1]:
        _fill(made, top, catalogue, inside)
        return
    names = catalogue.gateways.name
    for gateway in sorted(present, key=lambda row: (row < 0, names[row].casefold() if row >= 0 else "")):
        title = names[gateway] if gateway >= 0 else "no gateway known"
        child = _add(made, Level.GATEWAY, f"{top.key}/{title}", title, gateway, below=top)
        _fill(made, child, catalogue, inside[gateways == gateway])


def _fill(made: list[Group], holder: Group, catalogue: Catalogue, inside: Rows) -> None:
    """Put the assets below their group, on shelves where they are many."""
    names = catalogue.assets.name
    ordered = np.array(sorted(inside.tolist(), key=lambda row: names[row].casefold()), np.int64)
    if len(ordered) <= SHELF:
        holder.assets = ordered
        return
    for shelf in _shelves(ordered):
        first, last = names[shelf[0]], names[shelf[-1]]
        child = _add(made, Level.SHELF, f"{holder.key}/{first}", shelf_title(first, last), -1, below=holder)
        child.assets = shelf


def shelf_title(first: str, last: str) -> str:
    """From which name to which, without the words that both begin with."""
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    while same and first[same - 1].isalnum():
        same -= 1
    return f"{first[same:]} – {last[same:]}"


def _shelves(ordered: Rows) -> Iterator[Rows]:
    return (ordered[start : start + SHELF] for start in range(0, len(ordered), SHELF))


def _add(made: list[Group], level: Level, key: str, title: str, ref: int, *, below: Group | None) -> Group:
    group = Group(len(made), level, key, title, ref, below, len(below.groups) if below else 0)
    made.append(group)
    if below is not None:
        below.groups.append(group)
    return group


def _places(made: list[Group], assets: int) -> tuple[Rows, Rows]:
    group_of, place_of = np.full(assets, -1, np.int64), np.zeros(assets, np.int64)
    for group in made:
        group_of[group.assets] = group.number
        place_of[group.assets] = np.arange(len(group.assets))
    return group_of, place_of
