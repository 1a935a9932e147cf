"""The notes in the operator's file: written once, never changed, withdrawn by a row that says so."""

import sqlite3

from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.domain.note import Note
from venule.store.problem import TooLarge

MAX_NOTE = 4_000
"""Longest note, in characters."""

NOTES_TOLD = 10_000
"""Most notes in one answer: the newest."""

_WRITE = """
INSERT OR IGNORE INTO note (uid, at, written_at, who, text, network, asset, quantity) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""

_WITHDRAW = "INSERT INTO withdrawal (uid, at, who, withdrawn) VALUES (?, ?, ?, ?)"

_WITHDRAWN = """
coalesce((
    SELECT withdrawn FROM withdrawal WHERE withdrawal.uid = note.uid AND withdrawal.at <= :known
    ORDER BY withdrawal.at DESC, withdrawal.id DESC LIMIT 1
), 0)
"""

_TOLD = f"""
SELECT uid, at, written_at, who, text, network, asset, quantity FROM (
    SELECT * FROM note WHERE {{time}} <= :as_of AND NOT {_WITHDRAWN} ORDER BY {{time}} DESC, id DESC LIMIT {{most}}
) ORDER BY at, id
"""

_STATE = """
SELECT count(*), total(id), (SELECT count(*) FROM withdrawal WHERE at <= :known) FROM note WHERE {time} <= :as_of
"""

_LATER = f"""
SELECT count(*) FROM (
    SELECT 1 FROM note WHERE written_at > :as_of AND at <= :as_of AND NOT {_WITHDRAWN} LIMIT {{most}}
)
"""

_TIME = {Basis.KNOWN: "written_at", Basis.HAPPENED: "at"}
_FOR_EVER = 2**63 - 1


class Notes:
    """Reads and writes them over the connection of an operator's file, which turns errors into sentences."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._state: object = None
        self._told: tuple[Note, ...] = ()

    def write(self, note: Note) -> None:
        """Keep a note; one that is kept already, by its uid, stays as it is. :class:`TooLarge` beyond ``MAX_NOTE``."""
        if len(note.text) > MAX_NOTE:
            raise TooLarge(f"A note may have {MAX_NOTE} characters, this one has {len(note.text)}; shorten it.")
        row = (note.uid, note.at, note.written_at, note.who, note.text, note.network, note.asset, note.quantity)
        self._connection.execute(_WRITE, row)

    def withdraw(self, uid: str, at: Instant, who: str, withdrawn: bool) -> None:
        """Keep that a note was withdrawn, or brought back."""
        self._connection.execute(_WITHDRAW, (uid, at, who, withdrawn))

    def told(self, as_of: Instant, basis: Basis) -> tuple[Note, ...]:
        """What stands as of a time, in the order of the times they are about.

        The same object as long as the answer is the same.
        """
        asked = {"as_of": as_of, "known": as_of if basis is Basis.KNOWN else _FOR_EVER}
        state = (basis, *self._connection.execute(_STATE.format(time=_TIME[basis]), asked).fetchone())
        if state != self._state:
            question = _TOLD.format(time=_TIME[basis], most=NOTES_TOLD)
            self._told = tuple(Note(*row) for row in self._connection.execute(question, asked))
            self._state = state
        return self._told

    def later(self, as_of: Instant) -> int:
        """How many notes about a time by ``as_of`` were written after it, and stand today."""
        asked = {"as_of": as_of, "known": _FOR_EVER}
        (count,) = self._connection.execute(_LATER.format(most=NOTES_TOLD), asked).fetchone()
        return int(count)
