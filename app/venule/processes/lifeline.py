"""A child process's tie to its parent, who holds the other end of its standard input.

When that end is closed, the child ends too. It works alike on every system, needs no process id, and reaches the
child even when the parent was killed.
"""

import os
import sys
import threading
from collections.abc import Callable


def on_parent_gone(stop: Callable[[], None]) -> None:
    """Call ``stop`` from another thread once standard input has ended."""

    def wait() -> None:
        while os.read(descriptor, 1024):
            continue
        stop()

    descriptor = sys.stdin.fileno()
    threading.Thread(target=wait, name="lifeline", daemon=True).start()
