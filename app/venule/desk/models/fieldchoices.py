"""Which values can be shown as heat or as the colour of points: those declared by verticals, and any other there is."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from venule.domain.quantity import UNKNOWN_UNIT, Quantity, ValueKind
from venule.domain.unit import shown
from venule.sdk import LayerForm, MapLayer
from venule.store.answers import Catalogue, Flags

MEANT = (ValueKind.MEASURE, ValueKind.COUNT, ValueKind.FLAG)
"""Of these a mean means something: it does not of a running total, and a word has none."""

MOST_CHOICES = 60
"""Beyond what is declared, the quantities that most assets have: more than that is no menu."""

COVERAGE = MapLayer("coverage", "Coverage of gateways", LayerForm.COVERAGE, ())


class Sort(NamedTuple):
    """Quantities that are one to the operator: of a vertical, by name, in a unit."""

    vertical: str
    name: str
    unit: str


def choices(catalogue: Catalogue, declared: Iterable[tuple[str, MapLayer]], form: LayerForm) -> Mapping[str, MapLayer]:
    """What a form can show of a catalogue, by full name: the declared layers first, then the rest by title."""
    present = _present(catalogue)
    found: dict[str, MapLayer] = {}
    for vertical, layer in declared:
        if layer.form is form and any(_answers(layer, sort, kinds) for sort, (_, kinds, _) in present.items()):
            found[f"{vertical}.{layer.name}"] = layer
    most = sorted(present.items(), key=lambda item: -item[1][2])[:MOST_CHOICES]
    rest = [
        (sort, _layer(sort, quantity, kinds, form))
        for sort, (quantity, kinds, _) in most
        if not any(_answers(layer, sort, kinds) and {*kinds} <= {*layer.kinds} for layer in found.values())
    ]
    titles = [layer.title for _, layer in rest]
    for sort, layer in sorted(rest, key=lambda item: item[1].title.casefold()):
        title = f"{layer.title} ({sort.vertical})" if titles.count(layer.title) > 1 else layer.title
        found["/".join(sort)] = MapLayer(layer.name, title, form, layer.kinds, layer.quantity, unit=layer.unit)
    return found


def coverages(catalogue: Catalogue, declared: Iterable[tuple[str, MapLayer]]) -> Mapping[str, MapLayer]:
    """Coverage of all assets, and of those that a vertical declares; nothing where no gateway is known."""
    assets = catalogue.assets
    heard = {catalogue.kinds[kind] for kind in np.unique(assets.kind[assets.gateway >= 0]).tolist()}
    if not heard:
        return {}
    ours = {f"{name}.{layer.name}": layer for name, layer in declared if layer.form is LayerForm.COVERAGE}
    return {COVERAGE.name: COVERAGE} | {name: layer for name, layer in ours.items() if heard & {*layer.kinds}}


def _present(catalogue: Catalogue) -> dict[Sort, tuple[Quantity, tuple[str, ...], int]]:
    """The quantities of assets that are points: which it is, whose, and how many assets have it."""
    found: dict[Sort, tuple[Quantity, tuple[str, ...], int]] = {}
    for kind, row, count in _pairs(catalogue):
        quantity, name = catalogue.quantities[row], catalogue.kinds[kind]
        unknown = quantity.unit == UNKNOWN_UNIT and quantity.kind is ValueKind.MEASURE
        if unknown or quantity.kind not in MEANT:
            continue  # numbers in units that nobody knows are not to be added
        sort = Sort(name.partition(".")[0], quantity.name, quantity.unit)
        first, kinds, before = found.get(sort, (quantity, (), 0))
        found[sort] = (first, tuple(dict.fromkeys((*kinds, name))), before + count)
    return found


def points_of(catalogue: Catalogue) -> Flags:
    """Which assets are shown as points: those that have a place and no shape."""
    assets = catalogue.assets
    point = np.isfinite(assets.longitude) & np.isfinite(assets.latitude)
    point[assets.shapes.asset] = False
    return np.asarray(point)


def _pairs(catalogue: Catalogue) -> Iterator[tuple[int, int, int]]:
    """Rows of kinds and quantities that occur together at points, and how often."""
    assets, streams = catalogue.assets, catalogue.datastreams
    mine = points_of(catalogue)[streams.asset]
    width = max(len(catalogue.quantities), 1)
    pair = assets.kind[streams.asset[mine]].astype(np.int64) * width + streams.quantity[mine]
    count = np.bincount(pair)
    for both in np.flatnonzero(count).tolist():
        yield both // width, both % width, int(count[both])


def _answers(layer: MapLayer, sort: Sort, kinds: tuple[str, ...]) -> bool:
    same = layer.quantity == sort.name and layer.unit in ("", sort.unit)
    return same and bool({*layer.kinds} & {*kinds})


def _layer(sort: Sort, quantity: Quantity, kinds: tuple[str, ...], form: LayerForm) -> MapLayer:
    unit = shown(sort.unit)
    title = ", ".join(word for word in (quantity.display_name, unit) if word)
    return MapLayer(sort.name, title[:1].upper() + title[1:], form, kinds, sort.name, unit=sort.unit)
