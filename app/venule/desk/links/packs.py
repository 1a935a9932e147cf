"""Links the sheet for offline areas: what is chosen is weighed, packed in a thread, and told when it is there."""

import math
from pathlib import Path

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, QThreadPool, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from venule.config import BasemapSettings
from venule.desk.links.basemaps import BasemapLink
from venule.desk.map.camera import WORLD_PX, Bounds
from venule.desk.map.events import view_of
from venule.desk.map.tiles.basemap import UnreadableBasemap
from venule.desk.map.tiles.folder import ARCHIVES, first_archive
from venule.desk.map.tiles.packing.area import Area
from venule.desk.map.tiles.packing.estimate import WrongArea, checked
from venule.desk.map.tiles.packing.onlinesupply import Errands
from venule.desk.map.tiles.packing.packer import Made, Packer, Progress
from venule.desk.map.tiles.packing.supply import Supply, archive_supply
from venule.desk.map.tiles.packing.weighing import Scales, Weighed, Weighing
from venule.desk.map.view import MapView
from venule.desk.models.wording import age, plural
from venule.desk.views.main_window import MainWindow
from venule.desk.views.pack_sheet import Box, Chosen, PackSheet
from venule.desk.views.search_box import Command
from venule.domain.geo import to_mercator
from venule.domain.instant import SECOND

NOTHING_CHOSEN = "There is no base map to save an area of: choose one with Ctrl+K, Base map."
A_PLAN = "{} is a town plan, which is one file already: copy it."
FEW_SECONDS = 2
DEEPER = 2
"""How many zooms beyond what is in view are proposed."""

KB = 1000.0


