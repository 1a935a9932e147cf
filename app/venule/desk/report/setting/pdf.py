"""Pages into a PDF: with a title above, a number, and when it was made below; the same pages as pictures for a look."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from venule.desk.report.request import ReportProblem
from venule.desk.report.setting.letters import corrected, true_letters
from venule.desk.report.setting.paper import HAIRLINE, MARGIN, MILLIMETRE, UNITS_AN_INCH, Sheet
from venule.desk.report.setting.slots import Page
from venule.desk.report.setting.texts import flowed
from venule.desk.style.fonts import font
from venule.desk.style.palette import Palette
from venule.desk.whole import Unwritten, write_whole

HEADER = 12 * MILLIMETRE
FOOTER = 12 * MILLIMETRE
POINTS_AN_INCH = 72
LETTERS_AT = 100
"""Size in which letters are looked up: any will do."""


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """All pages, and what stands in their margins."""

    title: str
    made: str
    creator: str
    sheet: Sheet
    palette: Palette
    pages: Sequence[Page]

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint page ``number``, counted from 0, in units from the corner of the sheet."""
        sheet = self.sheet
        painter.fillRect(QRectF(0, 0, sheet.width, sheet.height), QColor(self.palette.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_margins(painter, number)
        for placed in self.pages[number]:
            painter.save()
            placed.piece.paint(painter, QPointF(sheet.left, sheet.top + placed.top), self.palette)
            painter.restore()

    def _paint_margins(self, painter: QPainter, number: int) -> None:
        sheet, width = self.sheet, self.sheet.body_width
        place = flowed(f"Page {number + 1} of {len(self.pages)}", MARGIN, width, right=True)
        room = width - place.widest - 4 * MILLIMETRE
        place.paint(painter, QPointF(sheet.left, HEADER), self.palette)
        flowed(_cut(self.title, room), MARGIN, room).paint(painter, QPointF(sheet.left, HEADER), self.palette)
        painter.setPen(QPen(QColor(self.palette.line), HAIRLINE))
        rule = HEADER + MARGIN.leading + MILLIMETRE
        painter.drawLine(QLineF(sheet.left, rule, sheet.left + width, rule))
        foot = QPointF(sheet.left, sheet.height - FOOTER - MARGIN.leading)
        flowed(self.made, MARGIN, width).paint(painter, foot, self.palette)


def _cut(text: str, room: float) -> str:
    """A title that fits one line."""
    while len(text) > 1 and flowed(text, MARGIN, room).height > MARGIN.leading:
        text = f"{text[:-2].rstrip()}…"
    return text


def write_pdf(book: Book, place: Path, tell: Callable[[float], None]) -> None:
    """Put the file in its place, whole or not at all. Raises :class:`ReportProblem`."""
    content = pdf_of(book, tell)
    try:
        write_whole(place, content)
    except Unwritten as problem:
        raise ReportProblem(str(problem)) from None


def pdf_of(book: Book, tell: Callable[[float], None]) -> bytes:
    """The file, whose text can be searched and copied."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(book, buffer)
    with QPainter(writer) as painter:
        for number in range(len(book.pages)):
            if number:
                writer.newPage()
            book.paint(painter, number)
            tell((number + 1) / len(book.pages))
    fonts = [font(LETTERS_AT, weight) for weight in (QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold)]
    return corrected(bytes(buffer.data().data()), true_letters(fonts))


def _writer(book: Book, device: QIODevice) -> QPdfWriter:
    writer = QPdfWriter(device)
    points = QSizeF(book.sheet.width, book.sheet.height) * (POINTS_AN_INCH / UNITS_AN_INCH)
    size = QPageSize(points, QPageSize.Unit.Point, book.sheet.name, QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setResolution(UNITS_AN_INCH)
    writer.setTitle(book.title)
    writer.setCreator(book.creator)
    return writer


def page_image(book: Book, number: int, dots_an_inch: float = 96.0) -> QImage:
    """Page ``number`` as a picture."""
    scale = dots_an_inch / UNITS_AN_INCH
    image = QImage(round(book.sheet.width * scale), round(book.sheet.height * scale), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        painter.scale(scale, scale)
        book.paint(painter, number)
    return image
