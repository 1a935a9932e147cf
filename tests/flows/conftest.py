"""The real command line in processes of their own, for the flows that use it as a hostile world would."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.flows.recording import LOOK_EVERY_S, PATIENCE_S
from venule.cli import main

VENULE = (sys.executable, "-X", "faulthandler", "-m", "venule")


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence of a failure."""
        assert self.status == 1, self
        assert "Traceback" not in self.err, self.err
        assert "unforeseen" not in self.err, self.err
        assert self.out == ""
        (line,) = (line for line in self.err.splitlines() if not line.startswith("This plugin does not support"))
        assert line.endswith((".", "!", "?"))
        return line


class Program:
    """`venule record` at work."""

    def __init__(self, settings: Path, cache: Path, log: Path, before: Sequence[str] = ()) -> None:
        self._log = log
        command = [*before, *VENULE, "record", str(settings), "--cache", str(cache)]
        with log.open("w", encoding="utf-8") as file:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=file)

    @property
    def said(self) -> str:
        """Everything it has printed so far."""
        return self._log.read_text(encoding="utf-8")

    def says(self, words: str) -> None:
        """Wait until it says so."""
        happens(lambda: words in self.said, lambda: f"it never said {words!r}: {self.said}")

    def end(self, order: signal.Signals = signal.SIGTERM) -> int:
        """Give it an order to end; its exit status."""
        self.process.send_signal(order)
        status = self.process.wait(PATIENCE_S)
        assert "Traceback" not in self.said, self.said
        return status


Venule: TypeAlias = Callable[..., Done]
Recording: TypeAlias = Callable[..., Program]


def happens(condition: Callable[[], bool], otherwise: Callable[[], str]) -> None:
    """Wait on what another process does, and no longer than a test may."""
    pause = threading.Event()
    for _ in range(round(PATIENCE_S / LOOK_EVERY_S)):
        if condition():
            return
        pause.wait(LOOK_EVERY_S)
    raise AssertionError(otherwise())


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


def ended(*arguments: str | Path, out: int = subprocess.PIPE, before: Sequence[str] = ()) -> Done:
    """Run one command in a process of its own, to its end."""
    command = [*before, *VENULE, *map(str, arguments)]
    done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, timeout=PATIENCE_S, check=False)
    return Done(done.returncode, os.fsdecode(done.stdout or b""), os.fsdecode(done.stderr))


@pytest.fixture
def venule(capfd: pytest.CaptureFixture[str]) -> Iterator[Venule]:
    """Runs one command to its end, in this process: many are tried, and a process takes its time."""
    orders = [signal.SIGINT, signal.SIGTERM]
    handlers = [signal.getsignal(order) for order in orders]

    def run(*arguments: str | Path) -> Done:
        capfd.readouterr()
        status = main([str(argument) for argument in arguments])
        told = capfd.readouterr()
        return Done(status, told.out, told.err)

    yield run
    for order, handler in zip(orders, handlers, strict=True):
        signal.signal(order, handler)


@pytest.fixture
def recording(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recording]:
    """Starts recorders, and ends those a test left."""
    started: list[Program] = []
    folder = tmp_path_factory.mktemp("recorders")

    def start(settings: Path, cache: Path, before: Sequence[str] = ()) -> Program:
        started.append(Program(settings, cache, folder / f"{len(started)}.log", before))
        return started[-1]

    yield start
    for program in started:
        if program.process.poll() is None:
            program.process.kill()
            program.process.wait()
