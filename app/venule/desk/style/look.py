"""The look in force: fonts, colours and sheet on the whole application, switched live between dark and light."""

from collections.abc import Hashable
from importlib.resources import files
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from venule.desk.style.fonts import font, load_fonts
from venule.desk.style.icons import icon
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import PALETTES, Palette, Theme
from venule.desk.style.symbols import status_icon
from venule.domain.alarm import Status

ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text_faint",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "selected",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.Light: "hover",
    QPalette.ColorRole.Midlight: "raised",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line",
    QPalette.ColorRole.Shadow: "window",
}


class Look(QObject):
    """Owns the palette in force. Whoever paints by hand receives it and repaints on ``changed``."""

    changed = Signal(object)

    def __init__(self, theme: Theme = Theme.DARK, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.palette: Palette = PALETTES[theme]
        self._icons: dict[Hashable, QIcon] = {}

    def icon(self, name: str, weak: bool = True) -> QIcon:
        """An icon of the resources in the colour of text."""
        key = (name, weak)
        if key not in self._icons:
            self._icons[key] = icon(name, self.palette.text_weak if weak else self.palette.text)
        return self._icons[key]

    def status_icon(self, status: Status) -> QIcon:
        """The symbol of a status, for item views."""
        if status not in self._icons:
            self._icons[status] = status_icon(status, self.palette)
        return self._icons[status]

    def switch(self, theme: Theme) -> None:
        """Put another theme on the application and say so."""
        self._icons.clear()
        self.palette = PALETTES[theme]
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply(application, theme)
        self.changed.emit(self.palette)

    def toggle(self) -> None:
        """The other theme."""
        self.switch(Theme.LIGHT if self.palette.theme is Theme.DARK else Theme.DARK)


def apply(application: QApplication, theme: Theme) -> None:
    """Dress the application in a theme. Takes effect at once on every window."""
    palette = PALETTES[theme]
    scheme = Qt.ColorScheme.Dark if theme is Theme.DARK else Qt.ColorScheme.Light
    application.styleHints().setColorScheme(scheme)
    application.setPalette(qt_palette(palette))
    application.setStyleSheet(sheet(palette))


def prepare(application: QApplication) -> None:
    """What is done once, before the first window: the style and the fonts."""
    application.setStyle("Fusion")
    load_fonts()
    application.setFont(font(Type.BODY))


def qt_palette(palette: Palette) -> QPalette:
    """Qt's own palette made from ours."""
    result = QPalette()
    for role, name in ROLES.items():
        result.setColor(role, QColor(getattr(palette, name)))
    faint = QColor(palette.text_faint)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return result


def sheet(palette: Palette) -> str:
    """The style sheet with its tokens replaced by colours of the palette and sizes of the scales."""
    tokens = {name: getattr(palette, name) for name in palette.__dataclass_fields__}
    tokens |= {f"space_{space.name.lower()}": f"{space.value}px" for space in Space}
    tokens |= {f"type_{size.name.lower()}": f"{size.value}px" for size in Type}
    text = (files("venule_resources") / "styles" / "desk.qss").read_text("utf-8")
    return Template(text).substitute(tokens)
