"""Legibility: every text of the palette stands out from every ground it is written on."""

import pytest

from venule.desk.style.contrast import contrast
from venule.desk.style.palette import DARK, LIGHT, Palette

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


@pytest.mark.parametrize("text", ["city_text", "suburb_text", "street_text", "water_text"])
@pytest.mark.parametrize("ground", ["land", "urban", "halo"])
@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.theme)
def test_that_names_on_the_map_are_legible(palette: Palette, ground: str, text: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= TEXT_NEEDS


def test_that_black_on_white_has_the_contrast_the_standard_states() -> None:
    assert contrast("#" + "0" * 6, "#" + "f" * 6) == pytest.approx(21.0)
