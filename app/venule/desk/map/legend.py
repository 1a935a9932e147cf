"""The legend: exactly what is on the screen just now, each sign with its word and how many there are."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from venule.desk.map.assets.counting import STATES
from venule.desk.map.assets.rings import Rings, ring_parts
from venule.desk.map.assets.shapes import paint_asset, paint_dot, paint_gateway, paint_square
from venule.desk.map.assets.sheet import Stamp
from venule.desk.map.assets.sight import Clusters, Dots, Sight
from venule.desk.map.assets.signs import KindSign
from venule.desk.map.ink import pen, tint
from venule.desk.map.legendsigns import Signs
from venule.desk.style.fonts import font
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.style.symbols import WORDS
from venule.domain.alarm import SEVERITY, Status

SIGN_PX = 22
LINE_PX = 24
SMALLEST_DOT_PX = 6
PANEL_OPACITY = 0.94
MOST_HEIGHT = 0.3
"""On a very small map the legend is cut after the worst statuses, rather than covering everything."""

WORST_FIRST = sorted(Status, key=lambda status: -SEVERITY[status])


@dataclass(frozen=True, slots=True)
class Entry:
    """One sign and what it means. Signs of equal keys look the same in one palette; ``None`` is no key."""

    sign: Stamp
    text: str
    sign_px: float = SIGN_PX
    key: Hashable = None


def entries(
    shown: Sight,
    signs: Sequence[KindSign],
    gateways: set[bool],
    links: bool,
    palette: Palette,
    *,
    elsewhere: Collection[Status] = (),
) -> list[Entry]:
    """What to explain: statuses in view, clusters and badges, letters of kinds, gateways and links.

    The statuses that are explained ``elsewhere`` look otherwise just now.
    """
    totals = shown.totals
    size_px = shown.size_px if isinstance(shown, Dots) else 0
    sign = partial(_dot_sign, size_px=size_px) if size_px else _asset_sign
    found = [
        Entry(sign(status, palette), f"{WORDS[status]} {int(totals[status]):,}", key=(status, size_px))
        for status in WORST_FIRST
        if totals[status] and status not in elsewhere
    ]
    if isinstance(shown, Clusters):
        found += _of_clusters(shown, palette)
    if isinstance(shown, Dots):
        found += _of_dots(shown, palette)
    found += [Entry(_letter_sign(sign, palette), sign.title, key=("letter", sign.letter)) for sign in signs]
    if True in gateways:
        found.append(Entry(partial(paint_gateway, palette=palette, online=True), "gateway", key="gateway"))
    if False in gateways:
        found.append(Entry(partial(paint_gateway, palette=palette, online=False), "gateway lost", key="lost"))
    if links:
        found.append(Entry(_link_sign(palette), "heard by"))
    return found


def _of_clusters(shown: Clusters, palette: Palette) -> list[Entry]:
    """What clusters are, and the badges beside them."""
    if shown.single.all():
        return []
    parts = _ring_of_all(shown)
    ring = [Entry(_ring_sign(parts, palette), "cluster, ring by share", key=parts)]
    alarms = (shown.counts[~shown.single, Status.ALARM] > 0).any()
    return ring + [Entry(_badge_sign(palette), "its alarms", key="badge")] * bool(alarms)


def _of_dots(shown: Dots, palette: Palette) -> list[Entry]:
    """What a dot tells that stands for several assets, and the badges over dots."""
    badge = [Entry(_badge_sign(palette), "number of alarms", key="badge")] * bool(shown.totals[Status.ALARM])
    several = [Entry(_dots_sign(palette, shown.size_px), "a dot tells its worst", key=("dots", shown.size_px))]
    return badge + several * (int(shown.totals.sum()) > len(shown.x))


def paint_legend(
    painter: QPainter, found: Sequence[Entry], area: QRectF, palette: Palette, signs: Signs | None = None
) -> QRectF:
    """Paint entries in lines that grow upwards from the bottom left of an area; gives the box they took.

    ``signs`` are the pictures of a screen that is painted often; without them all signs are painted as shapes.
    """
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
            _paint_sign(painter, QPointF(left + entry.sign_px / 2, middle), entry, palette, signs)
            painter.setPen(QColor(palette.text_weak))
            text = QRectF(left + entry.sign_px + Space.HAIR, box.top() + row * LINE_PX, room, LINE_PX)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, entry.text)
            left += room
    return box


def _paint_sign(painter: QPainter, at: QPointF, entry: Entry, palette: Palette, signs: Signs | None) -> None:
    if signs is not None and entry.key is not None:
        signs.dress(palette, painter.device().devicePixelRatioF())
        signs.draw(painter, at, entry.sign, key=entry.key, width=entry.sign_px)
        return
    painter.save()
    entry.sign(painter, at)
    painter.restore()


def paint_panel(painter: QPainter, box: QRectF, palette: Palette) -> None:
    """The quiet ground on which furniture stands."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint(palette.panel, PANEL_OPACITY))
    painter.drawRoundedRect(box, 4, 4)


def _broken(found: Sequence[Entry], metrics: QFontMetricsF, width: float) -> list[list[tuple[Entry, float]]]:
    """Entries with the room each needs, in lines that fit a width."""
    lines: list[list[tuple[Entry, float]]] = []
    left = width + 1
    for entry in found:
        room = entry.sign_px + Space.HAIR + metrics.horizontalAdvance(entry.text) + Space.SMALL
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


def _dot_sign(status: Status, palette: Palette, size_px: int) -> Stamp:
    return lambda painter, at: paint_dot(painter, at, status, max(size_px, SMALLEST_DOT_PX), palette)


def _dots_sign(palette: Palette, size_px: int) -> Stamp:
    """A warning in front of what it hides."""

    def paint(painter: QPainter, at: QPointF) -> None:
        for status, way in ((Status.OK, -0.4), (Status.OK, 0.9), (Status.WARNING, 0.25)):
            paint_dot(painter, at + QPointF(way * size_px, 0), status, size_px, palette)

    return paint


def _letter_sign(sign: KindSign, palette: Palette) -> Stamp:
    def paint(painter: QPainter, at: QPointF) -> None:
        painter.translate(at)
        painter.scale(0.8, 0.8)
        paint_asset(painter, QPointF(), Status.OK, palette, letter=sign.letter)

    return paint


def _ring_of_all(shown: Clusters) -> tuple[int, ...]:
    """The parts of a ring over all that is in view, as far as it is ok or in warning."""
    counts = np.array([[1, int(shown.totals[Status.WARNING] > 0), 0, 0, 0]], np.int32)
    counts = np.where(counts, shown.totals.astype(np.int32).reshape(1, STATES), 0)
    return tuple(ring_parts(counts)[0].tolist())


def _ring_sign(parts: tuple[int, ...], palette: Palette) -> Stamp:
    def paint(painter: QPainter, at: QPointF) -> None:
        rings = Rings(palette, painter.device().devicePixelRatioF())
        picture = rings.picture((8, *parts))
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
