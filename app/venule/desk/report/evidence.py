"""What the files of a report are: their sizes, and their SHA-256 where nobody is writing them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

RECORDING, OPERATORS, REVIEW, MANIFEST = "recording", "operator's file", "review", "manifest"
"""What a file is to the report."""

PIECE_BYTES = 4 * 1024 * 1024

WRITTEN = "left out: the file is being written, and would have another with the next message"
WAITING = "left out: part of the content still waits in {}; close the program that holds the file, then ask again"
CHANGED = "left out: the file changed while it was read"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file. Either ``sha256`` is told, or ``why_not``."""

    role: str
    name: str
    size: int
    sha256: str = ""
    why_not: str = ""


def file_facts(role: str, path: Path, written: bool, tell: Callable[[float], None]) -> FileFacts:
    """Read all of a file. No connection of this process may have it open: on Unix closing it would free its locks."""
    before = path.stat()
    log = path.with_name(f"{path.name}-wal")
    if written:
        return FileFacts(role, path.name, before.st_size, why_not=WRITTEN)
    if log.exists() and log.stat().st_size:
        return FileFacts(role, path.name, before.st_size, why_not=WAITING.format(log.name))
    digest = _sha256(path, before.st_size, tell)
    after = path.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        return FileFacts(role, path.name, after.st_size, why_not=CHANGED)
    return FileFacts(role, path.name, before.st_size, digest)


def _sha256(path: Path, size: int, tell: Callable[[float], None]) -> str:
    """Of as many bytes as there were: a file that grows as fast as it is read would never end."""
    found, read = hashlib.sha256(), 0
    with path.open("rb") as file:
        while read < size and (piece := file.read(min(PIECE_BYTES, size - read))):
            found.update(piece)
            read += len(piece)
            tell(read / size)
    return found.hexdigest()
