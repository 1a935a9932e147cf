"""Pictures as PNG: read back as they were, in few colours where nobody sees it, and of a stated density."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtGui import QImage

from venule.desk.map.picture.png import ROWS_A_PIECE, encoded, encoded_small, pixels_of
from venule.desk.map.picture.reducing import MOST_COLOURS, Pixels, reduced

PICTURES = st.tuples(st.integers(1, 9), st.integers(1, 9), st.sampled_from((3, 4))).flatmap(
    lambda shape: arrays(np.uint8, shape)
)


def read(data: bytes) -> Pixels:
    """The pixels of a file, as Qt reads them."""
    image = QImage.fromData(data, "PNG")
    assert not image.isNull()
    return pixels_of(image)


def noise(height: int, width: int, channels: int = 3) -> Pixels:
    """A picture in which hardly two pixels are alike."""
    return np.random.default_rng(2).integers(0, 256, (height, width, channels), np.uint8)


@given(PICTURES)
def test_that_every_pixel_comes_back(pixels: Pixels) -> None:
    assert np.array_equal(read(encoded(pixels)), pixels)


def test_that_pieces_meet() -> None:
    pixels = noise(2 * ROWS_A_PIECE + 3, 5)
    assert np.array_equal(read(encoded(pixels)), pixels)


@pytest.mark.parametrize("ratio", [1.0, 2.0, 3.0])
def test_that_a_file_says_how_large_it_is_to_be_seen(ratio: float) -> None:
    image = QImage.fromData(encoded(noise(4, 4), ratio), "PNG")
    assert image.dotsPerMeterX() == pytest.approx(96 / 0.0254 * ratio, abs=1)


@pytest.mark.parametrize("channels", [3, 4])
def test_that_few_colours_come_back_as_they_were_and_take_less(channels: int) -> None:
    colours = noise(1, MOST_COLOURS, channels)[0]
    pixels = colours[np.random.default_rng(3).integers(0, MOST_COLOURS, (60, 70))]
    assert np.array_equal(read(encoded_small(pixels)), pixels)
    assert len(encoded_small(pixels)) < len(encoded(pixels)) / 2


def test_that_a_rare_shade_becomes_its_nearest_neighbour() -> None:
    pixels = np.repeat(np.arange(MOST_COLOURS, dtype=np.uint8), 40).reshape(64, -1, 1).repeat(3, 2)
    pixels[0, 0] = 0, 0, 1
    back = read(encoded_small(pixels))
    assert back[0, 0].tolist() == [0, 0, 0]
    assert np.array_equal(back[1:], pixels[1:])


def test_that_a_photograph_keeps_its_colours() -> None:
    pixels = noise(64, 64)
    assert reduced(pixels) is None
    assert np.array_equal(read(encoded_small(pixels)), pixels)
