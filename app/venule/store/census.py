"""Answers in figures: what a file holds, counted without looking at all of it."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from venule.store.answers import Counts
from venule.store.rows import repeated
from venule.store.settling import held
from venule.store.stretches import LogPiece, Stretch, log_pieces, stretches, twins
from venule.store.tail import Tail, runs

_COUNTS = """
SELECT
    (SELECT count(*) FROM network),
    (SELECT count(*) FROM gateway),
    (SELECT count(*) FROM asset),
    (SELECT count(*) FROM datastream),
    observations,
    rejects,
    (SELECT count(*) FROM alarm),
    (SELECT count(*) FROM command)
FROM tally
"""


def counts(connection: sqlite3.Connection, tail: Tail, path: Path) -> Counts:
    """What the file holds. Rejects are all that were seen, those included that had to be let go."""
    networks, gateways, assets, datastreams, packed, rejects, alarms, commands = connection.execute(_COUNTS).fetchone()
    parts: list[Stretch | LogPiece] = [*stretches(connection), *log_pieces(connection)]
    return Counts(
        networks,
        gateways,
        assets,
        datastreams,
        packed + _logged(connection, tail),
        rejects,
        alarms,
        commands,
        min((part.observed_from for part in parts if part.n), default=None),
        max((part.observed_to for part in parts if part.n), default=None),
        min((part.recorded_from for part in parts), default=None),
        max((part.recorded_to for part in parts), default=None),
        _file_bytes(path),
    )


def _logged(connection: sqlite3.Connection, tail: Tail) -> int:
    """How many observations the log holds that are neither redelivered within it nor packed already."""
    found = 0
    earlier: list[list[LogPiece]] = []
    for run in runs(log_pieces(connection)):
        rows = tail.joined(connection, run).sorted()
        again = repeated(rows)
        again |= held(connection, rows)
        for older in earlier:
            if _meet(older, run):
                again |= twins(rows, tail.joined(connection, older))
        found += int(np.count_nonzero(~again))
        earlier.append(run)
    return found


def _meet(older: Sequence[LogPiece], run: Sequence[LogPiece]) -> bool:
    """Whether observations of one may be of the same moments as those of another."""
    since, until = min(piece.observed_from for piece in run), max(piece.observed_to for piece in run)
    return any(piece.observed_to >= since and piece.observed_from <= until for piece in older)


def _file_bytes(path: Path) -> int:
    """The file and the log beside it that is not folded in yet."""
    log = path.with_name(f"{path.name}-wal")
    return sum(file.stat().st_size for file in (path, log) if file.exists())
