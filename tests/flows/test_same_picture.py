"""Live, replayed and reviewed, one moment looks the same: the pictures differ in what tells the past from the present.

Three desks are drawn at one moment: live, when the file ends there; replayed beside a recorder that wrote on for an
hour; reviewed a year later, when nobody writes. ``tells_the_time`` names where they may differ, and no pixel does
elsewhere.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import orjson
import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.desk.map.tiles.plans import box, feature
from tests.desk.sitting import Sitting
from tests.desk.town import (
    ASSETS,
    DECLARATIONS,
    GATEWAYS,
    HILL_LOST,
    NOON,
    PARKING,
    REJECTS,
    WATER,
    alarm,
    feed,
    observed,
    status,
)
from venule.desk.map.camera import Camera
from venule.desk.style.look import prepare
from venule.desk.style.palette import Theme
from venule.desk.trends.view import TrendView
from venule.desk.views.frame import WIDTH as FRAME
from venule.domain.alarm import Alarm
from venule.domain.asset import Asset
from venule.domain.geo import Position
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant
from venule.domain.liveness import FeedGap, Presence
from venule.domain.note import Note
from venule.domain.observation import Recorded
from venule.domain.quality import Quality
from venule.domain.rule import Priority
from venule.store.batch import Batch
from venule.store.operator import OperatorFile
from venule.store.writer import Writer
from venule.verticals.discovery import discover
from venule.verticals.guard import Guard

Pixels = npt.NDArray[np.uint8]
SIZE = (1280, 800)
CAMERA = (0.53199, 0.34712, 13.0)
BELOW = ("alarms", "rejects", "verticals", "notes")
NOW: Instant = NOON + 2 * SECOND

RETURNED = NOON - 100 * SECOND
LEFT = Asset(WATER, "valve-9", "water.valve")
LOST = alarm("gw-hill", ago_s=600, of_gateway=True)
ALARMS = (
    alarm("tank-1", Priority.HIGH, 30, quantity="level"),
    alarm("tank-2", Priority.MEDIUM, 300, quantity="level"),
    alarm("bay-1", Priority.LOW, 200, network=PARKING, cleared_at=RETURNED, cleared_recorded_at=RETURNED),
    LOST,
    alarm("tank-1", Priority.LOW, 500, rule="silent", uid="child", parent=LOST.uid),
)
NOTE = Note("n1", NOON - 10 * MINUTE, NOON - 5 * MINUTE, "Kim", "valve opened by hand", WATER, "tank-1", "level")
"""What was said by now."""


def wave(until_s: int, from_s: int = 0, *, late_s: int = 0, lift: float = 0.0) -> list[Recorded]:
    """A level a minute, from so many seconds before noon to so many before it, recorded so much later."""
    rows = []
    for ago in range(until_s, from_s, -60):
        row = observed("tank-1", round(2.5 + lift + math.sin(ago / 700), 3), ago)
        rows.append(row._replace(recorded_at=row.observed_at + late_s * SECOND))
    return rows


def by_now(path: Path) -> Path:
    """The recording, the operator's file and a base map as they are now."""
    plan = [
        feature("water", "Polygon", box(11.48, 48.08, 11.515, 48.115)),
        feature("road_major", "LineString", [[11.48, 48.125], [11.56, 48.125]], name="Amber Avenue"),
        feature("place", "Point", [11.54, 48.13], name="Lindenhaven", kind="city"),
    ]
    told = {"type": "FeatureCollection", "attribution": "Test town", "features": plan}
    path.with_suffix(".basemap.geojson").write_bytes(orjson.dumps(told))
    with Writer(path) as writer:
        writer.write(Batch(assets=(*ASSETS, LEFT), gateways=GATEWAYS, declarations=DECLARATIONS))
        rows = [*wave(3 * 3600, 40), observed("tank-2", 1.5, 20, quality=Quality.UNCERTAIN, reason="frost")]
        writer.write(Batch(observations=[*rows, observed("tank-1", 4.7, 30), observed("bay-1", True, 400)]))
        gap = FeedGap("tanks", NOON - 50 * MINUTE, NOON - 40 * MINUTE, "broker gone", False)
        writer.write(Batch(alarms=ALARMS, feeds=[feed()], gaps=[gap], status=status(NOW)))
        for batch in (REJECTS, HILL_LOST):
            writer.write(batch)
    with OperatorFile(OperatorFile.path_beside(path)) as operator:
        operator.remark(ALARMS[1].uid, NOON - MINUTE, "Kim", "pump sent", acknowledges=True)
        operator.place(WATER, "valve-9", Position(11.525, 48.115), NOON - MINUTE, "Kim")
        operator.note(NOTE)
    return path


