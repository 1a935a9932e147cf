"""The jobs of a desk: two run at a time, the others wait their turn, and the last ones are remembered."""

import logging
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from venule.desk.jobs.child import Child
from venule.desk.jobs.order import Finished, JobsSeen, Order, Row, Stage

log = logging.getLogger(__name__)

AT_A_TIME = 2
MOST = 20
"""Jobs that are shown, run and wait together. Beyond it the oldest that is over is forgotten, or an order refused."""

CLOSING_MS = 3_000
TOO_MANY = "Twenty jobs are under way: wait for one of them, or cancel one."
ENDED = "%s was ended with the desk; what it had committed stays, and no half file is left"


class Jobs(QObject):
    """``finished`` carries a :class:`Finished`, ``changed`` a :class:`JobsSeen`, ``refused`` a sentence.

    All end with the desk: a job that nobody sees is a job that nobody can cancel.
    """

    finished = Signal(object)
    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[int, Row] = {}
        self._children: dict[int, Child] = {}
        self._next = 1
        self._ended = False

    @property
    def seen(self) -> JobsSeen:
        """What is shown now."""
        return JobsSeen(tuple(row for row in self._rows.values() if not row.order.quiet))

    @property
    def running(self) -> int:
        """How many run now."""
        return len(self._children)

    def start(self, order: Order) -> int:
        """Run it as soon as there is room; its number, or 0 where there are too many."""
        if self._ended or not self._make_room():
            self.refused.emit(TOO_MANY)
            return 0
        number, self._next = self._next, self._next + 1
        self._rows[number] = Row(number, order)
        self._go_on()
        return number

    def cancel(self, number: int) -> None:
        """End a job, or let one go that still waits."""
        row = self._rows.get(number)
        if row is None or row.stage.over:
            return
        if row.stage is Stage.WAITING:
            self._finish(number, Finished(row.order, False, f"{row.order.title} was cancelled.", cancelled=True))
            return
        self._rows[number] = replace(row, stage=Stage.ENDING, remaining_s=None)
        self._children[number].cancel()
        self.changed.emit(self.seen)

    def dismiss(self, number: int) -> None:
        """Forget a job that is over."""
        row = self._rows.get(number)
        if row is not None and row.stage.over:
            del self._rows[number]
            self.changed.emit(self.seen)

    @Slot()
    def end(self) -> None:
        """End every job with the desk."""
        self._ended = True
        for child in self._children.values():
            child.finished.disconnect()
            child.cancel()
        for child in self._children.values():
            log.warning(ENDED, child.order.title)
            child.end_now(CLOSING_MS)
        self._children.clear()

    def _make_room(self) -> bool:
        if len(self._rows) >= MOST:
            oldest = next((number for number, row in self._rows.items() if row.stage.over), None)
            if oldest is None:
                return False
            del self._rows[oldest]
        return True

    def _go_on(self) -> None:
        waiting = [number for number, row in self._rows.items() if row.stage is Stage.WAITING]
        for number in waiting[: max(AT_A_TIME - len(self._children), 0)]:
            row = self._rows[number]
            child = self._children[number] = Child(row.order, self)
            child.progressed.connect(partial(self._show, number))
            child.finished.connect(partial(self._finish, number))
            self._rows[number] = replace(row, stage=Stage.RUNNING)
            child.start()
        self.changed.emit(self.seen)

    def _show(self, number: int, told: tuple[str, float | None, float | None]) -> None:
        row = self._rows[number]
        if row.stage is Stage.RUNNING:
            what, share, remaining_s = told
            self._rows[number] = replace(row, what=what, share=share, remaining_s=remaining_s)
            self.changed.emit(self.seen)

    def _finish(self, number: int, finished: Finished) -> None:
        child = self._children.pop(number, None)
        if child is not None:
            child.deleteLater()
        stage = Stage.DONE if finished.ok else Stage.CANCELLED if finished.cancelled else Stage.FAILED
        row = replace(self._rows[number], stage=stage, remaining_s=None, sentence=finished.sentence)
        self._rows[number] = row
        if row.order.quiet:
            del self._rows[number]
        self._go_on()
        self.finished.emit(finished)
