"""Subjects for tests of pictures: a small town on a plan, whose tiles are painted on the spot."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.map.tiles.plans import EAST, NORTH, SOUTH, WEST, write_plan
from venule.desk.map.assets.signs import kind_signs
from venule.desk.map.picture.heading import Heading
from venule.desk.map.picture.still import Still, Subject
from venule.desk.map.picture.svg import drawn
from venule.desk.map.tiles.work.hands import OwnHands
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.map.view import MapView
from venule.desk.style.palette import DARK

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
HEADING = Heading("Lindenhaven", "Live  2026-06-01 14:05:00+02:00")


@pytest.fixture
def town_view(qtbot: QtBot, tmp_path: Path) -> Iterator[MapView]:
    """The plan of a small town, without assets, 640 by 480 pixels."""
    view = MapView(DARK, worker=Worker(QApplication.instance(), OwnHands))
    qtbot.addWidget(view)
    view.resize(640, 480)
    view.open_basemap(write_plan(tmp_path))
    with qtbot.waitExposed(view):
        view.show()
    yield view
    view.worker.stop()


def inhabit(view: MapView, count: int, seed: int = 5) -> None:
    """Put assets of two kinds and all statuses on the plan, all of them in view."""
    random = np.random.default_rng(seed)
    status = random.choice(5, count, p=[0.8, 0.1, 0.05, 0.03, 0.02]).astype(np.int8)
    view.set_assets(
        random.uniform(WEST + 0.002, EAST - 0.002, count),
        random.uniform(SOUTH + 0.001, NORTH - 0.001, count),
        status,
        kind=random.integers(0, 2, count).astype(np.int32),
        signs=kind_signs(("lighting.lamp", "parking.bay")),
    )
    view.fit()


def still_of(view: MapView, ratio: float = 2.0, heading: Heading = HEADING) -> Still:
    """What a view shows now."""
    subject = Subject(view._frame, view.camera, DARK, view.selected, view.chosen, heading)
    return Still(subject, view.worker, ratio)


def svg_of(still: Still) -> ElementTree.Element:
    """The drawing, read back."""
    while still.order():
        pass
    return ElementTree.fromstring(drawn(still).encoded())


def layer(root: ElementTree.Element, name: str) -> ElementTree.Element:
    """A layer of a drawing."""
    found = [group for group in root.iter(f"{SVG}g") if group.get("id") == name]
    assert len(found) == 1
    return found[0]


def texts(root: ElementTree.Element) -> list[str]:
    """Every text in it."""
    return [text.text or "" for text in root.iter(f"{SVG}text")]
