"""The picture of dots: each is where it belongs, the worst lies on top, none is lost at an edge."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from venule.desk.map.assets.dotfaces import MOST_COLOURS, DotFaces, mixed_ink, shades_of
from venule.desk.map.assets.sight import Dots
from venule.desk.map.ink import clear_image
from venule.desk.style.palette import DARK, LIGHT, Palette
from venule.desk.style.symbols import colour_of
from venule.domain.alarm import Status


def dots(places: list[tuple[float, float]], status: list[Status], size_px: int = 6) -> Dots:
    """Dots at pixels."""
    x, y = np.array(places, np.float64).reshape(-1, 2).T
    return Dots(10, 5, size_px, x, y, np.array(status, np.int8), np.zeros(5, np.int64))


def drawn(shown: Dots, palette: Palette = DARK, ratio: float = 1.0) -> QImage:
    """A picture of 60 by 40 logical pixels."""
    image = clear_image(60, 40, ratio)
    with QPainter(image) as painter:
        DotFaces(palette, ratio).draw(painter, shown, 60, 40)
    return image


@pytest.mark.parametrize("ratio", [1.0, 1.1, 1.5, 2.0])
@pytest.mark.parametrize("status", [Status.OK, Status.WARNING, Status.ALARM])
@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_that_a_dot_has_its_colour_in_its_place(qtbot: QtBot, ratio: float, status: Status, palette: Palette) -> None:
    image = drawn(dots([(20, 10)], [status]), palette, ratio)
    assert image.pixelColor(round(20 * ratio), round(10 * ratio)) == QColor(colour_of(status, palette))
    assert image.pixelColor(round(40 * ratio), round(30 * ratio)).alpha() == 0


@pytest.mark.parametrize("size_px", [4, 5, 6, 7, 8])
def test_that_a_dot_has_its_size_and_abnormal_ones_are_larger(qtbot: QtBot, size_px: int) -> None:
    widths = {}
    for status in Status:
        image = drawn(dots([(30, 20)], [status], size_px))
        columns = [x for x in range(60) if any(image.pixelColor(x, y).alpha() for y in range(40))]
        widths[status] = columns[-1] - columns[0] + 1
    assert size_px <= widths[Status.OK] <= size_px + 2
    assert min(widths[Status.ALARM], widths[Status.WARNING]) > widths[Status.OK]


def test_that_statuses_differ_by_form_and_not_by_colour_alone(qtbot: QtBot) -> None:
    forms = []
    for status in Status:
        image = drawn(dots([(30, 20)], [status], 8))
        forms.append(tuple(image.pixelColor(x, y).alpha() > 127 for x in range(22, 40) for y in range(12, 30)))
    ring, dotted = (drawn(dots([(30, 20)], [status], 8)) for status in (Status.STALE, Status.UNKNOWN))
    assert len(set(forms)) >= 4
    assert ring.pixelColor(30, 20) != dotted.pixelColor(30, 20)


def test_that_the_worst_lies_on_top_whatever_the_order(qtbot: QtBot) -> None:
    for order in (1, -1):
        states = [Status.OK, Status.UNKNOWN, Status.STALE, Status.WARNING, Status.ALARM][::order]
        image = drawn(dots([(30, 20)] * 5, states))
        assert image.pixelColor(30, 20) == QColor(DARK.alarm)


def test_that_dots_over_the_edge_are_cut_and_those_beyond_left_out(qtbot: QtBot) -> None:
    image = drawn(dots([(0, 0), (59, 39), (500, 20), (-500, 20), (30, 9e9)], [Status.OK] * 5))
    assert image.pixelColor(0, 0).alpha() == 255
    assert image.pixelColor(59, 39).alpha() == 255
    assert image.pixelColor(30, 20).alpha() == 0


def test_that_no_dots_are_an_empty_picture(qtbot: QtBot) -> None:
    assert drawn(dots([], [])) == clear_image(60, 40)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 3.0])
def test_that_all_shades_fit_a_byte_and_the_palette_is_among_them(qtbot: QtBot, ratio: float) -> None:
    ink = mixed_ink(8, LIGHT, ratio)
    assert len(ink.table) <= MOST_COLOURS + 1
    for status in (Status.OK, Status.WARNING, Status.ALARM):
        assert QColor(colour_of(status, LIGHT)).rgba() in ink.table


def test_that_rare_shades_become_the_nearest_kept_one() -> None:
    common = np.repeat(np.arange(255, dtype=np.uint32) + 0xFF000000, 2)
    table, shades = shades_of(np.concatenate((common, np.array([0xFF000101, 0x00123456], np.uint32))))
    assert len(table) == 255
    assert table[shades[-2] - 1] == 0xFF000001
    assert shades[-1] == 0
