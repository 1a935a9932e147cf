"""The names of one recording found or made in another: which id there each of its datastreams has here."""

import sqlite3
from collections.abc import Callable, Iterable

import numpy as np

from venule.store.answers import Longs
from venule.store.names import MAX_PROPERTIES_BYTES, PUT_ASSET, PUT_GATEWAY

_PROPERTIES = f"""
INSERT INTO asset_properties (asset, properties) VALUES (?, ?)
ON CONFLICT (asset) DO UPDATE SET properties = json_patch(properties, excluded.properties)
WHERE length(properties) < {MAX_PROPERTIES_BYTES}
"""

_DATASTREAM = """
INSERT INTO datastream (asset, name, quantity, unit_source, expected_every_us) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (asset, name) DO UPDATE SET
    quantity = excluded.quantity,
    unit_source = coalesce(nullif(excluded.unit_source, ''), unit_source),
    expected_every_us = coalesce(nullif(excluded.expected_every_us, 0), expected_every_us)
"""


class Translation:
    """Made inside a transaction of the target's. Of two recordings that differ the one that is joined later is right.

    ``streams`` holds, by the id of a datastream there, its id here. Memory is some numbers a name.
    """

    def __init__(self, source: sqlite3.Connection, target: sqlite3.Connection) -> None:
        self._source, self._target = source, target
        self._networks = self._ids("network", "name", "kind")
        self._kinds = self._ids("kind", "name")
        self._quantities = self._ids("quantity", "declaration", "name", "unit", "kind")
        self._gateways = self._placed("gateway", PUT_GATEWAY, "network, name, longitude, latitude", self._gateway)
        columns = "network, name, label, kind, gateway, longitude, latitude, shape"
        self._assets = self._placed("asset", PUT_ASSET, columns, self._asset)
        properties = source.execute("SELECT asset, properties FROM asset_properties")
        target.executemany(_PROPERTIES, ((self._assets[asset], told) for asset, told in properties))
        columns = "asset, name, quantity, unit_source, expected_every_us"
        streams = self._placed("datastream", _DATASTREAM, columns, self._datastream, owner="asset")
        self.streams: Longs = np.zeros(1 + max(streams, default=0), np.int64)
        self.streams[list(streams)] = list(streams.values())

    def _ids(self, table: str, key: str, *more: str) -> dict[int, int]:
        """By the id there the id here, of what its key tells."""
        names = ", ".join((key, *more))
        rows = self._source.execute(f"SELECT id, {names} FROM {table} ORDER BY id").fetchall()
        put = f"INSERT OR IGNORE INTO {table} ({names}) VALUES (?{', ?' * len(more)})"
        self._target.executemany(put, [row[1:] for row in rows])
        question = f"SELECT id FROM {table} WHERE {key} = ?"
        return {row[0]: int(self._target.execute(question, row[1:2]).fetchone()[0]) for row in rows}

    def _placed(
        self,
        table: str,
        statement: str,
        columns: str,
        translated: Callable[[tuple[object, ...]], tuple[object, ...]],
        owner: str = "network",
    ) -> dict[int, int]:
        """The same of what has a name only together with its owner's."""
        ids: dict[int, int] = {}
        question = f"SELECT id FROM {table} WHERE {owner} = ? AND name = ?"
        rows: Iterable[tuple[int, *tuple[object, ...]]] = self._source.execute(
            f"SELECT id, {columns} FROM {table} ORDER BY id"
        )
        for id, *row in rows:
            told = translated(tuple(row))
            self._target.execute(statement, told)
            ids[id] = int(self._target.execute(question, told[:2]).fetchone()[0])
        return ids

    def _gateway(self, row: tuple[object, ...]) -> tuple[object, ...]:
        network, *more = row
        return (_of(self._networks, network), *more)

    def _asset(self, row: tuple[object, ...]) -> tuple[object, ...]:
        network, name, label, kind, gateway, *place = row
        names = (_of(self._networks, network), name, label)
        return (*names, _of(self._kinds, kind), _of(self._gateways, gateway), *place)

    def _datastream(self, row: tuple[object, ...]) -> tuple[object, ...]:
        asset, name, quantity, *more = row
        return (_of(self._assets, asset), name, _of(self._quantities, quantity), *more)


def _of(ids: dict[int, int], id: object) -> int | None:
    return ids.get(id) if isinstance(id, int) else None
