"""What the desk wants of the map worker, list by list, and what has come of it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from venule.desk.map.tiles.work.jobs import Painted

MOST_UNTAKEN = 32
"""Pictures that may lie with a claim that nobody looks at; until some are taken no more are ordered for it."""


class Done(NamedTuple):
    """A wish and what came of it."""

    wish: object
    painted: Painted


class Claim:
    """Wishes of one kind to one source. Wishes are frozen values; equal ones are the same wish.

    ``edition`` grows whenever the same wish may be answered otherwise than before.
    """

    def __init__(self, source: int, send: Callable[[], None]) -> None:
        self.source = source
        self._send = send
        self.edition = 0
        self._waiting: list[object] = []
        self._begun: list[object] = []
        self._done: list[Done] = []
        self._arrived: Callable[[], None] = _nobody

    def want(self, wishes: Sequence[object]) -> None:
        """Ask for these, the most urgent first. What was wanted before, is not begun and not named again is dropped."""
        self._waiting = [wish for wish in wishes if wish not in self._begun]
        self._send()

    def outdate(self) -> None:
        """The source has more to tell than when it was asked."""
        self.edition += 1

    def take(self) -> Sequence[Done]:
        """What has come since the last call."""
        taken, self._done = self._done, []
        if len(taken) >= MOST_UNTAKEN:
            self._send()
        return taken

    def listen(self, arrived: Callable[[], None]) -> None:
        """Have a function called in the GUI thread whenever there is something to take."""
        self._arrived = arrived

    def close(self) -> None:
        """Nothing more comes, and nobody is told anything."""
        self._waiting.clear()
        self._arrived = _nobody

    @property
    def idle(self) -> bool:
        """Whether everything wanted has come."""
        return not (self._waiting or self._begun)

    @property
    def ready(self) -> bool:
        """Whether a wish may be begun."""
        return bool(self._waiting) and len(self._done) + len(self._begun) < MOST_UNTAKEN

    def begin(self) -> object:
        """The next wish, on its way to the worker."""
        wish = self._waiting.pop(0)
        self._begun.append(wish)
        return wish

    def settle(self, wish: object, painted: Painted) -> None:
        """A wish is answered."""
        self._begun.remove(wish)
        self._done.append(Done(wish, painted))
        self._arrived()

    def again(self, wish: object) -> None:
        """A wish was begun in vain."""
        self._begun.remove(wish)
        if wish not in self._waiting:
            self._waiting.insert(0, wish)


def _nobody() -> None:
    """Nobody listens yet."""
