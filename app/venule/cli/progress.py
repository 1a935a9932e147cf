"""One line on a terminal that is written over while something goes on; nothing where standard error is no terminal."""

import sys


def show_line(text: str) -> None:
    """Write it in the place of the last one."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def clear_line() -> None:
    """Leave an empty line for what comes next."""
    show_line("")
