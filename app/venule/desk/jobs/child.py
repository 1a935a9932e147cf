"""One command as a child process: what it says of its progress, what it prints, and how it is ended."""

import sys
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal, Slot

from venule.desk.jobs.order import LONGEST_SENTENCE, Finished, Order, last_line
from venule.processes.progress import JSON, LIFELINE, VARIABLE, Estimate, decoded

PATIENCE_MS = 10_000
"""How long a command that was asked to end may take to leave nothing half done, before it is ended without asking."""

MOST_PRINTED = 16 * 1024 * 1024
LONGEST_COMPLAINT = 4096
CANCELLED = "{} was cancelled."
CRASHED = "{} ended unexpectedly: the recording is as whole as before; try again."
NOT_STARTED = "{} could not be started: {}."


def command_line(arguments: tuple[str, ...]) -> tuple[str, list[str]]:
    """The program and its arguments; a program built in one piece is itself the command."""
    frozen = getattr(sys, "frozen", False)
    return sys.executable, [*arguments] if frozen else ["-m", "venule", *arguments]


class Child(QObject):
    """``progressed`` carries (what, share, seconds left or none); ``finished`` a :class:`Finished`, once."""

    progressed = Signal(object)
    finished = Signal(object)

    def __init__(
        self, order: Order, parent: QObject, clock: Callable[[], float] = monotonic, patience_ms: int = PATIENCE_MS
    ) -> None:
        super().__init__(parent)
        self.order = order
        self._clock = clock
        self._estimate = Estimate()
        self._printed = bytearray()
        self._half_line = b""
        self._complaint, self._remarks = "", ""
        self._cancelled = self._over = False
        self._insist = QTimer(self)
        self._insist.setSingleShot(True)
        self._insist.setInterval(patience_ms)
        self._insist.timeout.connect(self._kill)
        self._process = QProcess(self)
        self._process.readyReadStandardError.connect(self._hear)
        self._process.readyReadStandardOutput.connect(self._keep)
        self._process.finished.connect(self._end)
        self._process.errorOccurred.connect(self._fail)

    def start(self) -> None:
        """Begin."""
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert(VARIABLE, JSON)
        environment.insert(LIFELINE, "1")
        environment.insert("PYTHONIOENCODING", "utf-8")
        self._process.setProcessEnvironment(environment)
        self._process.start(*command_line(self.order.arguments))

    def cancel(self) -> None:
        """Ask it to end by closing its input, and see to it that it does; one that only reads is not asked."""
        if self._over or self._cancelled:
            return
        self._cancelled = True
        if self.order.reads:
            self._process.kill()
        else:
            self._process.closeWriteChannel()
            self._insist.start()

    def end_now(self, patience_ms: int) -> None:
        """Wait for a child that was asked to end, at most so long, and kill it then."""
        if self._process.state() != QProcess.ProcessState.NotRunning and not self._process.waitForFinished(patience_ms):
            self._process.kill()
            self._process.waitForFinished(patience_ms)

    @Slot()
    def _kill(self) -> None:
        self._process.kill()

    @Slot()
    def _keep(self) -> None:
        """Keep what it prints, up to a bound."""
        self._printed += bytes(self._process.readAllStandardOutput().data())[: MOST_PRINTED - len(self._printed)]

    @Slot()
    def _hear(self) -> None:
        """Take its progress from the lines it complains in; the last other line is why it failed."""
        *lines, self._half_line = (self._half_line + bytes(self._process.readAllStandardError().data())).split(b"\n")
        self._half_line = self._half_line[-LONGEST_COMPLAINT:]
        latest = None
        for raw in lines:
            line = raw.decode("utf-8", "replace").strip()
            told = decoded(line)
            if told is not None:
                latest = told
            elif line:
                self._complaint = line[:LONGEST_COMPLAINT]
                self._remarks = f"{self._remarks} {line}"[:LONGEST_COMPLAINT]
        if latest is not None:
            remaining = self._estimate.remaining_s(latest.share, self._clock())
            self.progressed.emit((latest.what, latest.share, remaining))

    @Slot(int, QProcess.ExitStatus)
    def _end(self, status: int, how: QProcess.ExitStatus) -> None:
        self._keep()
        self._hear()
        output = self._printed.decode("utf-8", "replace")
        ok = status == 0 and how is QProcess.ExitStatus.NormalExit
        crashed = how is QProcess.ExitStatus.CrashExit
        if ok:
            sentence = (self.order.says(output) or f"{self.order.title}: done.") + self._remarks
        elif self._cancelled:
            told = "" if crashed or self._complaint == "Interrupted." else self._complaint
            sentence = told or CANCELLED.format(self.order.title)
        else:
            sentence = CRASHED.format(self.order.title) if crashed else self._complaint or last_line(output)
        self._tell(ok, sentence or CRASHED.format(self.order.title), output)

    @Slot(QProcess.ProcessError)
    def _fail(self, problem: QProcess.ProcessError) -> None:
        if problem is QProcess.ProcessError.FailedToStart:
            self._tell(False, NOT_STARTED.format(self.order.title, self._process.errorString()), "")

    def _tell(self, ok: bool, sentence: str, output: str) -> None:
        if not self._over:
            self._over = True
            self._insist.stop()
            cancelled = self._cancelled and not ok
            self.finished.emit(Finished(self.order, ok, sentence[:LONGEST_SENTENCE], output, cancelled))
