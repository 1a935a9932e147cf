"""What there is of shapes in a view, and how the legend explains it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from venule.desk.map.assets.sheet import Stamp
from venule.desk.map.camera import Bounds
from venule.desk.map.legend import Entry
from venule.desk.map.shapes.colours import BROADER, WIDTH_ZOOM, tone_colour
from venule.desk.map.shapes.index import Ints, ShapeIndex
from venule.desk.map.shapes.overlay import OUTLINE_PX, area_fill, paint_areas, paint_lines
from venule.desk.map.shapes.strokes import Outline, Strokes
from venule.desk.models.shapecolours import Colours, Key
from venule.desk.style.fonts import font
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.style.tones import MARK_WORDS, STEPS, TONE_WORDS, Mark, Tone

STEP_PX, BAR_PX, SWATCH_PX = 11.0, 3.4, 10.0
SAMPLE_PX = 18.0


class Seen(NamedTuple):
    """One way in which a shape looks."""

    layer: int
    area: bool
    tone: int
    mark: int


Present: TypeAlias = frozenset[Seen]


def looks_of(index: ShapeIndex, colours: Colours) -> Ints:
    """How each shape looks, as a number that :func:`present` takes apart again; -1 where it is hidden."""
    layer, tone, mark = (part.astype(np.int32) for part in (colours.layer, colours.tone, colours.mark))
    look = (layer << 7) + (index.closed.astype(np.int32) << 6) + (tone << 2) + mark
    return np.where(tone == Tone.HIDDEN, np.int32(-1), look)


def present(index: ShapeIndex, looks: Ints, view: Bounds) -> Present:
    """All ways in which shapes look that touch a view."""
    found = np.flatnonzero(np.bincount(looks[index.touching(view)] + 1)[1:]).tolist()
    return frozenset(Seen(look >> 7, bool(look >> 6 & 1), look >> 2 & 0xF, look & 3) for look in found)


def entries(found: Present, keys: Sequence[Key], palette: Palette) -> list[Entry]:
    """What to explain: each layer by its ramp or its form, then why values are missing, then what is in alarm."""
    return [
        *_layers(found, keys, palette),
        *_reasons(found, palette),
        *_marks(found, palette),
    ]


def _layers(found: Present, keys: Sequence[Key], palette: Palette) -> Iterator[Entry]:
    for row, key in enumerate(keys):
        tones = {seen.tone for seen in found if seen.layer == row}
        if key.ends is not None and min(tones, default=STEPS) < STEPS:
            sign, width = _ramp(key, key.ends, palette)
            title = ", ".join(word for word in (key.title, key.unit) if word)
            yield Entry(sign, title, width, (key.ends, key.areas))
        elif Tone.PLAIN in tones:
            yield _explained(Seen(row, key.areas, Tone.PLAIN, Mark.NONE), key.title, palette)


def _reasons(found: Present, palette: Palette) -> Iterator[Entry]:
    """Lines without a value stand for areas without one where there are both."""
    for tone in (Tone.STALE, Tone.BAD, Tone.NO_VALUE):
        if forms := {seen.area for seen in found if seen.tone == tone}:
            yield _explained(Seen(0, min(forms), tone, Mark.NONE), TONE_WORDS[tone], palette)


def _marks(found: Present, palette: Palette) -> Iterator[Entry]:
    for mark in (Mark.ALARM, Mark.WARNING):
        for area in sorted({seen.area for seen in found if seen.mark == mark}):
            words = f"{MARK_WORDS[mark]} {'in an area' if area else 'on a line'}"
            yield _explained(Seen(0, area, Tone.PLAIN, mark), words, palette)


def _explained(seen: Seen, words: str, palette: Palette) -> Entry:
    return Entry(_sample(seen, palette), words, key=seen)


def _sample(seen: Seen, palette: Palette) -> Stamp:
    """A line or an area as the map shows it, in small."""
    tone, mark, layer = (np.array([value], np.int8) for value in (seen.tone, seen.mark, 0))
    one = Colours(tone, mark, layer)
    shape, along = np.zeros(1, np.int64), np.zeros(1)

    def paint(painter: QPainter, at: QPointF) -> None:
        half = SAMPLE_PX / 2
        painter.translate(at - QPointF(half, half))
        if seen.area:
            x, y = np.array([1.0, 17.0, 17.0, 1.0, 1.0]), np.array([4.0, 4.0, 14.0, 14.0, 4.0])
            outline = Outline(x, y, np.zeros(5, np.int64), shape)
            paint_areas(painter, outline, one, (SAMPLE_PX, SAMPLE_PX), palette)
        else:
            line = Strokes(np.array([[2.0, 12.0, 16.0, 6.0]]), shape, along)
            paint_lines(painter, line, one, WIDTH_ZOOM, palette)

    return paint


def _ramp(key: Key, ends: tuple[str, str], palette: Palette) -> tuple[Stamp, float]:
    """The steps of the ramp between the numbers at its ends, and how wide that is."""
    metrics = QFontMetricsF(font(Type.CAPTION))
    low, high = (metrics.horizontalAdvance(end) + Space.TIGHT for end in ends)
    width = low + STEPS * STEP_PX + high + Space.TIGHT

    def paint(painter: QPainter, at: QPointF) -> None:
        box = QRectF(at.x() - width / 2, at.y() - SWATCH_PX, width - Space.TIGHT, 2 * SWATCH_PX)
        painter.setPen(QColor(palette.text_weak))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, ends[0])
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, ends[1])
        for step in range(STEPS):
            height = BAR_PX * BROADER[step]
            bar = QRectF(box.left() + low + step * STEP_PX, at.y() - height / 2, STEP_PX, height)
            if key.areas:
                bar = QRectF(bar.left(), at.y() - SWATCH_PX / 2, STEP_PX, SWATCH_PX)
                painter.fillRect(bar, area_fill(step, Mark.NONE, palette))
                bar.setTop(bar.bottom() - OUTLINE_PX)
            painter.fillRect(bar, tone_colour(step, palette))

    return paint, width
