"""The map as a drawing: a use of a symbol for each one on the screen, texts as text, and nothing from outside."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from tests.desk.map.picture.photographs import HEADING, HREF, SVG, inhabit, layer, still_of, svg_of, texts, town_view
from tests.desk.map.tiles.plans import EAST, WEST
from venule.desk.map.assets.sight import Clusters, Dots, Mode, Symbols
from venule.desk.map.picture import outlines
from venule.desk.map.picture.heading import heading
from venule.desk.map.picture.png import pixels_of
from venule.desk.map.picture.svg import drawn
from venule.desk.map.picture.writing import write_names
from venule.desk.map.tiles.work.wishes import Script, Written
from venule.desk.map.view import MapView
from venule.desk.models.shapecolours import Colours
from venule.desk.style.fonts import FAMILY
from venule.desk.style.tones import Mark, Tone
from venule.domain.alarm import Status
from venule.domain.clock import LIVE, Clock
from venule.domain.instant import SECOND

__all__ = ["town_view"]


def lay_shapes(view: MapView) -> None:
    """Three lines, one of them in alarm and one beyond the view, and an area."""
    longitude = np.array([WEST, 10.01, EAST, WEST, 10.01, EAST, 50.0, 50.1, 10.002, 10.008, 10.005])
    latitude = np.array([53.503, 53.504, 53.503, 53.506, 53.507, 53.506, 0.0, 0.1, 53.501, 53.501, 53.505])
    first, part = np.arange(5), np.array([0, 3, 6, 8, 11])
    closed = np.array([False, False, False, True])
    before = view.camera
    view.shapes.set_shapes(np.arange(4, dtype=np.int32), closed, first=first, part=part, degrees=(longitude, latitude))
    marks = np.array([Mark.NONE, Mark.ALARM, Mark.NONE, Mark.NONE], np.int8)
    tones = np.array([Tone.PLAIN, 3, Tone.PLAIN, 5], np.int8)
    view.shapes.set_colours(Colours(tones, marks, np.zeros(4, np.int8)))
    view.look_from(before)


def test_that_there_is_a_use_for_each_symbol_on_the_screen(town_view: MapView) -> None:
    town_view.resize(1280, 800)
    inhabit(town_view, 2000)
    still = still_of(town_view)
    root, shown = svg_of(still), still.assets.sight(still.subject.camera)
    assert isinstance(shown, Symbols)
    assert len(list(layer(root, "assets").iter(f"{SVG}use"))) == len(shown.rows) == 2000


def test_that_two_thousand_symbols_are_a_file_that_can_be_sent(town_view: MapView) -> None:
    town_view.resize(1280, 800)
    inhabit(town_view, 2000)
    still = still_of(town_view)
    while still.order():
        pass
    assert len(drawn(still).encoded()) < 1_500_000


def test_that_nothing_is_fetched_from_outside_and_everything_used_is_there(town_view: MapView) -> None:
    inhabit(town_view, 300)
    lay_shapes(town_view)
    town_view.set_chosen((1, 2, 3), 2)
    town_view.set_gateways(np.array([10.005, 10.012]), np.array([53.504, 53.506]), np.array([True, False]))
    root = svg_of(still_of(town_view))
    named = {element.get("id") for element in root.iter() if element.get("id")}
    found = [element.get(HREF) or "" for element in root.iter() if element.get(HREF)]
    assert {one[1:] for one in found if one.startswith("#")} <= named
    assert {re.split("[,#]", one)[0] for one in found} == {"", "data:image/png;base64"}


def test_that_the_drawing_says_where_when_and_from_whom(town_view: MapView) -> None:
    inhabit(town_view, 300)
    root = svg_of(still_of(town_view))
    said = texts(layer(root, "glass"))
    assert HEADING.city in said
    assert HEADING.time in said
    assert "Test town" in said
    assert any(re.fullmatch(r"\d+ m", text) for text in said)
    assert any(text.startswith("alarm ") for text in said)
    assert root.get("font-family", "").startswith(FAMILY)


def test_that_names_are_text_that_can_be_searched(town_view: MapView) -> None:
    inhabit(town_view, 30)
    names = layer(svg_of(still_of(town_view)), "names")
    titles = [title.text for title in names.iter(f"{SVG}title")]
    assert {"Lindenhaven", "Amber Avenue", "WEST WHARF"} <= set(titles)
    assert {"Lindenhaven", "Amber Avenue"} <= set(texts(names))  # straight ones in one piece


def test_that_a_bent_name_is_written_letter_by_letter() -> None:
    script = Script(12, 500, False, 0.0, 4.0, "#ffffff", "#000000")
    bent = Written("A b", script, np.array([0.0, 5.0, 9.0]), np.array([0.0, 1.0, 4.0]), np.array([0.0, 0.4, 0.8]))
    group = ElementTree.Element("g")
    write_names(group, [bent])
    letters = list(group.iter("text"))
    assert [letter.text for letter in letters] == ["A", "b"] * 2  # the halo first
    assert "rotate(45.84)" in letters[1].get("transform", "")


def test_that_the_time_is_that_of_the_clock_with_its_distance_from_utc() -> None:
    live, replay = heading("Town", 0, LIVE), heading("Town", 0, Clock(False, 0, 10 * SECOND, 1.0))
    assert re.fullmatch(r"Live  19(69|70)-\d\d-\d\d \d\d:\d\d:00[+-]\d\d:\d\d", live.time)
    assert replay.time.startswith("Replay")


def test_that_clusters_tell_their_counts_as_text(town_view: MapView) -> None:
    inhabit(town_view, 3000)
    town_view.set_mode(Mode.CLUSTERS)
    still = still_of(town_view)
    root, shown = svg_of(still), still.assets.sight(still.subject.camera)
    assert isinstance(shown, Clusters)
    counted = sum(int(text) for text in texts(layer(root, "assets")))
    assert counted + len(shown.rows) == 3000
    alarms = int(shown.counts[~shown.single, Status.ALARM].sum())
    assert sum(int(text) for text in texts(layer(root, "badges"))) == alarms > 0


def test_that_dots_are_used_up_to_a_limit_and_a_picture_beyond(
    town_view: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
    inhabit(town_view, 3000)
    town_view.set_mode(Mode.DOTS)
    still = still_of(town_view)
    shown = still.assets.sight(still.subject.camera)
    assert isinstance(shown, Dots)
    assert len(list(layer(svg_of(still), "assets").iter(f"{SVG}use"))) == len(shown.x)
    monkeypatch.setattr("venule.desk.map.picture.svg.MOST_DOTS", 100)
    assert [one.tag for one in layer(svg_of(still_of(town_view)), "assets")] == [f"{SVG}image"]


def test_that_lines_and_areas_in_view_are_paths_and_an_alarm_has_its_edges(town_view: MapView) -> None:
    inhabit(town_view, 30)
    lay_shapes(town_view)
    paths = list(layer(svg_of(still_of(town_view)), "shapes"))
    filled = [path for path in paths if path.get("fill") != "none"]
    assert len(filled) == 1
    assert filled[0].get("d", "").endswith("Z")
    assert [float(path.get("fill-opacity", "1")) < 1 for path in filled] == [True]
    assert [path.get("d", "").count("M") for path in paths[1:]] == [1] * 5  # edge; line; rim, ground and line in alarm


def test_that_too_many_lines_are_a_picture(town_view: MapView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlines, "MOST_POINTS", 5)
    inhabit(town_view, 30)
    lay_shapes(town_view)
    assert [one.tag for one in layer(svg_of(still_of(town_view)), "shapes")] == [f"{SVG}image"]


def test_that_the_drawing_looks_as_the_picture_does(town_view: MapView) -> None:
    inhabit(town_view, 300)
    lay_shapes(town_view)
    town_view.set_selected(7)
    still = still_of(town_view, 1.0)
    while still.order():
        pass
    renderer = QSvgRenderer(QByteArray(drawn(still).encoded()))
    assert renderer.isValid()
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter)
    taken, read = (pixels_of(one).astype(int) for one in (still.developed(), image))
    assert np.abs(taken - read).mean() < 4.0 < np.abs(taken - pixels_of(still.ground())).mean()
