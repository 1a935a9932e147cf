"""Tab on a sheet over the window: it walks through what is on the sheet and never leaves it."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def step_focus(stops: Iterable[QWidget], forward: bool) -> bool:
    """Give the focus to the next of the stops that can take it, or the one before; says whether there is any."""
    ready = [stop for stop in stops if stop.isVisible() and stop.isEnabled()]
    if not ready:
        return False
    here = next((place for place, stop in enumerate(ready) if stop.hasFocus()), -1)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    ready[(here + (1 if forward else -1)) % len(ready)].setFocus(reason)
    return True
