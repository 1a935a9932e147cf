"""Recordings of which a retention lets go: how they are written, and what is left of them."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import pairwise
from math import isnan
from pathlib import Path

from tests.store.rows import T0
from venule.domain.instant import DAY, HOUR, SECOND, Instant
from venule.domain.observation import Recorded
from venule.domain.quantity import Quantity, Value, ValueKind
from venule.domain.retention import Retention
from venule.store import rollup, stretches
from venule.store.batch import Declaration
from venule.store.reader import Reader
from venule.store.rollup import rolled
from venule.store.rows import Rows, joined, settled
from venule.store.sizes import Sizes
from venule.store.writer import Writer

TINY = Sizes(seal_rows=8, seal_pieces=4, fan=3, full_rows=18, chunk_rows=4, full_buckets=40)
LARGER = Sizes(seal_rows=500, full_rows=2_000, fan=4, chunk_rows=256)
DAY_S = DAY // SECOND
NOON = T0 - T0 % DAY + DAY // 2

DECLARED = [
    Declaration("net", asset, Quantity(name, kind=kind))
    for asset in "ab"
    for name, kind in (
        ("level", ValueKind.MEASURE),
        ("pressure", ValueKind.MEASURE),
        ("open", ValueKind.FLAG),
        ("mode", ValueKind.STATE),
    )
]
IDS = {(one.asset, one.quantity.name): number for number, one in enumerate(DECLARED, 1)}

Sum = tuple[int, float, float, float]
"""Count, least, greatest and sum."""


def said(
    asset: str, name: str, observed_at: Instant, value: Value | None = 1.0, recorded_at: Instant | None = None
) -> Recorded:
    return Recorded("net", asset, name, observed_at, observed_at if recorded_at is None else recorded_at, value)


def writer_of(path: Path, sizes: Sizes = TINY) -> Writer:
    return Writer(path, durable=False, sizes=sizes)


def settle(writer: Writer, retention: Retention, now: Instant) -> None:
    """Do all there is to do, as a recorder would in some minutes."""
    for _ in range(10_000):
        if not writer.tend() and not writer.retain(retention, now):
            return
    raise AssertionError("retention does not come to an end")


def packed(connection: sqlite3.Connection) -> list[Rows]:
    return [stretches.unpacked_stretch(connection, one.id) for one in stretches.stretches(connection)]


def raw(path: Path) -> Rows:
    """The rows that are there as they came, settled."""
    with closing(sqlite3.connect(path)) as connection:
        log = [stretches.log_rows(connection, piece.first) for piece in stretches.log_pieces(connection)]
        return settled(joined([*packed(connection), *log]).sorted())


def words(rows: Rows) -> list[tuple[int, int, Value | None]]:
    """What rows say that has no mean."""
    return [
        (int(rows.stream[at]), int(rows.observed_at[at]), rows.value(at))
        for at in range(len(rows))
        if rows.stream[at] in (IDS["a", "mode"], IDS["b", "mode"]) or isinstance(rows.value(at), str)
    ]


def sums(numbers: Iterable[tuple[int, int, Sum]], width: int) -> dict[tuple[int, int], Sum]:
    """By datastream and bucket, what parts come to together."""
    found: dict[tuple[int, int], Sum] = {}
    for stream, at, (count, least, greatest, total) in numbers:
        key = (stream, at - at % width)
        n, low, high, all = found.get(key, (0, least, greatest, 0.0))
        found[key] = (n + count, min(low, least), max(high, greatest), all + total)
    return found


def numbers_of(rows: Rows) -> list[tuple[int, int, Sum]]:
    told = {(stream, at, repr(value)) for stream, at, value in words(rows)}
    return [
        (int(rows.stream[at]), int(rows.observed_at[at]), (1, number, number, number))
        for at in range(len(rows))
        if not isnan(number := float(rows.number[at]))
        and (int(rows.stream[at]), int(rows.observed_at[at]), repr(rows.value(at))) not in told
    ]


def buckets_of(path: Path, since: Instant = 0, until: Instant = 2**60) -> list[tuple[int, int, int, Sum]]:
    """Datastream, width and beginning of every bucket, and what it comes to."""
    found = []
    with closing(sqlite3.connect(path)) as connection:
        for stream in IDS.values():
            some = rolled(connection, stream, since, until)
            columns = (some.width, some.start, some.count, some.least, some.greatest, some.total)
            for width, start, *figures in zip(*(column.tolist() for column in columns), strict=True):
                found.append((stream, width, start, tuple(figures)))
    return found


def come_to(path: Path, width: int = HOUR) -> dict[tuple[int, int], Sum]:
    """By datastream and hour, what raw observations and roll-ups come to together."""
    buckets = [(stream, start, figures) for stream, _, start, figures in buckets_of(path)]
    return sums([*numbers_of(raw(path)), *buckets], width)


def check(path: Path) -> None:
    """What must hold of any file at any time."""
    with closing(sqlite3.connect(path)) as connection:
        found = stretches.stretches(connection)
        assert all(before.last < after.first for before, after in pairwise(found))
        assert [one.is_full for one in found] == sorted((one.is_full for one in found), reverse=True)
        whole = packed(connection)
        assert [len(rows) for rows in whole] == [one.n for one in found]
        expired, frames = (
            zip(*connection.execute("SELECT expired, frame NOT NULL FROM stretch ORDER BY first"), strict=True)
            if found
            else ((), ())
        )
        assert list(frames) == [one.is_full for one in found]
        assert not any(gone and not one.is_full for gone, one in zip(expired, found, strict=True))
        tally = connection.execute("SELECT observations, expired FROM tally").fetchone()
        assert tally[0] == sum(one.n for one in found)
        assert tally[1] >= sum(expired)  # empty stretches are forgotten at last
        together = joined(whole).sorted()
        assert len(settled(together)) == len(together)
        for one, rows in zip(found, whole, strict=True):
            if len(rows):
                assert (one.observed_from, one.observed_to) == (rows.observed_at.min(), rows.observed_at.max())
                assert one.recorded_from <= rows.recorded_at.min()
                assert one.recorded_to >= rows.recorded_at.max()
        for one in rollup.rollups(connection):
            pieces = rollup.pieces(connection, one.id)
            parts = [rollup.unpacked(connection, piece.id) for piece in pieces]
            assert one.n == sum(map(len, parts)) == sum(piece.n for piece in pieces) > 0
            assert one.start_from == min(part.observed_at.min() for part in parts)
            assert one.start_to == max(part.observed_at.max() for part in parts)
            for piece, part in zip(pieces, parts, strict=True):
                assert (piece.first_stream, piece.last_stream) == (part.stream[0], part.stream[-1])
                assert (piece.first_at, piece.last_at) == (part.observed_at[0], part.observed_at[-1])
                assert not (part.observed_at % one.width).any()


def latest(path: Path, as_of: Instant) -> dict[int, set[str]]:
    """By datastream what stands."""
    with Reader(path) as reader:
        found = reader.latest(as_of)
    numbers = [None if isnan(number) else number for number in found.number.tolist()]
    said = [found.text.get(row, number) for row, number in enumerate(numbers)]
    return {stream: {repr(value)} for stream, value in zip(found.datastream.tolist(), said, strict=True)}


class Told:
    """Everything that was ever written, each observation once."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, int, str], Recorded] = {}

    def note(self, rows: Sequence[Recorded]) -> None:
        for one in rows:
            value = float(one.value) if isinstance(one.value, int | float) else one.value
            self._rows.setdefault((IDS[one.asset, one.datastream], one.observed_at, repr(value)), one)

    def numbers(self) -> dict[tuple[int, int], Sum]:
        told = [
            (stream, at, (1, float(one.value), float(one.value), float(one.value)))
            for (stream, at, _), one in self._rows.items()
            if isinstance(one.value, int | float) and one.datastream != "mode"
        ]
        return sums(told, HOUR)

    def latest(self) -> dict[int, set[str]]:
        """By datastream what may stand: of one moment any."""
        last: dict[int, tuple[int, set[str]]] = {}
        for (stream, at, value), _ in self._rows.items():
            before, values = last.get(stream, (at, set()))
            if at >= before:
                last[stream] = (at, {value} | (values if at == before else set()))
        return {stream: values for stream, (_, values) in last.items()}

    def words(self) -> int:
        return sum(one.datastream == "mode" or isinstance(one.value, str) for one in self._rows.values())


def every(asset: str, name: str, since: Instant, step: int, count: int) -> list[Recorded]:
    return [said(asset, name, since + n * step, float(n)) for n in range(count)]


def widths(path: Path, asset: str, name: str) -> set[int]:
    return {width for stream, width, _, _ in buckets_of(path) if stream == IDS[asset, name]}


def held(path: Path, asset: str, name: str) -> int:
    return int((raw(path).stream == IDS[asset, name]).sum())
