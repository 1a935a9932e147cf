"""The schemas of vector tiles that can be shown, told apart by the names of their source layers."""

from collections.abc import Collection

from venule.desk.map.tiles.schemas.contents import Schema
from venule.desk.map.tiles.schemas.openmaptiles import OPENMAPTILES
from venule.desk.map.tiles.schemas.own import VENULE
from venule.desk.map.tiles.schemas.protomaps import PROTOMAPS

__all__ = ["SCHEMAS", "Schema", "recognise", "unknown"]

SCHEMAS = (OPENMAPTILES, PROTOMAPS, VENULE)
MOST_TOLD = 6
"""More source layers than this are not told in a sentence."""


def recognise(layers: Collection[str]) -> Schema | None:
    """The schema that knows most of some source layers; ``None`` where none knows half of them and shows any."""
    found = set(layers)
    best = max(SCHEMAS, key=lambda schema: len(schema.known & found))
    fits = len(best.known & found) * 2 >= len(found) and best.layers & found
    return best if fits else None


def unknown(layers: Collection[str]) -> str:
    """What is said of tiles whose schema is none of these, as the end of a sentence."""
    told = ", ".join(sorted(layers)[:MOST_TOLD]) + (", …" if len(layers) > MOST_TOLD else "")
    known = ", ".join(schema.name for schema in SCHEMAS)
    return f"has {f'the layers {told}' if told else 'no layers'}, and so is of none of the schemas known here: {known}"
