"""Measures the trend view: how long a frame takes while twelve full lines are panned, zoomed and read out."""

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from venule.desk.style.palette import DARK
from venule.desk.trends.gestures import Hovered, Panned, Zoomed
from venule.desk.trends.line import MAX_LINES, TrendLine
from venule.desk.trends.question import SeriesAnswer, SeriesQuestion
from venule.desk.trends.view import TrendView
from venule.domain.clock import LIVE
from venule.domain.instant import HOUR, SECOND, Instant
from venule.domain.quantity import Quantity
from venule.store.answers import Series

POINTS = 4_000
FRAMES = 120
WIDTH, HEIGHT = 1280, 600
NOW: Instant = 1_762_261_509 * SECOND
QUANTITIES = (
    Quantity("pressure", "bar", normal_low=-20, normal_high=20),
    Quantity("flow", "m3/h"),
    Quantity("level", "m", warn_above=40, alarm_above=60),
)


def run() -> dict[str, object]:
    """Times in milliseconds. ``first_chart_ms`` includes the import of pyqtgraph, if nothing imported it before."""
    application = QApplication.instance() or QApplication([])
    questions: list[SeriesQuestion] = []
    view = TrendView(questions.append, DARK)
    view.resize(WIDTH, HEIGHT)
    lines = tuple(TrendLine(row, f"Asset {row}", QUANTITIES[row % len(QUANTITIES)]) for row in range(MAX_LINES))
    begun = time.perf_counter()
    view.show_datastreams(lines)
    view.set_span(2 * HOUR)
    view.set_clock(LIVE, NOW)
    view.show()
    application.processEvents()
    first_chart_ms = (time.perf_counter() - begun) * 1e3
    view.ask_now()
    for question in questions:
        view.accept(SeriesAnswer(question, _series(question)))
    result: dict[str, object] = {"lines": MAX_LINES, "points": POINTS, "first_chart_ms": round(first_chart_ms, 1)}
    for name, act in _moves(view).items():
        result |= _timed(name, view, act)
    view.close()
    view.deleteLater()
    return result


def _series(question: SeriesQuestion) -> Series:
    """A random walk with a gap, the same each time."""
    random = np.random.default_rng(question.datastream)
    at = np.linspace(question.start, question.end, POINTS).astype(np.int64)
    gap = np.zeros(POINTS, dtype=np.bool_)
    gap[POINTS // 3] = True
    zeros = np.zeros(POINTS, dtype=np.int8)
    return Series(question.datastream, at, np.cumsum(random.normal(size=POINTS)), zeros, zeros, gap, POINTS)


def _moves(view: TrendView) -> dict[str, Callable[[int], None]]:
    return {
        "pan": lambda frame: view.moves.pan(Panned(3.0)),
        "zoom": lambda frame: view.moves.zoom(Zoomed(0.99 if frame % 20 < 10 else 1.01, WIDTH / 3)),
        "crosshair": lambda frame: view.pointing.hover(Hovered(QPointF(100 + 5 * frame, HEIGHT / 3))),
        "pulse": lambda frame: view.set_clock(LIVE, NOW + frame * SECOND),
    }


def _timed(name: str, view: TrendView, act: Callable[[int], None]) -> dict[str, object]:
    """Whole frames: the move, the picture composed anew, everything painted."""
    taken = []
    for frame in range(FRAMES):
        begun = time.perf_counter()
        act(frame)
        view.show_now()
        view.repaint()
        if view.plot is not None:
            view.plot.canvas.viewport().repaint()
        taken.append((time.perf_counter() - begun) * 1e3)
    return {
        f"{name}_frame_ms_median": round(float(np.percentile(taken, 50)), 2),
        f"{name}_frame_ms_p95": round(float(np.percentile(taken, 95)), 2),
    }
