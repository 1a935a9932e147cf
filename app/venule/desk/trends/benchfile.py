"""Measures the trend view on a real file: moves by hand and live growth, while the query thread answers beside it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from venule.desk.collecting import Collector
from venule.desk.query import Answer, QueryThread
from venule.desk.questions import AskChanges
from venule.desk.session import Archive
from venule.desk.style.look import prepare
from venule.desk.style.palette import DARK
from venule.desk.trends.gestures import Panned, Zoomed
from venule.desk.trends.line import TrendLine
from venule.desk.trends.question import SeriesAnswer, SeriesQuestion
from venule.desk.trends.view import TrendView
from venule.domain.clock import LIVE, Clock
from venule.domain.instant import MINUTE, SECOND, Instant
from venule.store.answers import Cursor, Values
from venule.store.reader import Reader
from venule.store.writer import Writer

WIDTH, HEIGHT = 1280, 600
BEAT_S = 1 / 60
"""A hand that drags is heard of sixty times a second; between frames the query thread has the machine."""

PATIENCE_S = 20.0
SPAN_OF_A_LIVE_CHART = MINUTE
ZOOM_IN = 0.95


@dataclass(frozen=True, slots=True)
class Length:
    """How long to measure: frames of each move, jumps anywhere, seconds appended."""

    frames: int = 180
    jumps: int = 24
    appended: int = 60


USUAL = Length()


class _Sitting:
    """A view with a query thread on a file, as the desk has them."""

    def __init__(self, path: Path, streams: int, clock: Clock, now: Instant) -> None:
        self._application = QApplication.instance() or QApplication([])
        if isinstance(self._application, QApplication):
            prepare(self._application)
        self._collector = Collector()
        self.now = now
        self._asked_at: dict[str, float] = {}
        self.answered_s: list[float] = []
        self.worked_s: list[float] = []
        self.cursor = Cursor(now)
        self.query: QueryThread[Archive] = QueryThread(lambda: Archive(path))
        self.query.answered.connect(self._take)
        self.view = TrendView(self._ask, DARK)
        self.view.resize(WIDTH, HEIGHT)
        self.view.show_datastreams(_lines(path, streams))
        self.view.set_clock(clock, now)
        self.view.show()
        self.query.start()

    def _ask(self, asked: SeriesQuestion) -> None:
        from venule.desk.links.trends import AskTrend

        self._asked_at[asked.slot] = time.perf_counter()
        self.query.ask(f"trend/{asked.slot}", AskTrend(asked, self.now))

    def _take(self, answer: Answer) -> None:
        if isinstance(answer.value, Values):
            self.cursor = answer.value.cursor
        elif isinstance(answer.value, SeriesAnswer):
            self.answered_s.append(time.perf_counter() - self._asked_at[answer.value.question.slot])
            self.view.accept(answer.value)

    def frame(self, act: Callable[[], None]) -> float:
        """A whole frame in seconds: the move, what has come meanwhile, the picture composed, everything painted."""
        begun, worked = time.perf_counter(), time.thread_time()
        act()
        self.view.show_now()
        QCoreApplication.processEvents()
        self.worked_s.append(time.thread_time() - worked)
        return time.perf_counter() - begun

    def rest(self, taken_s: float) -> None:
        """Wait for the next beat."""
        time.sleep(max(0.0, BEAT_S - taken_s))

    def until_sharp(self) -> float:
        """Seconds until nothing is asked any more and what was answered is painted."""
        begun = time.perf_counter()
        self.view.ask_now()
        while not self.query.idle and time.perf_counter() - begun < PATIENCE_S:
            QCoreApplication.processEvents()
            time.sleep(0.001)
        self.frame(lambda: None)
        return time.perf_counter() - begun

    def close(self) -> None:
        self.query.stop()
        self._collector.stop()
        self.view.close()
        self.view.deleteLater()
        QCoreApplication.processEvents()


def _lines(path: Path, streams: int) -> tuple[TrendLine, ...]:
    with Reader(path) as reader:
        found = reader.catalogue()
    return tuple(
        TrendLine(int(found.datastreams.id[row]), found.assets.name[asset], found.quantities[quantity])
        for row, (asset, quantity) in enumerate(
            zip(found.datastreams.asset[:streams], found.datastreams.quantity[:streams], strict=True)
        )
    )


def _ends(path: Path) -> tuple[Instant, Instant]:
    with Reader(path) as reader:
        counts = reader.counts()
    assert counts.first_observed_at is not None
    assert counts.last_observed_at is not None
    return counts.first_observed_at, counts.last_observed_at


def run_on(path: Path, streams: int, length: Length = USUAL) -> dict[str, object]:
    """Frames of moves over a finished file, and how long until the sharp answer is there after large ones."""
    first, last = _ends(path)
    sitting = _Sitting(path, streams, Clock(live=False, origin=last, started=last), last)
    view = sitting.view
    sitting.frame(lambda: view.stage.zoom_to(first, last, {}))
    result: dict[str, object] = {"lines": streams, "first_answer_s": round(sitting.until_sharp(), 3)}
    for name, moves in _moves(sitting, length.frames).items():
        frames, before = [], len(sitting.answered_s)
        sitting.worked_s.clear()
        for move in moves:
            frames.append(sitting.frame(move))
            sitting.rest(frames[-1])
        worked = spread(sitting.worked_s)
        sharp = sitting.until_sharp()
        result[name] = {
            **spread(frames),
            "of_which_worked_p95_ms": worked["p95_ms"],
            "answers": len(sitting.answered_s) - before,
            "sharp_after_ms": round(sharp * 1e3, 1),
            "span_days": round(view.stage.window.span / 86_400 / SECOND, 4),
        }
    result["jumps"] = _jumps(sitting, first, last, length.jumps)
    sitting.close()
    return result


def _moves(sitting: _Sitting, frames: int) -> dict[str, Iterator[Callable[[], None]]]:
    view = sitting.view
    middle = WIDTH / 3

    def pan(pixels: float) -> Iterator[Callable[[], None]]:
        """There and back, so that there is always something to see."""
        there = frames // 2
        steps = [Panned(pixels)] * there + [Panned(-pixels)] * (frames - there)
        return (partial(view.moves.pan, step) for step in steps)

    def zoom(factor: float) -> Iterator[Callable[[], None]]:
        return (lambda: view.moves.zoom(Zoomed(factor, middle)) for _ in range(frames))

    return {
        "pan_all": pan(6.0),
        "zoom_in": zoom(ZOOM_IN),
        "pan_near": pan(-9.0),
        "zoom_out": zoom(1 / ZOOM_IN),
        "pan_all_again": pan(-6.0),
    }


def _jumps(sitting: _Sitting, first: Instant, last: Instant, count: int) -> dict[str, object]:
    """To a stretch anywhere, of any length: how long until it is sharp."""
    random = np.random.default_rng(5)
    sharp = []
    for share in random.uniform(0.0, 1.0, count):
        span = int((last - first) * 10 ** random.uniform(-4.5, 0.0))
        start = first + int(share * (last - first - span))
        sitting.frame(lambda start=start, span=span: sitting.view.stage.zoom_to(start, start + span, {}))  # type: ignore[misc]
        sharp.append(sitting.until_sharp())
    return spread(sharp)


def run_live(
    path: Path, streams: int, now: Instant, append: Callable[[Writer, Instant], None], length: Length = USUAL
) -> dict[str, object]:
    """A live chart of a minute while every second something is written: frames, and how long an answer takes."""
    writer = Writer(path, durable=False)
    sitting = _Sitting(path, streams, LIVE, now)
    view = sitting.view
    view.set_span(SPAN_OF_A_LIVE_CHART)
    sitting.until_sharp()
    shown = {line.datastream for line in view.lines}
    sitting.answered_s.clear()
    frames, sharp = [], []
    for second in range(1, length.appended + 1):
        append(writer, now + second * SECOND)
        sitting.now = now + second * SECOND
        sitting.query.ask("pulse", AskChanges(sitting.cursor, sitting.now))

        def grow() -> None:
            view.set_clock(LIVE, sitting.now)
            view.note_growth(shown)

        frames.append(sitting.frame(grow))
        sharp.append(sitting.until_sharp())
    sitting.close()
    writer.close()
    return {"appended": length.appended, "frame": spread(frames), "until_painted": spread(sharp)}


def spread(times_s: list[float]) -> dict[str, object]:
    """Median, 95th percentile and worst in milliseconds, and of how many."""
    told = {"median_ms": 50, "p95_ms": 95, "max_ms": 100}
    figures = {name: round(float(np.percentile(times_s, share)) * 1e3, 2) for name, share in told.items()}
    return {"count": len(times_s), **figures}
