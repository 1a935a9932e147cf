"""The map's two timers: blinking, and coming to rest."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

BLINK_MS = 500
"""Half a blink: with both halves one per second, slow enough to be read and far below what may harm (WCAG 2.3.1)."""

REST_MS = 120


class Rhythm(QObject):
    """``turned`` at each half of a blink, ``rested`` once after the last move."""

    turned = Signal()
    rested = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lit = True
        self._blink = self._timer(BLINK_MS, single=False)
        self._blink.timeout.connect(self._turn)
        self._rest = self._timer(REST_MS, single=True)
        self._rest.timeout.connect(self.rested)

    def _timer(self, interval_ms: int, *, single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.setSingleShot(single)
        return timer

    @property
    def moving(self) -> bool:
        """Whether the last move was just now."""
        return self._rest.isActive()

    @property
    def blinking(self) -> bool:
        """Whether the blink timer runs."""
        return self._blink.isActive()

    def moved(self) -> None:
        """The camera moved."""
        self._rest.start()

    def blink(self, wanted: bool) -> None:
        """Let the blink run only while something in view blinks."""
        if wanted and not self.blinking:
            self._blink.start()
        elif not wanted and self.blinking:
            self._blink.stop()
            self.lit = True

    @Slot()
    def _turn(self) -> None:
        self.lit = not self.lit
        self.turned.emit()
