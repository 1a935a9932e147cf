"""How tones and marks are painted: widths, colours, dashes."""

import math

import numpy as np
from PySide6.QtGui import QColor

from venule.desk.map.ink import mixed
from venule.desk.models.shapecolours import Colours
from venule.desk.style.palette import Palette
from venule.desk.style.tones import STEPS, Mark, Tone

WIDTH_PX, WIDTH_ZOOM, GROWTH = 1.7, 15.0, 1.45
THINNEST_PX, WIDEST_PX = 1.0, 11.0
BROADER = (0.85, 0.88, 0.92, 0.96, 1.0, 1.05, 1.25, 1.25)
"""Of each step of the ramp, so that the high ones stand out without colour too."""

THIN, THINNEST_GREY_PX = 0.7, 1.2
EDGE_PX = 2.0
"""Around an alarm's line: as much of the ground first, then as much of the alarm's colour."""

DASHES = {Tone.NO_VALUE: (1.5, 4.5), Tone.STALE: (6.0, 4.0), Tone.BAD: (2.0, 2.0)}
"""Dash and gap in pixels at the width of one; they grow with the line."""


def plain(shapes: int) -> Colours:
    """Colours of shapes of which nothing is known."""
    nothing = np.zeros(shapes, np.int8)
    return Colours(np.full(shapes, Tone.PLAIN, np.int8), nothing, nothing)


def line_px(zoom: float) -> float:
    """Width of a line in the middle of the ramp."""
    return min(max(WIDTH_PX * math.pow(GROWTH, zoom - WIDTH_ZOOM), THINNEST_PX), WIDEST_PX)


def tone_px(tone: int, zoom: float) -> float:
    """Width of a line of a tone."""
    if 0 <= tone < STEPS or tone == Tone.PLAIN:
        return line_px(zoom) * (BROADER[tone] if tone < STEPS else 1.0)
    return max(line_px(zoom) * THIN, THINNEST_GREY_PX)


def tone_colour(tone: int, palette: Palette) -> QColor:
    """Colour of a line of a tone."""
    if 0 <= tone < STEPS:
        return QColor(palette.ramp[tone])
    if tone == Tone.PLAIN:
        return mixed(palette.land, palette.ok, 0.8)
    return QColor(palette.stale if tone == Tone.STALE else palette.unknown)


def mark_colour(mark: int, palette: Palette) -> QColor:
    """Colour of what is painted around a marked shape."""
    return QColor(palette.alarm if mark == Mark.ALARM else palette.warning)
