"""Which datastreams of an incident are looked at, and which of them are drawn."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from venule.desk.models.reading import MEASURED, limited
from venule.desk.trends.line import MAX_LINES
from venule.domain.alarm import Alarm
from venule.domain.quantity import Quantity
from venule.store.answers import Catalogue

MOST_STREAMS = 60
"""Datastreams of which is told how much was heard."""

MOST_CHARTS = MAX_LINES
"""Datastreams that are drawn."""


def streams_of(catalogue: Catalogue, asset: int, alarmed: Iterable[str]) -> list[int]:
    """The rows of an asset's datastreams: those in alarm first, then with limits, then measured, then all others."""
    told = set(alarmed)

    def weight(row: int) -> int:
        quantity = quantity_of(catalogue, row)
        if quantity.name in told:
            return 0
        return 1 if limited(quantity) else 2 if quantity.kind in MEASURED else 3

    rows = (catalogue.datastreams.asset == asset).nonzero()[0].tolist()
    return sorted(rows, key=weight)


def in_turn(by_asset: Sequence[Sequence[int]]) -> list[int]:
    """The first of each asset, then the second of each, and so on: no asset goes without because one has many."""
    return [row for turn in zip_longest(*by_asset) for row in turn if row is not None]


def quantity_of(catalogue: Catalogue, row: int) -> Quantity:
    """What a datastream measures."""
    return catalogue.quantities[int(catalogue.datastreams.quantity[row])]


def alarmed_quantities(alarms: Iterable[Alarm]) -> dict[tuple[str, str], set[str]]:
    """By asset, the quantities whose alarms are told of."""
    found: dict[tuple[str, str], set[str]] = {}
    for alarm in alarms:
        if not alarm.of_gateway:
            found.setdefault((alarm.network, alarm.subject), set()).add(alarm.quantity)
    return found


def drawn(catalogue: Catalogue, by_asset: Sequence[Sequence[int]], alarmed: Sequence[set[str]]) -> list[int]:
    """The rows to draw: what is in alarm, then one of each asset that has none drawn, at most :data:`MOST_CHARTS`."""
    in_alarm = [
        [row for row in rows if quantity_of(catalogue, row).name in told]
        for rows, told in zip(by_asset, alarmed, strict=True)
    ]
    first = [rows or every[:1] for rows, every in zip(in_alarm, by_asset, strict=True)]
    return in_turn(first)[:MOST_CHARTS]
