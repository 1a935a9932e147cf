"""Writes everything that has a name — networks, gateways, assets, quantities — and remembers what the file knows."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from venule.domain.asset import Asset, Gateway
from venule.domain.bounded import Bounded
from venule.domain.geo import Position
from venule.domain.quantity import Quantity
from venule.store import declaration, wkb
from venule.store.batch import Declaration

REMEMBERED = 500_000
"""Entries kept of each sort of name; about 150 MB when full. The oldest goes then, and is read from the file again."""

MAX_PROPERTIES_BYTES = 64 * 1024
"""Longest text of an asset's properties; an asset that has reached it takes in no further ones."""

PUT_ASSET = """
INSERT INTO asset (network, name, label, kind, gateway, longitude, latitude, shape) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (network, name) DO UPDATE SET
    label = coalesce(nullif(excluded.label, ''), label),
    kind = coalesce(excluded.kind, kind),
    gateway = coalesce(excluded.gateway, gateway),
    longitude = coalesce(excluded.longitude, longitude),
    latitude = coalesce(excluded.latitude, latitude),
    shape = coalesce(excluded.shape, shape)
"""
"""What a blank says of an asset changes nothing."""

_ASSET = f"""{PUT_ASSET}WHERE excluded.label NOT IN ('', label)
    OR coalesce(excluded.kind, kind) IS NOT kind
    OR coalesce(excluded.gateway, gateway) IS NOT gateway
    OR coalesce(excluded.longitude, longitude) IS NOT longitude
    OR coalesce(excluded.latitude, latitude) IS NOT latitude
    OR coalesce(excluded.shape, shape) IS NOT shape
"""

PUT_GATEWAY = """
INSERT INTO gateway (network, name, longitude, latitude) VALUES (?, ?, ?, ?)
ON CONFLICT (network, name) DO UPDATE SET longitude = excluded.longitude, latitude = excluded.latitude
WHERE excluded.longitude IS NOT NULL
"""

_GATEWAY = f"""{PUT_GATEWAY}    AND (excluded.longitude IS NOT longitude OR excluded.latitude IS NOT latitude)
"""

_PROPERTIES = f"""
INSERT INTO asset_properties (asset, properties)
    SELECT asset.id, ?3 FROM asset JOIN network ON network.id = asset.network
    WHERE network.name = ?1 AND asset.name = ?2
ON CONFLICT (asset) DO UPDATE SET properties = json_patch(properties, excluded.properties)
WHERE length(properties) < {MAX_PROPERTIES_BYTES}
"""

_BARE_ASSET = "INSERT OR IGNORE INTO asset (network, name) VALUES (?, ?)"

_DATASTREAM = """
INSERT INTO datastream (asset, name, quantity, unit_source, expected_every_us)
    SELECT id, ?2, ?3, ?4, ?5 FROM asset WHERE network = ?7 AND asset.name = ?1
ON CONFLICT (asset, name) DO UPDATE SET
    quantity = CASE WHEN ?6 THEN quantity ELSE excluded.quantity END,
    unit_source = coalesce(nullif(excluded.unit_source, ''), unit_source),
    expected_every_us = coalesce(nullif(excluded.expected_every_us, 0), expected_every_us)
WHERE (NOT ?6 AND excluded.quantity <> quantity)
    OR excluded.unit_source NOT IN ('', unit_source)
    OR excluded.expected_every_us NOT IN (0, expected_every_us)
"""


