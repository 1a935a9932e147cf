"""Who does the map worker's work: a process, a thread where no process can be had, or whoever asks, on the spot."""

import logging
import os
import random
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Protocol

from venule.desk.map.tiles.work.jobs import (
    BadWord,
    Fallen,
    Order,
    Ready,
    Unable,
    Word,
    packed_order,
    unpacked_answer,
)
from venule.desk.map.tiles.work.working import Working
from venule.processes.frames import frames, write_frame
from venule.processes.household import Child

MODULE = "venule.desk.map.tiles.work.working"
SHORTEST_WAIT_S = 0.05
LONGEST_WAIT_S = 30.0
JITTER = 0.2
KILLED = -9
"""Exit status of a process that SIGKILL ended (POSIX)."""

VAIN_STARTS = 3
"""After so many processes that ended before they were ready no more are tried."""

log = logging.getLogger(__name__)

Hear = Callable[[Word], None]


class Hands(Protocol):
    """Does what is ordered, and is heard: first that a life is ready, then answers, in the end that it has fallen.

    No method waits for anything. What is heard may come in any thread. Orders for another life than the present one
    are dropped.
    """

    def start(self) -> None:
        """Begin the first life."""

    def order(self, life: int, order: Order) -> None:
        """Have something done after all that was ordered before."""

    def shake(self, life: int) -> None:
        """End this life, which has been silent for too long, and begin another."""

    def stop(self) -> None:
        """End, at once and for good."""


class ProcessHands:
    """Keeps one worker process running: a thread hears it, another tells it its orders."""

    def __init__(self, hear: Hear, module: str = MODULE) -> None:
        self._hear, self._module = hear, module
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._life = self._shaken = 0
        self._child: Child | None = None
        self._orders: SimpleQueue[Order | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._keep, name="map worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def order(self, life: int, order: Order) -> None:
        with self._lock:
            if life == self._life:
                self._orders.put(order)

    def shake(self, life: int) -> None:
        with self._lock:
            if life == self._life and self._child is not None:
                self._shaken = life
                self._child.kill()

    def stop(self) -> None:
        self._stopped.set()
        with self._lock:
            if self._child is not None:
                self._child.kill()

    def _keep(self) -> None:
        """Let it live again and again, with waits that grow while it never comes so far as to answer."""
        wait_s, vain = SHORTEST_WAIT_S, 0
        while not self._stopped.is_set():
            try:
                child = Child("map worker", (self._module,), None, heard=True)
            except OSError as problem:
                return self._hear(Unable(f"The map's worker cannot be started ({problem.strerror})."))
            answers, was_ready = self._live(child)
            vain = 0 if was_ready else vain + 1
            if vain == VAIN_STARTS:
                return self._hear(Unable("The map's worker ends before it is ready."))
            wait_s = SHORTEST_WAIT_S if answers else min(LONGEST_WAIT_S, 2 * wait_s)
            self._stopped.wait(wait_s * random.uniform(1 - JITTER, 1 + JITTER))

    def _live(self, child: Child) -> tuple[int, bool]:
        """One life, until the process ends: how much it answered, and whether it was ever ready."""
        with self._lock:
            self._life += 1
            life, orders = self._life, SimpleQueue[Order | None]()
            self._child, self._orders = child, orders
            if self._stopped.is_set():
                child.kill()
        threading.Thread(target=_tell, args=(child, orders), name="map orders", daemon=True).start()
        answers, ready = 0, False
        try:
            told = frames(child.outlet)
            if process := next(told, b""):
                ready = True
                self._hear(Ready(life, int(process)))
            for head in told if ready else ():
                self._hear(unpacked_answer(head, next(told, b"")))
                answers += 1
        except (OSError, BadWord):
            child.kill()  # it fell while it spoke, or talks nonsense
        with self._lock:
            self._child = None
        orders.put(None)
        child.end()
        if ready and not self._stopped.is_set():
            self._hear(Fallen(life, child.status == KILLED and self._shaken != life))
        return answers, ready


def _tell(child: Child, orders: SimpleQueue[Order | None]) -> None:
    """Pass orders on; the pipe may be full, so it is not the desk that waits here."""
    try:
        while (order := orders.get()) is not None:
            write_frame(child.inlet, packed_order(order))
    except (OSError, ValueError):
        return  # it has fallen, as the other thread will find


class ThreadHands:
    """The same work in a thread of the desk: the map is there, though its frames stall while tiles are painted."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._life = 0
        self._orders: SimpleQueue[tuple[int, Order] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._keep, name="map worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def order(self, life: int, order: Order) -> None:
        self._orders.put((life, order))

    def shake(self, life: int) -> None:
        """A thread cannot be ended; it is waited for."""

    def stop(self) -> None:
        self._orders.put(None)

    def _keep(self) -> None:
        """Work until stopped; an order that fails ends a life as it would end a process."""
        while self._live():
            self._hear(Fallen(self._life))

    def _live(self) -> bool:
        """One life; says whether another should follow."""
        working = Working()
        self._life += 1
        self._hear(Ready(self._life, os.getpid()))
        while (given := self._orders.get()) is not None:
            life, order = given
            try:
                answer = working.carry_out(order) if life == self._life else None
            except Exception:
                log.exception("The map worker fell over %s", type(order).__name__)
                return True
            if answer is not None:
                self._hear(answer)
        return False


class OwnHands:
    """The same work done at once by whoever orders it: for tests and pictures, where nobody minds waiting."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._working = Working()
        self._orders: deque[Order] = deque()
        self._at_work = False

    def start(self) -> None:
        self._hear(Ready(1, os.getpid()))

    def order(self, life: int, order: Order) -> None:
        self._orders.append(order)
        if self._at_work:
            return
        self._at_work = True
        try:
            while self._orders:
                if (answer := self._working.carry_out(self._orders.popleft())) is not None:
                    self._hear(answer)
        finally:
            self._at_work = False

    def shake(self, life: int) -> None:
        """Nothing is ever waited for."""

    def stop(self) -> None:
        self._orders.clear()
