"""Streams observations out of the file, page by page, so that neither memory nor the writer's log grows meanwhile."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from venule.domain.instant import Instant
from venule.domain.quality import Quality
from venule.domain.quantity import Value, ValueKind
from venule.store.answers import ExportRow

PAGE = 20_000
"""Rows read at a time; between two pages nothing of the file is held."""

EARLIEST, LATEST = -(2**63), 2**63 - 1

_STREAMS = """
SELECT datastream.id, network.name, asset.name, datastream.name, coalesce(nullif(quantity.unit, ''), unit_source),
    quantity.kind
FROM datastream
    JOIN asset ON asset.id = datastream.asset
    JOIN network ON network.id = asset.network
    JOIN quantity ON quantity.id = datastream.quantity
WHERE (:assets = '[]' OR asset.name IN (SELECT value FROM json_each(:assets)))
    AND (:datastreams = '[]' OR datastream.name IN (SELECT value FROM json_each(:datastreams)))
ORDER BY network.name, asset.name, datastream.name
"""

_PAGE = f"""
SELECT observed_at, source_key, recorded_at, value, quality FROM observation
WHERE datastream = ? AND (observed_at, source_key) > (?, ?) AND observed_at < ? AND sequence <= ?
ORDER BY observed_at, source_key LIMIT {PAGE}
"""

_WORDS = tuple(quality.name.lower() for quality in Quality)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which observations: from ``start`` up to but not at ``end``; no names means all."""

    start: Instant | None = None
    end: Instant | None = None
    assets: Sequence[str] = ()
    datastreams: Sequence[str] = ()


def observations(connection: sqlite3.Connection, selection: Selection) -> Iterator[ExportRow]:
    """Rows by network, asset, datastream and ``observed_at``; what is written while they are read stays out."""
    (newest,) = connection.execute("SELECT ifnull(max(sequence), 0) FROM observation").fetchone()
    names = {"assets": json.dumps(list(selection.assets)), "datastreams": json.dumps(list(selection.datastreams))}
    for stream in connection.execute(_STREAMS, names).fetchall():
        yield from _stream(connection, stream, selection, newest)


def _stream(
    connection: sqlite3.Connection, stream: tuple[int, str, str, str, str, str], selection: Selection, newest: int
) -> Iterator[ExportRow]:
    id, network, asset, datastream, unit, kind = stream
    after = (EARLIEST if selection.start is None else selection.start - 1, LATEST)
    end = LATEST if selection.end is None else selection.end
    is_flag = kind == ValueKind.FLAG
    while page := connection.execute(_PAGE, (id, *after, end, newest)).fetchall():
        for observed_at, _, recorded_at, value, quality in page:
            said = _flag(value) if is_flag else value
            yield ExportRow(network, asset, datastream, observed_at, recorded_at, said, unit, _WORDS[quality])
        after = page[-1][:2]


def _flag(value: Value | None) -> Value | None:
    return bool(value) if value in (0, 1) else value
