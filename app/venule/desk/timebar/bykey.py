"""What the keys do while the time bar has the focus."""

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import Qt

from venule.desk.timebar.events import StretchChosen
from venule.desk.timebar.keys import Keys
from venule.domain.instant import HOUR, MINUTE

ZOOM, PAGE = 1.6, 0.9
Key = Qt.Key


class Bar(Protocol):
    """What can be asked of a time bar by key."""

    keys: Keys

    @property
    def stretch(self) -> StretchChosen | None: ...
    def step(self, by: int, /) -> None: ...
    def zoom(self, factor: float, /) -> None: ...
    def page(self, by: float, /) -> None: ...
    def go_to_start(self) -> None: ...
    def go_live(self) -> None: ...
    def show_everything(self) -> None: ...
    def let_stretch_go(self) -> None: ...


PLAIN: Mapping[int, Callable[[Bar], None]] = {
    Key.Key_Left: lambda bar: bar.step(-MINUTE),
    Key.Key_Right: lambda bar: bar.step(MINUTE),
    Key.Key_Home: lambda bar: bar.go_to_start(),
    Key.Key_End: lambda bar: bar.go_live(),
    Key.Key_Space: lambda bar: bar.keys.toggle_play(),
    Key.Key_Plus: lambda bar: bar.keys.change_speed(1),
    Key.Key_Equal: lambda bar: bar.keys.change_speed(1),
    Key.Key_Minus: lambda bar: bar.keys.change_speed(-1),
    Key.Key_Up: lambda bar: bar.zoom(1 / ZOOM),
    Key.Key_Down: lambda bar: bar.zoom(ZOOM),
    Key.Key_PageUp: lambda bar: bar.page(-PAGE),
    Key.Key_PageDown: lambda bar: bar.page(PAGE),
    Key.Key_Escape: lambda bar: bar.let_stretch_go(),
}
WITH_CTRL: Mapping[int, Callable[[Bar], None]] = {
    Key.Key_Left: lambda bar: bar.step(-HOUR),
    Key.Key_Right: lambda bar: bar.step(HOUR),
    Key.Key_Home: lambda bar: bar.show_everything(),
}


def by_key(bar: Bar, key: int, ctrl: bool) -> bool:
    """Do what a key asks of the bar; whether it asks for anything. Escape is others' while no stretch is chosen."""
    wish = (ctrl and WITH_CTRL.get(key)) or PLAIN.get(key)
    if wish is None or (key == Key.Key_Escape and bar.stretch is None):
        return False
    wish(bar)
    return True
