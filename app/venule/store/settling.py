"""Tells which rows of the log are redeliveries of what lies packed: they settle when read, and when packed too."""

import sqlite3

import numpy as np
import numpy.typing as npt

from venule.store.rows import Rows
from venule.store.stretches import Stretch, pieces, stretches, twins, unpacked


def held(connection: sqlite3.Connection, rows: Rows) -> npt.NDArray[np.bool_]:
    """Which of sorted rows a stretch holds already; only chunks in which they could be are unpacked."""
    again = np.zeros(len(rows), np.bool_)
    for stretch in stretches(connection) if len(rows) else ():
        at = _within(rows, stretch.observed_from, stretch.observed_to)
        if len(at):
            again[at] |= _held_in(connection, stretch, rows.take(at))
    return again


def _held_in(connection: sqlite3.Connection, stretch: Stretch, rows: Rows) -> npt.NDArray[np.bool_]:
    again = np.zeros(len(rows), np.bool_)
    for piece in pieces(connection, stretch.id):
        low, high = np.searchsorted(rows.stream, (piece.first_stream, piece.last_stream + 1)).tolist()
        at = low + _within(rows.take(slice(low, high)), piece.observed_from, piece.observed_to)
        if len(at):
            again[at] |= twins(rows.take(at), unpacked(connection, piece.id))
    return again


def _within(rows: Rows, since: int, until: int) -> npt.NDArray[np.intp]:
    return np.flatnonzero((rows.observed_at >= since) & (rows.observed_at <= until))
