"""Reads everything that has a name into columns."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import orjson

from venule.store import declaration, shapes
from venule.store.answers import (
    Assets,
    AssetShapes,
    Catalogue,
    Datastreams,
    Floats,
    Gateways,
    Ints,
    Longs,
    Network,
)

_SHAPES = "SELECT id, CAST(shape AS BLOB) FROM asset WHERE shape IS NOT NULL ORDER BY id"


def version(connection: sqlite3.Connection) -> int:
    """Grows whenever the catalogue changes; one row, cheap to ask."""
    (number,) = connection.execute("SELECT catalogue_version FROM tally").fetchone()
    return int(number)


def catalogue(connection: sqlite3.Connection) -> Catalogue:
    """The whole catalogue, in the order of ids."""
    network_ids, *networks = _columns(connection, "network", "id", "name", "kind")
    kind_ids, kinds = _columns(connection, "kind", "id", "name")
    quantity_ids, quantities = _columns(connection, "quantity", "id", "declaration")
    gateways = _gateways(connection, _longs(network_ids))
    assets = _assets(connection, _longs(network_ids), _longs(kind_ids), gateways.id)
    return Catalogue(
        version(connection),
        tuple(map(Network, network_ids, *networks)),
        tuple(kinds),
        tuple(map(declaration.from_text, quantities)),
        gateways,
        assets,
        _datastreams(connection, assets.id, _longs(quantity_ids)),
    )


def properties(connection: sqlite3.Connection, asset: int) -> Mapping[str, str]:
    """What is known of an asset beyond the catalogue."""
    row = connection.execute("SELECT properties FROM asset_properties WHERE asset = ?", (asset,)).fetchone()
    return {} if row is None else dict(json.loads(row[0]))


def _gateways(connection: sqlite3.Connection, networks: Longs) -> Gateways:
    ids, names, network = _columns(connection, "gateway", "id", "name", "network")
    return Gateways(_longs(ids), tuple(names), _rows(network, networks), *_places(connection, "gateway"))


def _assets(connection: sqlite3.Connection, networks: Longs, kinds: Longs, gateways: Longs) -> Assets:
    columns = ("id", "name", "label", "network", "ifnull(kind, 0)", "ifnull(gateway, 0)")
    ids, names, labels, network, kind, gateway = _columns(connection, "asset", *columns)
    longitude, latitude = _places(connection, "asset")
    return Assets(
        _longs(ids),
        tuple(names),
        tuple(labels),
        _rows(network, networks),
        _rows(kind, kinds),
        _rows(gateway, gateways),
        longitude,
        latitude,
        _shapes(connection, _longs(ids)),
    )


def _datastreams(connection: sqlite3.Connection, assets: Longs, quantities: Longs) -> Datastreams:
    ids, asset, quantity, every = _columns(connection, "datastream", "id", "asset", "quantity", "expected_every_us")
    spelt = """SELECT datastream.id, unit_source FROM datastream JOIN quantity ON quantity.id = datastream.quantity
        WHERE unit_source NOT IN ('', unit)"""
    spellings = connection.execute(spelt).fetchall()
    at = _rows([id for id, _ in spellings], _longs(ids))
    sources = {int(row): unit for row, (_, unit) in zip(at, spellings, strict=True)}
    return Datastreams(_longs(ids), _rows(asset, assets), _rows(quantity, quantities), _longs(every), sources)


def _columns(connection: sqlite3.Connection, table: str, *columns: str) -> list[list[Any]]:
    """Columns by ascending id. They come as JSON, because a Python tuple a row takes three times as long."""
    arrays = ", ".join(f"json_group_array({column})" for column in columns)
    texts = connection.execute(f"SELECT {arrays} FROM (SELECT * FROM {table} ORDER BY id)").fetchone()
    return [orjson.loads(text) for text in texts]


def _places(connection: sqlite3.Connection, table: str) -> tuple[Floats, Floats]:
    """Not by JSON, which would round them."""
    rows = connection.execute(f"SELECT longitude, latitude FROM {table} ORDER BY id").fetchall()
    longitude, latitude = zip(*rows, strict=True) if rows else ((), ())
    return np.array(longitude, np.float64), np.array(latitude, np.float64)  # None becomes nan


def _shapes(connection: sqlite3.Connection, assets: Longs) -> AssetShapes:
    told = connection.execute(_SHAPES).fetchall()
    ids, blobs = zip(*told, strict=True) if told else ((), ())
    return shapes.columns(_rows(ids, assets), blobs)


def _rows(references: Sequence[int], ids: Longs) -> Ints:
    """The row of each referenced id in the ascending ``ids``, -1 for the id 0 that stands for none."""
    wanted = _longs(references)
    return np.where(wanted == 0, -1, np.searchsorted(ids, wanted)).astype(np.int32)


def _longs(numbers: Sequence[int]) -> Longs:
    return np.array(numbers, np.int64)
