"""The one query thread: it alone holds the read-only connection, and a newer question replaces a waiting older one."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

log = logging.getLogger(__name__)

WAITING_LIMIT = 256
"""Questions that may wait. Beyond it the oldest is answered with a problem, so that a view never waits for ever."""
OVERRUN = "The desk asks faster than the file answers: this question was left out."

Archive_contra = TypeVar("Archive_contra", contravariant=True)
ArchiveT = TypeVar("ArchiveT", bound="Closable")


class Closable(Protocol):
    """What the thread opens, asks and closes."""

    def close(self) -> None:
        """Give back what is held."""
        ...


class Question(Protocol[Archive_contra]):
    """A frozen value that knows how to be answered."""

    def answer(self, archive: Archive_contra) -> object:
        """Answer in the query thread; frozen, since it crosses to the screen's."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to ``question``, or the ``problem`` in one sentence."""

    slot: str
    question: object
    value: object = None
    problem: str = ""


class QueryThread(QThread, Generic[ArchiveT]):
    """Ask with :meth:`ask` from the screen's thread; every answer comes back there as ``answered``."""

    answered = Signal(object)
    _left = Signal(object)

    def __init__(self, open_archive: Callable[[], ArchiveT], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = open_archive
        self._waiting: dict[str, Question[ArchiveT]] = {}
        self._changed = Condition()
        self._stopping = False
        self._unanswered = 0
        self._left.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def idle(self) -> bool:
        """Whether every question has been answered and delivered."""
        return self._unanswered == 0

    def ask(self, slot: str, question: Question[ArchiveT]) -> None:
        """Put a question into its slot, in place of one that still waits there. Never blocks."""
        with self._changed:
            if slot not in self._waiting:
                self._unanswered += 1
                self._make_room()
            self._waiting[slot] = question
            self._changed.notify()

    def stop(self) -> None:
        """Finish the question at hand and every one that writes, close the file and end."""
        with self._changed:
            self._stopping = True
            self._waiting = {slot: asked for slot, asked in self._waiting.items() if getattr(asked, "writes", False)}
            self._changed.notify()
        self.wait()

    def run(self) -> None:
        """The thread's own life."""
        try:
            archive = self._open()
        except Exception as problem:
            log.warning("the file could not be opened: %s", problem)
            self._refuse_all(str(problem))
            return
        try:
            while (asked := self._next()) is not None:
                self._left.emit(self._answer(archive, *asked))
        finally:
            archive.close()

    def _make_room(self) -> None:
        if len(self._waiting) >= WAITING_LIMIT:
            slot = next(iter(self._waiting))
            self._left.emit(Answer(slot, self._waiting.pop(slot), problem=OVERRUN))

    def _next(self) -> tuple[str, Question[ArchiveT]] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping)
            if not self._waiting:
                return None
            slot = next(iter(self._waiting))
            return slot, self._waiting.pop(slot)

    def _answer(self, archive: ArchiveT, slot: str, question: Question[ArchiveT]) -> Answer:
        try:
            return Answer(slot, question, question.answer(archive))
        except Exception as problem:  # whatever one question meets must not end the thread that answers all others
            log.warning("no answer to %s: %s", type(question).__name__, problem)
            return Answer(slot, question, problem=str(problem) or type(problem).__name__)

    def _refuse_all(self, problem: str) -> None:
        while (asked := self._next()) is not None:
            self._left.emit(Answer(*asked, problem=problem))

    @Slot(object)
    def _deliver(self, answer: Answer) -> None:
        self._unanswered -= 1
        self.answered.emit(answer)
