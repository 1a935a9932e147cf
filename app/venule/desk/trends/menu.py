"""The chart's menu: copy what is visible, save a picture, measure, note, go back."""

from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from venule.desk.trends.cursors.cursors import Which
from venule.desk.trends.stills.saving import FILTERS, PNG, SVG, USUAL_FACTOR, Snapshot, save
from venule.desk.trends.table import visible_table
from venule.desk.whole import Unwritten

if TYPE_CHECKING:
    from venule.desk.trends.view import TrendView


class TrendMenu(QMenu):
    """Acts on the view it was opened over. Each entry names the key or gesture that does the same."""

    def __init__(self, view: "TrendView", zone: tzinfo | None) -> None:
        super().__init__(view)
        self._view, self._zone = view, zone
        self.addAction("Copy visible data\tCtrl+C", self.copy_data)
        self.addAction("Save picture…\tCtrl+S", self.choose_picture)
        self.addSeparator()
        self.addAction("Cursor A here\tA", lambda: view.pointing.place_cursor(Which.A))
        self.addAction("Cursor B here\tB", lambda: view.pointing.place_cursor(Which.B))
        self._clear = self.addAction("Take the cursors away\tEsc", view.pointing.clear)
        self.addAction("Note here…\tN", view.want_note)
        self.addSeparator()
        self.addMenu(view.header.arrangement_menu)
        self.addAction("Follow the clock\tF", view.moves.follow)
        self._back = self.addAction("Back\tAlt+Left", view.moves.back)
        self._forward = self.addAction("Forward\tAlt+Right", view.moves.forward)
        self.addAction("Reset\tDouble click, Home", view.moves.reset)
        self.aboutToShow.connect(self.renew)

    @Slot()
    def renew(self) -> None:
        """Offer what there is to do now."""
        history = self._view.stage.history
        self._clear.setEnabled(bool(self._view.stage.cursors.set))
        self._back.setEnabled(history.can_go_back)
        self._forward.setEnabled(history.can_go_forward)

    @Slot()
    def copy_data(self) -> None:
        """Put the visible observations on the clipboard, with tabs between."""
        if self._view.picture is not None:
            QGuiApplication.clipboard().setText(visible_table(self._view.picture, self._zone))
            self._view.header.say("The visible data are on the clipboard.")

    @Slot()
    def choose_picture(self) -> None:
        """Let a file be named; the desk goes on meanwhile."""
        dialog = QFileDialog(self._view, "Save the trends as a picture")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(FILTERS))
        dialog.setDefaultSuffix(PNG)
        dialog.selectFile(f"trends{PNG}")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(SVG if SVG in chosen else PNG))
        dialog.fileSelected.connect(lambda name: self.save_picture(Path(name), FILTERS[dialog.selectedNameFilter()]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_picture(self, place: Path, factor: int = USUAL_FACTOR) -> None:
        """Save the chart as it is now, in the size it has on the screen; the ending tells the format."""
        picture, size = self._view.picture, self._view.chart_size
        if picture is None:
            return
        try:
            told = save(
                place, Snapshot(picture, size, self._view.palette_shown, self._zone, self._view.caption), factor
            )
        except Unwritten as problem:
            told = str(problem)
        self._view.header.say(told)
