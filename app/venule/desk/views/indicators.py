"""The city at a glance: one figure an indicator, each with the share of the truth it covers."""

from collections.abc import Sequence
from itertools import accumulate
from math import isnan

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from venule.desk.style.fonts import font, strong
from venule.desk.style.look import Look
from venule.desk.style.metrics import Space, Type
from venule.domain.unit import shown
from venule.sdk.indicator import Figure, Indicator

WIDEST = 260
"""Words beside a figure are cut off beyond this."""

NARROWEST = 200
REST = 60
HEIGHT = 46


class IndicatorStrip(QWidget):
    """Paints as many indicators as fit; the tool tip tells all of them."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("indicators")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._look = look
        self._cells: tuple[tuple[str, Indicator, Figure | str], ...] = ()
        look.changed.connect(self._repaint)
        self.hide()

    def show_figures(self, indicators: Sequence[tuple[str, Indicator]], figures: Sequence[Figure | str]) -> None:
        """Take the figures of one moment; a text stands for a figure that could not be computed, and says why."""
        self._cells = tuple(
            (vertical, indicator, figure)
            for (vertical, indicator), figure in zip(indicators, figures, strict=True)
            if isinstance(figure, str) or figure.in_service
        )
        self.setToolTip("\n".join(" ".join(self.sentence(cell)) for cell in self._cells))
        self.setVisible(bool(self._cells))
        self.update()

    @staticmethod
    def sentence(cell: tuple[str, Indicator, Figure | str]) -> tuple[str, str, str]:
        """Title, figure with unit, coverage."""
        _, indicator, figure = cell
        if isinstance(figure, str):
            return indicator.title, "—", figure
        missing = figure.value is None or isnan(figure.value)
        value = "—" if missing else f"{figure.value:,.{indicator.decimals}f} {shown(indicator.unit)}".strip()
        return indicator.title, value, f"{figure.known:,} of {figure.in_service:,} {indicator.counted} known"

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + Space.MEDIUM, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST, HEIGHT)

    @property
    def fitting(self) -> int:
        """How many of the figures are painted; the rest are counted."""
        ends = list(accumulate(self._widths(), initial=int(Space.MEDIUM)))
        if ends[-1] <= self.width():
            return len(self._cells)
        return max(1, sum(end <= self.width() - REST for end in ends[1:]))

    def _widths(self) -> list[int]:
        """Each figure takes what it needs, so that no coverage is cut off."""
        figure, words = QFontMetrics(strong(Type.FIGURE)), QFontMetrics(font(Type.CAPTION))
        widths = []
        for title, value, coverage in map(self.sentence, self._cells):
            told = min(max(words.horizontalAdvance(title), words.horizontalAdvance(coverage)), WIDEST)
            widths.append(figure.horizontalAdvance(value) + Space.SMALL + told + Space.HUGE + Space.HAIR)
        return widths

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        fitting = self.fitting
        with QPainter(self) as painter:
            if fitting < len(self._cells):
                self._paint_rest(painter, len(self._cells) - fitting)
            left = int(Space.MEDIUM)
            for cell, width in zip(self._cells[:fitting], self._widths(), strict=False):
                self._paint_cell(painter, QRectF(left, 0, width, HEIGHT), cell)
                left += width

    def _paint_cell(self, painter: QPainter, box: QRectF, cell: tuple[str, Indicator, Figure | str]) -> None:
        palette = self._look.palette
        title, value, coverage = self.sentence(cell)
        painter.setFont(strong(Type.FIGURE))
        painter.setPen(QColor(palette.text))
        width = painter.fontMetrics().horizontalAdvance(value) + Space.SMALL
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, value)
        side = box.adjusted(width, 6, -Space.HUGE, -6)
        half = side.height() / 2
        painter.setFont(font(Type.CAPTION))
        self._line(painter, side.adjusted(0, 0, 0, -half), title, palette.text)
        self._line(painter, side.adjusted(0, half, 0, 0), coverage, palette.text_weak)

    def _paint_rest(self, painter: QPainter, count: int) -> None:
        """How many did not fit; the tool tip tells them."""
        painter.setFont(font(Type.CAPTION))
        painter.setPen(QColor(self._look.palette.text_weak))
        alignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(0, 0, -Space.MEDIUM, 0), alignment, f"+{count} more")

    def _line(self, painter: QPainter, box: QRectF, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, short)

    @Slot(object)
    def _repaint(self, _: object) -> None:
        self.update()
