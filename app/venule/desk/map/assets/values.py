"""The door through which assets are coloured by a value instead of by their status."""

from typing import Protocol

from PySide6.QtGui import QPainter

from venule.desk.map.assets.counting import Flags
from venule.desk.map.assets.sight import Dots, Symbols
from venule.desk.map.assets.zorder import Longs
from venule.desk.map.camera import Camera


class ValuePainter(Protocol):
    """Colours assets by a value as long as nothing is the matter with them."""

    def paint(self, painter: QPainter, shown: Symbols, forms: Longs) -> Flags:
        """Paint symbols below those that are left to be painted as ever, and say which these are."""
        ...

    def tinted(self, shown: Dots, camera: Camera) -> Dots:
        """The same dots, with numbers beyond those of the statuses where they are coloured otherwise."""
        ...