def an_hour_later(path: Path, *, stopped: bool) -> Path:
    """What an hour more brings: new rows, rows of before that come late, and all that people say and do meanwhile."""
    back = NOON + 10 * SECOND
    with Writer(path) as writer:
        ahead = [observed(name, value, -ago) for ago in range(60, 3600, 60) for name, value in NEXT.items()]
        late = [row._replace(recorded_at=NOON + MINUTE) for row in wave(3000, 2400, lift=1.5)]
        other = [observed("tank-1", 0.1, 600, recorded_at=NOON + MINUTE)]
        writer.write(Batch(observations=sorted([*ahead, *late, *other], key=lambda row: row.recorded_at)))
        cleared = [replace(one, cleared_at=back, cleared_recorded_at=back) for one in (ALARMS[0], LOST)]
        writer.write(Batch(alarms=[*cleared, raised_late(), alarm("tank-2", Priority.HIGH, -1200, rule="more")]))
        gap = FeedGap("tanks", NOON + 5 * MINUTE, None, "broker gone again", False)
        reject = replace(REJECTS.rejects[0], recorded_at=NOON + MINUTE)
        silent = replace(feed(Presence.OFFLINE, "gone"), since=NOON + 5 * MINUTE)
        writer.write(Batch(feeds=[silent], gaps=[gap], rejects=[reject]))
        writer.write(Batch(status=status(NOW + HOUR, stopped=stopped)))
    with OperatorFile(OperatorFile.path_beside(path)) as operator:
        operator.remark(ALARMS[0].uid, back, "Ada", "all well", acknowledges=True)
        operator.place(WATER, "valve-9", Position(11.55, 48.14), back, "Ada")
        operator.withdraw(NOTE.uid, back, "Ada")
        operator.note(Note("n2", NOON - 7 * MINUTE, back, "Ada", "seen afterwards", WATER, "tank-1"))
    return path


NEXT: dict[str, float | bool] = {"tank-1": 3.3, "tank-2": 3.9, "bay-1": False}


def raised_late() -> Alarm:
    """An alarm about a time before now, which the recorder knew only later."""
    return replace(alarm("tank-2", Priority.HIGH, 100, rule="late"), raised_recorded_at=NOON + 2 * MINUTE)


def _without(window: QWidget, ribbon: QWidget) -> QImage:
    """The window's picture without the rows of the ribbon."""
    whole = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    if not ribbon.isVisible():
        return whole
    top, height = ribbon.mapTo(window, QPoint()).y(), ribbon.height()
    rows = pixels(whole)
    return from_pixels(np.concatenate([rows[:top], rows[top + height :]]))


