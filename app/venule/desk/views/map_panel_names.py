"""Lists of names in the map's panel, each with its count, to be left out and shown again: networks, and kinds."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from venule.desk.models.filtering import EVERYTHING, Named, Offer, Wish, vertical_of
from venule.desk.style.look import Look
from venule.desk.style.metrics import Space
from venule.desk.views.labels import label
from venule.desk.views.map_panel_controls import CountBox


class NameLists(QWidget):
    """``asked`` carries the wish with other names left out. What is the only one of its sort is not offered."""

    asked = Signal(Wish)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._offer, self._wish = Offer(), EVERYTHING
        self.networks: dict[str, CountBox] = {}
        self.verticals: dict[str, CountBox] = {}
        self.kinds: dict[str, CountBox] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_offer(self, offer: Offer) -> None:
        """List other names."""
        if offer == self._offer:
            return
        self._offer = offer
        self._clear()
        if len(offer.networks) > 1:
            self._head("Networks")
            self.networks = {named.name: self._box(named.name, named) for named in offer.networks}
        if len(offer.kinds) > 1:
            self._head("Kinds")
            for vertical in offer.verticals:
                self._add_vertical(vertical, [kind for kind in offer.kinds if vertical_of(kind.name) == vertical.name])
        for box in (*self.networks.values(), *self.verticals.values(), *self.kinds.values()):
            box.clicked.connect(self._tell)
            box.alone.connect(partial(self._tell_alone, box))
        self.show_wish(self._wish)

    def show_wish(self, wish: Wish) -> None:
        """Show what is left out, without telling anybody; kinds of a vertical that is left out cannot be chosen."""
        self._wish = wish
        for boxes, left_out in self._sorts():
            for name, box in boxes.items():
                box.setChecked(name not in left_out)
        for name, box in self.kinds.items():
            box.setEnabled(vertical_of(name) not in wish.verticals)

    def _sorts(self) -> tuple[tuple[dict[str, CountBox], frozenset[str]], ...]:
        wish = self._wish
        return (self.networks, wish.networks), (self.verticals, wish.verticals), (self.kinds, wish.kinds)

    def _add_vertical(self, vertical: Named, kinds: Sequence[Named]) -> None:
        """A vertical, and its kinds below it where it has several."""
        if len(self._offer.verticals) > 1:
            self.verticals[vertical.name] = self._box(vertical.name or "other", vertical)
        if len(kinds) > 1 or len(self._offer.verticals) == 1:
            for kind in kinds:
                title = kind.name.rpartition(".")[2].replace("_", " ") or "asset"
                self.kinds[kind.name] = self._box(title, kind, bool(self.verticals))

    def _box(self, title: str, named: Named, below: bool = False) -> CountBox:
        box = CountBox(title, named.count, self._look, below)
        box.setObjectName(named.name)
        self._column.addWidget(box)
        return box

    def _head(self, title: str) -> None:
        head = label(title, "faint")
        head.setContentsMargins(0, Space.TIGHT, 0, 0)
        self._column.addWidget(head)

    def _clear(self) -> None:
        self.networks, self.verticals, self.kinds = {}, {}, {}
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    @Slot()
    def _tell(self) -> None:
        """Names that are not listed now stay left out or shown as they were."""
        networks, verticals, kinds = (_left_out(boxes, before) for boxes, before in self._sorts())
        self.asked.emit(replace(self._wish, networks=networks, verticals=verticals, kinds=kinds))

    def _tell_alone(self, box: CountBox) -> None:
        self.asked.emit(self._alone(box))

    def _alone(self, box: CountBox) -> Wish:
        """The wish for one name alone of its sort; of a kind, with its vertical."""
        name = box.objectName()
        if box is self.networks.get(name):
            return replace(self._wish, networks=frozenset(self.networks) - {name})
        vertical = vertical_of(name)
        verticals = frozenset(self.verticals) - {vertical}
        siblings = {kind for kind in self.kinds if vertical_of(kind) == vertical}
        kinds = frozenset(siblings - {name}) if box is self.kinds.get(name) else frozenset[str]()
        return replace(self._wish, verticals=verticals, kinds=kinds)


def _left_out(boxes: dict[str, CountBox], before: frozenset[str]) -> frozenset[str]:
    return before.difference(boxes) | {name for name, box in boxes.items() if not box.isChecked()}
