"""Sources for the tests of the map worker, which the worker's own process can import, too."""

import os
import signal
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtGui import QColor, QImage

from venule.desk.map.tiles.work.jobs import Painted, Unreadable

SIDE_PX = 8


class Wish(NamedTuple):
    """A square of one colour."""

    colour: str


class Doom(NamedTuple):
    """A wish that nobody survives: the worker ends by a signal."""

    number: int
    by: int = signal.SIGABRT


class Blunder(NamedTuple):
    """A wish that a handler does not understand."""

    number: int


class Secret(NamedTuple):
    """A square of the colour that the handler was told last."""

    number: int


def square(colour: str) -> QImage:
    """A small picture of one colour."""
    image = QImage(SIDE_PX, SIDE_PX, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


class Easel:
    """Answers the wishes above."""

    def __init__(self, colour: str) -> None:
        self._colour = colour

    def learn(self, news: object) -> None:
        self._colour = str(news)

    def answer(self, wish: object) -> Painted:
        match wish:
            case Wish(colour):
                return Painted(square(colour))
            case Secret():
                return Painted(square(self._colour))
            case Doom(_, by):
                os.kill(os.getpid(), by)
        raise ValueError(f"no square for {wish}")


@dataclass(frozen=True, slots=True)
class Squares:
    """Opens as an easel."""

    colour: str

    def open(self) -> Easel:
        return Easel(self.colour)


@dataclass(frozen=True, slots=True)
class Ruin:
    """A source that cannot be read."""

    def open(self) -> Easel:
        raise Unreadable("The ruin cannot be read.")
