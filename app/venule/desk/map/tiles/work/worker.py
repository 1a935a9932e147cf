"""The desk's end of the map worker: who wants what painted, and in which turn it is ordered."""

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from itertools import count

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from venule.desk.map.tiles.work.claims import Claim
from venule.desk.map.tiles.work.hands import Hands, Hear, ProcessHands, ThreadHands
from venule.desk.map.tiles.work.jobs import (
    Answer,
    Close,
    Fallen,
    Job,
    Learn,
    Open,
    Order,
    Painted,
    Ready,
    Source,
    Unable,
    Word,
)

AT_ONCE = 2
"""Jobs under way: one is done, one comes next, so that the worker never waits and little is done in vain."""

BLAME, BLAME_KILLED, MOST_BLAME = 5, 1, 10
"""Of a wish over which the worker falls by itself, or is killed, each time; a wish with the most of it is given up.

Whoever kills the worker means no wish; but the system may do so because of one, for want of memory.
"""

BLAMES_KEPT = 64
PATIENCE_MS = 20_000
"""A worker that is silent over a job for so long is ended and started anew."""

GIVEN_UP = "A part of the map cannot be painted: the painter falls over it each time. The map goes on without it."


class Opened:
    """A source that the worker has open, for as long as the desk lives or until it is closed."""

    def __init__(self, number: int, worker: "Worker") -> None:
        self._number, self._worker = number, worker

    def claim(self) -> Claim:
        """A list of wishes of its own; all lists of all sources take turns."""
        return self._worker.claim(self._number)

    def learn(self, news: object) -> None:
        """Tell the handler what has changed: all of it, for a worker that starts anew is told only the newest."""
        self._worker.learn(self._number, news)

    def close(self) -> None:
        """Let the worker forget the source; its claims get nothing more."""
        self._worker.close_source(self._number)


class Bell(QObject):
    """Carries what is heard of the worker to the GUI thread, and what claims want to whoever orders it.

    They hold the bell and not the worker: nothing refers in a circle, which Python would take apart in whichever thread
    it likes, and Qt's objects with it.
    """

    rung = Signal(object)
    wanted = Signal()

    def ring(self, word: Word) -> None:
        """Tell what was heard, in any thread."""
        with suppress(RuntimeError):  # the program is closing and has taken the signal away
            self.rung.emit(word)


class Worker(QObject):
    """Orders jobs from one worker, a few at a time, and has it started again when it falls. Lives in the GUI thread.

    Nothing is started before the first source is opened.
    """

    def __init__(
        self,
        parent: QObject | None = None,
        hire: Callable[[Hear], Hands] = ProcessHands,
        patience_ms: int = PATIENCE_MS,
    ) -> None:
        super().__init__(parent)
        self.problem = ""
        self.process: int | None = None
        self._life = 0
        self._numbers = count(1)
        self._sources: dict[int, Source] = {}
        self._news: dict[int, object] = {}
        self._claims: list[Claim] = []
        self._begun: OrderedDict[int, tuple[Claim, object]] = OrderedDict()
        self._blamed: OrderedDict[object, int] = OrderedDict()
        self._bell = Bell()  # without a parent: threads that end later than the desk may still ring it
        self._bell.rung.connect(self._hear)
        self._bell.wanted.connect(self._send)
        self._hands = hire(self._bell.ring)
        self.destroyed.connect(self._hands.stop)
        self._started = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(patience_ms)
        self._patience.timeout.connect(self._shake)

    def open(self, source: Source) -> Opened:
        """Have a source opened, in this life of the worker and in each that follows."""
        number = next(self._numbers)
        self._sources[number] = source
        if not self._started:
            self._started = True
            self._hands.start()
        else:
            self._order(Open(number, source))
        return Opened(number, self)

    def claim(self, source: int) -> Claim:
        """A list of wishes to a source."""
        claim = Claim(source, self._bell.wanted.emit)
        self._claims.append(claim)
        return claim

    def learn(self, source: int, news: object) -> None:
        """Tell a source's handler what has changed."""
        self._news[source] = news
        self._order(Learn(source, news))

    def close_source(self, source: int) -> None:
        """Have a source and all wishes to it forgotten."""
        for claim in [claim for claim in self._claims if claim.source == source]:
            self._claims.remove(claim)
            claim.close()
        self._news.pop(source, None)
        if self._sources.pop(source, None) is not None:
            self._order(Close(source))

    def stop(self) -> None:
        """End the worker for good."""
        self._life = 0
        self.process = None
        self._patience.stop()
        self._hands.stop()

    def _order(self, order: Order) -> None:
        """Tell the worker, if one lives; else it will be told all there is when it is ready."""
        if self._life:
            self._hands.order(self._life, order)

    @Slot()
    def _send(self) -> None:
        """Order jobs until enough are under way, one claim after the other."""
        while self._life and len(self._begun) < AT_ONCE:
            claim = next((claim for claim in self._claims if claim.ready), None)
            if claim is None:
                return
            self._claims.remove(claim)
            self._claims.append(claim)  # whose turn it was comes last
            number, wish = next(self._numbers), claim.begin()
            self._begun[number] = claim, wish
            self._patience.start()
            self._order(Job(number, claim.source, wish))

    @Slot(object)
    def _hear(self, word: Word) -> None:
        match word:
            case Answer(number, painted):
                self._settle(number, painted)
            case Ready(life, process):
                self._brief(life, process)
            case Fallen(_, killed):
                self._take_back(BLAME_KILLED if killed else BLAME)
            case Unable(cause):
                self._do_without(cause)

    def _settle(self, number: int, painted: Painted) -> None:
        if number not in self._begun:
            return
        claim, wish = self._begun.pop(number)
        self._blamed.pop(wish, None)
        if self._begun:
            self._patience.start()
        else:
            self._patience.stop()
        claim.settle(wish, painted)
        self._send()

    def _brief(self, life: int, process: int) -> None:
        """Tell a worker that has just started all it has to know."""
        self._life, self.process = life, process
        for number, source in self._sources.items():
            self._order(Open(number, source))
        for number, news in self._news.items():
            self._order(Learn(number, news))
        self._send()

    def _take_back(self, blame: int) -> None:
        """The worker has fallen: what it had begun is done by the next, unless it was that which felled it again."""
        self._life, self.process = 0, None
        self._patience.stop()
        begun, self._begun = list(self._begun.values()), OrderedDict()
        for claim, wish in reversed(begun[1:]):
            claim.again(wish)
        for claim, wish in begun[:1]:
            self._blamed[wish] = self._blamed.pop(wish, 0) + blame
            if self._blamed[wish] < MOST_BLAME:
                claim.again(wish)
            else:
                claim.settle(wish, Painted(None, GIVEN_UP))
        while len(self._blamed) > BLAMES_KEPT:
            self._blamed.popitem(last=False)

    def _do_without(self, cause: str) -> None:
        """No process can be had: the work is done in a thread, and the map says why it is slow."""
        self.problem = f"{cause} The map is painted by the desk itself and may stutter."
        self._hands = ThreadHands(self._bell.ring)
        self.destroyed.connect(self._hands.stop)
        self._hands.start()

    @Slot()
    def _shake(self) -> None:
        self._hands.shake(self._life)
