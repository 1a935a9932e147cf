"""How smoothly the desk runs: the gaps between frames and the memory, sampled while somebody works at it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget

from venule.processes.usage import resident_mb

FRAME_MS = 16
MEMORY_EVERY_MS = 5_000
LONGEST_GAP_MS = 2_000
"""Gaps are counted in whole milliseconds up to here; what is longer counts as this long."""


@dataclass(frozen=True, slots=True)
class Smoothness:
    """Gaps between frames in milliseconds, and resident memory in MB, one figure every five seconds."""

    frames: int
    median_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float
    memory_mb: tuple[float, ...]


class FrameGauge(QObject):
    """Asks ``widget`` for a frame every 16 ms and counts how late each one comes. Bounded: a histogram, not a list."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._gaps = np.zeros(LONGEST_GAP_MS + 1, dtype=np.int64)
        self._memory: list[float] = []
        self._since_frame = QElapsedTimer()
        self._frame = self._timer(FRAME_MS, self.count_frame)
        self._sample = self._timer(MEMORY_EVERY_MS, self.sample_memory)

    def start(self) -> None:
        """Count from now on."""
        self._since_frame.start()
        self._frame.start()
        self._sample.start()

    @Slot()
    def count_frame(self) -> None:
        """Paint now and count the time since the last frame."""
        self._widget.repaint()
        self._gaps[min(self._since_frame.restart(), LONGEST_GAP_MS)] += 1

    @Slot()
    def sample_memory(self) -> None:
        """Keep one figure of resident memory; at ten thousand (half a day) every other one is forgotten."""
        self._memory.append(resident_mb() or float("nan"))
        if len(self._memory) > 10_000:
            del self._memory[::2]

    def report(self) -> Smoothness:
        """What was counted so far."""
        return Smoothness(
            frames=int(self._gaps.sum()),
            median_ms=self._quantile(0.5),
            p95_ms=self._quantile(0.95),
            p99_ms=self._quantile(0.99),
            max_ms=self._quantile(1.0),
            memory_mb=tuple(self._memory),
        )

    def _quantile(self, share: float) -> float:
        counted = np.cumsum(self._gaps)
        return float(np.searchsorted(counted, share * counted[-1])) if counted[-1] else 0.0

    def _timer(self, interval_ms: int, tick: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(interval_ms)
        timer.timeout.connect(tick)
        return timer
