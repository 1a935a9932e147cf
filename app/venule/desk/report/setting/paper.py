"""Paper and type of a report: one unit, the twentieth of a point, so that every size is whole and no figure drifts."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QFont

from venule.desk.style.fonts import font

UNITS_AN_INCH = 1440
POINT = UNITS_AN_INCH / 72
MILLIMETRE = UNITS_AN_INCH / 25.4
PIXEL = UNITS_AN_INCH / 96
"""A logical pixel of the screen, in which charts, maps and signs are painted."""

TABULAR, AS_TYPED = QFont.Tag("tnum"), QFont.Tag("calt")
"""Features of the font: figures of one width, and other shapes of letters by what stands beside them."""

LEADING = 1.36
"""Height of a line by the size of its letters."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper and the part of it that is written on, in units."""

    name: str
    width: float
    height: float
    left: float = 18 * MILLIMETRE
    right: float = 18 * MILLIMETRE
    top: float = 24 * MILLIMETRE
    bottom: float = 20 * MILLIMETRE

    @property
    def body_width(self) -> float:
        """How wide the text is."""
        return self.width - self.left - self.right

    @property
    def body_height(self) -> float:
        """How high it is."""
        return self.height - self.top - self.bottom


SHEETS = {
    "A4": Sheet("A4", 210 * MILLIMETRE, 297 * MILLIMETRE),
    "Letter": Sheet("Letter", 8.5 * UNITS_AN_INCH, 11.0 * UNITS_AN_INCH),
}


class Ink(Enum):
    """The colours that text is set in, by the names that the palette has for them."""

    PLAIN = "text"
    WEAK = "text_weak"


@dataclass(frozen=True, slots=True)
class Script:
    """A size in points, a weight and a colour; figures stand below figures where it is ``tabular``."""

    points: float
    bold: bool = False
    ink: Ink = Ink.PLAIN
    tabular: bool = False

    @property
    def font(self) -> QFont:
        """The house's font, unhinted: paper has no pixels to hold on to. Text is set letter by letter as it is."""
        made = font(round(self.points * POINT), QFont.Weight.DemiBold if self.bold else QFont.Weight.Normal)
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        made.setFeature(AS_TYPED, 0)
        if not self.tabular:
            made.unsetFeature(TABULAR)
        return made

    @property
    def leading(self) -> float:
        """From line to line, in units."""
        return round(self.points * POINT * LEADING)


TITLE = Script(20, bold=True)
SUBTITLE = Script(10.5, ink=Ink.WEAK)
LEAD = Script(11)
CHAPTER = Script(14, bold=True)
PART = Script(10, bold=True)
BODY = Script(9.5)
WEAK = Script(8.5, ink=Ink.WEAK)
TABLE = Script(8)
TABLE_TITLE = Script(8, bold=True, ink=Ink.WEAK)
TABLE_FIGURES = Script(8, tabular=True)
MARGIN = Script(7.5, ink=Ink.WEAK)

GAP_CHAPTER = 20 * POINT
GAP_PART = 11 * POINT
GAP_BLOCK = 7 * POINT
GAP_LINE = 3 * POINT
HAIRLINE = 0.5 * POINT
