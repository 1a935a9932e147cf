"""SHA-256 of files."""

import hashlib
from collections.abc import Callable
from pathlib import Path

BYTES_AT_A_TIME = 1024 * 1024

Told = Callable[[int], None]
"""Hears how many bytes more were looked at."""


def file_digest(path: Path, told: Told = lambda _: None) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while some := file.read(BYTES_AT_A_TIME):
            found.update(some)
            told(len(some))
    return found.hexdigest()
