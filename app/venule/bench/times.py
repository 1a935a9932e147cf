"""Times of a thing that is done very often, counted in a histogram: exact at both ends, in bounded memory."""

from collections.abc import Callable
from math import log2
from time import perf_counter, thread_time
from typing import TypeVar

import numpy as np

T = TypeVar("T")

LEAST_S = 1e-6
STEPS_A_DOUBLING = 16
"""Neighbouring boundaries of the histogram are 4.4 % apart."""

STEPS = 40 * STEPS_A_DOUBLING
LONG_MS = 100.0


class Times:
    """How long each call took. The longest and the sums are exact, the median within 5 %.

    Where others use the machine too, the longest time of the processor says what the call itself took.
    """

    def __init__(self) -> None:
        self.count = 0
        self.total_s = 0.0
        self.longest_s = 0.0
        self.cpu_s = 0.0
        self.longest_cpu_s = 0.0
        self.long = 0
        self._steps = np.zeros(STEPS, np.int64)

    def spend(self, work: Callable[[], T]) -> T:
        """Do it, and count its time."""
        begin, used = perf_counter(), thread_time()
        done = work()
        self.add(perf_counter() - begin, thread_time() - used)
        return done

    def add(self, took_s: float, cpu_s: float = 0.0) -> None:
        """Count a time, and how much of it the processor worked."""
        self.count += 1
        self.total_s += took_s
        self.longest_s = max(self.longest_s, took_s)
        self.long += took_s * 1e3 > LONG_MS
        self.cpu_s += cpu_s
        self.longest_cpu_s = max(self.longest_cpu_s, cpu_s)
        self._steps[min(int(log2(max(took_s, LEAST_S) / LEAST_S) * STEPS_A_DOUBLING), STEPS - 1)] += 1

    def figures(self) -> dict[str, float]:
        """Number of calls, median, 99th percentile, the longest, and how many took over 100 ms."""
        return {
            "calls": self.count,
            "seconds": round(self.total_s, 3),
            "cpu_seconds": round(self.cpu_s, 3),
            "median_ms": round(self._at(0.5) * 1e3, 3),
            "p99_ms": round(self._at(0.99) * 1e3, 3),
            "longest_ms": round(self.longest_s * 1e3, 3),
            "longest_cpu_ms": round(self.longest_cpu_s * 1e3, 3),
            "over_100_ms": self.long,
        }

    def _at(self, share: float) -> float:
        """The time that this share of the calls did not exceed, to the upper boundary of its step."""
        if not self.count:
            return 0.0
        step = int(np.searchsorted(np.cumsum(self._steps), share * self.count))
        boundary: float = LEAST_S * 2.0 ** ((step + 1) / STEPS_A_DOUBLING)
        return min(boundary, self.longest_s)
