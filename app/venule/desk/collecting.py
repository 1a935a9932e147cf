"""Looks for unreachable cycles in the GUI thread alone: Python looks in whichever thread allocates, and Qt objects that
are found and ended in another one than their own bring the process down.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_EVERY_MS = 500
OLDEST_EVERY = 120
"""Looks between two of the oldest generation, which takes longest: a minute."""

YOUNG, MIDDLE, OLDEST = range(3)


class Collector(QObject):
    """Takes over from Python's own collector until it is stopped. Made in the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Collect the oldest generation that is due, by Python's own measure of how much there is to look at."""
        self._looks += 1
        young, middle, _ = gc.get_threshold()
        counts = gc.get_count()
        if self._looks >= OLDEST_EVERY:
            self._looks = 0
            gc.collect(OLDEST)
        elif counts[MIDDLE] > middle:
            gc.collect(MIDDLE)
        elif counts[YOUNG] > young:
            gc.collect(YOUNG)

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
