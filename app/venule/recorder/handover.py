"""The hand-over: what a reader process made of a stretch of messages, on its way to the process that writes.

On the pipe between the two it is a pickle of plain tuples and arrays. When something was recorded is for the writer to
say, so that the times of a file never go back: what is on the pipe has no such time.
"""

import pickle
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from venule.domain.asset import Asset, Gateway
from venule.domain.instant import Instant
from venule.domain.observation import Recorded
from venule.domain.reject import Reject
from venule.recorder.gateways import Key
from venule.store.batch import Declaration
from venule.store.columns import Columns
from venule.store.rows import COLUMNS, Rows

PROTOCOL = 5

_SENT = tuple(name for name in COLUMNS if name != "recorded_at")
_rows = attrgetter(*_SENT, "words")
_asset = attrgetter("network", "name", "kind", "label", "gateway", "position", "properties")
_gateway = attrgetter("network", "name", "position")
_declaration = attrgetter("network", "asset", "quantity", "unit_source", "expected_every_s")


class HandOver(NamedTuple):
    """What was read out of ``messages`` messages: the ``number``-th of one life (``connection``) of a reader.

    ``observations`` are all rows; ``watched`` those among them that the watch judges, and ``heard`` the assets for
    whose silence it listens. The messages are acknowledged once this is committed.
    """

    feed: str
    connection: int
    number: int
    messages: int
    received_at: Instant
    observations: Columns
    watched: Sequence[Recorded] = ()
    heard: Sequence[Key] = ()
    assets: Sequence[Asset] = ()
    gateways: Sequence[Gateway] = ()
    declarations: Sequence[Declaration] = ()
    rejects: Sequence[Reject] = ()

    def recorded(self, at: Instant) -> "HandOver":
        """The same, recorded at that time."""
        names, rows = self.observations
        return self._replace(
            observations=Columns(names, replace(rows, recorded_at=np.full(len(rows), at, np.int64))),
            watched=[row._replace(recorded_at=at) for row in self.watched],
            rejects=[replace(refused, recorded_at=at) for refused in self.rejects],
        )


def packed(given: HandOver) -> bytes:
    """A hand-over as bytes."""
    names, rows = given.observations
    told = (
        *given[:5],
        (names, _rows(rows)),
        [tuple(row) for row in given.watched],
        list(given.heard),
        [_asset(asset) for asset in given.assets],
        [_gateway(gateway) for gateway in given.gateways],
        [_declaration(declaration) for declaration in given.declarations],
        list(given.rejects),
    )
    return pickle.dumps(told, PROTOCOL)


def unpacked(told: Sequence[Any]) -> HandOver:
    """The hand-over whose bytes were these tuples."""
    *first, (names, arrays), watched, heard, assets, gateways, declarations, rejects = told
    members = dict(zip((*_SENT, "words"), arrays, strict=True))
    feed, connection, number, messages, received_at = first
    return HandOver(
        feed,
        connection,
        number,
        messages,
        received_at,
        Columns(names, Rows(**members, recorded_at=members["observed_at"])),
        [Recorded._make(row) for row in watched],
        heard,
        [Asset(*fields) for fields in assets],
        [Gateway(*fields) for fields in gateways],
        [Declaration(*fields) for fields in declarations],
        rejects,
    )
