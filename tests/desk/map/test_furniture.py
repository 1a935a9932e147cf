"""Furniture: round distances, a legend of what is there, notes for what is not."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from tests.desk.map.assets.inventories import town
from venule.desk.map.assets.looking import look
from venule.desk.map.assets.pyramid import Pyramid
from venule.desk.map.assets.sight import Mode
from venule.desk.map.assets.signs import KindSign
from venule.desk.map.camera import Camera
from venule.desk.map.furniture import LONGEST_BAR_PX, Facts, bar_length, paint_attribution, paint_furniture
from venule.desk.map.legend import SIGN_PX, Entry, entries, paint_legend
from venule.desk.map.legendsigns import MOST_PICTURES, Signs
from venule.desk.style.contrast import contrast
from venule.desk.style.metrics import Space
from venule.desk.style.palette import DARK, LIGHT, Palette


@given(st.floats(1e-3, 2e5))
def test_that_the_scale_bar_is_round_and_true(metres_per_px: float) -> None:
    length, words = bar_length(metres_per_px)
    number, unit = words.replace(",", "").split()
    metres = float(number) * {"km": 1000, "m": 1}[unit]
    assert metres == pytest.approx(length * metres_per_px)
    assert LONGEST_BAR_PX / 2.6 <= length <= LONGEST_BAR_PX
    assert f"{metres:e}"[0] in "125"


def words(
    count: int,
    gateways: set[bool],
    signs: tuple[KindSign, ...] = (),
    links: bool = False,
    mode: Mode = Mode.CLUSTERS,
) -> list[str]:
    """The legend of a town."""
    shown = look(Pyramid(*town(count)), Camera(0.53, 0.33, 10.0, 1280, 800), mode)
    return [entry.text for entry in entries(shown, signs, gateways, links, DARK)]


def test_that_the_legend_counts_the_statuses_in_view_worst_first() -> None:
    told = words(2000, set())
    assert [text.split()[0] for text in told] == ["alarm", "warning", "stale", "unknown", "ok"]
    assert sum(int(text.split()[1].replace(",", "")) for text in told) == 2000


def test_that_the_legend_explains_nothing_that_is_not_there() -> None:
    assert words(0, set()) == []
    assert words(0, {True}) == ["gateway"]
    assert words(0, {False}, links=True) == ["gateway lost", "heard by"]
    assert "cluster, ring by share" not in words(100, set())


def test_that_the_legend_explains_clusters_badges_and_letters() -> None:
    told = words(5000, set(), (KindSign("B", "bay"),))
    assert told[-3:] == ["cluster, ring by share", "its alarms", "bay"]


def test_that_the_legend_explains_dots_and_their_badges_and_no_cluster() -> None:
    told = words(5000, set(), mode=Mode.DOTS)
    assert told[-2:] == ["number of alarms", "a dot tells its worst"]
    assert [text.split()[0] for text in told[:5]] == ["alarm", "warning", "stale", "unknown", "ok"]
    assert sum(int(text.split()[1].replace(",", "")) for text in told[:5]) == 5000


def test_that_dots_that_stand_for_one_asset_each_need_no_word() -> None:
    x = 0.53 + np.arange(3000) % 60 * 1e-5
    pyramid = Pyramid(x, 0.33 + np.arange(3000) // 60 * 1e-5, np.zeros(3000, np.int8))
    shown = look(pyramid, Camera(0.5303, 0.33025, 12.0, 1280, 800), Mode.DOTS)
    assert [entry.text for entry in entries(shown, (), set(), False, DARK)] == ["ok 3,000"]


@pytest.mark.parametrize("mode", list(Mode))
def test_that_a_legend_too_wide_takes_another_line(qtbot: QtBot, mode: Mode) -> None:
    shown = look(Pyramid(*town(5000)), Camera(0.53, 0.33, 10.0, 1280, 800), mode)
    found = entries(shown, (), {True, False}, True, DARK)
    image = QImage(1200, 300, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        wide = paint_legend(painter, found, QRectF(0, 0, 1200, 300), DARK)
        narrow = paint_legend(painter, found, QRectF(0, 0, 320, 300), DARK)
    assert narrow.width() <= 320
    assert narrow.height() > wide.height()
    assert wide.bottom() == narrow.bottom() == 300


@pytest.mark.parametrize(("width", "height"), [(240, 160), (500, 300), (1280, 800)])
def test_that_furniture_stays_on_the_glass_at_any_size(width: int, height: int, qtbot: QtBot) -> None:
    camera = Camera(0.53, 0.33, 10.0, width, height)
    shown = look(Pyramid(*town(5000)), camera)
    facts = Facts(5009, 5000, "© Somebody", ("A note.",), entries(shown, (), {True}, True, DARK))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(DARK.land))
    with QPainter(image) as painter:
        paint_furniture(painter, camera, facts, DARK)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(height, width)
    assert (pixels[0] == pixels[0, 0]).all()
    assert (pixels[:, 0] == pixels[0, 0]).all()


@pytest.mark.parametrize("palette", [DARK, LIGHT])
@pytest.mark.parametrize("ground", ["#000000", "#ffffff", "#d0ff40"])
def test_that_the_attribution_is_legible_over_any_base_map(qtbot: QtBot, palette: Palette, ground: str) -> None:
    image = QImage(400, 60, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    with QPainter(image) as painter:
        box = paint_attribution(painter, QRectF(0, 0, 400, 60), "Somebody", palette)
    behind = image.pixelColor(round(box.left()) + 5, round(box.center().y()))
    assert contrast(palette.text_weak, behind.name()) >= 4.5


def test_that_a_sign_is_painted_once_for_a_palette_and_a_ratio(qtbot: QtBot) -> None:
    painted: list[str] = []

    def sign(painter: QPainter, at: QPointF) -> None:
        painted.append("")
        painter.fillRect(QRectF(at.x() - 4, at.y() - 4, 8, 8), QColor(DARK.alarm))

    signs, found = Signs(), [Entry(sign, "alarm", key="alarm"), Entry(sign, "alarm", key="alarm")]
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    for palette, often in ((DARK, 1), (DARK, 1), (LIGHT, 2)):
        image.fill(QColor(palette.land))
        with QPainter(image) as painter:
            box = paint_legend(painter, found, QRectF(0, 0, 300, 200), palette, signs)
        assert len(painted) == often
        middle = round(box.left() + Space.TIGHT + SIGN_PX / 2), round(box.center().y())
        assert image.pixelColor(*middle).name() == DARK.alarm


def test_that_no_more_signs_are_kept_than_any_legend_has(qtbot: QtBot) -> None:
    signs, painted = Signs(), []
    image = QImage(50, 50, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        signs.dress(DARK, 1.0)
        for number in (*range(MOST_PICTURES + 1), MOST_PICTURES, 0):
            stamp = partial(lambda number, painter, at: painted.append(number), number)
            signs.draw(painter, QPointF(25, 25), stamp, key=number, width=SIGN_PX)
    assert painted == [*range(MOST_PICTURES + 1), 0]
