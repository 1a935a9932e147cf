"""The keys of a chart, each with what it does: one place for what a person without a mouse needs."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from venule.desk.trends.cursors.cursors import Which

if TYPE_CHECKING:
    from venule.desk.trends.view import TrendView

PAN, ZOOM = 0.1, 1.5
CROSS_STEP = 8
"""Pixels by which a key moves the crosshair."""

PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT, CONTROL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
MODIFIERS = SHIFT | CONTROL | ALT

Chord: TypeAlias = tuple[Qt.KeyboardModifier, Qt.Key]


def acts_of(view: "TrendView") -> Mapping[Chord, Callable[[], object]]:
    """What each key does to a view."""
    return {
        (PLAIN, Qt.Key.Key_Left): lambda: view.moves.pan_share(-PAN),
        (PLAIN, Qt.Key.Key_Right): lambda: view.moves.pan_share(PAN),
        (PLAIN, Qt.Key.Key_Plus): lambda: view.moves.zoom_middle(1 / ZOOM),
        (SHIFT, Qt.Key.Key_Plus): lambda: view.moves.zoom_middle(1 / ZOOM),
        (PLAIN, Qt.Key.Key_Equal): lambda: view.moves.zoom_middle(1 / ZOOM),
        (PLAIN, Qt.Key.Key_Minus): lambda: view.moves.zoom_middle(ZOOM),
        (PLAIN, Qt.Key.Key_F): view.moves.follow,
        (ALT, Qt.Key.Key_Left): view.moves.back,
        (ALT, Qt.Key.Key_Right): view.moves.forward,
        (PLAIN, Qt.Key.Key_Backspace): view.moves.back,
        (SHIFT, Qt.Key.Key_Backspace): view.moves.forward,
        (PLAIN, Qt.Key.Key_Home): view.moves.reset,
        (SHIFT, Qt.Key.Key_Left): lambda: view.pointing.move_cross(-CROSS_STEP),
        (SHIFT, Qt.Key.Key_Right): lambda: view.pointing.move_cross(CROSS_STEP),
        (PLAIN, Qt.Key.Key_A): lambda: view.pointing.place_cursor(Which.A),
        (PLAIN, Qt.Key.Key_B): lambda: view.pointing.place_cursor(Which.B),
        (PLAIN, Qt.Key.Key_Escape): view.pointing.clear,
        (PLAIN, Qt.Key.Key_P): view.next_arrangement,
        (PLAIN, Qt.Key.Key_T): view.between.toggle,
        (PLAIN, Qt.Key.Key_N): view.want_note,
        (CONTROL, Qt.Key.Key_C): view.menu.copy_data,
        (CONTROL, Qt.Key.Key_S): view.menu.choose_picture,
        (PLAIN, Qt.Key.Key_Delete): view.remove_focused,
    }


class Keyboard:
    """The keys of one view."""

    def __init__(self, view: "TrendView") -> None:
        self._acts = acts_of(view)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; says whether it means anything."""
        act = self._acts.get((event.modifiers() & MODIFIERS, Qt.Key(event.key())))
        if act is None:
            return False
        act()
        return True