class Names:
    """Ids of what has a name, found or made in the writer's transaction; ``changes`` counts what is new to readers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.changes = 0
        self._ids: Bounded[tuple[object, ...], int] = Bounded(REMEMBERED)
        self._assets: Bounded[tuple[str, str], Asset] = Bounded(REMEMBERED)  # without their shapes, which may be large
        self._shapes: Bounded[tuple[str, str], bytes] = Bounded(REMEMBERED)
        self._gateways: Bounded[tuple[str, str], Gateway] = Bounded(REMEMBERED)
        self._declared: Bounded[tuple[str, str, str], Declaration] = Bounded(REMEMBERED)
        self._quantities: Bounded[Quantity, int] = Bounded(REMEMBERED)

    def put_gateways(self, gateways: Iterable[Gateway]) -> None:
        """Take in gateways; a place that is not told does not erase the one that is known."""
        fresh = [gateway for gateway in gateways if self._gateways.get((gateway.network, gateway.name)) != gateway]
        self._upsert(_GATEWAY, [(self._network(g.network), g.name, *_degrees(g.position)) for g in fresh])
        for gateway in fresh:
            self._gateways[gateway.network, gateway.name] = gateway

    def put_assets(self, assets: Iterable[Asset]) -> None:
        """Take in assets; a field that is empty does not erase what is known."""
        fresh = [asset for asset in assets if self._is_new(asset)]
        self._upsert(_ASSET, [self._asset_row(asset) for asset in fresh])
        texts = [(asset.network, asset.name, _properties_text(asset)) for asset in fresh if asset.properties]
        self._connection.executemany(_PROPERTIES, texts)  # the catalogue does not hold them: no change of its version
        for asset in fresh:
            self._assets[asset.network, asset.name] = _without_shape(asset)
            if asset.shape is not None:
                self._shapes[asset.network, asset.name] = wkb.digest(asset.shape)

    def put_declarations(self, declarations: Iterable[Declaration]) -> None:
        """Take in what datastreams are; a quantity that is a name alone does not erase a declared one."""
        fresh = [d for d in declarations if self._declared.get((d.network, d.asset, d.quantity.name)) != d]
        self._upsert(_BARE_ASSET, [(self._network(d.network), d.asset) for d in fresh])
        self._upsert(_DATASTREAM, [self._datastream_row(d) for d in fresh])
        for d in fresh:
            self._declared[d.network, d.asset, d.quantity.name] = d

    def datastream(self, network: str, asset: str, quantity: Quantity) -> int:
        """The id of an asset's datastream of that quantity's name, made from the quantity if there is none."""
        key = (self.asset(network, asset), quantity.name)
        found = self._select("SELECT id FROM datastream WHERE asset = ? AND name = ?", key)
        if found is not None:
            return found
        statement = "INSERT INTO datastream (asset, name, quantity) VALUES (?, ?, ?)"
        return self._insert(statement, (*key, self._quantity(quantity)))

    def asset(self, network: str, name: str) -> int:
        """The id of an asset, made of nothing but its name if there is none."""
        return self._named("asset", "network, name", (self._network(network), name))

    def _is_new(self, asset: Asset) -> bool:
        key = (asset.network, asset.name)
        return self._assets.get(key) != _without_shape(asset) or (
            asset.shape is not None and self._shapes.get(key) != wkb.digest(asset.shape)
        )

    def _asset_row(self, asset: Asset) -> tuple[object, ...]:
        network = self._network(asset.network)
        kind = self._named("kind", "name", (asset.kind,)) if asset.kind else None
        gateway = self._named("gateway", "network, name", (network, asset.gateway)) if asset.gateway else None
        place, shape = asset.position, asset.shape
        if shape is None:
            return (network, asset.name, asset.label, kind, gateway, *_degrees(place), None)
        return (network, asset.name, asset.label, kind, gateway, *_degrees(place or shape.middle()), wkb.encode(shape))

    def _datastream_row(self, declared: Declaration) -> tuple[object, ...]:
        quantity = declared.quantity
        every_s = declared.expected_every_s or quantity.expected_every_s or 0.0
        return (
            declared.asset,
            quantity.name,
            self._quantity(quantity),
            declared.unit_source,
            round(every_s * 1_000_000),
            declaration.says_nothing(quantity),
            self._network(declared.network),
        )

    def _network(self, name: str) -> int:
        return self._named("network", "name", (name,))

    def _quantity(self, quantity: Quantity) -> int:
        known = self._quantities.get(quantity)
        if known is None:
            row = (quantity.name, quantity.unit, quantity.kind, declaration.to_text(quantity))
            known = self._select("SELECT id FROM quantity WHERE declaration = ?", row[3:])
            if known is None:
                known = self._insert("INSERT INTO quantity (name, unit, kind, declaration) VALUES (?, ?, ?, ?)", row)
            self._quantities[quantity] = known
        return known

    def _named(self, table: str, columns: str, key: tuple[object, ...]) -> int:
        known = self._ids.get((table, *key))
        if known is None:
            marks = ", ".join("?" * len(key))
            known = self._select(f"SELECT id FROM {table} WHERE ({columns}) = ({marks})", key)
            if known is None:
                known = self._insert(f"INSERT INTO {table} ({columns}) VALUES ({marks})", key)
            self._ids[table, *key] = known
        return known

    def _select(self, statement: str, key: tuple[object, ...]) -> int | None:
        row = self._connection.execute(statement, key).fetchone()
        return None if row is None else int(row[0])

    def _insert(self, statement: str, row: tuple[object, ...]) -> int:
        made = self._connection.execute(statement, row).lastrowid
        self.changes += 1
        return int(made or 0)

    def _upsert(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            self.changes += self._connection.executemany(statement, rows).rowcount


def _without_shape(asset: Asset) -> Asset:
    return asset if asset.shape is None else replace(asset, shape=None)


def _degrees(position: Position | None) -> tuple[float | None, float | None]:
    return (None, None) if position is None else (position.longitude, position.latitude)


def _properties_text(asset: Asset) -> str:
    return json.dumps({name: value for name, value in asset.properties.items() if value != ""}, ensure_ascii=False)
