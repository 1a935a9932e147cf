"""Overlay tiles: squares that meet without a seam, and looks that differ without colour."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tests.desk.map.shapes.networks import MIDDLE, camera, colours, hidden, index_of, one_tone, town
from venule.desk.map.camera import WORLD_PX, Bounds
from venule.desk.map.shapes.colours import tone_px
from venule.desk.map.shapes.index import ShapeIndex
from venule.desk.map.shapes.overlay import paint_overlay
from venule.desk.map.tiles.basemap import Look
from venule.desk.models.shapecolours import Colours
from venule.desk.style.palette import DARK, LIGHT, Palette
from venule.desk.style.tones import STEPS, Mark, Tone

pytestmark = pytest.mark.usefixtures("qapp")


def square(column: float, row: float, across: float, zoom: float) -> Bounds:
    """So many tiles of 512 px from the middle of the town on."""
    side = 512 / (WORLD_PX * 2.0**zoom)
    left, top = MIDDLE[0] + column * side, MIDDLE[1] + row * side
    return Bounds(left, top, left + across * side, top + side)


def pixels(image: QImage | None) -> npt.NDArray[np.int16]:
    """Rows of pixels, each of four bytes."""
    assert image is not None
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return flat.astype(np.int16)


def painted(index: ShapeIndex, told: Colours, box: Bounds, zoom: float, palette: Palette = DARK) -> QImage | None:
    return paint_overlay(index, told, box, zoom, Look(palette, 1.0))


@pytest.mark.parametrize("zoom", [12.0, 14.25, 16.0, 18.5])
def test_that_two_squares_side_by_side_show_what_one_wide_one_shows(zoom: float) -> None:
    index = town(150)
    told = colours(index)
    left, right = (pixels(painted(index, told, square(at, -0.5, 1, zoom), zoom)) for at in (-1, 0))
    whole = pixels(painted(index, told, square(-1, -0.5, 2, zoom), zoom))
    differing = np.abs(np.hstack((left, right)) - whole).max(2) > 48  # a pixel's cover may round otherwise
    assert differing.mean() < 2e-4


def test_that_a_square_with_nothing_in_it_is_no_picture() -> None:
    index = town(20)
    far_away = Bounds(0.1, 0.1, 0.1001, 0.1001)
    assert painted(index, one_tone(index, 3), far_away, 14.0) is None
    assert painted(index, hidden(index), square(-0.5, -0.5, 1, 14.0), 14.0) is None


def test_that_a_picture_has_the_pixels_of_its_screen() -> None:
    index = town(20)
    image = paint_overlay(index, one_tone(index, 3), square(0, 0, 1, 14.0), 14.0, Look(DARK, 1.5))
    assert image is not None
    assert (image.width(), image.height(), image.devicePixelRatio()) == (768, 768, 1.5)


def line_picture(tone: int, mark: Mark = Mark.NONE, zoom: float = 16.0) -> npt.NDArray[np.int16]:
    """One line across a square."""
    box = square(0, 0, 1, zoom)
    middle = (box.top + box.bottom) / 2
    index = index_of([[(box.left, middle), (box.right, middle)]], [])
    return pixels(painted(index, one_tone(index, tone, mark), box, zoom))


def covered(picture: npt.NDArray[np.int16]) -> float:
    """How much of a picture is painted, in whole rows of pixels."""
    return float(picture[:, :, 3].sum() / 255 / picture.shape[1])


def test_that_the_high_steps_are_broader() -> None:
    widths = [tone_px(step, 15.0) for step in range(STEPS)]
    assert widths == sorted(widths)
    assert covered(line_picture(STEPS - 1)) > 1.2 * covered(line_picture(4))


def test_that_what_is_not_known_is_dashed_each_reason_in_its_own_way() -> None:
    shares = {tone: line_picture(tone)[:, :, 3].max(0) > 127 for tone in (Tone.NO_VALUE, Tone.STALE, Tone.BAD)}
    edges = {tone: int(np.diff(seen.astype(int)).clip(0).sum()) for tone, seen in shares.items()}
    assert shares[Tone.STALE].mean() == pytest.approx(0.6, abs=0.08)
    assert shares[Tone.NO_VALUE].mean() < 0.4
    assert edges[Tone.BAD] > 1.5 * edges[Tone.STALE]
    assert (line_picture(2)[256, :, 3] > 127).all()


def test_that_an_alarm_has_edges_all_along_and_a_warning_has_dashes() -> None:
    plain, warning, alarm = (line_picture(3, mark) for mark in Mark)
    assert covered(plain) < covered(warning) < covered(alarm)
    colour = QColor(DARK.alarm)
    red = np.abs(alarm[:, :, :3] - [colour.blue(), colour.green(), colour.red()]).max(2) < 24
    assert red.any(0).all()


def test_that_an_alarm_lies_on_top_of_every_other_line() -> None:
    box = square(0, 0, 1, 16.0)
    across, down = (box.top + box.bottom) / 2, (box.left + box.right) / 2
    index = index_of([[(box.left, across), (box.right, across)], [(down, box.top), (down, box.bottom)]], [])
    told = Colours(np.array([0, STEPS - 1], np.int8), np.array([Mark.ALARM, 0], np.int8), np.zeros(2, np.int8))
    colour = QColor(DARK.ramp[0])
    middle = pixels(painted(index, told, box, 16.0))[256, 256, :3]
    assert np.abs(middle - [colour.blue(), colour.green(), colour.red()]).max() < 24


def test_that_a_hole_in_an_area_is_not_filled() -> None:
    index, view = town(0), camera(14.0)
    told = one_tone(index, 7)
    picture = pixels(painted(index, told, view.bounds, view.zoom))
    alpha = picture[:, :, 3]
    scale, left, top = view.scale, view.bounds.left, view.bounds.top
    in_hole = (MIDDLE[0] + 2e-5 - left) * scale, (MIDDLE[1] + 2e-5 - top) * scale
    beside = (MIDDLE[0] + 0.5e-5 - left) * scale, (MIDDLE[1] + 2e-5 - top) * scale
    assert alpha[round(in_hole[1]), round(in_hole[0])] == 0
    assert 30 < alpha[round(beside[1]), round(beside[0])] < 70


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_that_the_ramp_is_a_way_from_dark_to_light_or_back(palette: Palette) -> None:
    steps = [lightness(colour) for colour in palette.ramp]
    assert len(steps) == STEPS
    assert steps in (sorted(steps), sorted(steps, reverse=True))
    assert min(abs(after - before) for before, after in pairwise(steps)) > 3
    assert abs(steps[-1] - lightness(palette.land)) > abs(steps[0] - lightness(palette.land))


def lightness(colour: str) -> float:
    """L* of CIE 1976, which tells steps apart for those who cannot tell hues apart."""
    channels = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return float(116 * (0.2126 * red + 0.7152 * green + 0.0722 * blue) ** (1 / 3) - 16)


def test_that_a_line_from_one_end_of_the_world_to_the_other_is_painted_at_the_deepest_zoom(qapp: QApplication) -> None:
    index = index_of([[(0.0, MIDDLE[1]), (1.0, MIDDLE[1])]], [])
    for tone in (STEPS - 1, Tone.STALE):
        box = square(-0.5, -0.5, 1, 22.0)
        assert covered(pixels(painted(index, one_tone(index, tone), box, 22.0))) > 2
