"""Heading and legend of a still trend: what a reader without the desk needs to know which line is which."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from venule.desk.models.wording import sentence
from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.trends.field import TAG, paint_tag, pen_of
from venule.desk.trends.line import TrendLine, number_text
from venule.desk.trends.picture import LinePicture, TrendPicture, visible_ends

ROW, SAMPLE, COLUMN = 18, 22, 300


def legend_height(picture: TrendPicture, width: float) -> float:
    """How high the legend is in that width."""
    lines = sum(len(pane.lines) for pane in picture.panes)
    return -(-lines // _columns(width)) * ROW + Space.TIGHT if lines else 0.0


def paint_legend(painter: QPainter, box: QRectF, picture: TrendPicture, palette: Palette) -> None:
    """Rows in as many columns as the width holds: number, stroke, name, and from where to where it went."""
    lines = [line for pane in picture.panes for line in pane.lines]
    columns = _columns(box.width())
    for place, line in enumerate(lines):
        row, column = divmod(place, columns)
        wide = box.width() / columns
        cell = QRectF(box.left() + column * wide, box.top() + Space.TIGHT + row * ROW, wide, ROW)
        _paint_entry(painter, cell.adjusted(Space.SMALL, 0, -Space.SMALL, 0), line, picture, palette)


def paint_heading(painter: QPainter, box: QRectF, heading: str, palette: Palette) -> None:
    """The title of the picture."""
    painter.setFont(strong(Type.BODY))
    painter.setPen(QColor(palette.text))
    room = box.adjusted(Space.SMALL, 0, -Space.SMALL, 0)
    text = painter.fontMetrics().elidedText(heading, Qt.TextElideMode.ElideRight, round(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def name_of(line: TrendLine) -> str:
    """Asset and quantity in one."""
    return f"{line.label} · {sentence(line.title)}"


def _columns(width: float) -> int:
    return max(1, int(width // COLUMN))


def _paint_entry(painter: QPainter, box: QRectF, line: LinePicture, picture: TrendPicture, palette: Palette) -> None:
    middle = box.center().y()
    paint_tag(painter, QPointF(box.left() + TAG.width() / 2, middle), line.channel, palette)
    left = box.left() + TAG.width() + Space.TIGHT
    painter.setPen(pen_of(line.channel, palette, 2))
    painter.drawLine(QPointF(left, middle), QPointF(left + SAMPLE, middle))
    room = box.adjusted(TAG.width() + SAMPLE + 2 * Space.TIGHT + Space.HAIR, 0, 0, 0)
    painter.setFont(font(Type.CAPTION))
    painter.setPen(QColor(palette.text_weak))
    ends = ends_text(line, picture)
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, ends)
    taken = painter.fontMetrics().horizontalAdvance(ends) + Space.SMALL
    painter.setPen(QColor(palette.text))
    name = painter.fontMetrics().elidedText(
        name_of(line.channel.line), Qt.TextElideMode.ElideMiddle, round(room.width() - taken)
    )
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)


def ends_text(line: LinePicture, picture: TrendPicture) -> str:
    """From the least to the greatest value in the window, with the unit."""
    what = line.channel.line
    ends = None if what.in_lanes else visible_ends(line, picture.window)
    if ends is None:
        return ""
    low, high = (number_text(end, what.quantity.decimals) for end in ends)
    return f"{low} … {high} {what.unit}".rstrip()
