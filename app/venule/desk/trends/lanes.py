"""Paints the lanes of flags and words: when a flag was set, and which word held when."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from venule.desk.style.fonts import font
from venule.desk.style.metrics import Space, Type
from venule.desk.trends.field import TAG, Field, mixed, paint_tag
from venule.desk.trends.picture import LinePicture
from venule.desk.trends.strokes import Run
from venule.domain.quantity import ValueKind

SHADES = (0.10, 0.22, 0.16, 0.28)
SET = 1
LEAST_WIDTH = 3.0


def paint_flags(field: Field, lines: Sequence[LinePicture]) -> None:
    """A lane each, with the words of both sides and a quiet field where the flag was set."""
    for lane, line in enumerate(lines):
        _lane(field, lane, len(lines))
        for run in line.runs:
            if run.word == SET:
                top, foot = field.y(line.lift + line.gain), field.y(line.lift)
                field.painter.fillRect(_stretch(field, run, top, foot), QColor(field.palette.normal_band))
        for number, word in enumerate(line.channel.line.quantity.labels):
            _paint_word(field, word, field.y(line.lift + line.gain * number), 0)


def paint_words(field: Field, lines: Sequence[LinePicture]) -> None:
    """A lane each, with every stretch of a word in a grey of its own and the word in it where it fits."""
    for lane, line in enumerate(lines):
        box = _lane(field, lane, len(lines))
        _paint_head(field, line, box)
        _paint_word(
            field, line.channel.line.aside or line.channel.line.label, box.center().y(), TAG.width() + Space.TIGHT
        )
        for run in line.runs:
            _paint_run(field, line, run, box)


def _lane(field: Field, lane: int, lanes: int) -> QRectF:
    tall = field.plot.height() / lanes
    box = QRectF(field.plot.left(), field.plot.top() + lane * tall, field.plot.width(), tall)
    if lane:
        field.painter.setPen(QColor(field.palette.line))
        field.painter.drawLine(QLineF(0, box.top(), box.right(), box.top()))
    return box


def _stretch(field: Field, run: Run, top: float, foot: float) -> QRectF:
    left = max(field.plot.left(), field.scale.x(run.start))
    right = min(field.plot.right(), max(field.scale.x(run.end), field.scale.x(run.start) + LEAST_WIDTH))
    return QRectF(left, top, right - left, foot - top) if right > left else QRectF()


def _paint_head(field: Field, line: LinePicture, box: QRectF) -> None:
    centre = QPointF(TAG.width() / 2 + Space.HAIR, box.center().y())
    paint_tag(field.painter, centre, line.channel, field.palette)


def _paint_word(field: Field, word: str, y: float, left: float) -> None:
    field.painter.setFont(font(Type.CAPTION))
    field.painter.setPen(QColor(field.palette.text_weak))
    width = field.box.axis.width() - Space.SMALL - left
    text = field.painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, round(width) + 1)
    box = QRectF(left, y - 7, width, 14)
    field.painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_run(field: Field, line: LinePicture, run: Run, box: QRectF) -> None:
    stretch = _stretch(field, run, box.top() + 3, box.bottom() - 3)
    if stretch.isEmpty():
        return
    painter, palette = field.painter, field.palette
    if line.channel.line.quantity.kind is ValueKind.EVENT:
        stretch.setWidth(LEAST_WIDTH)
    painter.fillRect(stretch, mixed(palette.panel, palette.text, SHADES[run.word % len(SHADES)]))
    painter.fillRect(QRectF(stretch.left(), stretch.top(), 1, stretch.height()), QColor(palette.text_faint))
    painter.setFont(font(Type.CAPTION))
    word = _word(line, run)
    if painter.fontMetrics().horizontalAdvance(word) + Space.SMALL <= stretch.width():
        painter.setPen(QColor(palette.text))
        painter.drawText(stretch.adjusted(Space.TIGHT, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)


def _word(line: LinePicture, run: Run) -> str:
    series = line.series
    return series.labels[run.word] if series is not None and run.word < len(series.labels) else ""
