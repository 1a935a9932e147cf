"""What people put on the time bar: pins of notes, the stretch they chose, and the loop that is played."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from venule.desk.style.fonts import font
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.timebar.axis import TimeScale
from venule.desk.timebar.wording import clock_text, duration_text, local, moment_text
from venule.domain.clock import Loop
from venule.domain.instant import Instant
from venule.domain.note import Note
from venule.store.answers import Longs

PIN = 8
PIN_REACH = 6
VEIL = 0.16
BRACKET = 5


@dataclass(frozen=True, slots=True, eq=False)
class Pinned:
    """Notes by the time they are about, oldest first, ready to be found among very many."""

    notes: tuple[Note, ...] = ()
    at: Longs = field(default_factory=lambda: np.zeros(0, np.int64))


def pinned(notes: Iterable[Note]) -> Pinned:
    """Notes in any order, made ready."""
    ordered = tuple(sorted(notes, key=lambda note: note.at))
    return Pinned(ordered, np.array([note.at for note in ordered], np.int64))


@dataclass(frozen=True, slots=True)
class Pin:
    """Notes that share a pin, which stands at ``x``, where the first of them is."""

    x: float
    notes: tuple[Note, ...]


def pins(found: Pinned, scale: TimeScale) -> list[Pin]:
    """At most one pin for each width of one, however many notes there are."""
    low, high = np.searchsorted(found.at, (scale.start, scale.end + 1)).tolist()
    if low == high:
        return []
    cells = ((found.at[low:high] - scale.start) // max(1, round(PIN * scale.per_pixel()))).astype(np.int64)
    firsts = [low, *(low + 1 + np.flatnonzero(np.diff(cells))).tolist(), high]
    return [Pin(scale.x(found.notes[since].at), found.notes[since:until]) for since, until in pairwise(firsts)]


def pin_at(notes: Pinned, scale: TimeScale, x: float) -> Pin | None:
    """The pin under the pointer."""
    near = [pin for pin in pins(notes, scale) if abs(pin.x - x) <= PIN_REACH]
    return min(near, key=lambda pin: abs(pin.x - x), default=None)


def paint_pins(painter: QPainter, plot: QRectF, scale: TimeScale, notes: Pinned, palette: Palette) -> None:
    """Flags that stand on the axis; a full one for several notes."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pin in pins(notes, scale):
        x, foot = round(pin.x) + 0.5, plot.bottom()
        top = foot - 2 * PIN
        painter.setPen(QPen(QColor(palette.text), 1.2))
        painter.drawLine(QLineF(x, foot, x, top))
        painter.setBrush(QColor(palette.text) if len(pin.notes) > 1 else QColor(palette.panel))
        painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x + PIN, top + PIN / 2), QPointF(x, top + PIN)]))
    painter.restore()


def stretch_text(start: Instant, end: Instant, zone: tzinfo | None) -> str:
    """From when to when, and how long: ``14:00:00 – 14:10:00, 10 min``, with dates where it ends on another day."""
    same_day = local(start, zone).date() == local(end, zone).date()
    until = clock_text(end, zone) if same_day else moment_text(end, zone)
    since = clock_text(start, zone) if same_day else moment_text(start, zone)
    return f"{since} – {until}, {duration_text(end - start)}"


def paint_stretch(
    painter: QPainter, plot: QRectF, scale: TimeScale, stretch: Loop, *, palette: Palette, zone: tzinfo | None
) -> None:
    """The chosen stretch: veiled, framed, and told where there is room."""
    box = _box(plot, scale, stretch)
    if box is None:
        return
    painter.setOpacity(VEIL)
    painter.fillRect(box, QColor(palette.focus))
    painter.setOpacity(1.0)
    painter.setPen(QPen(QColor(palette.focus), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    _tell(painter, plot, box, stretch_text(*stretch, zone), palette)


def _tell(painter: QPainter, plot: QRectF, box: QRectF, text: str, palette: Palette) -> None:
    """Write inside the stretch where it is wide enough, else beside it."""
    painter.setFont(font(Type.CAPTION))
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 2 * Space.TIGHT, metrics.height()
    if width > plot.width() / 2:
        return  # it would cover what it is about; the hint tells it
    left = box.center().x() - width / 2 if box.width() > width + Space.SMALL else box.right() + Space.TIGHT
    if left + width > plot.right():
        left = max(plot.left(), box.left() - Space.TIGHT - width)
    tag = QRectF(left, plot.bottom() - height - Space.HAIR, width, height)
    painter.fillRect(tag, QColor(palette.panel))
    painter.setPen(QColor(palette.text))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)


def paint_loop(painter: QPainter, plot: QRectF, scale: TimeScale, loop: Loop, palette: Palette) -> None:
    """Brackets in the colour of replay at both ends of what is played over and over."""
    box = _box(plot, scale, loop)
    if box is None:
        return
    painter.setPen(QPen(QColor(palette.replay), 2))
    for x, inwards in ((box.left() + 1, BRACKET), (box.right() - 1, -BRACKET)):
        painter.drawLine(QLineF(x, box.top(), x, box.bottom()))
        for y in (box.top() + 1, box.bottom() - 1):
            painter.drawLine(QLineF(x, y, x + inwards, y))


def _box(plot: QRectF, scale: TimeScale, stretch: Loop) -> QRectF | None:
    left, right = (scale.x(instant) for instant in stretch)
    if right < plot.left() or left > plot.right():
        return None
    left, right = max(plot.left() - 2, left), min(plot.right() + 2, right)
    return QRectF(left, plot.top() + 1, max(1.0, right - left), plot.height() - 2)
