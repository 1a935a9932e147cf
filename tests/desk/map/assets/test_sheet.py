"""Drawing from numpy memory: the pictures equal those of ordinary calls."""

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from pytestqt.qtbot import QtBot
from shiboken6 import wrapInstance

from venule.desk.map.assets.sheet import ACROSS, Digits, Sheet
from venule.desk.map.ink import clear_image, pen
from venule.desk.style.fonts import strong
from venule.desk.style.palette import DARK


def canvas() -> QImage:
    """An opaque picture to draw on."""
    image = QImage(96, 64, QImage.Format.Format_RGB32)
    image.fill(QColor(DARK.land))
    return image


def test_that_a_sprite_lands_where_it_was_sent(qtbot: QtBot) -> None:
    inks = [DARK.alarm, DARK.ok]
    sheet = Sheet(
        [
            lambda painter, at, ink=ink: painter.fillRect(int(at.x()) - 4, int(at.y()) - 4, 8, 8, QColor(ink))
            for ink in inks
        ],
        16,
        16,
        1.0,
    )
    image = canvas()
    with QPainter(image) as painter:
        sheet.draw(painter, np.array([20.0, 60.0]), np.array([30.0, 10.0]), np.array([0, 1]))
    assert image.pixelColor(20, 30) == QColor(DARK.alarm)
    assert image.pixelColor(60, 10) == QColor(DARK.ok)
    assert image.pixelColor(40, 20) == QColor(DARK.land)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_that_cells_beyond_the_first_row_keep_their_picture(qtbot: QtBot, ratio: float) -> None:
    inks = [DARK.land] * ACROSS + [DARK.warning]
    stamps = [
        lambda painter, at, ink=ink: painter.fillRect(int(at.x()) - 6, int(at.y()) - 6, 12, 12, QColor(ink))
        for ink in inks
    ]
    image = clear_image(64, 64, ratio)
    with QPainter(image) as painter:
        Sheet(stamps, 16, 16, ratio).draw(painter, np.array([32.0]), np.array([32.0]), np.array([ACROSS]))
    middle = round(32 * ratio)
    assert image.pixelColor(middle, middle) == QColor(DARK.warning)


def test_that_drawing_nothing_is_allowed(qtbot: QtBot) -> None:
    image = canvas()
    with QPainter(image) as painter:
        Digits(strong(11), DARK.text, 1.0).draw(painter, np.empty(0), np.empty(0), np.empty(0, np.int64))
    assert image == canvas()


def test_that_a_number_is_as_wide_as_its_digits(qtbot: QtBot) -> None:
    widths = []
    for number in (7, 77, 777, 10_000):
        image = canvas()
        with QPainter(image) as painter:
            Digits(strong(11), DARK.text, 1.0).draw(painter, np.array([48.0]), np.array([32.0]), np.array([number]))
        written = [x for x in range(96) if any(image.pixelColor(x, y) != QColor(DARK.land) for y in range(64))]
        widths.append(written[-1] - written[0])
        assert abs((written[0] + written[-1]) / 2 - 48) <= 2
    assert widths == sorted(widths)


def test_that_lines_from_memory_equal_lines_from_objects(qtbot: QtBot) -> None:
    ends = np.array([[1.0, 2.0, 90.0, 60.0], [5.0, 60.0, 80.0, 3.0]])
    images = canvas(), canvas()
    with QPainter(images[0]) as painter:
        painter.setPen(pen(DARK.link, 1))
        painter.drawLines(wrapInstance(ends.ctypes.data, QLineF), len(ends))
    with QPainter(images[1]) as painter:
        painter.setPen(pen(DARK.link, 1))
        for x1, y1, x2, y2 in ends.tolist():
            painter.drawLine(QLineF(QPointF(x1, y1), QPointF(x2, y2)))
    assert images[0] == images[1]
    assert images[0] != canvas()
    assert QPixmap.fromImage(images[0]).size() == images[0].size()
