"""Legibility: every text of the palette stands out from every ground it is written on."""

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from venule.desk.style.contrast import contrast
from venule.desk.style.look import sheet
from venule.desk.style.palette import DARK, LIGHT, Palette
from venule.desk.trends.field import GHOST_STRENGTH, mixed
from venule.desk.trends.marks import STRETCH_TINT

GROUNDS = ("window", "panel", "raised", "hover", "selected")
TEXT_NEEDS, SHAPE_NEEDS = 4.5, 3.0


FAINT_GROUNDS = ("window", "panel", "raised")
PAIRS = [(text, ground) for text in ("text", "text_weak") for ground in GROUNDS] + [
    ("text_faint", ground) for ground in FAINT_GROUNDS
]
"""Faint text is never written on a row that is pointed at or chosen."""


@pytest.mark.parametrize(("text", "ground"), PAIRS)
@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.theme)
def test_that_text_is_legible_on_every_ground(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= TEXT_NEEDS


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.theme)
def test_that_text_on_coloured_strips_is_legible(palette: Palette) -> None:
    assert contrast(palette.on_replay, palette.replay) >= TEXT_NEEDS
    assert contrast(palette.on_alarm, palette.alarm) >= TEXT_NEEDS


@pytest.mark.parametrize("colour", ["alarm", "warning", "advisory", "stale", "unknown", "ok", "focus"])
@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.theme)
def test_that_symbols_stand_out_from_the_panel(palette: Palette, colour: str) -> None:
    assert contrast(getattr(palette, colour), palette.panel) >= SHAPE_NEEDS


def chart_grounds(palette: Palette) -> dict[str, str]:
    """What a chart is drawn on: the pane, its normal band, and both between the cursors."""
    plain = {"panel": palette.panel, "normal band": palette.normal_band}
    tinted = {
        f"{name} between cursors": mixed(ground, palette.focus, STRETCH_TINT).name() for name, ground in plain.items()
    }
    return plain | tinted


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.theme)
def test_that_what_is_drawn_on_a_chart_stands_out_wherever_it_lies(palette: Palette) -> None:
    marks = dict(enumerate(palette.curves)) | {
        name: getattr(palette, name) for name in ("alarm", "warning", "advisory", "focus", "replay")
    }
    for name, ground in chart_grounds(palette).items():
        weak = {mark: round(contrast(colour, ground), 2) for mark, colour in marks.items()}
        assert min(weak.values()) >= SHAPE_NEEDS, (name, weak)
        assert contrast(palette.text_weak, ground) >= TEXT_NEEDS, name


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.theme)
def test_that_a_ghost_is_weaker_but_seen_and_its_number_is_legible(palette: Palette) -> None:
    for colour in palette.curves:
        ghost = mixed(palette.panel, colour, GHOST_STRENGTH[palette.theme]).name()
        assert contrast(ghost, palette.panel) < contrast(colour, palette.panel)
        assert contrast(ghost, palette.panel) >= SHAPE_NEEDS
        assert contrast(ghost, palette.normal_band) >= SHAPE_NEEDS
        assert contrast(colour, palette.panel) >= TEXT_NEEDS  # the number on its tag, either way round


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.theme)
def test_that_a_hint_in_an_empty_field_is_legible(palette: Palette, qapp: QApplication, qtbot: QtBot) -> None:
    before = qapp.styleSheet()
    qapp.setStyleSheet(sheet(palette))
    try:
        field = QLineEdit()
        qtbot.addWidget(field)
        field.setPlaceholderText("Filter")
        field.show()
        assert field.palette().color(QPalette.ColorRole.PlaceholderText).name() == palette.text_faint
    finally:
        qapp.setStyleSheet(before)


@pytest.mark.parametrize("text", ["city_text", "suburb_text", "street_text", "water_text"])
@pytest.mark.parametrize("ground", ["land", "urban", "halo"])
@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.theme)
def test_that_names_on_the_map_are_legible(palette: Palette, ground: str, text: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= TEXT_NEEDS


def test_that_black_on_white_has_the_contrast_the_standard_states() -> None:
    assert contrast("#" + "0" * 6, "#" + "f" * 6) == pytest.approx(21.0)
