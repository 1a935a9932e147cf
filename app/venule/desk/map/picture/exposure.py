"""Waits for everything a picture needs while the desk goes on, and says how far it is."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from venule.desk.map.picture.still import Still

LIMIT_MS = 30_000
"""After so long a picture is taken without the tiles that are missing, which is told."""

GATHER_MS = 20
"""What arrives within so long is looked at together."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the pictures that are wanted have come."""

    come: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Exposed:
    """All has come that will: how many tiles have not."""

    missing: int


class Exposure(QObject):
    """Lives in the GUI thread, asks whenever something comes, and waits no longer than its limit."""

    progressed = Signal(Progress)
    exposed = Signal(Exposed)

    def __init__(self, still: Still, parent: QObject | None = None, limit_ms: int = LIMIT_MS) -> None:
        super().__init__(parent)
        self._still, self._wanted, self._over = still, 0, False
        self._gather, self._limit = QTimer(self), QTimer(self)
        for timer, span_ms, ring in ((self._gather, GATHER_MS, self._look), (self._limit, limit_ms, self._give_up)):
            timer.setSingleShot(True)
            timer.setInterval(span_ms)
            timer.timeout.connect(ring)

    def start(self) -> None:
        """Ask for all of it."""
        still = self._still
        if still.still_tiles is not None:
            still.still_tiles.basemap.listen(self._arrive)
        still.shapes.listen(self._arrive)
        self._limit.start()
        self._look()

    def cancel(self) -> None:
        """Wait no more; nothing further is said."""
        self._over = True
        self._gather.stop()
        self._limit.stop()

    def _arrive(self) -> None:
        if not self._over and not self._gather.isActive():
            self._gather.start()

    @Slot()
    def _look(self) -> None:
        missing = self._still.order()
        self._wanted = max(self._wanted, missing)
        if missing:
            self.progressed.emit(Progress(self._wanted - missing, self._wanted))
        elif not self._over:
            self._finish(0)

    @Slot()
    def _give_up(self) -> None:
        self._finish(self._still.order())

    def _finish(self, missing: int) -> None:
        self.cancel()
        self.exposed.emit(Exposed(missing))
