"""The desk in 1280 × 800: nothing is squeezed, nothing is cut off at the right, and low strips make room."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from tests.desk.sitting import Sitting
from tests.desk.town import NOON, alarm
from venule.desk.timebar.picture import LOW
from venule.desk.timebar.view import HEIGHT, LOW_HEIGHT
from venule.desk.views.inspector import LEAST_WIDTH
from venule.desk.views.search_box import Command
from venule.domain.instant import MINUTE, SECOND

Sit = Callable[..., Sitting]


@pytest.fixture
def small(sit: Sit) -> Sitting:
    """A sitting in the smallest window, with an asset opened."""
    sitting = sit(alarm("tank-1"))
    sitting.window.arrange_by_size(sitting.window.size())
    sitting.desk.selection.open(sitting.row("tank-1"))
    sitting.qtbot.waitUntil(lambda: sitting.window.centre.sizes()[1] > 100)
    sitting.rest()
    return sitting


def clipped(sitting: Sitting) -> list[str]:
    """What reaches beyond the right edge of the inspector's page."""
    inspector = sitting.panes.inspector
    room = inspector.viewport().width()
    parts = [part for part in inspector.widget().findChildren(QWidget) if part.isVisible()]
    return [type(p).__name__ for p in parts if p.mapTo(inspector.widget(), p.rect().topRight()).x() >= room]


def test_that_panes_at_both_sides_and_the_middle_fit_beside_one_another(small: Sitting) -> None:
    docks = small.window.docks
    least = sum(docks[name].minimumSizeHint().width() for name in ("navigator", "inspector"))
    assert small.window.centre.minimumSizeHint().width() + least <= 1280
    assert small.window.size().width() == 1280


def test_that_nothing_in_the_inspector_is_cut_off(small: Sitting) -> None:
    assert clipped(small) == []
    assert small.window.docks["inspector"].width() >= 300


def test_that_a_pane_pushed_together_still_cuts_nothing_off(small: Sitting) -> None:
    small.window.resizeDocks([small.window.docks["inspector"]], [60], Qt.Orientation.Horizontal)
    small.qtbot.waitUntil(lambda: small.window.docks["inspector"].width() < 300)
    assert small.panes.inspector.width() >= LEAST_WIDTH
    assert clipped(small) == []


def test_that_a_gateway_is_not_cut_off_either(small: Sitting) -> None:
    small.desk.selection.choose_gateway(0)
    small.rest()
    assert small.panes.inspector.gateway_page is not None
    small.panes.inspector.resize(LEAST_WIDTH, 400)
    assert clipped(small) == []


class Resizes(QObject):
    """Notes each size that a widget is given."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.sizes: list[tuple[int, int]] = []
        widget.installEventFilter(self)

    def eventFilter(self, widget: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Resize and isinstance(widget, QWidget):
            self.sizes.append((widget.width(), widget.height()))
        return False


def test_that_alarms_come_and_go_without_moving_anything(small: Sitting) -> None:
    table = small.panes.alarms.table
    small.pulse.stand_at(NOON - SECOND)  # the frame of a replay takes room of its own
    small.rest()
    middle, lines = Resizes(small.window.centre), Resizes(table)
    for ago, full in ((MINUTE, False), (SECOND, True), (MINUTE, False)):
        small.pulse.seek(NOON - ago)
        small.rest()
        small.qtbot.waitUntil(lambda full=full: table.isVisible() == full)  # type: ignore[misc]
    assert middle.sizes == lines.sizes == []


def test_that_the_time_bar_is_low_in_a_low_window_alone(small: Sitting) -> None:
    bar = small.panes.time_bar
    assert bar.height() == LOW_HEIGHT
    assert bar.strip.height() < LOW
    small.window.resize(1280, 1000)
    small.qtbot.waitUntil(lambda: bar.height() == HEIGHT)
    assert bar.strip.height() >= LOW


def test_that_the_keys_of_a_low_time_bar_do_not_overlap(small: Sitting) -> None:
    small.pulse.seek(NOON - 30 * MINUTE)
    small.rest()
    assert small.panes.time_bar.face.isVisible()
    parts = [part for part in small.panes.time_bar.findChildren(QWidget) if part.isVisible()]
    assert len(parts) > 15
    for part in parts:
        beside = [other for other in parts if other.parent() is part.parent() and other is not part]
        assert not any(part.geometry().intersects(other.geometry()) for other in beside)


def test_that_a_command_is_found_by_all_its_words_in_any_order() -> None:
    loop = Command("Play the chosen stretch over and over", "Ctrl+L", lambda: None, "loop repeat")
    assert loop.answers("loop")
    assert loop.answers("STRETCH play")
    assert not loop.answers("loop export")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("loop", "Ctrl+L"),
        ("speed", "Replay ×10"),
        ("step back", "Ctrl+,"),
        ("pdf", "Ctrl+R"),
        ("csv", "Ctrl+E"),
        ("cursor", "Trends: measure between two cursors"),
        ("stacked", "Trends: every line"),
        ("cut", "Cut out"),
    ],
)
def test_that_plain_words_find_what_the_desk_can_do(small: Sitting, words: str, found: str) -> None:
    search = small.panes.search
    search.setText(words)
    search.search()
    told = [search.results.item(row).text() for row in range(search.results.count())]
    assert any(found in text for text in told)
