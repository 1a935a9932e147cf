"""Packs a picture and writes it, in a thread: the old file stays until the new one is whole."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, Signal

from venule.desk.whole import Unwritten, write_whole

Encode = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of it: the sentence is empty when all is well."""

    place: Path
    problem: str


class Results(QObject):
    """Carries what came of it to the GUI thread."""

    saved = Signal(Saved)


class Saving(QRunnable):
    """Packs and writes one picture."""

    def __init__(self, encode: Encode, place: Path, results: Results) -> None:
        super().__init__()
        self._encode, self._place, self._results = encode, place, results

    def run(self) -> None:
        """Runs in a thread of the pool."""
        problem = ""
        try:
            write_whole(self._place, self._encode())
        except Unwritten as trouble:
            problem = str(trouble)
        except MemoryError:
            problem = "There is not enough memory for the picture: choose a smaller factor."
        with suppress(RuntimeError):  # the program is closing and has taken the signal away
            self._results.saved.emit(Saved(self._place, problem))
