"""Lines on fine screens: as wide as on any other, whether they are few points or many."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QGraphicsScene, QStyleOptionGraphicsItem

from tests.desk.trends.test_still import EXHIBIT
from venule.desk.style.palette import LIGHT
from venule.desk.trends.curves import FINE_WIDTH, PLAIN_WIDTH, curves_of, pen_width
from venule.desk.trends.plotting import MOST_POINTS_BESIDE, _Line
from venule.desk.trends.stills.still import picture_of


def rows_covered(width: float, ratio: int, points: int = 2) -> int:
    """How many rows of pixels a level line takes."""
    line = _Line(skipFiniteCheck=True)
    scene = QGraphicsScene(QRectF(0, 0, 40, 20))
    scene.addItem(line)
    pen = QPen(QColor("white"), width)
    pen.setCosmetic(True)
    line.setData(np.linspace(0.0, 40.0, points), np.full(points, 10.0), pen=pen)
    image = QImage(40 * ratio, 20 * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    with QPainter(image) as painter:
        line.paint(painter, QStyleOptionGraphicsItem())
    return sum(image.pixelColor(20 * ratio, row).lightness() > 100 for row in range(image.height()))


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_that_a_thin_line_is_a_logical_pixel_wide(styled: QApplication, ratio: int) -> None:
    assert rows_covered(PLAIN_WIDTH, ratio) == ratio


def test_that_a_line_of_very_many_points_is_drawn_once_so_that_panning_stays_smooth(styled: QApplication) -> None:
    assert rows_covered(PLAIN_WIDTH, 2, MOST_POINTS_BESIDE + 1) == 1


def test_that_a_wide_line_is_drawn_once(styled: QApplication) -> None:
    assert rows_covered(4.0, 2) == 4


def test_that_few_points_are_drawn_with_a_pen_as_fine_as_the_screen(styled: QApplication) -> None:
    picture = picture_of(EXHIBIT)
    assert pen_width(picture) == FINE_WIDTH
    assert pen_width(picture, 2.0) == 2 * FINE_WIDTH
    _, later = curves_of(picture.panes[0], LIGHT, pen_width(picture, 2.0))
    assert later.pen.widthF() == 2 * PLAIN_WIDTH
