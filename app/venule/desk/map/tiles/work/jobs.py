"""What crosses the pipe between the desk and its map worker: sources and jobs one way, pictures the other.

A new kind of job is a :class:`Source` that opens as a :class:`Handler`, and wishes that this handler understands. All
of them are frozen values at the top of a module, so that they can be pickled.
"""

import pickle
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from PySide6.QtGui import QImage

PROTOCOL = 5
BYTES_A_PIXEL = 4


class BadWord(Exception):
    """What came through the pipe is not what the other end says."""


class Unreadable(Exception):
    """A source cannot be read; the message is one sentence for the operator."""


class Painted(NamedTuple):
    """A picture of 32 bits a pixel, ``None`` where there is nothing to see, and a sentence when all is not well.

    ``told`` is what else a handler has to say: a frozen value.
    """

    image: QImage | None
    problem: str = ""
    told: object = None


class Handler(Protocol):
    """Does the jobs of one source, in the worker, and keeps what it has read."""

    def learn(self, news: object) -> None:
        """Take in what has changed since the source was opened."""

    def answer(self, wish: object) -> Painted:
        """Do one job. What cannot be read is said in the answer; an exception is a bug and counts as a fall."""


class Source(Protocol):
    """What a handler works on: frozen, with little in it, for it is sent again whenever the worker starts anew."""

    def open(self) -> Handler:
        """Make its handler, in the worker; raises :class:`Unreadable`."""


class Open(NamedTuple):
    """Open a source, which is called by its number from now on."""

    source: int
    opened: Source


class Learn(NamedTuple):
    """Tell a source's handler what has changed."""

    source: int
    news: object


class Close(NamedTuple):
    """Forget a source."""

    source: int


class Job(NamedTuple):
    """Answer a wish."""

    number: int
    source: int
    wish: object


Order = Open | Learn | Close | Job


class Answer(NamedTuple):
    """What came of a job."""

    number: int
    painted: Painted


class Ready(NamedTuple):
    """The worker of a life takes orders; ``process`` is the id of the process that it is."""

    life: int
    process: int


class Fallen(NamedTuple):
    """The worker of a life has ended; what it had not answered is lost.

    ``killed`` says that somebody ended it from outside (SIGKILL): an operator, or a system that is short of memory.
    """

    life: int
    killed: bool = False


class Unable(NamedTuple):
    """No worker of this kind can be had here."""

    cause: str


Word = Answer | Ready | Fallen | Unable


def packed_order(order: Order) -> bytes:
    """An order as bytes."""
    return pickle.dumps(order, PROTOCOL)


def unpacked_order(content: bytes) -> Order:
    """The order whose bytes these are."""
    order = pickle.loads(content)
    if not isinstance(order, Order):
        raise BadWord(f"{type(order).__name__} is no order")
    return order


def packed_answer(answer: Answer) -> Iterator[bytes]:
    """An answer as two messages: what it says, and the pixels, which so are copied once less."""
    image, *said = answer.painted
    if image is None:
        yield pickle.dumps((answer.number, None, said), PROTOCOL)
        yield b""
    else:
        form = image.width(), image.height(), image.devicePixelRatio(), image.format().value
        yield pickle.dumps((answer.number, form, said), PROTOCOL)
        yield bytes(image.constBits())


def unpacked_answer(head: bytes, pixels: bytes) -> Answer:
    """The answer that came as these two messages."""
    number, form, said = pickle.loads(head)
    if form is None:
        return Answer(number, Painted(None, *said))
    width, height, ratio, kind = form
    if len(pixels) != width * height * BYTES_A_PIXEL:
        raise BadWord(f"a picture of {width} × {height} pixels came as {len(pixels)} bytes")
    image = QImage(pixels, width, height, width * BYTES_A_PIXEL, QImage.Format(kind)).copy()  # it owns its pixels now
    image.setDevicePixelRatio(ratio)
    return Answer(number, Painted(image, *said))
