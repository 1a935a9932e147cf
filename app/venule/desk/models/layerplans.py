"""What a layer is made of: the shapes it shows, and the datastreams that colour them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from venule.desk.models.insides import insides
from venule.domain.quantity import Quantity
from venule.sdk import Gather, LayerForm, MapLayer
from venule.store.answers import AssetShapes, Catalogue, Longs


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The rows of a layer's shapes, and of its datastreams, with the place in ``shapes`` for which each counts.

    A shape's own datastream is -1 where it has none. ``quantity`` is the one meant, in the unit that counts, if any is.
    """

    shapes: Longs
    owner: Longs
    streams: Longs
    quantity: Quantity | None


def plan_of(catalogue: Catalogue, layer: MapLayer) -> Plan:
    """Look up a layer in a catalogue."""
    assets = catalogue.assets
    shapes = _shapes_of(catalogue, layer)
    if not layer.quantity or not len(shapes):
        nothing = np.empty(0, np.int64)
        return Plan(shapes, nothing, nothing, None)
    if layer.gather is Gather.OWN:
        by_asset, quantity = streams_of(catalogue, layer, layer.kinds)
        return Plan(shapes, np.arange(len(shapes)), by_asset[assets.shapes.asset[shapes]], quantity)
    by_asset, quantity = streams_of(catalogue, layer, layer.of)
    heard = np.flatnonzero(by_asset >= 0)
    owner, inside = insides(assets.shapes, shapes, assets.longitude[heard], assets.latitude[heard])
    return Plan(shapes, owner, by_asset[heard[inside]], quantity)


def _shapes_of(catalogue: Catalogue, layer: MapLayer) -> Longs:
    """The shapes of a layer's kinds and form."""
    shapes: AssetShapes = catalogue.assets.shapes
    wanted = np.isin(catalogue.assets.kind[shapes.asset], _kinds(catalogue, layer.kinds))
    return np.flatnonzero(wanted & (shapes.closed == (layer.form is LayerForm.AREAS))).astype(np.int64)


def _kinds(catalogue: Catalogue, names: Sequence[str]) -> list[int]:
    return [row for row, name in enumerate(catalogue.kinds) if name in names]


def streams_of(catalogue: Catalogue, layer: MapLayer, kinds: Sequence[str]) -> tuple[Longs, Quantity | None]:
    """By asset of some kinds: the datastream of the layer's quantity, -1 where none is, in the unit that counts."""
    streams, assets, quantities = catalogue.datastreams, catalogue.assets, catalogue.quantities
    by_asset = np.full(len(assets.name), -1, np.int64)
    ours = np.isin(assets.kind[streams.asset], _kinds(catalogue, kinds))
    count = np.bincount(streams.quantity[ours], minlength=len(quantities))
    meant = [
        row
        for row, one in enumerate(quantities)
        if one.name == layer.quantity and count[row] and layer.unit in ("", one.unit)
    ]
    if not meant:
        return by_asset, None
    first = quantities[max(meant, key=count.__getitem__)]
    same = [row for row in meant if quantities[row].unit == first.unit]
    rows = np.flatnonzero(ours & np.isin(streams.quantity, same))
    by_asset[streams.asset[rows]] = rows
    return by_asset, first
