"""Gateways keep out of the way of what has to be read, and a lost one is always to be seen."""

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from venule.desk.map.assets.sight import Discs
from venule.desk.map.camera import Camera
from venule.desk.map.wires import CLEARANCE_PX, FROM_ZOOM, Wires, clear_of
from venule.desk.style.palette import DARK

NOTHING = Discs(np.empty(0), np.empty(0), np.empty(0), solid=False)
HERE = Camera(0.53, 0.33, FROM_ZOOM, 400, 300)


def discs(*places: tuple[float, float, float]) -> Discs:
    """Clusters given by place and radius."""
    x, y, radius = np.array(places).T
    return Discs(x, y, radius, solid=True)


def wires(online: bool) -> Wires:
    """One gateway in the middle of the view."""
    found = Wires(DARK)
    found.set_gateways(np.array([HERE.x]), np.array([HERE.y]), np.array([online]))
    return found


def test_that_a_lost_gateway_stays_where_it_is_when_nothing_lies_there() -> None:
    assert clear_of(discs((100, 100, 15)), 200.0, 100.0) == (200.0, 100.0)


def test_that_a_lost_gateway_stands_beside_a_cluster_towards_its_own_place() -> None:
    x, y = clear_of(discs((100, 100, 15)), 105.0, 100.0)
    assert (x, y) == (100 + 15 + CLEARANCE_PX, 100.0)


def test_that_a_lost_gateway_moved_aside_covers_no_other_cluster() -> None:
    covered = discs((100, 100, 15), (130, 100, 15), (100, 65, 15))
    x, y = clear_of(covered, 102.0, 100.0)
    apart = np.hypot(covered.x - x, covered.y - y)
    assert (apart >= covered.radius + CLEARANCE_PX - 0.001).all()


def test_that_a_gateway_that_works_is_not_shown_from_far_away_and_a_lost_one_is() -> None:
    far = Camera(HERE.x, HERE.y, FROM_ZOOM - 0.25, 400, 300)
    assert len(wires(True).shown(HERE, NOTHING)) == 1
    assert len(wires(True).shown(far, NOTHING)) == 0
    assert wires(True).pick(far, NOTHING, 200.0, 150.0) is None
    assert wires(False).pick(far, NOTHING, 200.0, 150.0) == 0


def test_that_a_gateway_among_clusters_is_shown_while_it_has_links() -> None:
    covered, found = discs((10, 10, 15)), wires(True)
    assert len(found.shown(HERE, covered)) == 0
    found.set_links(np.array([HERE.x]), np.array([HERE.y]), np.array([0], np.int32))
    assert len(found.shown(HERE, covered)) == 1


def test_that_a_lost_gateway_is_picked_where_it_is_drawn() -> None:
    covered = discs((200, 150, 20))
    lost = wires(False)
    (x,), (y,) = lost.lost(HERE, covered)
    assert np.hypot(x - 200, y - 150) >= 20
    assert lost.pick(HERE, covered, float(x), float(y)) == 0
    assert lost.pick(HERE, covered, 200.0, 150.0) is None


def test_that_a_lost_gateway_wears_the_colour_of_an_alarm_and_a_working_one_does_not(qtbot: QtBot) -> None:
    for online in (True, False):
        image = QImage(HERE.width, HERE.height, QImage.Format.Format_RGB32)
        image.fill(QColor(DARK.land))
        with QPainter(image) as painter:
            wires(online).paint_working(painter, HERE, NOTHING)
            wires(online).paint_lost(painter, HERE, NOTHING)
        pixels = {image.pixelColor(x, y).name() for x in range(190, 210) for y in range(140, 160)}
        assert (QColor(DARK.alarm).name() in pixels) is not online
        assert len(pixels) > 1
