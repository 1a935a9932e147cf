"""GeoJSON of a recording: each asset a feature with its latest values, for whoever opens it in a map program."""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TextIO, TypeAlias

from venule.domain.instant import Instant, to_iso
from venule.domain.quality import Quality
from venule.domain.quantity import Value, ValueKind
from venule.domain.shape import Shape
from venule.interchange.geojson_file import OWN_PLACE
from venule.interchange.selection import Selection
from venule.store.answers import Assets, Catalogue, Placement, Values
from venule.store.placing import laid_over, placed_rows
from venule.store.reader import Reader

FOR_EVER: Instant = 2**62
WORDS = tuple(quality.name.lower() for quality in Quality)


Placements: TypeAlias = Callable[[Instant], Iterable[Placement]]
"""Where operators had put assets by a time."""


def write_features(file: TextIO, reader: Reader, selection: Selection, placements: Placements) -> int:
    """Write a collection, feature by feature, as it was known before the end of the selection; returns how many."""
    ends = (FOR_EVER if selection.end is None else selection.end - 1, selection.known_by)
    as_of = min(end for end in ends if end is not None)
    catalogue, values = reader.catalogue(), reader.latest(as_of)
    placed = placed_rows(catalogue, placements(as_of))
    count = 0
    file.write('{"type": "FeatureCollection", "features": [')
    for feature in features(reader, laid_over(catalogue, placed), values, selection, placed):
        file.write(",\n" if count else "\n")
        file.write(json.dumps(feature, ensure_ascii=False))
        count += 1
    file.write("\n]}\n")
    return count


def features(
    reader: Reader, catalogue: Catalogue, values: Values, selection: Selection, placed: Mapping[int, Placement]
) -> Iterator[dict[str, Any]]:
    """One feature an asset; one without a known place has no geometry, as RFC 7946 says."""
    latest = latest_by_asset(catalogue, values, selection)
    assets, shaped = catalogue.assets, frozenset(catalogue.assets.shapes.asset.tolist())
    chosen = selection.assets_in(catalogue)
    for row, name in enumerate(assets.name):
        if row not in chosen or (selection.datastreams and row not in latest):
            continue
        kind = int(assets.kind[row])
        own = {
            "network": catalogue.networks[int(assets.network[row])].name,
            "asset": name,
            "kind": catalogue.kinds[kind] if kind >= 0 else "",
            "label": assets.label[row],
        }
        further = {
            **dict(sorted(reader.asset_properties(int(assets.id[row])).items())),  # they have no order of their own
            **(source_of(placed[row]) if row in placed else {}),
            **latest.get(row, {}),
        }
        yield {
            "type": "Feature",
            **geometry(assets, row, assets.shapes.of(row) if row in shaped else None),
            "properties": {**own, **further, **own},  # a property may not take the place of a name
        }


def geometry(assets: Assets, row: int, shape: Shape | None) -> dict[str, Any]:
    """The members that say where an asset is; the place of a shape only where it is not its middle."""
    x, y = float(assets.longitude[row]), float(assets.latitude[row])
    place = None if math.isnan(x) or math.isnan(y) else [x, y]
    if shape is None:
        return {"geometry": place and {"type": "Point", "coordinates": place}}
    kind = "Polygon" if shape.closed else "LineString"
    polygons = [[[*ring, ring[0]] for ring in polygon] for polygon in shape.polygons()] if shape.closed else []
    parts: list[object] = [*polygons] or [*shape.parts]
    several = len(parts) > 1
    told = {"type": f"Multi{kind}" if several else kind, "coordinates": parts if several else parts[0]}
    return {"geometry": told} | ({} if place in (None, list(shape.middle())) else {OWN_PLACE: place})


def source_of(placement: Placement) -> dict[str, str]:
    """Who put an asset where it stands, and when."""
    return {"placed_by": placement.who, "placed_at": to_iso(placement.placed_at)}


def latest_by_asset(catalogue: Catalogue, values: Values, selection: Selection) -> dict[int, dict[str, Any]]:
    """By the asset's row: value, unit, time and quality of each of its datastreams."""
    streams, chosen = catalogue.datastreams, selection.streams_in(catalogue)
    row_of = {int(id): row for row, id in enumerate(streams.id)}
    result: dict[int, dict[str, Any]] = defaultdict(dict)
    for place, id in enumerate(values.datastream.tolist()):
        observed_at = int(values.observed_at[place])
        row = row_of.get(id)
        if row is None or row not in chosen or (selection.start is not None and observed_at < selection.start):
            continue
        quantity = catalogue.quantities[int(streams.quantity[row])]
        result[int(streams.asset[row])] |= {
            quantity.name: value_at(values, place, quantity.kind),
            f"{quantity.name} unit": quantity.unit or streams.unit_source.get(row, ""),
            f"{quantity.name} observed_at": to_iso(observed_at),
            f"{quantity.name} quality": WORDS[int(values.quality[place])],
        }
    return dict(result)


def value_at(values: Values, place: int, kind: ValueKind) -> Value | None:
    """The value in a row: a text, a flag, a number, or nothing."""
    if place in values.text:
        return values.text[place]
    number = float(values.number[place])
    if math.isnan(number):
        return None
    if kind is ValueKind.FLAG and number in (0.0, 1.0):
        return bool(number)
    return int(number) if number.is_integer() and kind is ValueKind.COUNT else number
