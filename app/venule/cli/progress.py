"""How far a long command is: one line on a terminal that is written over, or lines of JSON for a program that asked."""

import os
import sys
from time import monotonic

from venule.processes.progress import JSON, VARIABLE, Estimate, Progress, encoded, spelled

SHOWN_EVERY_S = 0.2


def for_a_program() -> bool:
    """Whether another program reads the progress."""
    return os.environ.get(VARIABLE) == JSON


def show_line(text: str, share: float | None = None) -> None:
    """Write it in the place of the last one; nothing where standard error is no terminal and nobody asked."""
    if for_a_program():
        if text:
            print(encoded(Progress(text, share)), file=sys.stderr, flush=True)
    elif sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def clear_line() -> None:
    """Leave an empty line for what comes next."""
    show_line("")


class Meter:
    """Shows how far something is, a few times a second, with an estimate of what is left on a terminal."""

    def __init__(self) -> None:
        self._again_at = 0.0
        self._estimate = Estimate()

    def __call__(self, what: str, share: float | None = None) -> None:
        """Show it, if the last was shown long enough ago."""
        now = monotonic()
        if now < self._again_at:
            return
        self._again_at = now + SHOWN_EVERY_S
        remaining = self._estimate.remaining_s(share, now)
        if for_a_program() or share is None:
            show_line(what, share)
        else:
            left = "" if remaining is None else f", {spelled(remaining)} left"
            show_line(f"{what}, {share:.0%}{left}")
