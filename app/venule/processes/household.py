"""Processes that we start: each is ended by its own id, politely first, and none outlives the one that started it."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

POLITE_S = 10.0


class ProcessProblem(Exception):
    """A process that we started has ended by itself; the message is one sentence."""


class Child:
    """One process of our own Python, asked to end by closing its input (see :mod:`venule.processes.lifeline`)."""

    def __init__(self, name: str, arguments: Sequence[str], log: IO[bytes] | None, *, heard: bool) -> None:
        self.name = name
        self._log = "standard error" if log is None else log.name
        self._process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if heard else log,
            stderr=log,
            start_new_session=True,  # Ctrl+C reaches the parent alone, who decides in which order all end
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    @property
    def status(self) -> int | None:
        """Its exit status, or ``None`` while it runs."""
        return self._process.poll()

    @property
    def inlet(self) -> IO[bytes]:
        """Our end of its standard input."""
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def outlet(self) -> IO[bytes]:
        """Our end of its standard output, if it is heard."""
        assert self._process.stdout is not None
        return self._process.stdout

    def line(self) -> str:
        """The next line it prints; raises :class:`ProcessProblem` if it ends without one."""
        line = self.outlet.readline().decode(errors="replace").strip()
        if not line:
            raise ProcessProblem(f"The {self.name} ended before it was ready; the details are in {self._log}")
        return line

    def tell(self, line: str) -> None:
        """Write a line to its standard input."""
        self.inlet.write(f"{line}\n".encode())
        self.inlet.flush()

    def hang_up(self) -> None:
        """Ask it to end."""
        close_quietly(self.inlet)

    def kill(self) -> None:
        """End it without asking."""
        self._process.kill()

    def end(self) -> None:
        """Ask it to end, and see to it that it does."""
        process = self._process
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                close_quietly(pipe)
        for insist in (process.terminate, process.kill):
            try:
                process.wait(POLITE_S)
            except subprocess.TimeoutExpired:
                insist()
        process.wait()


def close_quietly(pipe: IO[bytes]) -> None:
    """Close our end of a pipe whose other end may be gone."""
    try:
        pipe.close()
    except OSError:
        return


class Household:
    """All children of one process, and the log they share. Leaving it ends them, the last one started first."""

    def __init__(self, log: Path) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log = log
        self._file = log.open("wb")
        self._children: list[Child] = []

    def start(self, name: str, *arguments: str, heard: bool = False) -> Child:
        """Start a module of ours with its arguments; what it prints is read by us if it is ``heard``, else logged."""
        child = Child(name, arguments, self._file, heard=heard)
        self._children.append(child)
        return child

    def check(self) -> None:
        """Raise :class:`ProcessProblem` if a child has ended that was not to end; one that closes well may."""
        for child in self._children:
            if child.status:
                told = f"The {child.name} ended with status {child.status}; the details are in {self.log}"
                raise ProcessProblem(told)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in reversed(self._children):
            child.end()
        self._file.close()
