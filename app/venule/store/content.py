"""What the observations of a file say, as one SHA-256: the same however they are packed, merged or joined.

    main    by network, asset and datastream: a line of JSON with the three names, then 26 bytes a row, by observed_at
    row     observed_at, recorded_at (int64), the number (float64; 0 where there is none), the form, the quality (uint8)
    texts   of each row that has one, in the same order: its bytes in UTF-8, and a byte 0
    digest  SHA-256 of the two digests, one after the other

All numbers are little-endian. Of one moment rows come in the order of writing, and redeliveries are left out.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from venule.store.answers import LAST, Longs
from venule.store.export import runs
from venule.store.parts import Span, parts, read
from venule.store.rows import Rows, borders
from venule.store.selection import Several
from venule.store.tail import Tail
from venule.store.timeline import in_time

Told = Callable[[int], None]
"""Hears how many rows more were looked at."""

ROW = np.dtype([("t", "<i8"), ("r", "<i8"), ("v", "<f8"), ("f", "u1"), ("q", "u1")])

_STREAMS = """
SELECT datastream.id, network.name, asset.name, datastream.name FROM datastream
    JOIN asset ON asset.id = datastream.asset
    JOIN network ON network.id = asset.network
ORDER BY network.name, asset.name, datastream.name
"""


def content_digest(connection: sqlite3.Connection, told: Told = lambda _: None) -> str:
    """The digest in hexadecimal; the connection is in a transaction. Memory does not grow with the file."""
    names = {id: json.dumps(names, ensure_ascii=False) for id, *names in connection.execute(_STREAMS)}
    digest, last = _Digest(), -1
    for rows in _rows(connection, np.fromiter(names, np.int64)):
        first = borders(rows.stream)
        for begin, end in zip(first[:-1].tolist(), first[1:].tolist(), strict=True):
            stream = int(rows.stream[begin])
            if stream != last:
                digest.name(names[stream])
            last = stream
            digest.rows(rows.take(slice(begin, end)))
        told(len(rows))
    return digest.result()


class _Digest:
    """Two digests that become one."""

    def __init__(self) -> None:
        self._main, self._texts = hashlib.sha256(), hashlib.sha256()

    def name(self, name: str) -> None:
        self._main.update(f"{name}\n".encode())

    def rows(self, rows: Rows) -> None:
        table = np.empty(len(rows), ROW)
        table["t"], table["r"] = rows.observed_at, rows.recorded_at
        table["v"] = np.where(np.isnan(rows.number), 0.0, rows.number)
        table["f"], table["q"] = rows.form, rows.quality
        self._main.update(table.tobytes())
        for text in rows.text(rows.word).values():
            self._texts.update(text.encode() + b"\0")

    def result(self) -> str:
        return hashlib.sha256(self._main.digest() + self._texts.digest()).hexdigest()


def _rows(connection: sqlite3.Connection, ids: Longs) -> Iterator[Rows]:
    """All rows in the order of those datastreams and of time; one that has many by itself, in parts."""
    tail = Tail()
    several = Several(connection, tail, -LAST, LAST)
    for some in runs(several.counts(ids)):
        if some.stop - some.start > 1:
            yield several.rows(ids[some])
        else:
            span = Span(int(ids[some.start]), -LAST, LAST, LAST)
            yield from in_time(parts(connection, tail, span), partial(read, connection, span))