class PackLink(QObject):
    """One pack at a time. ``told`` carries a sentence for the operator."""

    told = Signal(str)

    def __init__(self, view: MapView, basemaps: BasemapLink, window: MainWindow) -> None:
        super().__init__(window)
        self._view, self._basemaps, self._window = view, basemaps, window
        self.sheet = PackSheet(view, window)
        self._supply: Supply | None = None
        self._errands: Errands | None = None
        self._area: Area | None = None
        self._packer: Packer | None = None
        self._since = QElapsedTimer()
        self._scales = Scales()
        self._scales.weighed.connect(self._show_weight)
        self.sheet.changed.connect(self.weigh)
        self.sheet.view_asked.connect(self.take_view)
        self.sheet.save_asked.connect(self.ask_file)
        self.sheet.stop_asked.connect(self.stop)
        self.sheet.left.connect(self._leave)
        view.view_moved.connect(self._show_zoom)
        window.closed.connect(self.end)

    def commands(self) -> tuple[Command, ...]:
        """What can be chosen."""
        return (Command("Base map: save an area for offline…", "", self.open),)

    @Slot()
    def open(self) -> None:
        """Show the sheet for the base map that is seen, or say why there is none."""
        if self._packer is not None:
            self.sheet.bring_back()
            return
        self._let_go()
        try:
            supply = self._supply = self._supplied()
        except UnreadableBasemap as problem:
            self.told.emit(str(problem))
            return
        seen = self._seen(supply)
        chosen = Chosen(self._box(), supply.zooms[0], min(seen + DEEPER, supply.zooms[1]))
        self.sheet.open(supply.name, supply.zooms, chosen)
        self.sheet.set_seen(seen)
        self.weigh(self.sheet.chosen)

    @Slot()
    def take_view(self) -> None:
        """Take the box that is in view."""
        self.sheet.set_box(self._box())

    @Slot(object)
    def weigh(self, chosen: Chosen) -> None:
        """Have an area weighed."""
        if self._supply is None or self._packer is not None:
            return
        area = area_of(chosen).within(self._supply.bounds, self._supply.zooms)
        self._area = area
        self._view.outline(area.bounds)
        try:
            tiles = checked(area, self._supply)
        except WrongArea as problem:
            self.sheet.tell(str(problem))
            return
        self.sheet.tell(f"{plural(tiles, 'tile')}, being weighed…")
        QThreadPool.globalInstance().start(Weighing(area, self._supply, self._scales))

    @Slot()
    def ask_file(self) -> None:
        """Let the file be named."""
        name = f"{Path(self._supply.name).stem} area.pmtiles" if self._supply is not None else ""
        dialog = QFileDialog(self._window, "Save the area as", name, "PMTiles (*.pmtiles)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pmtiles")
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def save(self, name: str) -> None:
        """Make the pack."""
        path = Path(name)
        if self._supply is None or self._area is None or self._packer is not None:
            return
        if self._supply.path is not None and path.resolve() == self._supply.path.resolve():
            self.sheet.tell(f"{path.name} is the base map that the area is taken of: choose another name.", True)
            return
        self._packer = Packer(self._supply, self._area, path, self)
        self._packer.progressed.connect(self._show_progress)
        self._packer.made.connect(self._finish)
        self._since.start()
        self.sheet.set_packing(True)
        self._packer.start()

    @Slot()
    def stop(self) -> None:
        """End the pack that is being made, and leave nothing of it."""
        if self._packer is not None:
            self._packer.stop()

    @Slot()
    def _leave(self) -> None:
        """The sheet is put away; a pack that is being made goes on."""
        self._view.outline(None)

    @Slot()
    def end(self) -> None:
        """The desk closes."""
        if self._packer is not None:
            self._packer.stop()
            self._packer.wait()
        self._let_go()

    def _supplied(self) -> Supply:
        """The base map in view as the source of a pack; raises :class:`UnreadableBasemap`."""
        chosen = self._basemaps.chosen
        if chosen is None:
            raise UnreadableBasemap(NOTHING_CHOSEN)
        if isinstance(chosen, BasemapSettings):
            self._errands = self._basemaps.servers.errands(chosen)
            return self._errands.supply()
        path = first_archive(chosen) if chosen.is_dir() else chosen
        if path.suffix.lower() not in ARCHIVES:
            raise UnreadableBasemap(A_PLAN.format(path.name))
        return archive_supply(path)

    def _box(self) -> Box:
        seen = view_of(self._view.camera)
        return Box(seen.west, seen.south, seen.east, seen.north)

    def _seen(self, supply: Supply) -> int:
        """The source's zoom that is on the map."""
        lowest, highest = supply.zooms
        return min(max(round(self._view.camera.zoom + math.log2(WORLD_PX / supply.tile_px)), lowest), highest)

    @Slot(object)
    def _show_zoom(self, _: object) -> None:
        if self._supply is not None:
            self.sheet.set_seen(self._seen(self._supply))

    @Slot(object)
    def _show_weight(self, weighed: Weighed) -> None:
        if weighed.area != self._area or self._packer is not None:
            return
        found = weighed.estimate
        if found is None:
            self.sheet.tell(weighed.problem)
        else:
            guess = "" if found.sampled else ", as a guess"
            self.sheet.tell(f"{plural(found.tiles, 'tile')}, about {size_words(found.bytes)}{guess}", True)

    @Slot(object)
    def _show_progress(self, progress: Progress) -> None:
        share = progress.done / max(progress.tiles, 1)
        told = f"{progress.done:,} of {plural(progress.tiles, 'tile')} · {size_words(progress.bytes)}"
        passed_s = self._since.elapsed() / 1000
        if share and passed_s > FEW_SECONDS:
            told += f" · about {age(round(passed_s * (1 - share) / share * SECOND))} left"
        self.sheet.show_progress(share, told)

    @Slot(object)
    def _finish(self, made: Made) -> None:
        """The pack is there, or not."""
        assert self._packer is not None
        self._packer.wait()
        self._packer.deleteLater()
        self._packer = None
        self.sheet.set_packing(False)
        told = "Stopped: no file was written."
        if made.problem:
            told = made.problem
        elif made.tiles:
            told = f"{made.path.name} is written: {plural(made.tiles, 'tile')}, {size_words(made.bytes)}."
        self.sheet.tell(told, True)
        if not self.sheet.isVisible():
            self.told.emit(told)

    def _let_go(self) -> None:
        """Nothing more is wanted of a server."""
        if self._errands is not None:
            self._errands.leave()
            self._errands.deleteLater()
            self._errands = None


def area_of(chosen: Chosen) -> Area:
    """Degrees as an area of the unit square."""
    box = chosen.box
    x, y = to_mercator(np.array([box.west, box.east]), np.array([box.north, box.south]))
    return Area(Bounds(float(x[0]), float(y[0]), float(x[1]), float(y[1])), chosen.lowest, chosen.highest)


def size_words(size: int) -> str:
    """``820 KB``, ``12 MB``, ``1.4 GB``."""
    scaled = max(size, 1) / KB
    for unit in ("KB", "MB"):
        if scaled < KB:
            return f"{scaled:,.1f} {unit}" if scaled < 10 else f"{scaled:,.0f} {unit}"
        scaled /= KB
    return f"{scaled:,.1f} GB"
