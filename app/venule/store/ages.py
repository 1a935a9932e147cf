"""How long the rows of each datastream are kept, and when what lies in one place has next had its time."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from venule.domain.instant import DAY, HOUR, SECOND, Instant
from venule.domain.quantity import ValueKind
from venule.domain.retention import Keep, Retention
from venule.store.answers import Longs
from venule.store.rows import Form, Rows

FOR_EVER = 2**62
"""An age in microseconds, and a time, that nothing reaches."""

GRAIN = DAY
SHARE = 32
"""What lies together goes together. Where only a part has had its time, that part goes a day later, or a 32nd of its
age, if that is longer: a place that holds a year is not written anew for every hour that has passed."""

WORDS = (ValueKind.STATE, ValueKind.TEXT, ValueKind.EVENT)
"""Kinds of value that have no mean, whatever they are written as."""

_EXCEPTIONS = """
SELECT id, name, kind FROM quantity
WHERE kind IN (SELECT value FROM json_each(?)) OR name IN (SELECT value FROM json_each(?))
"""

_DATASTREAMS = "SELECT id, quantity FROM datastream WHERE quantity IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, eq=False)
class Ages:
    """By datastream's id: for how many microseconds its rows, minutes and hours are kept, and whether it has words."""

    raw: Longs
    minute: Longs
    hour: Longs
    word: npt.NDArray[np.bool_]

    def of_rows(self, rows: Rows) -> Longs:
        """For how long each row is kept."""
        return np.where(self.is_word(rows), self.hour[rows.stream], self.raw[rows.stream])

    def of_streams(self, stream: Longs) -> Longs:
        """The same by datastream, where the rows are not at hand."""
        return np.where(self.word[stream], self.hour[stream], self.raw[stream])

    def of_width(self, width: int) -> Longs:
        """For how long buckets of a width are kept."""
        return self.hour if width == HOUR else self.minute

    def agree_with(self, before: "Ages") -> bool:
        """Whether these say the same of every datastream of which those say anything."""
        return all(
            np.array_equal(now[: len(then)], then)
            for now, then in (
                (getattr(self, name), getattr(before, name)) for name in ("raw", "minute", "hour", "word")
            )
        )

    def is_word(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """Which rows say something that has no mean."""
        found: npt.NDArray[np.bool_] = self.word[rows.stream] | (rows.form == Form.TEXT)
        return found


def ages(connection: sqlite3.Connection, retention: Retention) -> Ages:
    """What a retention means for the datastreams in the file."""
    (last,) = connection.execute("SELECT ifnull(max(id), 0) FROM datastream").fetchone()
    raw, minute, hour = (np.full(last + 1, age) for age in _microseconds(retention.default))
    found = Ages(raw, minute, hour, np.zeros(last + 1, np.bool_))
    names = (json.dumps(WORDS), json.dumps(list(retention.quantities)))
    quantities = {id: (name, kind) for id, name, kind in connection.execute(_EXCEPTIONS, names)}
    alike: dict[tuple[Keep, bool], list[int]] = {}
    for id, quantity in connection.execute(_DATASTREAMS, (json.dumps(list(quantities)),)):
        name, kind = quantities[quantity]
        alike.setdefault((retention.quantities.get(name, retention.default), kind in WORDS), []).append(id)
    for (keep, is_word), ids in alike.items():
        raw[ids], minute[ids], hour[ids] = _microseconds(keep)
        found.word[ids] = is_word
    return found


def spread(retention: Retention) -> tuple[int, ...]:
    """All ages that a retention knows, in microseconds."""
    keeps = (retention.default, *retention.quantities.values())
    return tuple({age for keep in keeps for age in _microseconds(keep)})


class Outlook:
    """When what lies in one place has next had its time. ``numbers``: whether there are any among it."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[Instant, Instant]] = {}
        self.numbers = False

    def note(self, age: Longs, oldest: Longs, newest: Longs) -> None:
        """Take in some of it: for how long each is kept, and from when to when it is."""
        for one in np.unique(age).tolist():
            mine = age == one
            since, until = self._seen.get(one, (FOR_EVER, -FOR_EVER))
            self._seen[one] = (min(since, int(oldest[mine].min())), max(until, int(newest[mine].max())))

    @property
    def due_at(self) -> Instant:
        """The first time at which all that is kept equally long has had its time, or a part of it had it long ago."""
        return due_at(self._seen.items())


def due_at(kept: Iterable[tuple[int, tuple[Instant, Instant]]]) -> Instant:
    """When the first of some ages is due, each with the oldest and the newest that it may be of."""
    times = [min(newest + age, oldest + age + max(GRAIN, age // SHARE)) for age, (oldest, newest) in kept]
    return min(times, default=FOR_EVER)


def _microseconds(keep: Keep) -> tuple[int, int, int]:
    raw, minute, hour = (FOR_EVER if age is None else age * SECOND for age in (keep.raw_s, keep.minute_s, keep.hour_s))
    return raw, minute, hour
