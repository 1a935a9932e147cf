"""Times of the map's frames, so that ``venule bench map`` can say them on any machine."""

from collections.abc import Callable
from time import perf_counter

import numpy as np
from PySide6.QtWidgets import QApplication

from venule.desk.map.camera import Camera, resting
from venule.desk.map.view import MapView
from venule.desk.style.palette import DARK
from venule.domain.geo import Floats

SIZES = (15_000, 160_000, 1_000_000)
WIDTH, HEIGHT = 1280, 800
FRAMES = 120
CHANGES = 10_000
SHARES = (0.93, 0.03, 0.01, 0.02, 0.01)
TOWN_DEGREES = 0.06
STREETS = 240
SEED = 20_261_101
VIEWS = {"town": 12.5, "district": 14.5, "street": 17.0}

Figures = dict[str, float]


def run(assets: tuple[int, ...] = SIZES) -> dict[str, object]:
    """Measure towns of these sizes: building, status changes, and synchronous frames of panning and zooming, in ms."""
    application = QApplication.instance() or QApplication([])  # held until the last frame
    figures = {str(count): measure(count) for count in assets}
    application.processEvents()
    return {"width": WIDTH, "height": HEIGHT, "assets": figures}


def measure(count: int) -> dict[str, object]:
    """All figures for one town."""
    random = np.random.default_rng(SEED)
    longitude, latitude = town(count, random)
    status = random.choice(len(SHARES), count, p=SHARES).astype(np.int8)
    view = MapView(DARK)
    view.resize(WIDTH, HEIGHT)
    view.show()
    QApplication.processEvents()  # a window that is not yet exposed paints nothing
    build_ms = milliseconds(lambda: view.set_assets(longitude, latitude, status))
    rows = random.integers(0, count, CHANGES)
    changed = random.choice(len(SHARES), CHANGES, p=SHARES).astype(np.int8)
    view.set_status(rows[:1], status[rows[:1]])  # the first call ever loads parts of numpy
    changes_ms = milliseconds(lambda: view.set_status(rows, changed))
    frames = {name: frame_times(view, zoom) for name, zoom in VIEWS.items()}
    view.close()
    view.deleteLater()
    return {"build_ms": build_ms, "changes_10k_ms": changes_ms, "frames": frames}


def town(count: int, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Assets along the streets of a bent grid, denser towards the middle."""
    along = random.normal(0.0, 1.0, count)
    across = np.rint(random.normal(0.0, 1.0, count) * STREETS / 6) / (STREETS / 6)
    turned = random.random(count) < 0.5
    x, y = np.where(turned, along, across), np.where(turned, across, along)
    bend = 0.15 * np.sin(2.0 * y)
    return 10.0 + TOWN_DEGREES * (x + bend), 53.5 + TOWN_DEGREES * 0.6 * (y + 0.1 * np.cos(2.0 * x))


def frame_times(view: MapView, zoom: float) -> dict[str, Figures]:
    """Frames of a pan across the town, and of a sweep over three levels of zoom."""
    middle = view.camera.centred(view.camera.x, view.camera.y, resting(zoom))
    pans = [middle.panned(6.0 * step, 3.0 * step) for step in range(-FRAMES // 2, FRAMES // 2)]
    zooms = [middle.centred(middle.x, middle.y, zoom - 1.5 + 3.0 * step / FRAMES) for step in range(FRAMES)]
    return {"pan": spread_of(view, pans), "zoom": spread_of(view, zooms)}


def spread_of(view: MapView, cameras: list[Camera]) -> Figures:
    """Median, 95th percentile and worst of a frame in milliseconds."""
    times = []
    for camera in cameras:
        view.look_from(camera)
        times.append(milliseconds(view.repaint))
    median, late, worst = np.percentile(times, (50, 95, 100))
    return {"median_ms": round(float(median), 2), "p95_ms": round(float(late), 2), "max_ms": round(float(worst), 2)}


def milliseconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    start = perf_counter()
    work()
    return round((perf_counter() - start) * 1e3, 3)
