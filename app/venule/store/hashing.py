"""SHA-256 of files."""

import hashlib
from collections.abc import Callable
from pathlib import Path

BYTES_AT_A_TIME = 1024 * 1024

Told = Callable[[int], None]
"""Hears how many bytes more were looked at."""


def file_digest(path: Path, told: Told = lambda _: None) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal.

    Of as many bytes as there were at first: a file that grows as fast as it is read would never end.
    """
    found, left = hashlib.sha256(), path.stat().st_size
    with path.open("rb") as file:
        while left and (some := file.read(min(BYTES_AT_A_TIME, left))):
            found.update(some)
            left -= len(some)
            told(len(some))
    return found.hexdigest()
