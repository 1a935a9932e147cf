"""Times of the map's frames, so that ``venule bench map`` can say them on any machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from venule.desk.map.assets.layer import AssetLayer
from venule.desk.map.assets.sight import Mode
from venule.desk.map.bench.drive import BATCHES_A_S, CHANGES_A_S, Drive, Scene, milliseconds
from venule.desk.map.bench.town import MIDDLE, Town
from venule.desk.map.camera import Camera
from venule.desk.map.tiles.basemap import Basemap
from venule.desk.map.tiles.opening import open_basemap
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.map.view import MapView
from venule.desk.style.fonts import load_fonts
from venule.desk.style.palette import DARK
from venule.domain.geo import from_mercator, to_mercator

SIZES = (10_000, 100_000, 1_000_000)
WINDOW = (1280, 800)
PICKS = 200
FAR, NEAR, STREET = 12.5, 14.5, 17.0
WAYS = {
    "clusters": (Mode.CLUSTERS, (FAR, NEAR)),
    "dots": (Mode.DOTS, (FAR, NEAR)),
    "street": (Mode.AUTOMATIC, (STREET,)),
}
"""How assets are shown, and at which zooms a pan is measured."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is measured: towns of these sizes, with so many lines, on a base map or none, in a window of some size."""

    assets: tuple[int, ...] = SIZES
    lines: int = 0
    basemap: Path | None = None
    size: tuple[int, int] = WINDOW


def scenes(wishes: Wishes) -> Iterator[Scene]:
    """The assets alone, with each wish, and with all of them; each also while statuses change."""
    grounds = {(False, False), (wishes.basemap is not None, False), (False, wishes.lines > 0)}
    grounds.add((wishes.basemap is not None, wishes.lines > 0))
    for basemap, lines in sorted(grounds):
        for changing in (False, True):
            yield Scene(basemap, lines, changing)


def run(wishes: Wishes | None = None) -> dict[str, object]:
    """Measure each town: building, changes, picks, memory, and synchronous frames of panning and zooming, in ms."""
    application = QApplication.instance() or QApplication([])  # held until the last frame
    load_fonts()
    wanted = wishes or Wishes()
    figures = {str(count): measure(count, wanted) for count in wanted.assets}
    application.processEvents()
    width, height = wanted.size
    told: dict[str, object] = {"width": width, "height": height, "changes_per_s": CHANGES_A_S, "lines": wanted.lines}
    return told | {"basemap": wanted.basemap.name if wanted.basemap else None, "assets": figures}


def measure(count: int, wishes: Wishes) -> dict[str, object]:
    """All figures for one town."""
    worker = Worker()
    ground = open_basemap(wishes.basemap, worker) if wishes.basemap else None
    try:
        found, middle, frames = layer_figures(Town(count)), middle_of(ground), {}
        for scene in scenes(wishes):
            town = Town(count, wishes.lines if scene.lines else 0, middle)
            frames[scene.name] = scene_figures(town, scene, wishes, worker)
        found["frames"] = frames
    finally:
        if ground is not None:
            ground.close()
        worker.stop()
    return found


def layer_figures(town: Town) -> dict[str, object]:
    """What the assets cost without any painting."""
    layer, rows = AssetLayer(DARK), town.assets
    x, y = to_mercator(town.longitude, town.latitude)
    build_ms = milliseconds(lambda: layer.set_assets(x, y, town.status, np.zeros(rows, np.int32), ()))
    layer.set_status(*town.changes(1))  # the first call ever loads parts of numpy
    batches = [town.changes(CHANGES_A_S) for _ in range(BATCHES_A_S)]
    changes = [milliseconds(partial(layer.set_status, *batch)) for batch in batches]
    passing = town.status % 2 == 0
    filters = [milliseconds(partial(layer.set_filter, mask)) for mask in (passing, None) * 3]
    lasting_ids = 8 * rows
    return {
        "build_ms": build_ms,
        "changes_10k_ms": round(float(np.median(changes)), 3),
        "filter_ms": round(float(np.median(filters)), 3),
        "memory_bytes": layer.nbytes + lasting_ids,
        "pick_ms": {name: pick_ms(layer, mode, zooms[-1]) for name, (mode, zooms) in WAYS.items()},
    }


def pick_ms(layer: AssetLayer, mode: Mode, zoom: float) -> float:
    """The median time in which what lies under a pixel is found."""
    layer.set_mode(mode)
    bounds = layer.pyramid.bounds
    if bounds is None:
        return 0.0
    x, y = (bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2
    camera = Camera(x, y, zoom, *WINDOW)
    layer.badges(camera)
    pixels = np.random.default_rng(1).uniform(0.0, WINDOW, (PICKS, 2)).tolist()
    return round(float(np.median([milliseconds(partial(layer.pick, camera, *at)) for at in pixels])), 4)


def scene_figures(town: Town, scene: Scene, wishes: Wishes, worker: Worker) -> dict[str, object]:
    """The frames of one scene."""
    view = MapView(DARK, worker=worker)
    view.resize(*wishes.size)
    view.show()
    QApplication.processEvents()  # a window that is not yet exposed paints nothing
    view.set_assets(town.longitude, town.latitude, town.status)
    if scene.basemap and wishes.basemap:
        view.open_basemap(wishes.basemap)
    if scene.lines:
        lines = town.lines
        degrees = lines.longitude, lines.latitude
        view.shapes.set_shapes(lines.asset, lines.closed, first=lines.first, part=lines.part, degrees=degrees)
    drive = Drive(view, town, scene)
    try:
        return {way: drive.figures(*how) for way, how in WAYS.items()}
    finally:
        leave(view)


def leave(view: MapView) -> None:
    """Close a map; its deletion is carried out at once, which Qt leaves to an event loop that a bench has not."""
    view.set_basemap(None)
    nothing, none = np.empty(0), np.empty(0, np.int32)
    view.shapes.set_shapes(none, none.astype(np.bool_), first=none, part=none, degrees=(nothing, nothing))
    view.close()
    view.deleteLater()
    QCoreApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete.value)


def middle_of(ground: Basemap | None) -> tuple[float, float]:
    """Where a town belongs: on the middle of its base map."""
    if ground is None or ground.bounds is None:
        return MIDDLE
    bounds = ground.bounds
    x, y = np.array([(bounds.left + bounds.right) / 2]), np.array([(bounds.top + bounds.bottom) / 2])
    longitude, latitude = from_mercator(x, y)
    return float(longitude[0]), float(latitude[0])
