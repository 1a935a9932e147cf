"""The map worker: a process of its own that reads, decodes and paints, so that the desk's frames go on meanwhile.

``python -m venule.desk.map.tiles.work.working`` is started by the desk and by nobody else. Its standard input brings
orders; its end is the order to stop. Its standard output takes answers.
"""

import os
import signal
import sys
from typing import NamedTuple

from PySide6.QtGui import QGuiApplication

from venule.desk.map.tiles.work.jobs import (
    Answer,
    Close,
    Handler,
    Job,
    Learn,
    Open,
    Order,
    Painted,
    Unreadable,
    packed_answer,
    unpacked_order,
)
from venule.desk.style.fonts import load_fonts
from venule.processes.frames import frames, write_frame


class Closed(NamedTuple):
    """Stands in for a source that cannot be read."""

    problem: str

    def learn(self, news: object) -> None:
        """There is nothing to take it in."""

    def answer(self, wish: object) -> Painted:
        """Nothing but the reason."""
        return Painted(None, self.problem)


class Working:
    """Carries out orders, one after the other, whoever brings them."""

    def __init__(self) -> None:
        self._handlers: dict[int, Handler] = {}

    def carry_out(self, order: Order) -> Answer | None:
        """Do what is ordered; only a job is answered."""
        match order:
            case Open(source, opened):
                try:
                    self._handlers[source] = opened.open()
                except Unreadable as problem:
                    self._handlers[source] = Closed(str(problem))
            case Learn(source, news):
                self._handlers[source].learn(news)
            case Close(source):
                self._handlers.pop(source, None)
            case Job(number, source, wish):
                return Answer(number, self._handlers[source].answer(wish))
        return None


def main() -> int:
    """Carry out orders until there are no more. What anything prints must not come between the answers."""
    for order in (signal.SIGINT, signal.SIGTERM):  # given to a whole group of processes; the desk ends its worker
        signal.signal(order, signal.SIG_IGN)
    source, sink = os.dup(sys.stdin.fileno()), os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication(["venule map"])
    load_fonts()
    working = Working()
    with open(source, "rb") as inlet, open(sink, "wb", buffering=0) as out:
        try:
            write_frame(out, str(os.getpid()).encode())  # it is ready
            for content in frames(inlet):
                answer = working.carry_out(unpacked_order(content))
                for part in packed_answer(answer) if answer is not None else ():
                    write_frame(out, part)
        except BrokenPipeError:
            return 1  # nobody is there to look at it
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
