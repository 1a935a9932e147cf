"""Texts laid into a width: broken between words, and within one that is wider than the room."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QTextLayout, QTextOption

from venule.desk.report.setting.paper import Script
from venule.desk.style.palette import Palette


@dataclass(frozen=True, slots=True, eq=False)
class Flowed:
    """A text in lines, which can be painted any number of times."""

    layout: QTextLayout
    script: Script
    height: float
    widest: float

    def paint(self, painter: QPainter, at: QPointF, palette: Palette) -> None:
        """Set it with its upper left corner there."""
        painter.setPen(QColor(getattr(palette, self.script.ink.value)))
        self.layout.draw(painter, at)


def flowed(text: str, script: Script, width: float, *, right: bool = False) -> Flowed:
    """Lay a text into a width. It is one paragraph: ends of lines in it count as spaces."""
    layout = QTextLayout(" ".join(text.split("\n")), script.font)
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    lines, widest = 0, 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, lines * script.leading + (script.leading - line.height()) / 2))
        widest = max(widest, line.naturalTextWidth())
        lines += 1
    layout.endLayout()
    return Flowed(layout, script, max(lines, 1) * script.leading, widest)


def unwritable(texts: str, script: Script) -> str:
    """The letters for which this machine has no font, each once, in order."""
    return "".join(letter for letter in sorted(set(texts)) if letter.isprintable() and _is_missing(letter, script))


def _is_missing(letter: str, script: Script) -> bool:
    if letter.isspace() or letter.isascii():
        return False
    layout = QTextLayout(letter, script.font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return any(0 in run.glyphIndexes() for run in layout.glyphRuns())
