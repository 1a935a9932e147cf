"""A drive over a map for its bench: every frame painted at once and timed, while what changes changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter, sleep, thread_time

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from venule.desk.map.assets.sight import Mode
from venule.desk.map.bench.town import Town
from venule.desk.map.camera import Camera
from venule.desk.map.view import MapView
from venule.desk.models.shapecolours import Colours
from venule.desk.style.tones import STEPS
from venule.domain.geo import Floats, to_mercator

FRAMES = 120
FRAMES_A_S = 60
CHANGES_A_S = 10_000
BATCHES_A_S = 10
COLOURS_A_S = 2
PICTURE_S = 20.0
"""No more than this is waited for the tiles of the first view."""

PAN_PX = (6.0, 3.0)
SWEEP = 3.0
TURN = 6
"""How far a finger turns the wheel from frame to frame, in eighths of a degree: three levels in 120 frames."""

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Scene:
    """What is on the map beside its assets, and whether their statuses change all the time."""

    basemap: bool
    lines: bool
    changing: bool

    @property
    def name(self) -> str:
        """All of it in words."""
        words = [word for word in ("basemap", "lines", "changing") if getattr(self, word)]
        return " + ".join(words) or "assets alone"


class Drive:
    """Leads one map along ways, a frame after another."""

    def __init__(self, view: MapView, town: Town, scene: Scene) -> None:
        self._view, self._town, self._scene = view, town, scene
        self._frame = 0
        longitude, latitude = np.nanmedian(town.longitude), np.nanmedian(town.latitude)
        x, y = to_mercator(np.array([longitude]), np.array([latitude]))
        self._middle = view.camera.centred(float(x[0]), float(y[0]))

    def figures(self, mode: Mode, zooms: Sequence[float]) -> dict[str, Figures]:
        """Frames of a pan at each of some zooms, and of a sweep of the wheel over three levels around them."""
        self._view.set_mode(mode)
        steps = np.arange(FRAMES // len(zooms)) - FRAMES // len(zooms) / 2
        begin = self._at(sum(zooms) / len(zooms) - SWEEP / 2)
        pans = [[self._at(zoom).panned(*(aside * step for aside in PAN_PX)) for step in steps] for zoom in zooms]
        panned = [self._times(way[0], [partial(self._view.look_from, camera) for camera in way]) for way in pans]
        turned = self._times(begin, [self._turn] * FRAMES)
        return {"pan": spread(np.concatenate(panned)), "zoom": spread(turned)}

    def _at(self, zoom: float) -> Camera:
        return self._middle.centred(self._middle.x, self._middle.y, zoom)

    def _turn(self) -> None:
        """A little turn of the wheel in the middle of the map, as a touch pad gives it: the map knows that it zooms."""
        view, at = self._view, QPointF(self._view.width() / 2, self._view.height() / 2)
        none, buttons, keys = QPoint(), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        turn, phase = QPoint(0, TURN), Qt.ScrollPhase.NoScrollPhase
        inverted = False  # named, as Qt takes it by its place alone
        globally = view.mapToGlobal(at)
        QApplication.sendEvent(view, QWheelEvent(at, globally, none, turn, buttons, keys, phase, inverted))

    def _times(self, begin: Camera, moves: Sequence[Callable[[], None]]) -> Floats:
        """How long each of some moves takes with its frame, and how long the processor works on it."""
        for _ in range(2):  # a turn before may still have been coming to rest
            self._view.look_from(begin)
            self._wait_for_picture()
        return np.array([self._paint(move) for move in moves])

    def _wait_for_picture(self) -> None:
        """Until every tile of the view has come."""
        end = perf_counter() + PICTURE_S
        self._view.repaint()
        QApplication.processEvents()
        while not self._view.settled and perf_counter() < end:
            sleep(0.01)
            QApplication.processEvents()

    def _paint(self, move: Callable[[], None]) -> tuple[float, float]:
        """One frame with what changes before it: how long it takes, and how long the processor works on it."""
        begin, used = perf_counter(), thread_time()
        self._change()
        move()
        self._view.repaint()
        took, cpu = perf_counter() - begin, thread_time() - used
        QApplication.processEvents()
        if self._scene.basemap or self._scene.lines:  # whoever paints tiles is to have the time it has in life
            sleep(max(1.0 / FRAMES_A_S - (perf_counter() - begin), 0.0))
        return took, cpu

    def _change(self) -> None:
        """Ten times a second a batch of statuses, and twice a second other colours of all lines."""
        self._frame += 1
        if not self._scene.changing:
            return
        if self._frame % (FRAMES_A_S // BATCHES_A_S) == 0:
            self._view.set_status(*self._town.changes(CHANGES_A_S // BATCHES_A_S))
        if self._scene.lines and self._frame % (FRAMES_A_S // COLOURS_A_S) == 0:
            tone = self._town.tones(STEPS)
            nothing = np.zeros(len(tone), np.int8)
            self._view.shapes.set_colours(Colours(tone, nothing, nothing))


def spread(times: Floats) -> Figures:
    """Median, 95th percentile and worst of a frame, and of the processor's own time the 95th percentile."""
    frames, cpu = times.T * 1e3
    median, late, worst = np.percentile(frames, (50, 95, 100))
    named = {"median_ms": median, "p95_ms": late, "max_ms": worst, "cpu_p95_ms": np.percentile(cpu, 95)}
    return {name: round(float(value), 2) for name, value in named.items()}


def milliseconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    start = perf_counter()
    work()
    return round((perf_counter() - start) * 1e3, 3)
