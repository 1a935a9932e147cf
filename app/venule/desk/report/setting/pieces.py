"""Pieces that are never split between pages: paragraphs, rows of tables, charts, pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from venule.desk.report.document import Cell, Column, Facts, Row
from venule.desk.report.setting.paper import (
    BODY,
    GAP_LINE,
    HAIRLINE,
    MARGIN,
    PIXEL,
    POINT,
    TABLE,
    TABLE_FIGURES,
    TABLE_TITLE,
    Ink,
    Script,
)
from venule.desk.report.setting.slots import Piece, Slot
from venule.desk.report.setting.texts import Flowed, flowed
from venule.desk.style.palette import Palette
from venule.desk.style.symbols import paint_priority, paint_status
from venule.domain.rule import Priority

SIGN = 9 * POINT
SIGN_PIXELS = 12.0
CELL_GAP = 6 * POINT
INDENT = 10 * POINT
NAME_SHARE = 0.2
FACT = Script(9)
FACT_NAME = Script(9, ink=Ink.WEAK)
SignPainter = Callable[[QPainter, QRectF, Palette], None]


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Texts where they stand within a piece, and signs."""

    height: float
    texts: tuple[tuple[QPointF, Flowed], ...] = ()
    signs: tuple[tuple[QPointF, SignPainter], ...] = ()
    rule: float = 0.0
    """How wide the line below it is."""

    def paint(self, painter: QPainter, at: QPointF, palette: Palette) -> None:
        """Set all of it."""
        if self.rule:
            painter.setPen(QPen(QColor(palette.line), HAIRLINE))
            foot = at.y() + self.height
            painter.drawLine(QLineF(at.x(), foot, at.x() + self.rule, foot))
        for place, text in self.texts:
            text.paint(painter, at + place, palette)
        for place, sign in self.signs:
            painter.save()
            painter.translate(at + place)
            painter.scale(SIGN / SIGN_PIXELS, SIGN / SIGN_PIXELS)
            sign(painter, QRectF(0, 0, SIGN_PIXELS, SIGN_PIXELS), palette)
            painter.restore()


def text_piece(text: str, script: Script, width: float, priority: Priority | None = None) -> Piece:
    """A paragraph, or a heading with the sign of a priority before it."""
    left = SIGN + 3 * POINT if priority is not None else 0.0
    lines = flowed(text, script, width - left)
    signs = ((QPointF(0, (script.leading - SIGN) / 2), _priority_sign(priority)),) if priority is not None else ()
    return Placed(lines.height, ((QPointF(left, 0), lines),), signs)


def _priority_sign(priority: Priority) -> SignPainter:
    return lambda painter, box, palette: paint_priority(painter, box, priority, palette)


def fact_slots(facts: Facts, width: float) -> list[Slot]:
    """A line of its own for each name."""
    slots = []
    for name, value in facts.rows:
        left = width * NAME_SHARE
        told, lines = flowed(name, FACT_NAME, left - CELL_GAP), flowed(value, FACT, width - left)
        piece = Placed(max(told.height, lines.height), ((QPointF(), told), (QPointF(left, 0), lines)))
        slots.append(Slot(piece, GAP_LINE / 2))
    return slots


def row_piece(columns: Sequence[Column], row: Row, width: float) -> Piece:
    """A line of a table with a thin rule below it."""
    texts: list[tuple[QPointF, Flowed]] = []
    signs: list[tuple[QPointF, SignPainter]] = []
    left, tall = 0.0, 0.0
    for column, cell in zip(columns, row.cells, strict=True):
        room = width * column.share - CELL_GAP
        sign = _sign(cell)
        shift = SIGN + 3 * POINT if sign is not None else 0.0
        script = TABLE_FIGURES if column.figures or column.times else TABLE
        lines = flowed(cell.text, script, room - shift, right=column.figures)
        texts.append((QPointF(left + shift, GAP_LINE), lines))
        if sign is not None:
            signs.append((QPointF(left, GAP_LINE + (TABLE.leading - SIGN) / 2), sign))
        tall, left = max(tall, lines.height), left + width * column.share
    for text in row.below:
        lines = flowed(text, TABLE, width - INDENT)
        texts.append((QPointF(INDENT, GAP_LINE + tall), lines))
        tall += lines.height
    return Placed(tall + 2 * GAP_LINE, tuple(texts), tuple(signs), width)


def _sign(cell: Cell) -> SignPainter | None:
    if cell.priority is not None:
        return _priority_sign(cell.priority)
    if (status := cell.status) is not None:
        return lambda painter, box, palette: paint_status(painter, box, status, palette)
    return None


def titles_piece(columns: Sequence[Column], width: float) -> Piece:
    """The titles of a table."""
    texts, left, tall = [], 0.0, 0.0
    for column in columns:
        lines = flowed(column.title, TABLE_TITLE, width * column.share - CELL_GAP, right=column.figures)
        texts.append((QPointF(left, GAP_LINE), lines))
        tall, left = max(tall, lines.height), left + width * column.share
    return Placed(tall + 2 * GAP_LINE, tuple(texts), (), width)


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """Something that is painted in logical pixels of the screen."""

    width: float
    height: float
    draw: Callable[[QPainter, QRectF], None]

    def paint(self, painter: QPainter, at: QPointF, palette: Palette) -> None:
        """Paint it larger by what a unit is smaller than a pixel."""
        painter.save()
        painter.translate(at)
        painter.scale(PIXEL, PIXEL)
        self.draw(painter, QRectF(0, 0, self.width / PIXEL, self.height / PIXEL))
        painter.restore()


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """A picture as wide as the text, with marks over it that stay sharp at any size."""

    image: QImage
    width: float
    height: float
    marks: tuple[tuple[str, float, float], ...]
    """Texts, and where they stand as shares of width and height."""

    def paint(self, painter: QPainter, at: QPointF, palette: Palette) -> None:
        """Paint the picture, its frame and the marks."""
        painter.save()
        box = QRectF(at.x(), at.y(), self.width, self.height)
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        painter.drawImage(box, self.image)
        painter.setPen(QPen(QColor(palette.line), HAIRLINE))
        painter.drawRect(box)
        for text, across, down in self.marks:
            self._paint_mark(painter, QPointF(at.x() + across * self.width, at.y() + down * self.height), text, palette)
        painter.restore()

    def _paint_mark(self, painter: QPainter, at: QPointF, text: str, palette: Palette) -> None:
        script = Script(MARGIN.points, bold=True)
        lines = flowed(text, script, self.width)
        wide, tall = lines.widest + 4 * POINT, script.leading
        chip = QRectF(at.x() + 6 * POINT, at.y() - tall - 2 * POINT, wide, tall)
        painter.setPen(QPen(QColor(palette.text_weak), HAIRLINE))
        painter.setBrush(QColor(palette.panel))
        painter.drawRoundedRect(chip, 2 * POINT, 2 * POINT)
        lines.paint(painter, chip.topLeft() + QPointF(2 * POINT, 0), palette)


def caption(text: str, width: float) -> Piece:
    """A line below a picture."""
    return text_piece(text, Script(BODY.points - 1.5, ink=Ink.WEAK), width)
