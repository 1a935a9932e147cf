"""A picture of the map: as sharp as its factor, of one moment, and told when a part of it is missing."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.map.picture.photographs import inhabit, still_of, town_view
from tests.desk.map.tiles.test_vectortiles import Slow
from venule.desk.map.camera import Camera
from venule.desk.map.picture.exposure import Exposed, Exposure, Progress
from venule.desk.map.picture.png import pixels_of
from venule.desk.map.picture.sizes import MOST_PIXELS, factor_that_fits
from venule.desk.map.picture.still import Still
from venule.desk.map.tiles.work.hands import Hear
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.map.view import MapView
from venule.domain.alarm import Status

__all__ = ["town_view"]


def ready(still: Still) -> Still:
    """With everything it needs."""
    while still.order():
        pass
    return still


def finer(image: QImage, factor: int) -> float:
    """Share of the blocks of so many pixels that an enlarged picture would show in one colour, and this does not."""
    pixels = pixels_of(image)
    blocks = pixels.reshape(pixels.shape[0] // factor, factor, pixels.shape[1] // factor, factor, -1)
    return float((blocks.max((1, 3)) != blocks.min((1, 3))).any(-1).mean())


@pytest.mark.parametrize("factor", [1, 2, 3, 4])
def test_that_a_picture_has_as_many_pixels_as_its_factor_says(town_view: MapView, factor: int) -> None:
    inhabit(town_view, 50)
    image = ready(still_of(town_view, factor)).developed()
    assert (image.width(), image.height()) == (640 * factor, 480 * factor)


@pytest.mark.parametrize("factor", [2, 4])
def test_that_ground_names_and_symbols_are_painted_for_that_many_pixels(town_view: MapView, factor: int) -> None:
    inhabit(town_view, 50)
    still = ready(still_of(town_view, factor))
    for part in (still.ground(), still.developed(), still.assets_alone()):
        assert finer(part, factor) > 0.0005
    assert finer(QImage(still.ground().scaled(640, 480)).scaled(640 * factor, 480 * factor), factor) == 0


def test_that_at_factor_one_it_is_what_the_map_shows(town_view: MapView, qtbot: QtBot) -> None:
    inhabit(town_view, 50)
    qtbot.waitUntil(lambda: town_view.settled)
    shown = pixels_of(town_view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)).astype(int)
    taken = pixels_of(ready(still_of(town_view, 1.0)).developed()).astype(int)
    different = (np.abs(shown - taken).max(2) > 8)[70:-3, 3:-3]  # but for the heading, and the frame of the focus
    assert different.mean() < 0.01


def test_that_the_map_itself_goes_on_as_before(town_view: MapView, qtbot: QtBot) -> None:
    inhabit(town_view, 50)
    qtbot.waitUntil(lambda: town_view.settled)
    before = town_view.grab().toImage()
    still = ready(still_of(town_view, 3.0))
    still.developed()
    still.close()
    assert town_view.grab().toImage() == before
    assert town_view.settled


def test_that_a_picture_is_of_one_moment(town_view: MapView) -> None:
    inhabit(town_view, 50)
    still, other = ready(still_of(town_view)), ready(still_of(town_view))
    before = still.developed()
    town_view.set_status(np.arange(50), np.full(50, Status.ALARM, np.int8))
    town_view.set_filter(np.zeros(50, np.bool_))
    town_view.set_links(np.array([10.0]), np.array([53.5]), np.array([3]))
    assert other.developed() == before
    assert ready(still_of(town_view)).developed() != before


def test_that_waiting_tells_how_far_it_is_and_ends_when_all_has_come(qtbot: QtBot, town_view: MapView) -> None:
    inhabit(town_view, 50)
    hired: list[Slow] = []

    def hire(hear: Hear) -> Slow:
        hired.append(Slow(hear))
        return hired[-1]

    worker = Worker(QApplication.instance(), hire)
    assert town_view._frame.tiles is not None
    town_view._frame.tiles.basemap._worker = worker  # type: ignore[attr-defined]
    exposure, told = Exposure(still_of(town_view)), list[Progress]()
    exposure.progressed.connect(told.append)
    with qtbot.waitSignal(exposure.exposed) as heard:
        exposure.start()
        assert told[0].come == 0 < told[0].wanted
        exposure.progressed.connect(lambda _: hired[0].work())
        hired[0].work()
    assert heard.args == [Exposed(0)]
    assert told[-1].come > 0


def test_that_what_has_not_come_in_time_is_counted(qtbot: QtBot, town_view: MapView) -> None:
    inhabit(town_view, 50)
    assert town_view._frame.tiles is not None
    town_view._frame.tiles.basemap._worker = Worker(QApplication.instance(), Slow)  # type: ignore[attr-defined]
    exposure = Exposure(still_of(town_view), limit_ms=0)
    with qtbot.waitSignal(exposure.exposed) as heard:
        exposure.start()
    assert heard.args is not None
    assert heard.args[0].missing > 0


def test_that_after_a_cancel_nothing_is_said(qtbot: QtBot, town_view: MapView) -> None:
    inhabit(town_view, 50)
    exposure = Exposure(still_of(town_view), limit_ms=0)
    exposure.cancel()
    with qtbot.assertNotEmitted(exposure.exposed, wait=20):
        exposure._arrive()


def test_that_a_large_map_is_taken_at_the_largest_factor_that_fits() -> None:
    assert factor_that_fits(Camera(width=1280, height=800), 4) == 4
    large = Camera(width=3840, height=2160)
    assert factor_that_fits(large, 4) == 2
    assert large.width * large.height * 9 > MOST_PIXELS
    assert factor_that_fits(Camera(width=9000, height=9000), 3) == 1
    assert factor_that_fits(large, 1) == 1
