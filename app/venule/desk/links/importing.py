"""Links the import sheet: a preview runs beside the desk after each answer, and then the import itself as a job."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from venule.desk.jobs import Finished, Jobs, Order
from venule.desk.models.imports import Answers, NotAPreview, Table, answers_of, mapping_of, read_preview, toml
from venule.desk.style.look import Look
from venule.desk.views.import_sheet import ImportSheet
from venule.desk.views.main_window import MainWindow
from venule.desk.views.search_box import Command
from venule.desk.whole import Unwritten, hindrance, write_whole

SUFFIXES = (".csv", ".tsv", ".txt", ".parquet", ".pq", ".geojson", ".json", ".gpkg", ".inp", ".gz")
FILTER = f"Tables and maps ({' '.join(f'*{suffix}' for suffix in SUFFIXES)})"
PAUSE_MS = 300
MOST_FILES = 1_000
TOO_MANY = "More than a thousand files at once are for `venule import` on the command line."


class ImportLink(QObject):
    """``told`` carries a sentence for the operator, ``imported`` that the open recording has taken something in."""

    told = Signal(str)
    imported = Signal()

    def __init__(self, cache: Path, jobs: Jobs, look: Look, window: MainWindow) -> None:
        super().__init__(window)
        self._cache, self._jobs, self._window = cache, jobs, window
        self.sheet = ImportSheet(look, window.centre, window)
        self._folder = TemporaryDirectory(prefix="venule-import-")
        self._files: tuple[Path, ...] = ()
        self._tables: tuple[Table, ...] = ()
        self._answers: list[Answers] = []
        self._touched = False
        self._place = 0
        self._target = Path()
        self._preview = self._import = 0
        self._asked: Order | None = None
        self._ordered: set[Order] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self._listen()

    def commands(self) -> tuple[Command, ...]:
        """What can be begun from the search."""
        return (Command("Import…", "Ctrl+I", self.ask_files, "open CSV Parquet GeoJSON read"),)

    @Slot()
    def ask_files(self) -> None:
        """Let files be named; the desk goes on meanwhile."""
        dialog = QFileDialog(self._window, "Import", "", FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.begin([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def begin(self, files: Sequence[Path]) -> None:
        """Look at files, before anything is written."""
        if len(files) > MOST_FILES:
            self.told.emit(TOO_MANY)
            return
        self._files, self._tables, self._answers, self._touched, self._place = tuple(files), (), [], False, 0
        self.choose_target(str(free_name(files[0].with_suffix("").with_suffix(".venule"))))
        self.sheet.begin(files)
        self.sheet.open()
        self.look()

    @Slot()
    def look(self) -> None:
        """Have the files read once more, as they are answered now."""
        if self._asked is not None:
            self._jobs.cancel(self._preview)
        arguments = ("import", *map(str, self._files), "--preview", "--json", *self._mapping())
        self._asked = Order("Preview", arguments, quiet=True)
        self._preview = self._jobs.start(self._asked)

    @Slot(object)
    def correct(self, answers: Answers) -> None:
        """A person has said otherwise. A zone holds for the other tables too that name none: they came together."""
        if not self._tables:
            return
        self._answers = [other if other.zone else replace(other, zone=answers.zone) for other in self._answers]
        self._answers[self._place] = answers
        self._touched = True
        self.sheet.show_table(self._tables, self._place, answers)
        self.sheet.tell("Reading it again…")
        self._pause.start()

    @Slot(int)
    def choose_table(self, place: int) -> None:
        """Show another of the tables."""
        if place < len(self._tables):
            self._place = place
            self.sheet.show_table(self._tables, place, self._answers[place])

    @Slot()
    def start(self) -> None:
        """Import what was looked at."""
        into = self._cache if self.sheet.into_open else self._target
        if problem := hindrance(into):
            self.sheet.tell(problem, True)
            return
        title = f"Import {self._files[0].name}" + (f" and {len(self._files) - 1} more" if len(self._files) > 1 else "")
        arguments = ("import", *map(str, self._files), "--cache", str(into), *self._mapping(kept=True))
        order = Order(title, arguments, None if self.sheet.into_open else into)
        if self._jobs.start(order):
            self._ordered.add(order)
            self.sheet.put_away()

    @Slot()
    def ask_target(self) -> None:
        """Let the new recording be named."""
        dialog = self._saving("New recording", "Recording (*.venule)", "venule", self._target)
        dialog.fileSelected.connect(self.choose_target)
        dialog.open()

    @Slot(str)
    def choose_target(self, name: str) -> None:
        """Take a name for the new recording."""
        self._target = Path(name)
        self.sheet.set_target(self._target)

    @Slot()
    def ask_mapping(self) -> None:
        """Let a mapping be named that answers the same questions next time."""
        proposed = self._files[0].with_suffix(".toml")
        dialog = self._saving("Save as a mapping", "Mapping (*.toml)", "toml", proposed)
        dialog.fileSelected.connect(self.save_mapping)
        dialog.open()

    @Slot(str)
    def save_mapping(self, name: str) -> None:
        """Write the mapping."""
        try:
            write_whole(Path(name), self._written().encode())
        except Unwritten as problem:
            self.told.emit(str(problem))
        else:
            self.told.emit(f"Saved as {Path(name).name}: `venule import --mapping` reads such files with it.")

    @Slot(object)
    def take(self, finished: Finished) -> None:
        """A preview is there, or an import is done."""
        if finished.order in self._ordered:
            self._ordered.discard(finished.order)
            if finished.order.makes is None:
                self.imported.emit()
        elif finished.order is self._asked:
            self._asked = None
            self._show(finished)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is dropped on the window, where nothing on it has a use for it."""
        if watched is self._window and isinstance(event, QDropEvent):  # entering and moving are events of this class
            files = files_in(event.mimeData())
            if files:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.begin(files)
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def end(self) -> None:
        """Leave nothing behind."""
        self._pause.stop()
        self._folder.cleanup()

    def _show(self, finished: Finished) -> None:
        if not finished.ok:
            if not finished.cancelled:
                self.sheet.tell(finished.sentence)
            return
        try:
            tables = read_preview(finished.output)
        except NotAPreview as problem:
            self.sheet.tell(str(problem))
            return
        if not tables:
            return
        self._tables = tables
        if len(self._answers) != len(tables):
            self._answers = [answers_of(table) for table in tables]
        else:
            self._answers = [renewed(was, table) for was, table in zip(self._answers, tables, strict=True)]
        self.choose_table(min(self._place, len(tables) - 1))

    def _mapping(self, *, kept: bool = False) -> tuple[str, ...]:
        """What a command is told of the answers; nothing where nobody changed anything."""
        if not self._touched:
            return ()
        path = Path(self._folder.name) / (f"{self._import}.toml" if kept else "preview.toml")
        self._import += kept
        path.write_text(self._written(), encoding="utf-8")
        return ("--mapping", str(path))

    def _written(self) -> str:
        pairs = zip(self._tables, self._answers, strict=True)
        return toml([mapping_of(table, answers) for table, answers in pairs])

    def _saving(self, title: str, kind: str, suffix: str, proposed: Path) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(proposed), kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(proposed.name)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _listen(self) -> None:
        sheet = self.sheet
        sheet.files_asked.connect(self.ask_files)
        sheet.changed.connect(self.correct)
        sheet.table_chosen.connect(self.choose_table)
        sheet.import_asked.connect(self.start)
        sheet.target_asked.connect(self.ask_target)
        sheet.save_asked.connect(self.ask_mapping)
        self._jobs.finished.connect(self.take)
        self._window.closed.connect(self.end)
        self._window.setAcceptDrops(True)
        self._window.installEventFilter(self)


def renewed(was: Answers, table: Table) -> Answers:
    """The answers of a person beside what the file was read as with them."""
    now = answers_of(table)
    columns = tuple(
        replace(new, role=old.role, stands_for=old.stands_for, unit=old.unit)
        for old, new in zip(was.columns, now.columns, strict=True)
    )
    return replace(was, columns=columns)


def files_in(mime: QMimeData) -> list[Path]:
    """The files of a drag, where all of them can be imported."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return paths if paths and all(path.suffix.lower() in SUFFIXES for path in paths) else []


def free_name(path: Path) -> Path:
    """The path, or one beside it with a number, where nothing is yet."""
    if not path.exists():
        return path
    others = (path.with_stem(f"{path.stem} {number}") for number in range(2, MOST_FILES))
    return next((other for other in others if not other.exists()), path)
