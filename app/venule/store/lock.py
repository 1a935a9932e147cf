"""One file, one writer: a lock beside the file that the system itself lets go when its holder dies, even by kill -9."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from venule.store.problem import InUse, ReadOnlyPlace


class WriterLock:
    """Held from construction to :meth:`release`. The side file tells the holder's process id to the next."""

    def __init__(self, path: Path) -> None:
        self._side = path.with_name(f"{path.name}.lock")
        self._file = self._take(path)
        os.truncate(self._file, 0)
        os.write(self._file, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let the next one in, and leave nothing behind."""
        if sys.platform != "win32":  # which deletes no open file
            self._side.unlink(missing_ok=True)
        os.close(self._file)
        if sys.platform == "win32":
            with suppress(OSError):  # the next one may hold it already
                self._side.unlink()

    def _take(self, path: Path) -> int:
        while True:
            try:
                file = os.open(self._side, os.O_RDWR | os.O_CREAT, 0o644)
            except OSError as problem:
                raise ReadOnlyPlace(f"{path} may not be written ({problem.strerror}); name another folder.") from None
            if not _try_lock(file):
                holder = os.read(file, 32).decode("ascii", "replace").strip() or "unknown"
                os.close(file)
                raise InUse(f"{path} is already being recorded by process {holder}; end it or name another file.")
            if self._is_in_place(file):
                return file
            os.close(file)  # its holder released and deleted it in between

    def _is_in_place(self, file: int) -> bool:
        try:
            return os.path.samestat(os.fstat(file), self._side.stat())
        except FileNotFoundError:
            return False


if sys.platform == "win32":
    import msvcrt

    LOCKED_BYTE = 1024
    """Beyond the text: a locked byte of a Windows file cannot be read by others."""

    def _try_lock(file: int) -> bool:
        os.lseek(file, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
