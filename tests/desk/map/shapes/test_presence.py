"""The legend of shapes explains what is in view and nothing else."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.desk.map.shapes.networks import KEYS, camera, colours, one_tone, town
from venule.desk.map.camera import Bounds
from venule.desk.map.shapes.colours import plain
from venule.desk.map.shapes.index import ShapeIndex
from venule.desk.map.shapes.presence import Seen, entries, looks_of, present
from venule.desk.models.shapecolours import Colours, Key
from venule.desk.style.palette import DARK
from venule.desk.style.tones import Mark, Tone

pytestmark = pytest.mark.usefixtures("styled")


def words(index: ShapeIndex, told: Colours, view: Bounds | None = None) -> list[str]:
    found = present(index, looks_of(index, told), view or camera().bounds)
    return [entry.text for entry in entries(found, told.keys, DARK)]


def test_that_a_ramp_is_told_with_its_title_and_unit() -> None:
    assert words(town(20), one_tone(town(20), 3)) == ["Flow in the mains, m³/h", "Night flow, m³/h"]


def test_that_reasons_and_marks_are_told_where_they_are_seen() -> None:
    index = town(20)
    assert words(index, one_tone(index, Tone.STALE)) == ["stale"]
    assert words(index, one_tone(index, Tone.NO_VALUE)) == ["no value"]
    told = words(index, one_tone(index, 3, Mark.ALARM))
    assert told[2:] == ["alarm on a line", "alarm in an area"]


def test_that_nothing_is_told_of_what_is_out_of_view_or_hidden() -> None:
    index = town(20)
    assert words(index, one_tone(index, 3), Bounds(0.1, 0.1, 0.2, 0.2)) == []
    assert words(index, one_tone(index, Tone.HIDDEN)) == []


def test_that_a_layer_by_status_is_told_by_its_form() -> None:
    index = town(20)
    told = plain(len(index))
    keys = (Key("Mains by status", False, None, ""),)
    assert words(index, Colours(told.tone, told.mark, told.layer, keys)) == ["Mains by status"]


def test_that_every_look_is_found_again() -> None:
    index = town(500)
    told = colours(index)
    expected = {
        Seen(int(layer), bool(closed), int(tone), int(mark))
        for layer, closed, tone, mark in zip(told.layer, index.closed, told.tone, told.mark, strict=True)
    }
    assert present(index, looks_of(index, told), Bounds(0, 0, 1, 1)) == expected


def test_that_every_sign_paints_something(qapp: QApplication) -> None:
    index = town(500)
    found = present(index, looks_of(index, colours(index)), Bounds(0, 0, 1, 1))
    for entry in entries(found, KEYS, DARK):
        image = QImage(240, 24, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        before = image.copy()
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            entry.sign(painter, QPointF(120, 12))
        assert image != before, entry.text
