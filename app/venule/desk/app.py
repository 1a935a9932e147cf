"""The desk as a program: builds everything inside one call, takes it down in order, and returns an exit status."""

import getpass
import json
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import PySide6
from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from venule.desk.beside import Beside
from venule.desk.building import Desk, Means, build
from venule.desk.collecting import Collector
from venule.desk.gauge import FrameGauge
from venule.desk.links.memory import recall, recalled_theme, remember
from venule.desk.overrides import guard_overrides
from venule.desk.pulse import Pulse
from venule.desk.query import QueryThread
from venule.desk.screenshot import Screenshot
from venule.desk.session import Archive, Session, open_session
from venule.desk.style.look import Look, prepare
from venule.desk.style.palette import Theme
from venule.domain.instant import Instant
from venule.verticals.discovery import discover
from venule.verticals.guard import Guard

DEADLY_QT = "6.12.0"
SAFE_PYTHON = (3, 12)
USUAL_SIZE = (1600, 1000)


class WrongQt(Exception):
    """This Qt would end the process; the message says what to install instead."""


def run(
    cache: Path,
    *,
    at: Instant | None = None,
    theme: Theme | str | None = None,
    size: tuple[int, int] | None = None,
    select: str = "",
    workspace: str = "",
    screenshot: Path | None = None,
    settle_s: float = 20.0,
    basemap: Path | None = None,
    for_s: float | None = None,
    gauge: Path | None = None,
    profile: Path | None = None,
    beside: Path | None = None,
    shift: int = 0,
) -> int:
    """Show the desk on a cache until it is closed, or until ``for_s`` seconds have passed.

    ``at`` opens it looking back. ``workspace`` names what is recalled and kept. ``screenshot`` draws until every
    question is answered, at most ``settle_s``, saves a PNG and ends. ``gauge`` keeps the desk painting and writes how
    smoothly it ran into a JSON file at the end. ``profile`` is what the cache is recorded by: it may name base maps of
    tile servers. ``beside`` opens a second window on another recording, or the same, whose clock is ``shift``
    microseconds ahead. A cache that cannot be read raises :class:`venule.store.problem.StoreProblem`.
    """
    refuse_deadly_qt(PySide6.__version__, sys.version_info[:2])
    session = open_session(cache, getpass.getuser(), basemap, workspace, profile)
    application = _application()
    collector = Collector()
    look = Look(Theme(theme) if theme else recalled_theme(session))
    look.switch(look.palette.theme)
    query: QueryThread[Archive] = QueryThread(lambda: Archive(cache))
    query.start()
    pulse = Pulse(query, _wall)
    means = Means(session, query, pulse, look, Guard(discover()))
    second = Beside(means, _wall, remembered=screenshot is None)
    desk = build(replace(means, further=second.commands()), at)
    second.attach(desk)
    desk.window.closed.connect(application.quit)
    try:
        _open(desk, session, size, select, remembered=screenshot is None)
        if beside is not None:
            second.open(beside, shift)
        camera = Screenshot(desk, query, screenshot, settle_s, second) if screenshot else None
        meter = FrameGauge(desk.window) if gauge else None
        if meter:
            meter.start()
        if for_s is not None:
            QTimer.singleShot(round(for_s * 1000), desk.window.close)
        with ended_by_signals(desk.window):
            status = application.exec()
        if screenshot is None:
            remember(desk, session, look.palette.theme, query.ask)
        if meter and gauge:
            gauge.write_text(json.dumps(asdict(meter.report())), encoding="utf-8")
        return camera.status if camera else status
    finally:
        second.close()
        _take_down(desk, query, application)
        collector.stop()


@contextmanager
def ended_by_signals(window: QWidget) -> Iterator[None]:
    """Close the window as its user would when the process is asked to end, so that the layout is kept."""

    def close(*_: object) -> None:
        QTimer.singleShot(0, window.close)

    asked = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(one, close) for one in asked]
    try:
        yield
    finally:
        for one, handler in zip(asked, before, strict=True):
            signal.signal(one, handler)


def refuse_deadly_qt(qt: str, python: tuple[int, ...]) -> None:
    """Raise :class:`WrongQt` for the pair that gives up one reference to ``None`` with every call."""
    if qt == DEADLY_QT and python < SAFE_PYTHON:
        raise WrongQt(
            f"PySide6 {qt} ends every process on Python {python[0]}.{python[1]}: "
            "install PySide6-Essentials 6.11.3, or use Python 3.12 or newer."
        )


def _application() -> QApplication:
    guard_overrides()
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["venule"])
    application.setApplicationName("Venule")
    prepare(application)
    return application


def _open(desk: Desk, session: Session, size: tuple[int, int] | None, select: str, *, remembered: bool) -> None:
    desk.window.arrange_by_size(QSize(*(size or USUAL_SIZE)))
    if remembered:
        recall(desk, session)
    if select:
        desk.selection.open_named(select)
    if size:
        desk.window.resize(QSize(*size))
    desk.window.show()
    desk.window.panes.navigator.tree.setFocus()
    desk.opening.start()


def _take_down(desk: Desk, query: QueryThread[Archive], application: QApplication) -> None:
    desk.pulse.stop()
    query.stop()
    desk.window.close()
    desk.window.deleteLater()
    application.processEvents()


def _wall() -> Instant:
    """The one place of the desk where the system is asked for the time."""
    return time.time_ns() // 1000