def pixels(picture: QImage) -> Pixels:
    """Rows of columns of four bytes."""
    read = np.frombuffer(picture.constBits(), np.uint8)
    return read.reshape(picture.height(), picture.bytesPerLine() // 4, 4)[:, : picture.width()]


def from_pixels(rows: Pixels) -> QImage:
    """The same back again."""
    whole = np.ascontiguousarray(rows)
    height, width, _ = whole.shape
    return QImage(whole.tobytes(), width, height, QImage.Format.Format_RGB32).copy()


class Sitters:
    """Sits down at a desk, and draws it once it has come to rest."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self._qtbot, self._folder = qtbot, folder
        self.theme = Theme.DARK
        self._sittings: list[Sitting] = []

    def live(self) -> Sitting:
        """The file ends here, and the wall shows this moment."""
        return self._sit(by_now(self._folder / "live" / "upper_town.venule"), NOW)

    def replayed(self) -> Sitting:
        """The recorder goes on; somebody who was live drags back."""
        path = an_hour_later(by_now(self._folder / "replayed" / "upper_town.venule"), stopped=False)
        sitting = self._sit(path, NOW + HOUR)
        sitting.pulse.stand_at(NOW)
        return sitting

    def reviewed(self) -> Sitting:
        """A year later, and nobody writes."""
        path = an_hour_later(by_now(self._folder / "reviewed" / "upper_town.venule"), stopped=True)
        return self._sit(path, NOW + 365 * DAY, NOW)

    def pictures(self, sitting: Sitting) -> dict[str, QImage]:
        """The window at rest with each of the panes below in front, by their names."""
        shown = {}
        for dock in BELOW:
            sitting.window.docks[dock].raise_()
            sitting.pulse.beat()
            shown[dock] = self._picture(sitting)
        return shown

    def _picture(self, sitting: Sitting) -> QImage:
        """Without the ribbon of a replay, which makes the window that much higher."""
        window, ribbon = sitting.window, sitting.window.replay_ribbon
        sitting.desk.map.look_from(Camera(*CAMERA))
        if (focus := QApplication.focusWidget()) is not None:
            focus.clearFocus()  # of several windows one alone has it
        shown: list[QImage] = [QImage()]

        def rested() -> bool:
            window.arrange_by_size(QSize(SIZE[0], SIZE[1] + (ribbon.height() if ribbon.isVisible() else 0)))
            sitting.panes.alarms.delegate.lit = sitting.desk.map._rhythm.lit = True  # a picture does not blink
            shown.append(_without(window, ribbon))
            return sitting.query.idle and sitting.desk.map.settled and shown[-1] == shown[-2]

        self._qtbot.waitUntil(rested, timeout=20_000)
        return shown[-1]

    def close(self) -> None:
        """Take every desk down."""
        for sitting in self._sittings:
            sitting.close()

    def _sit(self, path: Path, wall: Instant, at: Instant | None = None) -> Sitting:
        sitting = Sitting(self._qtbot, path, at, Guard(discover()), wall=wall, theme=self.theme)
        self._sittings.append(sitting)
        sitting.desk.selection.open_named("tank-1")
        sitting.rest()
        return sitting


def tells_the_time(sitting: Sitting, *, recorder: bool) -> list[QRect]:
    """Where pictures may differ: all that tells the past from the present, and whether a recorder writes.

    The frame at the window's edge; the clock in the strip above; the time bar; in the trends the time above them and
    the line of the clock; below the notes how many were written since. Where nobody writes, the strip says so instead
    of telling of feeds.
    """
    window, panes, trends = sitting.window, sitting.panes, sitting.panes.trends
    assert isinstance(trends, TrendView)
    assert trends.plot is not None
    width, height = SIZE
    edges = [QRect(0, 0, width, FRAME), QRect(0, height - FRAME, width, FRAME)]
    edges += [QRect(0, 0, FRAME, height), QRect(width - FRAME, 0, FRAME, height)]
    parts = (panes.strip.clock if recorder else panes.strip, panes.time_bar, trends.header.time)
    line = round(trends.plot.scale(trends.stage.window).x(NOW))
    at = trends.plot.mapTo(window, QPoint(line, 0))
    return [*edges, *(area(window, part) for part in parts), QRect(at.x() - 1, at.y(), 3, trends.plot.height())]


def written_since(sitting: Sitting) -> QRect:
    """Where it is told how many notes were written since."""
    words = area(sitting.window, sitting.panes.notes.words_below)
    return words.translated(0, -sitting.window.replay_ribbon.height())


def area(window: QWidget, part: QWidget) -> QRect:
    """Where a part lies in the picture."""
    return QRect(part.mapTo(window, QPoint()), part.size())


@pytest.fixture
def sitters(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Sitters]:
    prepare(qapp)
    for name in ("live", "replayed", "reviewed"):
        (tmp_path / name).mkdir()
    made = Sitters(qtbot, tmp_path)
    yield made
    made.close()


def differing(one: QImage, other: QImage, places: list[QRect]) -> npt.NDArray[np.bool_]:
    """Which pixels differ, those in these places left out."""
    assert one.size() == other.size()
    differ: npt.NDArray[np.bool_] = (pixels(one) != pixels(other)).any(axis=2)
    for place in places:
        differ[max(0, place.top()) : place.bottom() + 1, max(0, place.left()) : place.right() + 1] = False
    return differ


def told(sitting: Sitting, differ: npt.NDArray[np.bool_]) -> dict[str, int]:
    """How many pixels differ in which part of the window."""
    window, panes = sitting.window, sitting.panes
    parts = {
        "strip": panes.strip, "indicators": panes.indicators, "navigator": panes.navigator, "map": panes.map,
        "trends": panes.trends, "inspector": panes.inspector, "time bar": panes.time_bar, "whole": window,
    }  # fmt: skip
    counted = {}
    for name, part in parts.items():
        place = area(window, part)
        counted[name] = int(differ[place.top() : place.bottom() + 1, place.left() : place.right() + 1].sum())
    return {name: count for name, count in counted.items() if count}


@pytest.mark.parametrize("theme", list(Theme))
def test_that_live_replay_and_review_of_one_moment_are_the_same_picture(sitters: Sitters, theme: Theme) -> None:
    sitters.theme = theme
    live = sitters.live()
    shown = sitters.pictures(live)
    for sitting, recorder in ((sitters.replayed(), True), (sitters.reviewed(), False)):
        places = tells_the_time(live, recorder=recorder)
        for dock, picture in sitters.pictures(sitting).items():
            below = [written_since(sitting)] if dock == "notes" else []
            assert told(live, differing(shown[dock], picture, [*places, *below])) == {}, dock
            edge = differing(shown[dock], picture, [])[-1]
            assert edge.all(), "the frame tells the past from the present"


def test_that_the_pictures_of_two_moments_differ_wherever_something_happened(sitters: Sitters) -> None:
    sitting = sitters.replayed()
    then = sitters.pictures(sitting)["alarms"]
    sitting.pulse.stand_at(NOW + 30 * MINUTE)
    sitting.rest()
    later = sitters.pictures(sitting)["alarms"]
    parts = told(sitting, differing(then, later, tells_the_time(sitting, recorder=True)))
    assert set(parts) >= {"indicators", "navigator", "map", "trends", "inspector", "whole"}
