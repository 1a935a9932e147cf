"""An operator's file that is evidence, with what those who review it add in a file of their own: read as one."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from venule.domain.basis import Basis
from venule.domain.geo import Position
from venule.domain.instant import Instant
from venule.domain.note import Note
from venule.store.answers import LAST, Placement, Remark
from venule.store.operator import OperatorFile
from venule.store.problem import ReadOnlyPlace

T = TypeVar("T")

SEALED_NOTE = "This note belongs to the sealed recording and stays as it is; write one of your own beside it."


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """An answer made of two, and the two: the same object as long as they are."""

    evidence: tuple[T, ...] = ()
    own: tuple[T, ...] = ()
    whole: tuple[T, ...] = ()

    def is_of(self, evidence: tuple[T, ...], own: tuple[T, ...]) -> bool:
        """Whether it still is what two answers come to."""
        return self.evidence is evidence and self.own is own


class ReviewedFile:
    """Asked and told like an :class:`OperatorFile`. ``evidence`` is opened read-only, and ``None`` where there is none.

    What was said, placed and noted at the time is told as of a time, as ever. Notes of the review are told always: they
    are about that time and were written long after it.
    """

    def __init__(self, evidence: OperatorFile | None, own: OperatorFile) -> None:
        self._evidence, self._own = evidence, own
        self._placed: Told[Placement] = Told()
        self._noted: Told[Note] = Told()

    def remark(self, alarm_uid: str, at: Instant, who: str, comment: str, acknowledges: bool) -> None:
        """Keep what a reviewer said to an alarm."""
        self._own.remark(alarm_uid, at, who, comment, acknowledges)

    def remarks(self, as_of: Instant) -> tuple[Remark, ...]:
        """What had been said by ``as_of``, oldest first."""
        told = self._evidence.remarks(as_of) if self._evidence is not None else ()
        own = self._own.remarks(as_of)
        return tuple(sorted((*told, *own), key=lambda remark: remark.at)) if own else told

    def place(self, network: str, asset: str, place: Position | None, placed_at: Instant, who: str) -> None:
        """Keep where a reviewer put an asset."""
        self._own.place(network, asset, place, placed_at, who)

    def placements(self, as_of: Instant) -> tuple[Placement, ...]:
        """Where assets had been put by ``as_of``, the newest of each, oldest first."""
        told = self._evidence.placements(as_of) if self._evidence is not None else ()
        own = self._own.placements(as_of)
        if not self._placed.is_of(told, own):
            newest: dict[tuple[str, str], Placement] = {}
            for one in sorted((*told, *own), key=lambda placement: placement.placed_at):
                newest[one.network, one.asset] = one
            whole = tuple(sorted(newest.values(), key=lambda placement: placement.placed_at))
            self._placed = Told(told, own, whole if own else told)
        return self._placed.whole

    def note(self, note: Note, in_place_of: str = "") -> None:
        """Keep a reviewer's note; one of the evidence cannot be replaced."""
        self._refuse_evidence(in_place_of)
        self._own.note(note, in_place_of)

    def withdraw(self, uid: str, at: Instant, who: str) -> None:
        """Take a reviewer's own note back."""
        self._refuse_evidence(uid)
        self._own.withdraw(uid, at, who)

    def bring_back(self, uid: str, at: Instant, who: str) -> None:
        """Let a reviewer's own note stand again."""
        self._own.bring_back(uid, at, who)

    def notes(self, as_of: Instant, basis: Basis = Basis.KNOWN) -> tuple[Note, ...]:
        """The notes of the time as of a time, and all of the review, in the order of the times they are about."""
        told = self._evidence.notes(as_of, basis) if self._evidence is not None else ()
        own = self._own.notes(LAST, basis)
        if not self._noted.is_of(told, own):
            whole = tuple(sorted((*told, *own), key=lambda note: note.at)) if own else told
            self._noted = Told(told, own, whole)
        return self._noted.whole

    def notes_written_later(self, as_of: Instant) -> int:
        """How many notes of the time are about a time by ``as_of``, and were written after it."""
        return self._evidence.notes_written_later(as_of) if self._evidence is not None else 0

    def remember(self, key: str, value: bytes) -> None:
        """Keep how the desk was left in the review."""
        self._own.remember(key, value)

    def recall(self, key: str) -> bytes | None:
        """How the desk was left in the review, or else at the time."""
        own = self._own.recall(key)
        return self._evidence.recall(key) if own is None and self._evidence is not None else own

    def close(self) -> None:
        """Let both go."""
        self._own.close()
        if self._evidence is not None:
            self._evidence.close()

    def _refuse_evidence(self, uid: str) -> None:
        if uid and self._evidence is not None:
            sealed = self._evidence.notes(LAST)
            if any(note.uid == uid for note in sealed):
                raise ReadOnlyPlace(SEALED_NOTE)
