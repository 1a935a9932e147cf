"""The chart's menu: copy what is visible, save a picture, go back."""

from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from venule.desk.trends.table import visible_table

if TYPE_CHECKING:
    from venule.desk.trends.view import TrendView


class TrendMenu(QMenu):
    """Acts on the view it was opened over. Each entry names the key or gesture that does the same."""

    def __init__(self, view: "TrendView", zone: tzinfo | None) -> None:
        super().__init__(view)
        self._view, self._zone = view, zone
        self.addAction("Copy visible data\tCtrl+C", self.copy_data)
        self.addAction("Save picture…", self.choose_picture)
        self.addSeparator()
        self.addAction("Follow the clock\tF", view.follow)
        self.addAction("Reset\tDouble click", view.reset)

    @Slot()
    def copy_data(self) -> None:
        """Put the visible observations on the clipboard, with tabs between."""
        if self._view.picture is not None:
            QGuiApplication.clipboard().setText(visible_table(self._view.picture, self._zone))
            self._view.header.say("The visible data are on the clipboard.")

    @Slot()
    def choose_picture(self) -> None:
        """Ask where the picture goes, and save it there."""
        name, _ = QFileDialog.getSaveFileName(self._view, "Save picture", "trend.png", "PNG (*.png)")
        if name:
            self.save_picture(Path(name))

    def save_picture(self, place: Path) -> None:
        """Save the view as it looks."""
        saved = self._view.grab().save(str(place), "PNG")
        self._view.header.say(
            f"Saved as {place.name}." if saved else f"{place} cannot be written: choose another place."
        )
