"""Observations as columns: how they are held from the moment they are committed until they are drawn."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from venule.domain.quantity import Value
from venule.store.answers import Bytes, Floats, Ints, Longs

NO_RESULT = -(2**63)
"""In ``result_at``: the source did not say when it computed the value."""

EXACT = 2**53
"""Whole numbers up to this are exact as floating-point ones (IEEE 754); larger ones are kept as their digits too."""


class Form(IntEnum):
    """What an observation's value is. Kept beside the number, so that 5, 5.0 and true come back as they came."""

    MISSING = 0
    WHOLE = 1
    NUMBER = 2
    FLAG = 3
    TEXT = 4


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Columns of equal length. Those that may be ``None`` say of no row anything beyond the ordinary.

    ``stream`` holds ids of datastreams. ``number`` is ``nan`` where ``form`` is missing or text. ``word`` is a place in
    ``words``, -1 for none: of a text the text, of a whole number beyond 2^53 its digits. ``reason`` likewise.
    ``result_at`` is :data:`NO_RESULT` where unknown. ``key`` tells apart events that say the
    same of one moment, and is 0 for all else.
    """

    stream: Longs
    observed_at: Longs
    recorded_at: Longs
    number: Floats
    form: Bytes
    quality: Bytes
    provenance: Bytes
    word: Ints | None = None
    reason: Ints | None = None
    result_at: Longs | None = None
    key: Longs | None = None
    words: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.stream)

    def take(self, at: "npt.NDArray[np.intp] | npt.NDArray[np.bool_] | slice") -> "Rows":
        """The rows at those places; ``words`` stay whole."""
        taken: dict[str, Any] = {name: None if column is None else column[at] for name, column in self._columns()}
        return replace(self, **taken)

    def sorted(self) -> "Rows":
        """By datastream, then time of observation; of one time in the order in which they are here."""
        return self.take(np.lexsort((self.observed_at, self.stream)))

    def value(self, row: int) -> Value | None:
        """The value of a row as the source gave it."""
        form = self.form[row]
        if form == Form.TEXT or (form == Form.WHOLE and self.word is not None and self.word[row] >= 0):
            assert self.word is not None
            said = self.words[self.word[row]]
            return said if form == Form.TEXT else int(said)
        number = float(self.number[row])
        if form == Form.WHOLE:
            return int(number)
        if form == Form.FLAG:
            return bool(number)
        return number if form == Form.NUMBER else None

    def text(self, codes: Ints | None) -> dict[int, str]:
        """By row, what ``word`` or ``reason`` says, for the rows of which it says anything."""
        if codes is None:
            return {}
        rows = np.flatnonzero(codes >= 0)
        words = self.words
        return {row: words[code] for row, code in zip(rows.tolist(), codes[rows].tolist(), strict=True)}

    def _columns(self) -> Iterator[tuple[str, Any]]:
        return ((name, getattr(self, name)) for name in COLUMNS)


COLUMNS = tuple(field.name for field in fields(Rows))[:-1]
FILL = {"word": -1, "reason": -1, "result_at": NO_RESULT, "key": 0}
"""What stands in a column that one part has and another has not."""

_NONE = np.empty(0, np.int64)
_SMALL = np.empty(0, np.int8)
NO_ROWS = Rows(_NONE, _NONE, _NONE, np.empty(0), _SMALL, _SMALL, _SMALL)


def joined(parts: Sequence[Rows]) -> Rows:
    """All parts' rows, one part after the other, over one list of words."""
    parts = [part for part in parts if len(part)]
    if len(parts) <= 1:
        return parts[0] if parts else NO_ROWS
    words, codes = _one_list(parts)
    return Rows(**{name: _column(name, parts, codes) for name in COLUMNS}, words=words)


def _one_list(parts: Iterable[Rows]) -> tuple[tuple[str, ...], list[Ints]]:
    """One list of all words, each once, and for each part where its own words are in it."""
    place: dict[str, int] = {}
    codes = [np.array([place.setdefault(word, len(place)) for word in part.words] + [-1], np.int32) for part in parts]
    return tuple(place), codes


def _column(name: str, parts: Sequence[Rows], codes: Sequence[Ints]) -> Any:
    columns = [getattr(part, name) for part in parts]
    if all(column is None for column in columns):
        return None
    if name in ("word", "reason"):  # -1 finds the last of the codes, which is -1
        columns = [None if column is None else code[column] for column, code in zip(columns, codes, strict=True)]
    filled = [
        np.full(len(part), FILL[name], np.int64) if column is None else column
        for column, part in zip(columns, parts, strict=True)
    ]
    joint = np.concatenate(filled)
    return joint.astype(np.int32, copy=False) if name in ("word", "reason") else joint


def borders(stream: Longs) -> npt.NDArray[np.intp]:
    """Where each datastream begins in a sorted column, and the column's length as the last."""
    return np.append(np.flatnonzero(np.diff(stream, prepend=stream[:1] - 1)), len(stream))


def settled(rows: Rows) -> Rows:
    """Sorted rows without those that say again what an earlier one said of the same moment."""
    return rows.take(~repeated(rows))


def repeated(rows: Rows) -> npt.NDArray[np.bool_]:
    """Which of sorted rows are redeliveries: datastream, time, value and key are those of an earlier row."""
    again = np.zeros(len(rows), np.bool_)
    if len(rows) < 2:
        return again
    same = (np.diff(rows.stream) == 0) & (np.diff(rows.observed_at) == 0)
    if not same.any():
        return again
    at = np.flatnonzero(np.append(same, False) | np.append(False, same))
    some = rows.take(at)
    told = identity(some)
    order = np.lexsort((np.arange(len(at)), *told))
    equal = np.ones(len(at) - 1, np.bool_)
    for column in told:
        equal &= np.diff(column[order]) == 0
    again[at[order[1:][equal]]] = True
    return again


def identity(rows: Rows) -> tuple[Longs, ...]:
    """What a redelivery repeats: datastream, time, the number's bits, its word and its key.

    ``5``, ``5.0`` and a flag's 1 are one number; minus nought is nought.
    """
    number = (rows.number + 0.0).view(np.int64)
    nothing = np.zeros(len(rows), np.int64)
    word = nothing if rows.word is None else rows.word.astype(np.int64)
    key = nothing if rows.key is None else rows.key
    return rows.stream, rows.observed_at, number, word, key
