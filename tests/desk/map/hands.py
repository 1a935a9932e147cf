"""Hands for tests of the map: a shown view of a small town, and where its assets are on it."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from venule.desk.map.view import MapView
from venule.desk.style.palette import DARK
from venule.domain.alarm import Status
from venule.domain.geo import to_mercator

LONGITUDE = np.array([10.0, 10.01, 10.02, 10.02, np.nan])
LATITUDE = np.array([53.5, 53.51, 53.5, 53.5, np.nan])
STATUS = np.array([Status.OK, Status.ALARM, Status.ALARM, Status.OK, Status.ALARM], np.int8)
KEYS = np.array([11, 12, 13, 14, 15])
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def shown_view(qtbot: QtBot) -> MapView:
    """A shown map of four placed assets, two of them at one place, and one without a place."""
    view = MapView(DARK)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.set_assets(LONGITUDE, LATITUDE, STATUS, keys=KEYS)
    with qtbot.waitExposed(view):
        view.show()
    return view


def pixel_of(view: MapView, longitude: float, latitude: float) -> QPoint:
    """Where a place in degrees is on the widget."""
    x, y = to_mercator(np.array([longitude]), np.array([latitude]))
    at_x, at_y = view.camera.to_screen(x, y)
    return QPoint(round(float(at_x[0])), round(float(at_y[0])))


def pixel(view: MapView, row: int) -> QPoint:
    """Where an asset is on the widget."""
    return pixel_of(view, LONGITUDE[row], LATITUDE[row])


def drag(qtbot: QtBot, view: MapView, way: list[QPoint], keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press at the first point, move along the others, and let go at the last."""
    qtbot.mousePress(view, LEFT, keys, way[0])
    for at in way[1:]:
        qtbot.mouseMove(view, at)
    qtbot.mouseRelease(view, LEFT, keys, way[-1])


def around(middle: QPoint, reach: int) -> tuple[QPoint, QPoint]:
    """Two opposite corners around a pixel."""
    return middle - QPoint(reach, reach), middle + QPoint(reach, reach)


def hover(view: MapView, at: QPoint) -> None:
    """Move the pointer to a pixel with no button held, wherever it was before."""
    where, everywhere = QPointF(at), QPointF(view.mapToGlobal(at))
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(view, QMouseEvent(QEvent.Type.MouseMove, where, everywhere, none, none, NO_KEY))
