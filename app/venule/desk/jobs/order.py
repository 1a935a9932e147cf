"""What a job is, how far it is, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

LONGEST_SENTENCE = 1_000


def last_line(output: str) -> str:
    """What a command said last."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else ""


@dataclass(frozen=True, slots=True)
class Order:
    """``venule`` with these arguments, under a title for the operator.

    ``makes`` is the file that is there at the end, which can be opened. ``says`` makes the sentence of a job that went
    well from what it printed. A ``quiet`` one is not shown: whoever ordered it waits for ``finished``. One that only
    ``reads`` leaves nothing half done, and is ended without asking: while SQLite checks a large table it hears nobody.
    """

    title: str
    arguments: tuple[str, ...]
    makes: Path | None = None
    says: Callable[[str], str] = last_line
    quiet: bool = False
    reads: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a job: whether it went well, a sentence for the operator, and what it printed."""

    order: Order
    ok: bool
    sentence: str
    output: str = ""
    cancelled: bool = False


class Stage(Enum):
    """Where a job stands."""

    WAITING = auto()
    RUNNING = auto()
    ENDING = auto()
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self in (Stage.DONE, Stage.FAILED, Stage.CANCELLED)


@dataclass(frozen=True, slots=True)
class Row:
    """One job as it is shown."""

    number: int
    order: Order
    stage: Stage = Stage.WAITING
    what: str = ""
    share: float | None = None
    remaining_s: float | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class JobsSeen:
    """Every job that is shown, the oldest first."""

    rows: tuple[Row, ...]
