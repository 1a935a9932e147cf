"""The clock's commands: each has a key of its own, a line in the list of keys, and does what it says."""

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut

from tests.desk.sitting import Sitting
from tests.desk.town import NOON, alarm
from venule.domain.instant import MINUTE

Sit = Callable[..., Sitting]
KEYS = ("Ctrl+.", "Ctrl+,", "Shift+Space", "Ctrl+B", "[", "]", "Ctrl+L", "Space", "L")


def run(sitting: Sitting, title: str) -> None:
    """Choose a command by its title."""
    next(command for command in sitting.panes.search._commands if command.title == title).run()
    sitting.rest()


def test_that_every_key_of_the_clock_is_there_and_no_key_of_the_window_belongs_to_two(sit: Sit) -> None:
    sitting = sit()
    everywhere = [
        shortcut.key().toString()
        for shortcut in sitting.window.findChildren(QShortcut)
        if shortcut.context() is Qt.ShortcutContext.WindowShortcut
    ]
    taken = Counter(everywhere)
    assert set(KEYS) <= set(taken)
    assert [key for key, count in taken.items() if count > 1] == []


def test_that_each_direction_has_its_speeds(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * MINUTE)
    run(sitting, "Replay ×100")
    assert sitting.pulse.clock.speed == 100.0
    run(sitting, "Replay ×1000 backwards")
    assert sitting.pulse.clock.speed == -1000.0


def test_that_each_kind_of_event_has_its_step(sit: Sit) -> None:
    sitting = sit(alarm("tank-1", ago_s=300), at=NOON - 10 * MINUTE)
    run(sitting, "Next gap")
    assert sitting.window.notice.text == "No later gap."
    run(sitting, "Next alarm")
    assert sitting.pulse.moment().now == NOON - 5 * MINUTE
    run(sitting, "Previous command")
    assert sitting.window.notice.text == "No earlier command."
