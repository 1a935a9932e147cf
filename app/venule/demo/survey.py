"""The town's inventory of mains, circuits and districts: a file as a city has one, imported as a city's is."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from venule.domain.asset import Asset
from venule.domain.instant import Instant
from venule.interchange.importing import Summary, import_sources
from venule.interchange.sources import open_sources
from venule.verticals.guard import Guard


def take_inventory(assets: Iterable[Asset], cache: Path, guard: Guard, now: Instant) -> Summary | None:
    """Write the inventory beside the recording and import it, as `venule import` does; ``None`` if there is nothing."""
    features = [feature(asset) for asset in assets]
    if not features:
        return None
    path = cache.with_name(f"{cache.stem}.inventory.geojson")
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return import_sources(open_sources((path,), (), guard.kinds), cache, guard, now)


def feature(asset: Asset) -> dict[str, Any]:
    """An asset as a feature of GeoJSON."""
    told = {"network": asset.network, "asset": asset.name, "kind": asset.kind, "label": asset.label}
    return {"type": "Feature", "geometry": geometry(asset), "properties": {**told, **asset.properties}}


def geometry(asset: Asset) -> dict[str, Any] | None:
    """Its lines or its area, or else its place."""
    shape = asset.shape
    if shape is None:
        return asset.position and {"type": "Point", "coordinates": asset.position}
    if not shape.closed:
        return {"type": "MultiLineString", "coordinates": shape.parts}
    polygons = [[[*ring, ring[0]] for ring in polygon] for polygon in shape.polygons()]
    return {"type": "MultiPolygon", "coordinates": polygons}
