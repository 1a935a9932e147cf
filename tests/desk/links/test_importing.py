"""The import sheet looks before it writes, takes a person's answers, and imports beside the desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from tests.desk.sitting import Sitting
from venule.desk.jobs import Finished
from venule.desk.links.importing import ImportLink, files_in, free_name
from venule.desk.links.jobs import JobLink
from venule.desk.models.imports import DATASTREAMS, LAYOUTS
from venule.store.reader import Reader

Sit = Callable[..., Sitting]
LIMIT_MS = 30_000


@pytest.fixture
def sitting(sit: Sit) -> Sitting:
    return sit()


@pytest.fixture
def link(sitting: Sitting) -> ImportLink:
    found = sitting.window.findChild(ImportLink)
    assert isinstance(found, ImportLink)
    return found


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "werk.csv"
    path.write_text("Zeit;P1;P2\n2026-05-01 00:00;3,4;5\n2026-05-01 00:05;3,5;6\n")
    return path


def look_at(sitting: Sitting, link: ImportLink, table: Path) -> None:
    link.begin([table])
    sitting.qtbot.waitUntil(lambda: link.sheet.answers is not None, timeout=LIMIT_MS)


def answer_zone(sitting: Sitting, link: ImportLink) -> None:
    link.sheet.zone.setText("+02:00")
    link.sheet.zone.editingFinished.emit()
    sitting.qtbot.waitUntil(link.sheet.start.isEnabled, timeout=LIMIT_MS)


def wait_for_import(sitting: Sitting) -> Finished:
    jobs = sitting.window.findChild(JobLink)
    assert isinstance(jobs, JobLink)
    with sitting.qtbot.waitSignal(
        jobs.jobs.finished, check_params_cb=lambda told: not told.order.quiet, timeout=LIMIT_MS
    ) as heard:
        pass
    finished = heard.args[0]
    assert isinstance(finished, Finished)
    return finished


def test_that_a_table_is_seen_and_what_is_missing_is_asked_for(sitting: Sitting, link: ImportLink, table: Path) -> None:
    look_at(sitting, link, table)
    sheet = link.sheet
    assert "The times carry no zone" in sheet.told
    assert not sheet.start.isEnabled()
    assert QApplication.focusWidget() is sheet.zone
    assert [column.role for column in sheet.columns.columns] == ["time", "value", "value"]
    assert sheet.columns.columns[1].examples[0] == ("3,4", "3.4")
    assert list(table.parent.glob("werk*.venule")) == []


def test_that_answers_are_tried_at_once_and_imported(sitting: Sitting, link: ImportLink, table: Path) -> None:
    look_at(sitting, link, table)
    link.sheet.datastream.setText("pressure")
    link.sheet.columns.item(1, 2).setText("Station 1")
    link.sheet.columns.item(1, 3).setText("bar")
    answer_zone(sitting, link)
    assert link.sheet.told.startswith("2 rows, from 2026-04-30T22:00:00Z to 2026-04-30T22:05:00Z")
    link.start()
    finished = wait_for_import(sitting)
    assert finished.sentence.startswith("1 file: 2 assets, 4 new observations, nothing refused.")
    assert finished.order.makes == table.with_suffix(".venule")
    assert link.sheet.isHidden()
    with Reader(table.with_suffix(".venule")) as reader:
        rows = [(row.asset, row.datastream, row.value, row.unit) for row in reader.observations()]
    assert rows == [
        ("P2", "pressure", 5, "bar"), ("P2", "pressure", 6, "bar"),
        ("Station 1", "pressure", 3.4, "bar"), ("Station 1", "pressure", 3.5, "bar"),
    ]  # fmt: skip


def test_that_a_zone_is_answered_once_for_tables_that_come_together(
    sitting: Sitting, link: ImportLink, table: Path
) -> None:
    other = table.with_name("zwei.csv")
    other.write_text(table.read_text())
    link.begin([table, other])
    sitting.qtbot.waitUntil(lambda: link.sheet.answers is not None, timeout=LIMIT_MS)
    assert "zwei.csv asks for something too" in link.sheet.told
    answer_zone(sitting, link)
    link.choose_table(1)
    assert link.sheet.answers is not None
    assert link.sheet.answers.zone == "+02:00"
    assert link.sheet.told.startswith("2 rows, from ")


def test_that_the_open_recording_can_take_it_in(sitting: Sitting, link: ImportLink, table: Path) -> None:
    look_at(sitting, link, table)
    answer_zone(sitting, link)
    link.sheet.into.setCurrentIndex(1)
    with sitting.qtbot.waitSignal(link.imported, timeout=LIMIT_MS):
        link.start()
    with Reader(sitting.cache) as reader:
        assert len([row for row in reader.observations(assets=("P1",))]) == 2


def test_that_another_layout_is_taken(sitting: Sitting, link: ImportLink, table: Path) -> None:
    look_at(sitting, link, table)
    answer_zone(sitting, link)
    sheet = link.sheet
    sheet.layouts.setCurrentIndex(list(LAYOUTS).index(DATASTREAMS))
    sheet.layouts.activated.emit(sheet.layouts.currentIndex())
    sitting.qtbot.waitUntil(sheet.start.isEnabled, timeout=LIMIT_MS)
    assert sheet.answers is not None
    assert sheet.answers.layout == DATASTREAMS
    place = table.parent / "kept.toml"
    link.save_mapping(str(place))
    assert 'columns = "datastream"' in place.read_text()


def test_that_a_file_that_is_no_table_is_told_of(sitting: Sitting, link: ImportLink, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("")
    link.begin([path])
    sitting.qtbot.waitUntil(lambda: "is empty" in link.sheet.told, timeout=LIMIT_MS)
    assert not link.sheet.start.isEnabled()


def test_that_a_table_dropped_on_the_window_is_looked_at(sitting: Sitting, link: ImportLink, table: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(table))])
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    copying = Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPoint(5, 5), copying, mime, *none)
    QApplication.sendEvent(sitting.window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(sitting.window, QDropEvent(QPointF(5, 5), copying, mime, *none))
    sitting.qtbot.waitUntil(lambda: link.sheet.answers is not None, timeout=LIMIT_MS)
    assert link.sheet.isVisible()


def test_that_only_files_that_can_be_imported_are_taken(tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.csv", "b.png")])
    assert files_in(mime) == []
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.csv", "b.parquet")])
    assert [path.name for path in files_in(mime)] == ["a.csv", "b.parquet"]


def test_that_a_new_recording_takes_the_place_of_none(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    assert free_name(path) == path
    path.touch()
    assert free_name(path).name == "city 2.venule"


def test_that_the_sheet_is_left_by_key_and_keeps_the_focus_within(
    sitting: Sitting, link: ImportLink, table: Path
) -> None:
    look_at(sitting, link, table)
    for _ in range(20):
        sitting.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert link.sheet.isAncestorOf(QApplication.focusWidget())
    sitting.qtbot.keyClick(link.sheet, Qt.Key.Key_Escape)
    assert link.sheet.isHidden()


def test_that_the_answers_stay_where_nothing_can_be_written(
    sitting: Sitting, link: ImportLink, table: Path, tmp_path: Path
) -> None:
    look_at(sitting, link, table)
    answer_zone(sitting, link)
    link.choose_target(str(tmp_path / "nowhere" / "werk.venule"))
    link.start()
    assert link.sheet.told.endswith("werk.venule cannot be written: choose another place.")
    assert link.sheet.isVisible()
    assert link.sheet.start.isEnabled()
    assert link.sheet.zone.text() == "+02:00"
    link.save_mapping(str(tmp_path))
    assert "cannot be written" in sitting.window.notice.text
