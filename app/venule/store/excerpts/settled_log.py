"""The log as it will be packed: each observation once, and none that a stretch holds already."""

import sqlite3
from collections.abc import Iterator

import numpy as np

from venule.store.rows import Rows, repeated
from venule.store.settling import held
from venule.store.stretches import LogPiece, log_pieces, twins
from venule.store.tail import Tail, runs


def settled_log(connection: sqlite3.Connection, tail: Tail) -> Iterator[Rows]:
    """Sorted rows, run after run in the order of writing; a log that is packed in time makes one run."""
    earlier: list[list[LogPiece]] = []
    for run in runs(log_pieces(connection)):
        rows = tail.joined(connection, run).sorted()
        again = repeated(rows) | held(connection, rows)
        for older in earlier:
            if _meet(older, run):
                again |= twins(rows, tail.joined(connection, older))
        earlier.append(run)
        left = rows.take(np.flatnonzero(~again))
        if len(left):
            yield left


def _meet(older: list[LogPiece], run: list[LogPiece]) -> bool:
    """Whether observations of one may be of the same moments as those of another."""
    since, until = min(piece.observed_from for piece in run), max(piece.observed_to for piece in run)
    return any(piece.observed_to >= since and piece.observed_from <= until for piece in older)
