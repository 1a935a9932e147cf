"""Takes out of a chunk what is asked for and no more: one datastream's rows, or the last known of each datastream."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.store.answers import START, Bytes, Floats, Longs
from venule.store.conflict import exclusive, marked
from venule.store.packing import Sections, columns, rows_of, starts, times, used_words
from venule.store.problem import Damaged
from venule.store.rows import Rows
from venule.store.standing import standing

_SAID = "drvfwkj"
_SAID_AND_WHY = _SAID + "q"


def unpack_said(heads: Sections, data: bytes) -> Rows:
    """All rows, without reasons and times of results. Raises :class:`Damaged`."""
    found, words = columns(data, _SAID)
    return rows_of(found, np.repeat(heads["s"], heads["n"]), times(heads, found["d"]), words)


def unpack_group(
    data: bytes, stream: int, first_at: Instant, start: int, n: int, *, with_recorded: bool = True
) -> Rows:
    """The ``n`` rows from ``start`` on, which are one datastream's, without reasons and times of results.

    Where nobody asks when they were recorded, ``recorded_at`` is ``observed_at``. Raises :class:`Damaged`.
    """
    found, words = columns(data, _SAID if with_recorded else _SAID.replace("r", ""))
    some = {tag: column[start : start + n] for tag, column in found.items()}
    some.setdefault("r", np.zeros(n, np.int64))
    observed_at = first_at + np.cumsum(some["d"])
    return rows_of(some, np.full(n, stream), observed_at, words)


def unpack_numbers(data: bytes, start: int, n: int, *, with_provenance: bool) -> tuple[Longs, Floats, Bytes | None]:
    """Of the ``n`` rows from ``start`` on the steps of time, the numbers and, if asked for, the provenance.

    Raises :class:`Damaged`.
    """
    found, _ = columns(data, "dvf" if with_provenance else "dv")
    step, number, flags = (found[tag][start : start + n] if tag in found else None for tag in "dvf")
    if step is None or number is None or not len(step) == len(number) == n:
        raise Damaged(f"A chunk has fewer rows than the {n} that its heads tell of; restore the file.")
    return step, number, None if flags is None else (flags >> 6).astype(np.int8)


def unpack_newest(heads: Sections, data: bytes, as_of: Instant, basis: Basis = Basis.KNOWN) -> tuple[Rows, Instant]:
    """Of each datastream the row that stands of those recorded, or observed, by ``as_of``; when the last was recorded.

    Of several at one time it is the last recorded. One that shares its moment with another is marked as conflicting.
    Raises :class:`Damaged`.
    """
    found, words = columns(data, _SAID_AND_WHY)
    observed_at = times(heads, found["d"])
    recorded_at = found["r"] + observed_at
    known = np.flatnonzero((recorded_at if basis is Basis.KNOWN else observed_at) <= as_of)
    place, group = _last_places(known, heads["n"])
    last, before = known[place], known[place - 1]
    doubled = (observed_at[before] == observed_at[last]) & (before >= starts(heads["n"])[group]) & (before < last)
    if doubled.any():
        stream = np.repeat(heads["s"], heads["n"])[known]
        last[doubled] = known[standing(stream, observed_at[known], recorded_at[known], place[doubled])]
    newest = rows_of({tag: column[last] for tag, column in found.items()}, heads["s"][group], observed_at[last], words)
    conflicting = doubled & exclusive(newest) if doubled.any() else doubled
    return trimmed(marked(newest, conflicting)), int(recorded_at[known].max(initial=START.recorded_at))


def unpack_recorded(heads: Sections, data: bytes) -> Longs:
    """When each row was recorded. Raises :class:`Damaged`."""
    found, _ = columns(data, "dr")
    recorded_at: Longs = found["r"] + times(heads, found["d"])
    return recorded_at


def trimmed(rows: Rows) -> Rows:
    """The rows with the words that they use alone: a few of many rows do not carry all words along."""
    words, codes = used_words(rows)
    if codes is None:
        return rows
    word = None if rows.word is None else codes[rows.word]
    reason = None if rows.reason is None else codes[rows.reason]
    return replace(rows, word=word, reason=reason, words=words)


def _last_places(known: npt.NDArray[np.intp], count: Longs) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Which of the known rows are their group's last, and the groups that have any."""
    end = np.cumsum(count)
    place = (end if len(known) == end[-1] else np.searchsorted(known, end)) - 1
    group = np.flatnonzero(place >= np.append(0, place[:-1] + 1))
    return place[group], group
