"""Batches by columns: what cannot be held is sorted out first, and what several readers gathered becomes one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from venule.store.batch import Batch
from venule.store.columns import Columns, columns
from venule.store.rows import joined as joined_rows
from venule.store.storable import sift
from venule.store.writer import UNSTORABLE


def by_columns(batch: Batch) -> tuple[Batch, Columns]:
    """A batch of listed observations, and these by columns; what cannot be held has become a reject of the batch."""
    try:
        return batch, _proved(columns(batch.listed))
    except UNSTORABLE:
        sifted = sift(batch)
        return sifted, columns(sifted.listed)


def joined(parts: Sequence[Columns]) -> Columns:
    """All parts' observations, one part after the other, each datastream named once."""
    if len(parts) == 1:
        return parts[0]
    places: dict[tuple[str, str, str], int] = {}
    rows = []
    for names, told in parts:
        place = np.array([places.setdefault(name, len(places)) for name in names], np.int64)
        rows.append(replace(told, stream=place[told.stream]))
    return Columns(tuple(places), joined_rows(rows))


def _proved(told: Columns) -> Columns:
    """The same columns, if the file can hold their texts; raises :class:`ValueError` for half a character."""
    "".join(chain(chain.from_iterable(told.names), told.rows.words)).encode()
    return told
