"""What the legend says of heat, coloured points and coverage: ramps with their ends, and how much is known."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter

from venule.desk.map.assets.shapes import paint_value_dot
from venule.desk.map.assets.sheet import Stamp
from venule.desk.map.assets.sight import Sight
from venule.desk.map.fields.coverage import area_brush
from venule.desk.map.fields.heat import OPACITY
from venule.desk.map.ink import tint
from venule.desk.map.legend import Entry
from venule.desk.models.fieldvalues import Scale
from venule.desk.style.fonts import font
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.style.symbols import WORDS
from venule.desk.style.tones import STEPS
from venule.domain.alarm import Status

RAMP_PX, HEIGHT_PX, DISC_PX = 88.0, 12.0, 9.0


def heat_entry(scale: Scale, counts: tuple[int, int], palette: Palette) -> Entry:
    """The ramp as it is seen on the ground."""
    return _entry(scale, _heat_bar(palette), f"mean of {_known(counts, 'sensors')}")


def points_entry(scale: Scale, counts: tuple[int, int], gathered: bool, palette: Palette) -> Entry:
    """The steps of the ramp as discs."""
    return _entry(scale, _discs(palette), f"{'mean of ' if gathered else ''}{_known(counts, 'assets')}")


def ok_entries(shown: Sight, known: int, palette: Palette) -> Iterator[Entry]:
    """Assets that are ok, which are coloured by their values, and those without one."""
    if count := int(shown.totals[Status.OK]):
        yield Entry(_ok_sign(palette), f"{WORDS[Status.OK]} {count:,}")
    if known < int(shown.totals.sum()):
        yield Entry(lambda painter, at: paint_value_dot(painter, at, STEPS, DISC_PX, palette), "no value")


def coverage_entries(working: int, lost: int, palette: Palette) -> Iterator[Entry]:
    """The areas in view."""
    if working:
        yield Entry(_area_sign(False, palette), "assets heard there" if working == 1 else f"{working:,} gateways heard")
    if lost:
        yield Entry(_area_sign(True, palette), "heard there until the gateway was lost")


def _known(counts: tuple[int, int], noun: str) -> str:
    known, every = counts
    return f"{known:,} {noun}" if known == every else f"{known:,} of {every:,} {noun}"


def _entry(scale: Scale, bar: Stamp, told: str) -> Entry:
    metrics = QFontMetricsF(font(Type.CAPTION))
    low, high = (metrics.horizontalAdvance(end) + Space.TIGHT for end in scale.ends)
    width = low + RAMP_PX + high + Space.TIGHT

    def paint(painter: QPainter, at: QPointF) -> None:
        box = QRectF(at.x() - width / 2, at.y() - HEIGHT_PX, width - Space.TIGHT, 2 * HEIGHT_PX)
        painter.setPen(QColor(painter.pen().color()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, scale.ends[0])
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, scale.ends[1])
        bar(painter, QPointF(box.left() + low, at.y()))

    name = ", ".join(word for word in (scale.title, scale.unit) if word)
    return Entry(paint, f"{name}: {told}", width)


def _heat_bar(palette: Palette) -> Stamp:
    def paint(painter: QPainter, at: QPointF) -> None:
        bar = QRectF(at.x(), at.y() - HEIGHT_PX / 2, RAMP_PX, HEIGHT_PX)
        ramp = QLinearGradient(bar.topLeft(), bar.topRight())
        for step, colour in enumerate(palette.ramp):
            ramp.setColorAt(step / (len(palette.ramp) - 1), tint(colour, OPACITY))
        painter.fillRect(bar, QColor(palette.land))
        painter.fillRect(bar, ramp)

    return paint


def _discs(palette: Palette) -> Stamp:
    def paint(painter: QPainter, at: QPointF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        apart = RAMP_PX / len(palette.ramp)
        for step, colour in enumerate(palette.ramp):
            painter.setBrush(QColor(colour))
            painter.drawEllipse(at + QPointF((step + 0.5) * apart, 0), DISC_PX / 2, DISC_PX / 2)

    return paint


def _ok_sign(palette: Palette) -> Stamp:
    def paint(painter: QPainter, at: QPointF) -> None:
        for step, way in ((0, -3.0), (STEPS // 2, 3.0)):
            paint_value_dot(painter, at + QPointF(way, 0), step, DISC_PX, palette)

    return paint


def _area_sign(lost: bool, palette: Palette) -> Stamp:
    def paint(painter: QPainter, at: QPointF) -> None:
        box = QRectF(at.x() - 9, at.y() - 7, 18, 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(area_brush(lost, palette))
        painter.drawRoundedRect(box, 5, 5)

    return paint
