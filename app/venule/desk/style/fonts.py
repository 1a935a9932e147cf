"""The one font family of the desk, loaded from the resources: Qt brings no font of its own."""

from importlib.resources import files

from PySide6.QtGui import QFont, QFontDatabase

from venule.desk.style.metrics import Type

FAMILY = "Inter"
WEIGHTS = ("Regular", "Medium", "SemiBold", "Italic")


class FontMissing(Exception):
    """The program was installed without its font; the message is for the operator."""


def load_fonts() -> None:
    """Make the family known to Qt; call once, after the application object was made."""
    folder = files("venule_resources") / "fonts"
    for weight in WEIGHTS:
        file = folder / f"Inter-{weight}.ttf"
        if QFontDatabase.addApplicationFontFromData(file.read_bytes()) < 0:
            raise FontMissing(f"Venule's font Inter-{weight}.ttf cannot be read: install the program again.")


def font(size: int = Type.BODY, weight: QFont.Weight = QFont.Weight.Normal, italic: bool = False) -> QFont:
    """The family in a size of the type scale, with tabular figures, so that digits keep their columns."""
    result = QFont(FAMILY)
    result.setPixelSize(size)
    result.setWeight(weight)
    result.setItalic(italic)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def strong(size: int = Type.BODY) -> QFont:
    """The semi-bold cut."""
    return font(size, QFont.Weight.DemiBold)
