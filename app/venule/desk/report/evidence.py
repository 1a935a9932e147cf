"""What the files of a report are: their sizes, and their SHA-256 where nobody is writing them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from venule.store.hashing import file_digest

RECORDING, OPERATORS, REVIEW, MANIFEST = "recording", "operator's file", "review", "manifest"
"""What a file is to the report."""

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
    digest = file_digest(path, _Share(before.st_size, tell))
    after = path.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        return FileFacts(role, path.name, after.st_size, why_not=CHANGED)
    return FileFacts(role, path.name, before.st_size, digest)


class _Share:
    """Tells the share of a file that was read."""

    def __init__(self, size: int, tell: Callable[[float], None]) -> None:
        self._size, self._tell, self._read = max(size, 1), tell, 0

    def __call__(self, more: int) -> None:
        self._read += more
        self._tell(min(self._read / self._size, 1.0))
