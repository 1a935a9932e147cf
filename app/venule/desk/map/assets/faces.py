"""The pictures of single assets in every form, and the badges of alarms, painted once and drawn by the thousand."""

from collections.abc import Sequence
from enum import IntEnum
from functools import partial

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from venule.desk.map.assets.badges import Badges
from venule.desk.map.assets.counting import STATES, Bytes, Ints
from venule.desk.map.assets.shapes import HALO_OPACITY, paint_asset, paint_small_asset, paint_square
from venule.desk.map.assets.sheet import Digits, Sheet, Stamp
from venule.desk.map.assets.signs import KindSign
from venule.desk.map.assets.zorder import Longs
from venule.desk.map.ink import tint
from venule.desk.style.fonts import strong
from venule.desk.style.palette import Palette
from venule.domain.alarm import Status
from venule.domain.geo import Floats

SPRITE_PX = 32
BADGE_WIDTHS = (15, 21, 27, 33, 39)
BADGE_HEIGHT = 15
BADGE_CELL_PX = 60
HALO_PX = 5.0
HALVES = (False, True)
"""The bright and the dark half of a blink."""


class Form(IntEnum):
    """How a single asset is drawn."""

    SMALL = 0
    PLAIN = 1
    LETTERED = 2


RADIUS_PX = np.array([4.5, 7.0, 10.5])
"""Of symbols by their form."""


class Faces:
    """The symbols of assets, for one palette and device pixel ratio."""

    def __init__(self, signs: Sequence[KindSign], palette: Palette, ratio: float) -> None:
        small: list[Stamp] = [
            partial(paint_small_asset, status=status, palette=palette, hollow=dark)
            for status in Status
            for dark in HALVES
        ]
        large: list[Stamp] = [
            partial(paint_asset, status=status, palette=palette, letter=letter, hollow=dark)
            for letter in ("", *(sign.letter for sign in signs))
            for status in Status
            for dark in HALVES
        ]
        self._sheet = Sheet([*small, *large], SPRITE_PX, SPRITE_PX, ratio)

    def draw(
        self,
        painter: QPainter,
        x: Floats,
        y: Floats,
        *,
        forms: Longs,
        status: Bytes,
        kind: Ints,
        dark: npt.NDArray[np.bool_],
    ) -> None:
        """Draw one symbol at each point."""
        block = forms + np.where(forms == Form.LETTERED, kind, 0)
        self._sheet.draw(painter, x, y, (block * STATES + status) * 2 + dark)


class BadgeFaces:
    """The badges that count alarms, for one palette and device pixel ratio; with a halo where they stand alone."""

    def __init__(self, palette: Palette, ratio: float) -> None:
        marks = [
            partial(_paint_badge, width=width, palette=palette, dark=dark, halo=halo)
            for halo in HALVES
            for width in BADGE_WIDTHS
            for dark in HALVES
        ]
        self._sheet = Sheet(marks, BADGE_CELL_PX, BADGE_CELL_PX // 2, ratio)
        self._on_lit = Digits(strong(10), palette.on_alarm, ratio)
        self._on_dark = Digits(strong(10), palette.alarm, ratio)

    def draw(self, painter: QPainter, found: Badges, *, lit: bool, halo: bool) -> None:
        """Draw badges as wide as their numbers."""
        digits = np.minimum(np.floor(np.log10(np.maximum(found.count, 1))).astype(np.int64), len(BADGE_WIDTHS) - 1)
        dark = found.blinking & (not lit)
        self._sheet.draw(painter, found.x, found.y, (halo * len(BADGE_WIDTHS) + digits) * 2 + dark)
        self._on_lit.draw(painter, found.x[~dark], found.y[~dark], found.count[~dark])
        self._on_dark.draw(painter, found.x[dark], found.y[dark], found.count[dark])


def _paint_badge(painter: QPainter, at: QPointF, *, width: int, palette: Palette, dark: bool, halo: bool) -> None:
    """Paint one badge without its number."""
    half = QPointF(width / 2, BADGE_HEIGHT / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    if halo and not dark:
        reach = half + QPointF(HALO_PX, HALO_PX)
        painter.setBrush(tint(palette.alarm, HALO_OPACITY))
        painter.drawRoundedRect(QRectF(at - reach, at + reach), reach.y(), reach.y())
    paint_square(painter, at, (half.x(), half.y()), palette, dark)
