"""Links the chosen stretch of time to a job that cuts it out as a recording of its own, with all that belongs to it."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from venule.desk.jobs import Jobs, Order
from venule.desk.session import Session
from venule.desk.timebar.view import TimeBar
from venule.desk.views.main_window import MainWindow
from venule.desk.views.search_box import Command
from venule.domain.instant import Instant, to_datetime, to_iso

NO_STRETCH = "Choose a stretch on the time bar first: [ begins it, and ] ends it."
WRITTEN = "{} is written, with its manifest beside it."
ENDING = ".venule"


class CutLink(QObject):
    """``told`` carries a sentence for the operator."""

    told = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, time_bar: TimeBar, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._jobs, self._time_bar, self._window = session, jobs, time_bar, window

    def commands(self) -> tuple[Command, ...]:
        """What can be begun from the search."""
        return (Command("Cut out the chosen stretch as a recording…", "", self.ask_file, "export incident"),)

    @Slot()
    def ask_file(self) -> None:
        """Let a file be named; the desk goes on meanwhile."""
        chosen = self._time_bar.stretch
        if chosen is None:
            self.told.emit(NO_STRETCH)
            return
        start, end = chosen.start, chosen.end
        cache = self._session.cache
        proposed = cache.with_name(f"{cache.stem} {to_datetime(start):%Y-%m-%d %H%M}{ENDING}")
        dialog = QFileDialog(self._window, "Cut out", str(proposed), f"Recordings (*{ENDING})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING.removeprefix("."))
        dialog.fileSelected.connect(lambda path: self.start(Path(path), start, end))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def start(self, out: Path, start: Instant, end: Instant) -> None:
        """Have the recording written."""
        cache, profile = self._session.cache, self._session.profile
        arguments = ["export", str(cache), "-o", str(out), "--from", to_iso(start), "--to", to_iso(end), "--layouts"]
        if profile is not None and profile.is_file():
            arguments += ["--profile", str(profile)]
        title = f"Cut out {out.name}"
        self._jobs.start(Order(title, tuple(arguments), out, lambda _: WRITTEN.format(out.name)))
