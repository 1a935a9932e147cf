"""Pictures of dots: tens of thousands of small signs written into the bytes of one picture by numpy."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from venule.desk.map.assets.counting import STATES
from venule.desk.map.assets.pyramid import RISING
from venule.desk.map.assets.shapes import paint_dot, paint_value_dot
from venule.desk.map.assets.sight import Dots
from venule.desk.map.assets.zorder import Longs
from venule.desk.map.ink import clear_image
from venule.desk.style.palette import Palette
from venule.desk.style.tones import STEPS
from venule.domain.alarm import Status

STAMP_PX = 16
"""Room for the largest dot, and the margin around the picture in which dots at the edge are cut off."""

MOST_COLOURS = 255
"""What a byte tells beside nothing: rarer shades become the nearest of these."""

FACES = tuple(range(STATES + STEPS + 1))
"""Dots of each status; of each step of the ramp, for those coloured by a value; and of those that have no value."""

QUIET_FIRST = (*FACES[STATES:], *RISING.tolist())

Words = npt.NDArray[np.uint32]
Shades = npt.NDArray[np.uint8]


class Ink(NamedTuple):
    """The pixels of all dots of one size: for each face where they are in its square, and their shades."""

    table: list[int]
    column: dict[int, Longs]
    row: dict[int, Longs]
    shade: dict[int, Shades]


class DotFaces:
    """Paints dots for one palette and device pixel ratio, and keeps the last picture."""

    def __init__(self, palette: Palette, ratio: float) -> None:
        self._palette, self._ratio = palette, ratio
        self._inks: dict[int, Ink] = {}
        self._last: tuple[Dots, QImage] | None = None
        self._bytes = np.zeros((0, 0), np.uint8)

    def draw(self, painter: QPainter, shown: Dots, width: int, height: int) -> None:
        """Draw all dots of a view of so many logical pixels."""
        if self._last is None or self._last[0] is not shown:
            self._last = shown, self._painted(shown, round(width * self._ratio), round(height * self._ratio))
        painter.drawImage(QPointF(), self._last[1])

    def _painted(self, shown: Dots, width: int, height: int) -> QImage:
        if shown.size_px not in self._inks:
            self._inks[shown.size_px] = mixed_ink(shown.size_px, self._palette, self._ratio)
        ink, margin = self._inks[shown.size_px], -(-round(STAMP_PX * self._ratio) // 4) * 4
        stride = -(-(width + 2 * margin) // 4) * 4  # Qt wants rows of whole words
        if self._bytes.shape != (height + 2 * margin, stride):
            self._bytes = np.zeros((height + 2 * margin, stride), np.uint8)
        self._bytes.fill(0)
        self._write(shown, ink, margin, width, height)
        inner = self._bytes.reshape(-1)[margin * stride + margin :]
        seen = QImage(inner.data, width, height, stride, QImage.Format.Format_Indexed8)
        seen.setColorTable(ink.table)
        image = seen.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(self._ratio)
        return image

    def _write(self, shown: Dots, ink: Ink, margin: int, width: int, height: int) -> None:
        """Write the dots into the bytes, the worst last."""
        half = round(STAMP_PX * self._ratio) // 2
        x, y = (np.rint(along * self._ratio).astype(np.int64) for along in (shown.x, shown.y))
        seen = (x > -half) & (x < width + half) & (y > -half) & (y < height + half)
        flat, stride = self._bytes.reshape(-1), self._bytes.shape[1]
        place = (y + margin - half) * stride + x + margin - half
        for face in QUIET_FIRST:
            at = place[seen & (shown.status == face)]
            if len(at):
                pixels = (ink.row[face] * stride + ink.column[face]).tolist()
                for pixel, shade in zip(pixels, ink.shade[face], strict=True):
                    flat[pixel:][at] = shade


def mixed_ink(size_px: int, palette: Palette, ratio: float) -> Ink:
    """Paint the dot of each face once, and tell its pixels, the faintest first so that a neighbour's stay on top."""
    pixels = {face: stamp(face, size_px, palette, ratio) for face in FACES}
    table, shades = shades_of(np.concatenate([picture.reshape(-1) for picture in pixels.values()]))
    ink = Ink([0, *table.tolist()], {}, {}, {})
    for face, picture in pixels.items():
        own = shades.reshape(len(pixels), *picture.shape)[face]
        row, column = np.nonzero(own)
        faintest_first = np.argsort(picture[row, column] >> np.uint32(24), kind="stable")
        row, column = row[faintest_first], column[faintest_first]
        ink.row[face], ink.column[face] = row, column
        ink.shade[face] = own[row, column]
    return ink


def stamp(face: int, size_px: int, palette: Palette, ratio: float) -> Words:
    """The pixels of one dot, not premultiplied, its middle in the middle of the square."""
    side = 2 * (round(STAMP_PX * ratio) // 2)
    image = clear_image(side, side)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
        painter.scale(ratio, ratio)
        if face < STATES:
            paint_dot(painter, QPointF(), Status(face), size_px, palette)
        else:
            paint_value_dot(painter, QPointF(), face - STATES, size_px, palette)
    plain = image.convertToFormat(QImage.Format.Format_ARGB32)
    return np.frombuffer(plain.constBits(), np.uint32).reshape(side, side).copy()


def shades_of(pixels: Words) -> tuple[Words, Shades]:
    """The commonest colours, and for each pixel which of them it is, from 1; 0 where it is transparent."""
    colours, which, often = np.unique(pixels, return_inverse=True, return_counts=True)
    often[(colours >> np.uint32(24)) == 0] = 0
    kept = np.sort(np.argsort(-often, kind="stable")[: min(MOST_COLOURS, int((often > 0).sum()))])
    table = colours[kept]
    parts = [colour.reshape(-1, 1).view(np.uint8).astype(np.int64) for colour in (colours, table)]
    nearest = np.abs(parts[0][:, None, :] - parts[1][None, :, :]).sum(2).argmin(1) + 1
    nearest[often == 0] = 0
    return table, nearest[which].astype(np.uint8)
