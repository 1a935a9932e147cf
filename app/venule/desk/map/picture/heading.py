"""What every picture says of itself in its upper left corner: which city, and which time it shows."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from venule.desk.map.camera import Camera
from venule.desk.map.legend import paint_panel
from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.domain.clock import Clock
from venule.domain.instant import Instant, to_datetime

LINE_PX = 20.0


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of the city, and the time in words."""

    city: str
    time: str


def heading(city: str, now: Instant, clock: Clock) -> Heading:
    """What to say of a moment. The time is that of the desk's place, with its distance from UTC."""
    local = to_datetime(now).astimezone().isoformat(sep=" ", timespec="seconds")
    return Heading(city, f"{'Live' if clock.live else 'Replay'}  {local}")


def paint_heading(painter: QPainter, camera: Camera, said: Heading, palette: Palette) -> None:
    """Paint the city and the time below it, cut where a map is narrower."""
    room = camera.width - 4.0 * Space.SMALL
    lines = ((said.city, strong(Type.BODY), palette.text), (said.time, font(Type.CAPTION), palette.text_weak))
    cut = [QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, room) for text, face, _ in lines]
    width = max(QFontMetricsF(face).horizontalAdvance(text) for text, (_, face, _) in zip(cut, lines, strict=True))
    at = QPointF(float(Space.SMALL), float(Space.SMALL))
    height = len(lines) * LINE_PX + Space.TIGHT
    paint_panel(painter, QRectF(at.x(), at.y(), width + 2 * Space.SMALL, height), palette)
    for row, (text, (_, face, colour)) in enumerate(zip(cut, lines, strict=True)):
        painter.setFont(face)
        painter.setPen(QColor(colour))
        box = QRectF(at.x() + Space.SMALL, at.y() + Space.TIGHT / 2 + row * LINE_PX, width + 1, LINE_PX)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
