"""A long shift at one map for its bench, as fast as it goes: what memory is held from tenth to tenth of it."""

import gc
import sys
from dataclasses import dataclass
from math import nan
from pathlib import Path
from time import monotonic, sleep

import numpy as np
from PySide6.QtWidgets import QApplication

from venule.desk.map.assets.sight import Mode
from venule.desk.map.bench.frames import leave, middle_of
from venule.desk.map.bench.town import Town
from venule.desk.map.camera import Camera, resting
from venule.desk.map.tiles.opening import open_basemap
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.map.view import MapView
from venule.desk.models.shapecolours import Colours
from venule.desk.style.fonts import load_fonts
from venule.desk.style.palette import DARK, LIGHT
from venule.desk.style.tones import STEPS
from venule.domain.geo import to_mercator
from venule.processes.usage import resident_mb

GESTURES_AN_HOUR = 1800
"""One each two seconds, without a pause: more than anybody does."""

FRAMES_A_GESTURE = 8
TENTHS = 10
CHANGES = 1000
"""Statuses that change from gesture to gesture."""

REST_EVERY, REST_S = 5, 2.0
"""After so many gestures the hand rests until the picture is complete, or for so long."""

REACH_DEGREES = 0.05
FARTHEST, NEAREST = 11.0, 18.0
SEED = 20_261_122
OFTEN = {"pan": 0.6, "zoom": 0.2, "choose": 0.05, "colour": 0.05, "filter": 0.03, "mode": 0.03, "dress": 0.02}
SWAP = 0.02
"""How often each gesture is made; the rest are swaps of the base map."""

Record = dict[str, float]


@dataclass(frozen=True, slots=True)
class Shift:
    """How long it is, and what is on the map."""

    hours: float
    assets: int = 100_000
    lines: int = 20_000
    basemap: Path | None = None
    size: tuple[int, int] = (1280, 800)

    @property
    def gestures(self) -> int:
        """How many a hand makes in so many hours; each tenth of the shift has at least one."""
        return max(round(self.hours * GESTURES_AN_HOUR), TENTHS)


def run(shift: Shift) -> dict[str, object]:
    """Work through a shift."""
    application = QApplication.instance() or QApplication([])
    load_fonts()
    worker = Worker()
    begun = monotonic()
    try:
        operator = Operator(shift, worker)
        course = operator.work()
        operator.leave()
    finally:
        worker.stop()
    application.processEvents()
    told = {"hours": shift.hours, "gestures": shift.gestures, "frames": operator.frames, "assets": shift.assets}
    told |= {"lines": shift.lines, "seconds": round(monotonic() - begun), "restarts": operator.restarts}
    return told | {"basemap": shift.basemap.name if shift.basemap else None, "after": course}


