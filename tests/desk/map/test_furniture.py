"""Furniture: round distances, a legend of what is there, notes for what is not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from tests.desk.map.assets.inventories import town
from venule.desk.map.assets.pyramid import Pyramid
from venule.desk.map.assets.sight import look
from venule.desk.map.assets.signs import KindSign
from venule.desk.map.camera import Camera
from venule.desk.map.furniture import LONGEST_BAR_PX, Facts, bar_length, paint_furniture
from venule.desk.map.legend import entries, paint_legend
from venule.desk.style.palette import DARK


@given(st.floats(1e-3, 2e5))
def test_that_the_scale_bar_is_round_and_true(metres_per_px: float) -> None:
    length, words = bar_length(metres_per_px)
    number, unit = words.replace(",", "").split()
    metres = float(number) * {"km": 1000, "m": 1}[unit]
    assert metres == pytest.approx(length * metres_per_px)
    assert LONGEST_BAR_PX / 2.6 <= length <= LONGEST_BAR_PX
    assert f"{metres:e}"[0] in "125"


def words(count: int, gateways: set[bool], signs: tuple[KindSign, ...] = (), links: bool = False) -> list[str]:
    """The legend of a town."""
    shown = look(Pyramid(*town(count)), Camera(0.53, 0.33, 10.0, 1280, 800))
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


def test_that_a_legend_too_wide_takes_another_line(qtbot: QtBot) -> None:
    shown = look(Pyramid(*town(5000)), Camera(0.53, 0.33, 10.0, 1280, 800))
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
