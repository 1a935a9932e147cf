"""A disk of a few megabytes that a test may fill and empty again."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

SHARED_MEMORY = Path("/dev/shm")
LARGEST_BALLAST = 1024**3
PIECE = b"\0" * 65_536
PRIVILEGES = ((), ("sudo", "-n"))


class SmallDisk:
    """A folder on a disk of its own; ``fill`` takes the last byte of room, ``clear`` gives it back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave no room."""
        with self._ballast.open("ab", buffering=0) as ballast:
            for size in (len(PIECE), 4096):
                written = size
                while written == size:
                    written = _written(ballast.fileno(), PIECE[:size])

    def clear(self) -> None:
        """Leave all the room there is."""
        self._ballast.unlink(missing_ok=True)


def _written(file: int, piece: bytes) -> int:
    try:
        return os.write(file, piece)
    except OSError:
        return 0


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[SmallDisk]:
    """Mount one on `folder`, which takes root or a sudo that asks nothing; else share the machine's, if that is small.

    Where there is neither, the test is skipped, or fails where it may not be.
    """
    folder.mkdir()
    options = f"size={megabytes}m,mode=1777"
    for privilege in PRIVILEGES:
        if _succeeds([*privilege, "mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]):
            try:
                yield SmallDisk(folder)
            finally:
                assert _succeeds([*privilege, "umount", "--lazy", str(folder)])
            return
    with _part_of_shared_memory() as disk:
        yield disk


def _succeeds(command: Sequence[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


@contextmanager
def _part_of_shared_memory() -> Iterator[SmallDisk]:
    if not SHARED_MEMORY.is_dir() or shutil.disk_usage(SHARED_MEMORY).free > LARGEST_BALLAST:
        reason = "nobody may mount a small disk here, and there is none"
        if os.environ.get("VENULE_CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    folder = SHARED_MEMORY / f"venule-test-{os.getpid()}"
    folder.mkdir()
    try:
        yield SmallDisk(folder)
    finally:
        shutil.rmtree(folder)
