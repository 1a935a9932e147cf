"""Lines at the top of the glass: what is chosen, what the tool in the hand does, and an offer to undo."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from venule.desk.map.assets.pyramid import Bytes, Ints
from venule.desk.map.choosing import counted
from venule.desk.map.legend import paint_panel
from venule.desk.map.tools import Tool, Tools
from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.style.symbols import WORDS, paint_status
from venule.domain.alarm import Status

LINE_PX = 24.0
SIGN_PX = 13.0
HINTS = {
    Tool.BOX: "Box: drag, or set two corners with a click or B.  Ctrl adds.  Esc ends.",
    Tool.LASSO: "Lasso: draw, or set corners with clicks or O, then Enter.  Ctrl adds.  Esc ends.",
    Tool.MEASURE: "Measure: set corners with clicks or M.  Enter makes an area.  Esc ends.",
}
MEASURED = "Ctrl+C copies.  Backspace takes back.  Esc ends."


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line: words, perhaps with the symbol of a status before them."""

    text: str
    strong: bool = False
    status: Status | None = None

    @property
    def script(self) -> QFont:
        """How it is written."""
        return strong(Type.SMALL) if self.strong else font(Type.SMALL)

    @property
    def width(self) -> float:
        """How much room it takes."""
        sign = SIGN_PX + Space.TIGHT if self.status is not None else 0.0
        return QFontMetricsF(self.script).horizontalAdvance(self.text) + sign


Line = tuple[Part, ...]


def chosen_line(rows: Ints, status: Bytes) -> Line:
    """Several chosen assets: how many, and how many of each status."""
    if len(rows) < 2:
        return ()
    parts = [Part(f"{count:,} {WORDS[worst]}", status=worst) for worst, count in counted(rows, status)]
    return Part(f"{len(rows):,} assets", strong=True), *parts


def tool_line(tools: Tools) -> Line:
    """The tool in the hand: the result so far, and what can be done next."""
    if tools.tool is Tool.LOOK:
        return ()
    told = tools.measure.told(tools.pointed)
    if not told:
        return (Part(HINTS[tools.tool]),)
    return Part(told, strong=True), Part(MEASURED)


def paint_top_lines(painter: QPainter, lines: Sequence[Line], width: float, palette: Palette) -> list[QRectF]:
    """Paint lines one below the other in the middle of the upper edge; gives the box each of them took."""
    boxes = []
    top = float(Space.SMALL)
    for line in lines:
        room = sum(part.width for part in line) + Space.MEDIUM * (len(line) - 1) + 2 * Space.SMALL
        box = QRectF((width - room) / 2, top, room, LINE_PX)
        if line:
            paint_panel(painter, box, palette)
            _paint_parts(painter, line, box, palette)
            top += LINE_PX + Space.TIGHT
        boxes.append(box if line else QRectF())
    return boxes


def _paint_parts(painter: QPainter, line: Line, box: QRectF, palette: Palette) -> None:
    left = box.left() + Space.SMALL
    for part in line:
        text = QRectF(left, box.top(), part.width + 1, box.height())
        if part.status is not None:
            paint_status(painter, QRectF(left, box.center().y() - SIGN_PX / 2, SIGN_PX, SIGN_PX), part.status, palette)
            text.setLeft(left + SIGN_PX + Space.TIGHT)
        painter.setFont(part.script)
        painter.setPen(QColor(palette.text if part.strong else palette.text_weak))
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, part.text)
        left += part.width + Space.MEDIUM
