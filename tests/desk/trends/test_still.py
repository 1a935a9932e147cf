"""Still trends: drawn without a window and without the chart's library, sharp at any factor, and as vectors."""

import subprocess
import sys
from datetime import UTC
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QByteArray, QRectF, QSizeF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.trends.series import FLOW, MODE, NOW, OCCUPIED, PRESSURE, a_line, a_series, minutes
from tests.desk.trends.test_view import Desk
from venule.desk.style.palette import DARK, LIGHT
from venule.desk.trends.curves import curves_of, seconds_of
from venule.desk.trends.panes import Arrangement
from venule.desk.trends.stills.saving import Snapshot, as_png, as_svg, save
from venule.desk.trends.stills.still import Exhibit, picture_of, polylines, trend_height, trend_still
from venule.desk.whole import Unwritten
from venule.domain.instant import HOUR, MINUTE
from venule.domain.note import Note

SIZE = QSizeF(800, 400)
EXHIBIT = Exhibit(
    lines=(
        (a_line(1, PRESSURE), a_series(minutes(50, 40, 30, 20, 10), gaps=[3], quality=[0, 1, 4, 0, 0])),
        (a_line(2, FLOW), a_series(minutes(50, 30), [10, 20], datastream=2)),
        (a_line(3, OCCUPIED), a_series(minutes(50, 30), [1, 0], datastream=3)),
        (a_line(4, MODE), a_series(minutes(50, 30), [1, 0], datastream=4, labels=("off", "on"))),
    ),
    start=NOW - HOUR,
    end=NOW,
    now=NOW + MINUTE,
    notes=(Note("n", NOW - 30 * MINUTE, NOW, "anna", "Valve closed"),),
    heading="Harbour",
)


@pytest.fixture
def snapshot(styled: QApplication) -> Snapshot:
    return Snapshot(picture_of(EXHIBIT), SIZE, LIGHT, UTC, EXHIBIT.heading)


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


@pytest.mark.parametrize("ratio", [1.0, 2.0, 4.0])
def test_that_an_image_has_as_many_pixels_as_its_factor_says(styled: QApplication, ratio: float) -> None:
    image = trend_still(EXHIBIT, SIZE, DARK, UTC, ratio)
    assert (image.width(), image.height()) == (800 * ratio, 400 * ratio)
    assert {DARK.panel, DARK.curves[0], DARK.curves[1]} <= colours(image)


def test_that_no_line_is_drawn_across_a_gap_or_through_a_bad_value(styled: QApplication) -> None:
    picture = picture_of(EXHIBIT)
    pane = picture.panes[0]
    known, _ = curves_of(pane, LIGHT, 1.0)
    runs = polylines(known, QRectF(0, 0, 600, 100), seconds_of(picture), pane.shown)
    assert [len(run) for run in runs] == [2, 2]
    assert runs[0][0].x() == pytest.approx(100)


def test_that_what_lies_outside_is_left_out(styled: QApplication) -> None:
    picture = picture_of(Exhibit(EXHIBIT.lines[:1], NOW - 25 * MINUTE, NOW, NOW))
    known, _ = curves_of(picture.panes[0], LIGHT, 1.0)
    assert [
        len(run) for run in polylines(known, QRectF(0, 0, 250, 100), seconds_of(picture), picture.panes[0].shown)
    ] == [2]


def test_that_more_lines_need_more_height(styled: QApplication) -> None:
    one = Exhibit(EXHIBIT.lines[:1], EXHIBIT.start, EXHIBIT.end, EXHIBIT.now)
    assert trend_height(EXHIBIT, 800) > trend_height(one, 800) > 120
    assert trend_height(EXHIBIT, 800, pane=200) - trend_height(EXHIBIT, 800, pane=120) == pytest.approx(160, abs=2)


def test_that_a_drawing_has_its_lines_as_paths_and_its_texts_as_texts(snapshot: Snapshot) -> None:
    root = ElementTree.fromstring(bytes(as_svg(snapshot).data()))
    tags = [element.tag.rsplit("}", 1)[-1] for element in root.iter()]
    assert "image" not in tags
    assert tags.count("polyline") + tags.count("path") > 10
    texts = " ".join("".join(element.itertext()) for element in root.iter() if element.tag.endswith("text"))
    assert "Harbour" in texts
    assert "Flow (m³/h)" in texts


def test_that_a_picture_is_saved_whole_by_its_ending(snapshot: Snapshot, tmp_path: Path) -> None:
    assert save(tmp_path / "a.png", snapshot, 3) == "Saved as a.png."
    assert QImage(str(tmp_path / "a.png")).width() == 2400
    save(tmp_path / "a.svg", snapshot)
    assert (tmp_path / "a.svg").read_bytes() == bytes(as_svg(snapshot).data())
    assert QImage.fromData(QByteArray(as_png(snapshot, 1))).width() == 800


def test_that_another_ending_and_an_impossible_place_are_refused_in_words(snapshot: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(Unwritten, match="let its name end in"):
        save(tmp_path / "a.gif", snapshot)
    with pytest.raises(Unwritten, match="choose another place"):
        save(tmp_path / "nowhere" / "a.png", snapshot)


def test_that_the_view_saves_what_it_shows(qtbot: QtBot, styled: QApplication, tmp_path: Path) -> None:
    desk = Desk(qtbot)
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 40)))
    desk.view.menu.save_picture(tmp_path / "trends.svg")
    assert desk.view.header.message.text() == "Saved as trends.svg."
    assert (tmp_path / "trends.svg").is_file()


@pytest.mark.parametrize("arrangement", list(Arrangement))
def test_that_every_arrangement_is_drawn(styled: QApplication, arrangement: Arrangement) -> None:
    exhibit = Exhibit(EXHIBIT.lines, EXHIBIT.start, EXHIBIT.end, EXHIBIT.now, arrangement=arrangement)
    assert len(colours(trend_still(exhibit, SIZE, LIGHT, UTC, 1.0))) > 5


def test_that_stills_do_without_the_chart_library() -> None:
    program = (
        "import sys, venule.desk.trends.stills.still, venule.desk.trends.stills.saving;"
        "sys.exit('pyqtgraph' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