class Operator:
    """Works at one map: the same gestures each time."""

    def __init__(self, shift: Shift, worker: Worker) -> None:
        self.frames = 0
        self._shift, self._worker = shift, worker
        self._lives: set[int] = set()
        self._random = np.random.default_rng(SEED)
        ground = open_basemap(shift.basemap, worker) if shift.basemap else None
        self._middle = middle_of(ground)
        if ground is not None:
            ground.close()
        self._town = Town(shift.assets, shift.lines, self._middle)
        self._view = self._begin()

    @property
    def restarts(self) -> int:
        """How often the worker had to be started again."""
        return max(len(self._lives) - 1, 0)

    def work(self) -> dict[str, Record]:
        """All gestures, and what is held after each tenth of them."""
        kinds, often = (*OFTEN, "swap"), (*OFTEN.values(), SWAP)
        course: dict[str, Record] = {}
        for number, kind in enumerate(self._random.choice(kinds, self._shift.gestures, p=often).tolist(), 1):
            self._view.set_status(*self._town.changes(CHANGES))
            getattr(self, f"_{kind}")()
            if number % REST_EVERY == 0:
                self._rest()
            if number * TENTHS // self._shift.gestures > len(course):
                course[f"{(len(course) + 1) * 100 // TENTHS} %"] = self._record()
        return course

    def leave(self) -> None:
        """Close the map."""
        leave(self._view)

    def _begin(self) -> MapView:
        view, town = MapView(DARK, worker=self._worker), self._town
        view.resize(*self._shift.size)
        view.show()
        QApplication.processEvents()
        view.set_assets(town.longitude, town.latitude, town.status)
        if len(town.lines.asset):
            lines = town.lines
            degrees = lines.longitude, lines.latitude
            view.shapes.set_shapes(lines.asset, lines.closed, first=lines.first, part=lines.part, degrees=degrees)
        if self._shift.basemap:
            view.open_basemap(self._shift.basemap)
        return view

    def _record(self) -> Record:
        """What is held now that nothing is under way."""
        self._rest()
        gc.collect()
        process = self._worker.process
        figures = {"desk_mb": resident_mb() or nan, "worker_mb": (process and resident_mb(process)) or nan}
        figures |= {"tiles": self._view.frame.kept_tiles, "tiles_mb": self._view.frame.kept_bytes / 1e6}
        figures |= {"python_objects": len(gc.get_objects()), "python_blocks": sys.getallocatedblocks()}
        return {name: round(value, 1) for name, value in figures.items()}

    def _look(self, camera: Camera) -> None:
        """One frame."""
        self._view.look_from(camera)
        self._view.repaint()
        QApplication.processEvents()
        self.frames += 1
        if self._worker.process is not None:
            self._lives.add(self._worker.process)

    def _rest(self) -> None:
        """Until the picture is complete."""
        end = monotonic() + REST_S
        while not self._view.settled and monotonic() < end:
            sleep(0.005)
            QApplication.processEvents()

    def _pan(self) -> None:
        """A drag; back to somewhere in the town where it would lead too far away."""
        aside = self._random.normal(0.0, self._shift.size[0] / 2, 2) / FRAMES_A_GESTURE
        for _ in range(FRAMES_A_GESTURE):
            self._look(self._view.camera.panned(*aside.tolist()))
        camera = self._view.camera
        at = np.array(self._middle) + self._random.uniform(-REACH_DEGREES, REACH_DEGREES, 2)
        x, y = (float(along[0]) for along in to_mercator(at[:1], at[1:]))
        if max(abs(camera.x - x), abs(camera.y - y)) > 3 * REACH_DEGREES / 360.0:
            self._look(camera.centred(x, y))

    def _zoom(self) -> None:
        """A turn of the wheel, which ends on a quarter step."""
        camera = self._view.camera
        end = resting(min(max(camera.zoom + float(self._random.normal(0.0, 2.0)), FARTHEST), NEAREST))
        for zoom in np.linspace(camera.zoom, end, FRAMES_A_GESTURE).tolist():
            self._look(camera.centred(camera.x, camera.y, zoom))

    def _choose(self) -> None:
        """Some assets; each time others."""
        rows, _ = self._town.changes(int(self._random.integers(1, 50)))
        self._view.set_chosen(rows, int(rows[0]))
        self._look(self._view.camera)

    def _colour(self) -> None:
        """New values of the lines."""
        tone = self._town.tones(STEPS)
        nothing = np.zeros(len(tone), np.int8)
        self._view.shapes.set_colours(Colours(tone, nothing, nothing))
        self._look(self._view.camera)

    def _filter(self) -> None:
        """Half of the assets, or all again."""
        mask = self._random.random(len(self._town.status)) < 0.5
        self._view.set_filter(mask if self._random.random() < 0.5 else None)
        self._look(self._view.camera)

    def _mode(self) -> None:
        """Dots, clusters, or what reads best."""
        self._view.set_mode(list(Mode)[int(self._random.integers(len(Mode)))])
        self._look(self._view.camera)

    def _dress(self) -> None:
        """Dark or light."""
        self._view.set_palette(DARK if self._random.random() < 0.5 else LIGHT)
        self._look(self._view.camera)

    def _swap(self) -> None:
        """No base map for a moment, then the same one opened anew."""
        self._view.set_basemap(None)
        self._look(self._view.camera)
        if self._shift.basemap:
            self._view.open_basemap(self._shift.basemap)
        self._look(self._view.camera)
