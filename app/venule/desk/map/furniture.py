"""What stands on the map's glass: scale bar, legend, attribution, notes, a sentence where nothing is to be seen."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPolygonF

from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.ink import pen
from venule.desk.map.legend import LINE_PX, Entry, paint_legend, paint_panel
from venule.desk.map.legendsigns import Signs
from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.domain.geo import from_mercator, metres_per_unit

LONGEST_BAR_PX = 110.0
KILOMETRE = 1000
ROUGH_PX = 32.0
EMPTY = "No assets yet: they appear here as soon as a feed or an inventory tells where they stand."
UNPLACED = "None of the {:,} assets has a place yet: import an inventory, or let the feed tell where they stand."


@dataclass(frozen=True, slots=True)
class Facts:
    """What the furniture tells of."""

    assets: int
    placed: int
    attribution: str
    notes: tuple[str, ...]
    legend: Sequence[Entry]


def paint_furniture(
    painter: QPainter, camera: Camera, facts: Facts, palette: Palette, signs: Signs | None = None
) -> tuple[Bounds, ...]:
    """Paint all of it along the lower edge, and the sentence in the middle of an empty map; tells what it covers."""
    edge = float(Space.SMALL)
    area = QRectF(edge, edge, camera.width - 2 * edge, camera.height - 2 * edge)
    credit = paint_attribution(painter, area, facts.attribution, palette)
    bar = paint_scale(painter, area, camera, palette)
    room = credit.left() - bar.right() - 2 * edge
    left = bar.right() + edge
    if room < camera.width / 3:
        left, room = area.left(), area.width()
        area.setBottom(bar.top() - Space.TIGHT)
    beside = QRectF(left, area.top(), room, area.height())
    legend = paint_legend(painter, facts.legend, beside, palette, signs)
    paint_notes(painter, QPointF(area.left(), min(legend.top(), bar.top()) - Space.TIGHT), facts, palette)
    if not facts.placed:
        paint_sentence(painter, area, UNPLACED.format(facts.assets) if facts.assets else EMPTY, palette)
    return tuple(_roughly(box) for box in (credit, bar, legend) if box.width())


def _roughly(box: QRectF) -> Bounds:
    """A box in coarse steps, so that it is the same when a figure in it gains a digit."""
    right, top = (math.ceil(box.right() / ROUGH_PX) * ROUGH_PX, math.floor(box.top() / ROUGH_PX) * ROUGH_PX)
    return Bounds(math.floor(box.left() / ROUGH_PX) * ROUGH_PX, top, right, box.bottom())


def bar_length(metres_per_px: float) -> tuple[float, str]:
    """The longest round distance that fits the bar: its length in pixels and its words."""
    most = LONGEST_BAR_PX * metres_per_px
    magnitude = 10.0 ** math.floor(math.log10(most))
    metres = next(step * magnitude for step in (5, 2, 1) if step * magnitude <= most)
    words = f"{metres / KILOMETRE:,.0f} km" if metres >= KILOMETRE else f"{metres:g} m"
    return metres / metres_per_px, words


def paint_scale(painter: QPainter, area: QRectF, camera: Camera, palette: Palette) -> QRectF:
    """The scale bar, true at the middle of the view; gives the box it took."""
    _, latitude = from_mercator(np.array([camera.x]), np.array([camera.y]))
    length, words = bar_length(metres_per_unit(float(latitude[0])) / camera.scale)
    box = QRectF(area.left(), area.bottom() - LINE_PX, length + 2 * Space.SMALL, LINE_PX)
    paint_panel(painter, box, palette)
    left, foot = box.left() + Space.SMALL, box.bottom() - 5.5
    painter.setPen(pen(palette.text_weak, 1.3))
    ends = [(left, foot - 5), (left, foot), (left + length, foot), (left + length, foot - 5)]
    painter.drawPolyline(QPolygonF([QPointF(*end) for end in ends]))
    painter.setFont(strong(Type.CAPTION))
    painter.setPen(QColor(palette.text))
    painter.drawText(box.adjusted(0, 0, 0, -6), Qt.AlignmentFlag.AlignCenter, words)
    return box


def paint_attribution(painter: QPainter, area: QRectF, attribution: str, palette: Palette) -> QRectF:
    """Who made the base map, always legible; gives the box it took."""
    box = QRectF(area.right(), area.bottom() - LINE_PX, 0, LINE_PX)
    if not attribution:
        return box
    painter.setFont(font(Type.CAPTION))
    metrics = QFontMetricsF(painter.font())
    words, most = attribution, area.width() * 0.6
    if metrics.horizontalAdvance(words) > most:
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, most)
    box.setLeft(area.right() - metrics.horizontalAdvance(words) - 2 * Space.SMALL)
    box.setTop(area.bottom() - LINE_PX + 4)
    paint_panel(painter, box, palette)
    painter.setPen(QColor(palette.text_weak))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    return box


def paint_notes(painter: QPainter, foot: QPointF, facts: Facts, palette: Palette) -> None:
    """Notes above the legend, one to a line."""
    unplaced = facts.assets - facts.placed
    notes = list(facts.notes)
    if unplaced and facts.placed:
        notes.append(f"{unplaced:,} asset{'s' if unplaced > 1 else ''} without a place")
    painter.setFont(font(Type.CAPTION))
    metrics = QFontMetricsF(painter.font())
    for line, note in enumerate(reversed(notes)):
        width = metrics.horizontalAdvance(note) + 2 * Space.SMALL
        box = QRectF(foot.x(), foot.y() - (line + 1) * LINE_PX, width, LINE_PX - 4)
        paint_panel(painter, box, palette)
        painter.setPen(QColor(palette.text_weak))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, note)


def paint_sentence(painter: QPainter, area: QRectF, sentence: str, palette: Palette) -> None:
    """One sentence in the middle of the map."""
    painter.setFont(font(Type.BODY))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    middle = area.adjusted(area.width() * 0.15, 0, -area.width() * 0.15, 0)
    words = painter.boundingRect(middle, int(flags), sentence)
    paint_panel(painter, words.adjusted(-Space.MEDIUM, -Space.SMALL, Space.MEDIUM, Space.SMALL), palette)
    painter.setPen(QColor(palette.text_weak))
    painter.drawText(middle, int(flags), sentence)
