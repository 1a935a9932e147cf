"""Lamps and parking areas of an extract of OpenStreetMap as inventories that ``venule import`` takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import shapely
from osm_reading import Thing

ATTRIBUTION = "© OpenStreetMap contributors"
DIGITS = 7
"""Of a degree, as OpenStreetMap keeps them: a centimetre."""


class Inventory(NamedTuple):
    """Things of one kind: the tag they have, the shape they need, and which of their tags are kept."""

    kind: str
    tag: tuple[str, str]
    shapes: frozenset[str]
    kept: tuple[str, ...]


LAMPS = Inventory(
    "lighting.luminaire",
    ("highway", "street_lamp"),
    frozenset(("Point",)),
    (
        "ref", "operator", "lamp_type", "lamp_mount", "light:method", "light:colour", "light:count", "support",
        "height", "manufacturer", "model", "start_date",
    ),
)  # fmt: skip
PARKING = Inventory(
    "parking.zone",
    ("amenity", "parking"),
    frozenset(("Polygon", "MultiPolygon")),
    (
        "operator", "capacity", "capacity:disabled", "capacity:charging", "access", "fee", "parking", "surface",
        "maxstay", "opening_hours",
    ),
)  # fmt: skip


def listed(thing: Thing, inventory: Inventory) -> bool:
    """Whether a thing belongs to an inventory."""
    key, word = inventory.tag
    return thing.tags.get(key) == word and thing.shape.geom_type in inventory.shapes


def write_inventory(target: Path, found: list[Thing], inventory: Inventory) -> int:
    """Write an inventory as GeoJSON, each asset called by its number at OpenStreetMap; returns how many there are."""
    features = list(assets(found, inventory, target.stem))
    body = {"type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features}
    target.write_text(json.dumps(body, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    return len(features)


def assets(found: list[Thing], inventory: Inventory, network: str) -> Iterator[dict[str, object]]:
    """One feature an asset, with the columns that an import knows."""
    for thing in found:
        if listed(thing, inventory):
            told = {"network": network, "asset": thing.name, "kind": inventory.kind, "label": thing.tags.get("name")}
            kept = {key: thing.tags[key] for key in inventory.kept if key in thing.tags}
            shape = shapely.transform(thing.shape, lambda points: points.round(DIGITS))
            yield {"type": "Feature", "geometry": json.loads(shapely.to_geojson(shape)), "properties": told | kept}
