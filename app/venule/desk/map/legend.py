"""The legend: exactly what is on the screen just now, each sign with its word and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from venule.desk.map.assets.pyramid import STATES
from venule.desk.map.assets.rings import Rings, ring_parts
from venule.desk.map.assets.shapes import paint_asset, paint_gateway, paint_square
from venule.desk.map.assets.sheet import Stamp
from venule.desk.map.assets.sight import Clusters, Sight
from venule.desk.map.assets.signs import KindSign
from venule.desk.map.ink import pen, tint
from venule.desk.style.fonts import font
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.style.symbols import WORDS
from venule.domain.alarm import SEVERITY, Status

SIGN_PX = 22
LINE_PX = 24
MOST_HEIGHT = 0.2
"""On a very small map the legend is cut after the worst statuses, rather than covering everything."""

WORST_FIRST = sorted(Status, key=lambda status: -SEVERITY[status])


@dataclass(frozen=True, slots=True)
class Entry:
    """One sign and what it means."""

    sign: Stamp
    text: str


def entries(shown: Sight, signs: Sequence[KindSign], gateways: set[bool], links: bool, palette: Palette) -> list[Entry]:
    """What to explain: statuses in view, clusters and badges, letters of kinds, gateways and links."""
    totals = shown.totals
    found = [
        Entry(_asset_sign(status, palette), f"{WORDS[status]} {int(totals[status]):,}")
        for status in WORST_FIRST
        if totals[status]
    ]
    if isinstance(shown, Clusters) and not shown.single.all():
        found.append(Entry(_ring_sign(shown, palette), "cluster, ring by share"))
        if (shown.counts[~shown.single, Status.ALARM] > 0).any():
            found.append(Entry(_badge_sign(palette), "its alarms"))
    found += [Entry(_letter_sign(sign, palette), sign.title) for sign in signs]
    if True in gateways:
        found.append(Entry(lambda painter, at: paint_gateway(painter, at, palette, True), "gateway"))
    if False in gateways:
        found.append(Entry(lambda painter, at: paint_gateway(painter, at, palette, False), "gateway lost"))
    if links:
        found.append(Entry(_link_sign(palette), "heard by"))
    return found


def paint_legend(painter: QPainter, found: Sequence[Entry], area: QRectF, palette: Palette) -> QRectF:
    """Paint entries in lines that grow upwards from the bottom left of an area; gives the box they took."""
    painter.setFont(font(Type.CAPTION))
    most = int(area.height() * MOST_HEIGHT // LINE_PX)
    lines = _broken(found, QFontMetricsF(painter.font()), area.width() - 2 * Space.TIGHT)[:most]
    if not lines:
        return QRectF(area.left(), area.bottom(), 0, 0)
    width = max(sum(room for _, room in line) for line in lines) + 2 * Space.TIGHT
    height = len(lines) * LINE_PX
    box = QRectF(area.left(), area.bottom() - height, width, height)
    paint_panel(painter, box, palette)
    for row, line in enumerate(lines):
        left, middle = box.left() + Space.TIGHT, box.top() + (row + 0.5) * LINE_PX
        for entry, room in line:
            painter.save()
            entry.sign(painter, QPointF(left + SIGN_PX / 2, middle))
            painter.restore()
            painter.setPen(QColor(palette.text_weak))
            text = QRectF(left + SIGN_PX + Space.HAIR, box.top() + row * LINE_PX, room, LINE_PX)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, entry.text)
            left += room
    return box


def paint_panel(painter: QPainter, box: QRectF, palette: Palette) -> None:
    """The quiet ground on which furniture stands."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint(palette.panel, 0.88))
    painter.drawRoundedRect(box, 4, 4)


def _broken(found: Sequence[Entry], metrics: QFontMetricsF, width: float) -> list[list[tuple[Entry, float]]]:
    """Entries with the room each needs, in lines that fit a width."""
    lines: list[list[tuple[Entry, float]]] = []
    left = width + 1
    for entry in found:
        room = SIGN_PX + Space.HAIR + metrics.horizontalAdvance(entry.text) + Space.SMALL
        if left + room > width:
            lines.append([])
            left = 0.0
        lines[-1].append((entry, room))
        left += room
    return lines


def _asset_sign(status: Status, palette: Palette) -> Stamp:
    def paint(painter: QPainter, at: QPointF) -> None:
        painter.translate(at)
        painter.scale(0.8, 0.8)
        paint_asset(painter, QPointF(), status, palette)

    return paint


def _letter_sign(sign: KindSign, palette: Palette) -> Stamp:
    def paint(painter: QPainter, at: QPointF) -> None:
        painter.translate(at)
        painter.scale(0.8, 0.8)
        paint_asset(painter, QPointF(), Status.OK, palette, letter=sign.letter)

    return paint


def _ring_sign(shown: Clusters, palette: Palette) -> Stamp:
    counts = np.array([[1, int(shown.totals[Status.WARNING] > 0), 0, 0, 0]], np.int32)
    counts = np.where(counts, shown.totals.astype(np.int32).reshape(1, STATES), 0)

    def paint(painter: QPainter, at: QPointF) -> None:
        rings = Rings(palette, painter.device().devicePixelRatioF())
        picture = rings.picture((8, *(int(part) for part in ring_parts(counts)[0])))
        half = picture.deviceIndependentSize() / 2
        painter.drawPixmap(QPointF(round(at.x() - half.width()), round(at.y() - half.height())), picture)

    return paint


def _badge_sign(palette: Palette) -> Stamp:
    return lambda painter, at: paint_square(painter, at, (6.5, 6.5), palette, False)


def _link_sign(palette: Palette) -> Stamp:
    def paint(painter: QPainter, at: QPointF) -> None:
        painter.setPen(pen(palette.link, 1.2))
        painter.drawLine(at + QPointF(-8, 4), at + QPointF(8, -4))

    return paint
