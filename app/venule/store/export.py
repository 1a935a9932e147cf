"""Streams observations out of the file, some datastreams at a time, so that memory does not grow with it."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import NamedTuple

import numpy as np

from venule.domain.instant import Instant
from venule.domain.quality import Quality
from venule.domain.quantity import Value, ValueKind
from venule.store.answers import LAST, ExportRow, Longs
from venule.store.parts import Span, parts, read
from venule.store.rows import Form, Rows, borders
from venule.store.selection import Several
from venule.store.tail import Tail
from venule.store.timeline import in_time

ROWS_AT_A_TIME = 500_000
"""Rows held at a time: some 100 MB. A datastream that has more is read by itself, in the order of time."""

_STREAMS = """
SELECT datastream.id, network.name, asset.name, datastream.name, coalesce(nullif(quantity.unit, ''), unit_source),
    quantity.kind
FROM datastream
    JOIN asset ON asset.id = datastream.asset
    JOIN network ON network.id = asset.network
    JOIN quantity ON quantity.id = datastream.quantity
WHERE (:assets = '[]' OR asset.name IN (SELECT value FROM json_each(:assets))
        OR network.name || '/' || asset.name IN (SELECT value FROM json_each(:assets)))
    AND (:datastreams = '[]' OR datastream.name IN (SELECT value FROM json_each(:datastreams))
        OR network.name || '/' || asset.name || '/' || datastream.name IN (SELECT value FROM json_each(:datastreams)))
ORDER BY network.name, asset.name, datastream.name
"""

_WORDS = np.array([quality.name.lower() for quality in Quality], object)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which observations: from ``start`` up to but not at ``end``; no names means all.

    An asset is meant by its name wherever it occurs, or as ``network/name``; so is a datastream, or as
    ``network/asset/name``.
    """

    start: Instant | None = None
    end: Instant | None = None
    assets: Sequence[str] = ()
    datastreams: Sequence[str] = ()


class Stream(NamedTuple):
    """A datastream as it is told."""

    id: int
    network: str
    asset: str
    datastream: str
    unit: str
    kind: str


def observations(connection: sqlite3.Connection, selection: Selection) -> Iterator[ExportRow]:
    """Rows by network, asset, datastream and ``observed_at``, and of one moment in the order of writing.

    The connection is in a transaction, so that nothing is packed or let go under the reader.
    """
    start = -LAST if selection.start is None else selection.start
    end = (LAST if selection.end is None else selection.end) - 1
    names = {"assets": json.dumps(list(selection.assets)), "datastreams": json.dumps(list(selection.datastreams))}
    streams = [Stream(*row) for row in connection.execute(_STREAMS, names)]
    tail = Tail()
    several = Several(connection, tail, start, end)
    ids = np.array([stream.id for stream in streams], np.int64)
    for some in runs(several.counts(ids)):
        if some.stop - some.start == 1:
            yield from _long(connection, tail, streams[some.start], Span(streams[some.start].id, start, end, LAST))
        else:
            yield from _told(several.rows(ids[some]), {stream.id: stream for stream in streams[some]})


def runs(counts: Longs) -> Iterator[slice]:
    """Neighbours that have about so many rows together, those that have as many by themselves alone."""
    begin, rows = 0, 0
    for place, count in enumerate(counts.tolist()):
        if place > begin and rows + count > ROWS_AT_A_TIME:
            yield slice(begin, place)
            begin, rows = place, 0
        rows += count
    if begin < len(counts):
        yield slice(begin, len(counts))


def _long(connection: sqlite3.Connection, tail: Tail, stream: Stream, span: Span) -> Iterator[ExportRow]:
    found = parts(connection, tail, span)
    for rows in in_time(found, partial(read, connection, span)):
        yield from _told(rows, {stream.id: stream})


def _told(rows: Rows, streams: dict[int, Stream]) -> Iterator[ExportRow]:
    """The rows, datastream after datastream."""
    first = borders(rows.stream)
    observed_at, recorded_at = rows.observed_at.tolist(), rows.recorded_at.tolist()
    values, quality = _values(rows), _WORDS[rows.quality].tolist()
    for begin, end, id in zip(first[:-1].tolist(), first[1:].tolist(), rows.stream[first[:-1]].tolist(), strict=True):
        _, *names, unit, kind = streams[id]
        said = values[begin:end]
        if kind == ValueKind.FLAG:
            said = [bool(value) if value in (0, 1) else value for value in said]
        times = observed_at[begin:end], recorded_at[begin:end]
        yield from map(ExportRow, *map(repeat, names), *times, said, repeat(unit), quality[begin:end])


def _values(rows: Rows) -> list[Value | None]:
    """What each row says, as the source gave it."""
    form, number = rows.form, rows.number
    said = np.full(len(rows), None, object)
    for one, convert in ((Form.NUMBER, np.float64), (Form.WHOLE, np.int64), (Form.FLAG, np.bool_)):
        at = form == one
        said[at] = number[at].astype(convert)
    for row in np.flatnonzero(rows.word >= 0).tolist() if rows.word is not None else ():
        said[row] = rows.value(row)
    values: list[Value | None] = said.tolist()
    return values
