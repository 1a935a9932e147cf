"""Two windows on one clock: whatever moves one moves the other, and closing the second leaves the first."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.desk.sitting import Sitting
from tests.desk.town import NOON, observed, status, write_town
from venule.desk.beside import WORKSPACE, Beside
from venule.desk.building import Means
from venule.desk.pulse import Pulse
from venule.desk.session import open_session
from venule.domain.basis import Basis
from venule.domain.instant import DAY, HOUR, MINUTE
from venule.store.batch import Batch
from venule.store.operator import OperatorFile
from venule.store.problem import NoSuchFile
from venule.verticals.guard import Guard

FINISHED = Batch(status=status(stopped=True), observations=[observed("tank-1", 1.0, 2 * 3600)])


class Pair:
    """A sitting, and what opens a second window beside it."""

    def __init__(self, qtbot: QtBot, sitting: Sitting) -> None:
        self.qtbot, self.sitting = qtbot, sitting
        session = open_session(sitting.cache, "Ada")
        means = Means(session, sitting.query, sitting.pulse, sitting.look, Guard(()))
        self.beside = Beside(means, sitting.wall)
        self.beside.attach(sitting.desk)

    def open(self, shift: int, cache: Path | None = None) -> None:
        self.beside.open(cache or self.sitting.cache, shift)
        self.rest()

    def rest(self) -> None:
        self.qtbot.waitUntil(lambda: self.beside.settled and self.apart is not None, timeout=10_000)
        self.sitting.rest()

    @property
    def apart(self) -> int | None:
        """How far the second clock is ahead, once it follows."""
        second = self.beside.second
        if second is None:
            return None
        return second.desk.pulse.moment().now - self.sitting.pulse.moment().now

    @property
    def pulse(self) -> Pulse:
        assert self.beside.second is not None
        return self.beside.second.desk.pulse


@pytest.fixture
def pair(sit: Callable[..., Sitting], qtbot: QtBot) -> Iterator[Pair]:
    """A finished recording."""
    found = Pair(qtbot, sit(more=(FINISHED,)))
    yield found
    found.beside.close()


def test_that_the_second_follows_at_its_distance(pair: Pair) -> None:
    pair.open(-HOUR)
    pair.sitting.pulse.seek(NOON - 10 * MINUTE)
    assert pair.apart == -HOUR
    pair.sitting.pulse.play(10.0)
    pair.sitting.wall.go(30)
    assert pair.apart == -HOUR
    assert pair.pulse.clock.speed == 10.0


def test_that_the_second_moves_the_first(pair: Pair) -> None:
    pair.open(-HOUR)
    pair.pulse.seek(NOON - 2 * HOUR)
    assert pair.sitting.pulse.moment().now == NOON - HOUR
    pair.pulse.play(-2.0)
    assert pair.sitting.pulse.clock.speed == -2.0
    assert pair.apart == -HOUR


def test_that_a_loop_and_what_time_means_are_shared(pair: Pair) -> None:
    pair.open(-MINUTE)
    pair.sitting.pulse.hold_against(Basis.HAPPENED)
    pair.sitting.pulse.loop((NOON - 20 * MINUTE, NOON - 10 * MINUTE))
    assert pair.pulse.clock.basis is Basis.HAPPENED
    assert pair.pulse.clock.loop == (NOON - 21 * MINUTE, NOON - 11 * MINUTE)


def test_that_the_first_one_s_end_stops_both(pair: Pair) -> None:
    pair.open(-MINUTE)
    pair.pulse.seek(NOON - MINUTE)
    pair.pulse.play(10.0)
    pair.sitting.wall.go(3600)
    pair.sitting.pulse.beat()
    assert pair.sitting.pulse.clock.speed == 0
    assert pair.apart == -MINUTE


def test_that_the_second_goes_on_where_its_recording_ends(pair: Pair) -> None:
    pair.open(-2 * DAY)
    assert (pair.pulse.begin, pair.pulse.end) == (None, None)


def test_that_a_window_says_whose_clock_it_follows(pair: Pair) -> None:
    pair.open(-DAY)
    assert pair.beside.second is not None
    window = pair.beside.second.desk.window
    assert "1 day earlier" in window.windowTitle()
    said = [ribbon.text for ribbon in window.findChildren(type(window.banner)) if ribbon.text]
    assert "This window follows the clock of upper_town.venule, 1 day earlier; its own controls move both." in said


def test_that_closing_the_second_leaves_the_first(pair: Pair) -> None:
    pair.open(-HOUR)
    assert pair.beside.second is not None
    pair.beside.second.desk.window.close()
    pair.qtbot.waitUntil(lambda: pair.beside.second is None)
    pair.sitting.pulse.seek(NOON - HOUR)
    pair.sitting.rest()
    assert pair.sitting.window.isVisible()


def test_that_its_layout_is_remembered_apart(pair: Pair) -> None:
    pair.open(-HOUR)
    pair.beside.close()
    with OperatorFile(OperatorFile.path_beside(pair.sitting.cache), read_only=True) as operator:
        assert operator.recall(f"workspace/{WORKSPACE}/layout")
        assert operator.recall("layout") is None


def test_that_another_takes_the_place_of_the_second(pair: Pair) -> None:
    pair.open(-HOUR)
    first = pair.beside.second
    pair.open(-DAY)
    assert pair.beside.second is not first
    assert pair.apart == -DAY


def test_that_what_cannot_be_opened_is_said(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile):
        pair.beside.open(tmp_path / "nowhere.venule", 0)
    pair.beside.offer(tmp_path / "nowhere.venule", 0)
    assert "There is no file" in pair.sitting.window.notice.text
    pair.beside.choose(str(pair.sitting.cache))
    pair.beside.open_shifted("a while ago")
    assert "is not a span of time" in pair.sitting.window.notice.text
    assert pair.beside.second is None


def test_that_what_was_typed_opens_the_second(pair: Pair) -> None:
    pair.beside.choose(str(pair.sitting.cache))
    pair.beside.open_shifted("-2h")
    pair.rest()
    assert pair.apart == -2 * HOUR


def test_that_a_live_pair_is_live_together_and_a_shifted_one_is_not(sit: Callable[..., Sitting], qtbot: QtBot) -> None:
    found = Pair(qtbot, sit(more=(Batch(status=status()),)))
    found.open(0)
    found.qtbot.waitUntil(lambda: found.pulse.clock.live)
    found.sitting.pulse.seek(NOON - HOUR)
    assert not found.pulse.clock.live
    found.pulse.go_live()
    assert found.sitting.pulse.clock.live
    found.open(-HOUR)
    found.qtbot.waitUntil(lambda: not found.pulse.clock.live and found.pulse.clock.speed == 1.0)
    assert found.apart == -HOUR
    found.pulse.go_live()
    assert found.sitting.pulse.clock.live
    assert found.apart == -HOUR
    found.beside.close()


def test_that_the_second_window_can_be_opened_by_name(sit: Callable[..., Sitting], qtbot: QtBot) -> None:
    found = Pair(qtbot, sit(more=(FINISHED,)))
    by_name = {command.title: command for command in found.beside.commands()}
    by_name["Open this recording beside itself, a week earlier"].run()
    found.rest()
    assert found.apart == -7 * DAY
    by_name["Close the window beside this one"].run()
    assert found.beside.second is None


PROGRAM = """
import sys
from venule.cli import main
sys.exit(main(["desk", sys.argv[1], "--beside", sys.argv[1], "--shift", "-1h", "--size", "1000x700",
               "--screenshot", sys.argv[2]]))
"""


def test_that_the_command_opens_both_and_a_picture_shows_them(tmp_path: Path) -> None:
    cache, picture = write_town(tmp_path / "town.venule", (), FINISHED), tmp_path / "both.png"
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", PROGRAM, cache, picture],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (2000, 700)
    assert len({image.pixel(x, y) for x in range(1000, 2000, 7) for y in range(0, 700, 7)}) > 20
