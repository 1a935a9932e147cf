"""Links the export sheet: what is on the screen becomes the arguments of a job that writes a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from venule.desk.jobs import Jobs, Order
from venule.desk.models.city import CityModel
from venule.desk.models.selection import Selection
from venule.desk.models.wording import full_time, plural
from venule.desk.style.look import Look
from venule.desk.timebar.view import TimeBar
from venule.desk.trends.line import TrendLine
from venule.desk.trends.view import TrendView
from venule.desk.views.export_sheet import FORMATS, Chosen, ExportSheet, Format, Offer
from venule.desk.views.main_window import MainWindow
from venule.desk.views.search_box import Command
from venule.desk.whole import hindrance
from venule.domain.basis import Basis
from venule.domain.instant import Instant, to_iso

MOST_ASSETS = 500
"""Assets that are named one by one on a command line, which has an end."""

TOO_MANY = "More than {} assets are chosen: export everything, or choose fewer."
WRITTEN = "{} is written, {:,.1f} MiB."
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class What:
    """Assets as ``network/name``, datastreams as ``network/asset/name``; nothing named means all."""

    assets: tuple[str, ...] = ()
    datastreams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """From ``start`` until before ``end``, recorded by ``known_by``; none of them means as far as there is anything."""

    start: Instant | None = None
    end: Instant | None = None
    known_by: Instant | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """What there is to see."""

    city: CityModel
    selection: Selection
    trends: TrendView
    time_bar: TimeBar


class ExportLink(QObject):
    """``told`` carries a sentence for the operator."""

    told = Signal(str)

    def __init__(self, cache: Path, jobs: Jobs, look: Look, screen: Screen, window: MainWindow) -> None:
        super().__init__(window)
        self._cache, self._jobs, self._screen, self._window = cache, jobs, screen, window
        self.sheet = ExportSheet(look, window.centre, window)
        self.sheet.save_asked.connect(self.ask_file)

    def commands(self) -> tuple[Command, ...]:
        """What can be begun from the search."""
        return (Command("Export…", "Ctrl+E", self.open, "save CSV Parquet GeoJSON"),)

    @Slot()
    def open(self) -> None:
        """Propose what is on the screen."""
        whats, whens = self._whats(), self._whens()
        chosen_stretch = self._screen.time_bar.stretch is not None
        self.sheet.open(whats, whens, len(whats) - 1, 1 if chosen_stretch or len(whats) > 1 else 0)

    @Slot(object)
    def ask_file(self, chosen: Chosen) -> None:
        """Let a file be named; the desk goes on meanwhile."""
        if isinstance(chosen.what, What) and len(chosen.what.assets) > MOST_ASSETS:
            self.told.emit(TOO_MANY.format(MOST_ASSETS))
            return
        name = self._cache.with_name(f"{self._cache.stem} export.{chosen.format}")
        dialog = QFileDialog(self._window, "Export", str(name), f"{FORMATS[chosen.format]} (*.{chosen.format})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(chosen.format.value)
        dialog.fileSelected.connect(lambda path: self.start(chosen, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def start(self, chosen: Chosen, out: Path) -> None:
        """Have the file written; the sheet stays where that is not possible."""
        if problem := hindrance(out):
            self.told.emit(problem)
            return

        def says(_: str) -> str:
            return WRITTEN.format(out.name, out.stat().st_size / MIB)

        order = Order(f"Export {out.name}", arguments(self._cache, chosen, out), out, says)
        if self._jobs.start(order):
            self.sheet.put_away()

    def _whats(self) -> list[Offer]:
        found = [Offer("everything", What())]
        catalogue = self._screen.city.catalogue
        rows = self._screen.selection.chosen.tolist()
        asset = self._screen.selection.asset
        rows = rows or ([] if asset is None else [asset])
        if rows:
            names = tuple(map(catalogue.full_name, rows))
            found.append(Offer(f"the chosen {plural(len(rows), 'asset')}", What(names)))
        lines = list(sources(self._screen.trends.lines))
        if lines:
            names = tuple(dict.fromkeys(f"{line.network}/{line.asset}/{line.quantity.name}" for line in lines))
            found.append(Offer(f"what the trends show: {plural(len(names), 'datastream')}", What((), names)))
        return found

    def _whens(self) -> list[Offer]:
        """All of it; the chosen stretch; what the trends show; what the time bar shows."""
        found = [Offer("all of the recording", When())]
        stretch, stage = self._screen.time_bar.stretch, self._screen.trends.stage
        if stretch is not None:
            found.append(_offer("the chosen stretch", stretch.start, stretch.end))
        if self._screen.trends.lines:
            end = max(stage.window.start, min(stage.window.end, stage.now))  # they show nothing ahead of the clock
            back = not stage.clock.live and stage.clock.basis is Basis.KNOWN
            found.append(_offer("the trends' time", stage.window.start, end + 1, stage.now if back else None))
        found.append(_offer("the time bar's time", *self._screen.time_bar.span))
        return found


def _offer(title: str, start: Instant, end: Instant, known_by: Instant | None = None) -> Offer:
    return Offer(f"{title}: {full_time(start)} – {full_time(end)}", When(start, end, known_by))


def sources(lines: Sequence[TrendLine]) -> Iterator[TrendLine]:
    """The datastreams behind lines, those of made ones among them; not what a ghost is only compared with."""
    for line in lines:
        if line.made is None:
            yield line
        else:
            yield from sources(line.made.parts[:1] if line.manner.ghost else line.made.parts)


def arguments(cache: Path, chosen: Chosen, out: Path) -> tuple[str, ...]:
    """The command that writes it."""
    what, when = chosen.what, chosen.when
    assert isinstance(what, What)
    assert isinstance(when, When)
    times = (("--from", when.start), ("--to", when.end))
    told = [f"{name}={to_iso(at)}" for name, at in times if at is not None]
    if chosen.format is not Format.RECORDING:
        told += [f"--known-by={to_iso(when.known_by)}"] if when.known_by is not None else []
        told += [f"--asset={name}" for name in what.assets]
        told += [f"--datastream={name}" for name in what.datastreams]
    return ("export", str(cache), f"--out={out}", f"--format={chosen.format}", *told)
