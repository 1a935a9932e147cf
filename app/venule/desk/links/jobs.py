"""Links the jobs: a strip at the foot of the window shows them, what they made is opened, all end with the desk."""

from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from venule.desk.jobs import Finished, Jobs, Order
from venule.desk.jobs.child import command_line
from venule.desk.jobs.strip import JobStrip
from venule.desk.views.main_window import MainWindow
from venule.desk.views.search_box import Command

RECORDING = ".venule"
MIB = 1 << 20
GONE = "{} is not there any more."


class JobLink(QObject):
    """``told`` carries a sentence for the operator."""

    told = Signal(str)

    def __init__(self, cache: Path, window: MainWindow) -> None:
        super().__init__(window)
        self._cache = cache
        self.jobs = Jobs(self)
        self.strip = JobStrip()
        window.add_to_foot(self.strip)
        self.jobs.changed.connect(self.strip.show_jobs)
        self.jobs.refused.connect(self.told)
        self.jobs.finished.connect(self._tell)
        self.strip.cancelled.connect(self.jobs.cancel)
        self.strip.dismissed.connect(self.jobs.dismiss)
        self.strip.opened.connect(self.open)
        window.closed.connect(self.jobs.end)

    def commands(self) -> tuple[Command, ...]:
        """What can be begun from the search."""
        return (
            Command("Verify the recording", "", self.verify),
            Command("Compact the recording", "", self.compact),
        )

    @Slot()
    def verify(self) -> None:
        """Have every part of the file read and checked."""
        self.jobs.start(Order(f"Verify {self._cache.name}", ("verify", str(self._cache)), reads=True))

    @Slot()
    def compact(self) -> None:
        """Have the file packed as small as it goes; a recorder that writes it is told of in a sentence."""
        before = size_of(self._cache)

        def says(_: str) -> str:
            after = size_of(self._cache)
            return f"{self._cache.name} is compact: {before / MIB:,.1f} MiB before, {after / MIB:,.1f} MiB now."

        self.jobs.start(Order(f"Compact {self._cache.name}", ("compact", str(self._cache)), says=says))

    @Slot(object)
    def open(self, path: Path) -> None:
        """Open what a job has made: a recording in a desk of its own, all else with what the system has for it."""
        if not path.exists():
            self.told.emit(GONE.format(path.name))
        elif path.suffix == RECORDING:
            QProcess.startDetached(*command_line(("desk", str(path))))
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.resolve())))

    @Slot(object)
    def _tell(self, finished: Finished) -> None:
        """A job that failed is told of at once; one that went well stands in the strip."""
        if not finished.ok and not finished.cancelled and not finished.order.quiet:
            self.told.emit(finished.sentence)


def size_of(path: Path) -> int:
    """Bytes of a recording and of what is not folded into it yet."""
    log = path.with_name(f"{path.name}-wal")
    return sum(file.stat().st_size for file in (path, log) if file.exists())
