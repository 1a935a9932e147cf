"""The hover card: what is under the pointer, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from venule.desk.map.camera import Camera
from venule.desk.map.ink import pen
from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette

LINE_PX = 17
AWAY_PX = 14
MOST_LINES = 8
WIDEST_PX = 320.0


def paint_card(painter: QPainter, at: QPointF, lines: Sequence[str], camera: Camera, palette: Palette) -> None:
    """Paint lines beside a point, the first one strong, on the side where there is room."""
    shown = lines[:MOST_LINES]
    fonts = [strong(Type.SMALL), *(font(Type.SMALL) for _ in shown[1:])]
    metrics = [QFontMetricsF(face) for face in fonts]
    room = WIDEST_PX - 2 * Space.SMALL
    texts = [m.elidedText(line, Qt.TextElideMode.ElideRight, room) for m, line in zip(metrics, shown, strict=True)]
    width = max(m.horizontalAdvance(text) for m, text in zip(metrics, texts, strict=True)) + 2 * Space.SMALL
    height = len(texts) * LINE_PX + 2 * Space.TIGHT
    box = QRectF(at.x() + AWAY_PX, at.y() + AWAY_PX, width, height)
    if box.right() > camera.width:
        box.moveRight(at.x() - AWAY_PX)
    if box.bottom() > camera.height:
        box.moveBottom(at.y() - AWAY_PX)
    painter.setPen(pen(palette.line, 1))
    painter.setBrush(QColor(palette.raised))
    painter.drawRoundedRect(box.translated(0.5, 0.5), 4, 4)
    for row, (face, text) in enumerate(zip(fonts, texts, strict=True)):
        painter.setFont(face)
        painter.setPen(QColor(palette.text if row == 0 else palette.text_weak))
        line = QRectF(box.left() + Space.SMALL, box.top() + Space.TIGHT + row * LINE_PX, width, LINE_PX)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
