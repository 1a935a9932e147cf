"""The desk as an operator meets it: what is told, what is framed, and everything by keyboard."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.desk.sitting import Sitting
from tests.desk.town import ASSETS, HILL_LOST, NOON, REJECTS, alarm, feed, observed, status
from venule.desk.models.alarms import Column
from venule.desk.models.reading import Trust
from venule.desk.style.palette import Theme
from venule.desk.views.centre import TRENDS_SHARE
from venule.desk.views.indicators import IndicatorStrip
from venule.domain.alarm import AlarmState
from venule.domain.instant import MINUTE
from venule.domain.liveness import Presence
from venule.domain.quality import Quality
from venule.domain.rule import Priority
from venule.sdk import Figure, Indicator
from venule.store.answers import Remark
from venule.store.batch import Batch
from venule.store.operator import OperatorFile
from venule.store.writer import Writer

Sit = Callable[..., Sitting]


def press(sitting: Sitting, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """Press a key."""
    sitting.qtbot.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)


def remarks(sitting: Sitting) -> tuple[Remark, ...]:
    """What stands in the operator's file."""
    with OperatorFile(OperatorFile.path_beside(sitting.cache), read_only=True) as operator:
        return operator.remarks(NOON + 60 * MINUTE)


def alarms_of(sitting: Sitting) -> list[tuple[str, AlarmState]]:
    """The lines of the alarm list."""
    table = sitting.panes.alarms
    table.table.selectAll()
    return [(line.alarm.subject, line.state) for line in table.selected()]


def test_that_a_acknowledges_and_the_active_alarm_stays_in_sight(sit: Sit) -> None:
    sitting = sit(alarm("tank-1"), alarm("tank-2", Priority.LOW))
    table = sitting.panes.alarms.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, Column.ASSET))
    press(sitting, table, Qt.Key.Key_A)
    sitting.rest()
    assert alarms_of(sitting) == [
        ("tank-2", AlarmState.ACTIVE_UNACKNOWLEDGED),
        ("tank-1", AlarmState.ACTIVE_ACKNOWLEDGED),
    ]
    assert [(remark.who, remark.acknowledges) for remark in remarks(sitting)] == [("Ada", True)]


def test_that_acknowledging_a_gateways_alarm_takes_its_children_along(sit: Sit) -> None:
    parent = alarm("gw-hill", of_gateway=True)
    sitting = sit(parent, alarm("tank-1", parent=parent.uid))
    table = sitting.panes.alarms.table
    table.selectAll()
    press(sitting, table, Qt.Key.Key_A)
    sitting.rest()
    assert len(remarks(sitting)) == 2


def test_that_c_comments_and_what_is_typed_is_written(sit: Sit) -> None:
    sitting = sit(alarm("tank-1"))
    table = sitting.panes.alarms.table
    table.setCurrentIndex(table.model().index(0, Column.ASSET))
    press(sitting, table, Qt.Key.Key_C)
    editor = table.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    sitting.qtbot.keyClicks(editor, "pump is off")
    press(sitting, editor, Qt.Key.Key_Return)
    sitting.rest()
    assert [(remark.comment, remark.acknowledges) for remark in remarks(sitting)] == [("pump is off", False)]
    assert table.model().index(0, Column.COMMENT).data() == "pump is off"
    assert table.columnWidth(Column.COMMENT) >= 200


def test_that_a_half_typed_comment_survives_changes_of_the_list(sit: Sit) -> None:
    sitting = sit(alarm("tank-1", ago_s=100))
    table = sitting.panes.alarms.table
    table.setCurrentIndex(table.model().index(0, Column.ASSET))
    press(sitting, table, Qt.Key.Key_C)
    editor = table.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    sitting.qtbot.keyClicks(editor, "pump")
    with Writer(sitting.cache) as writer:
        writer.write(Batch(alarms=[alarm("tank-2", ago_s=-1)]))
    sitting.beat(3)
    assert table.model().rowCount() == 2
    assert editor.text() == "pump"


def test_that_looking_back_keeps_a_comment_instead_of_dating_it_wrongly(sit: Sit) -> None:
    sitting = sit(alarm("tank-1", ago_s=1200), at=NOON - 10 * MINUTE)
    line = alarm("tank-1", ago_s=1200)
    sitting.panes.alarms.delegate.keep(line.uid, "seen late")
    sitting.panes.alarms.commented.emit((line.uid, "seen late"))
    sitting.rest()
    assert remarks(sitting) == ()
    assert "go live" in sitting.window.notice.text
    assert sitting.panes.alarms.delegate.drafts == {line.uid: "seen late"}


def test_that_enter_goes_to_the_asset_of_an_alarm(sit: Sit) -> None:
    sitting = sit(alarm("tank-2"))
    table = sitting.panes.alarms.table
    table.setCurrentIndex(table.model().index(0, Column.ASSET))
    press(sitting, table, Qt.Key.Key_Return)
    assert sitting.desk.selection.key == ("water", "tank-2")
    sitting.qtbot.waitUntil(lambda: [line.asset for line in sitting.panes.trends.lines] == ["tank-2"])


def test_that_alarms_are_copied_as_a_table(sit: Sit) -> None:
    sitting = sit(alarm("tank-1"))
    table = sitting.panes.alarms.table
    table.selectAll()
    press(sitting, table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    heading, line = QGuiApplication.clipboard().text().split("\n")
    assert heading.split("\t")[:2] == ["Priority", "State"]
    assert line.split("\t")[0] == "high"
    assert "tank-1" in line.split("\t")


def test_that_the_strip_counts_a_lost_gateway_once(sit: Sit) -> None:
    parent = alarm("gw-hill", of_gateway=True)
    sitting = sit(parent, *(alarm("tank-1", Priority.HIGH, n, parent=parent.uid) for n in range(5)))
    assert sitting.panes.strip.tally.accessibleName().startswith("high: 1 standing, 1 unacknowledged")


def test_that_the_past_is_framed_and_the_present_is_not(sit: Sit) -> None:
    sitting = sit()
    assert not sitting.window.frame.shown
    sitting.pulse.seek(NOON - 10 * MINUTE)
    assert sitting.window.frame.shown
    assert "paused" in sitting.window.replay_ribbon.text
    sitting.pulse.play(10.0)
    assert "×10" in sitting.window.replay_ribbon.text
    assert sitting.panes.strip.clock.mode == "REPLAY ×10"
    press(sitting, sitting.window, Qt.Key.Key_L)
    assert not sitting.window.frame.shown
    assert sitting.panes.strip.clock.mode == "LIVE"


def test_that_space_belongs_to_the_button_that_has_the_focus(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * MINUTE)
    sitting.qtbot.waitUntil(sitting.window.isActiveWindow)
    button = next(b for b in sitting.panes.strip.findChildren(QToolButton) if "dark" in b.accessibleName())
    button.setFocus()
    press(sitting, button, Qt.Key.Key_Space)
    assert sitting.look.palette.theme is Theme.LIGHT
    assert sitting.pulse.clock.speed == 0.0


def test_that_space_pauses_and_goes_on(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * MINUTE)
    press(sitting, sitting.window, Qt.Key.Key_Space)
    assert sitting.pulse.clock.speed == 1.0
    press(sitting, sitting.window, Qt.Key.Key_Space)
    assert sitting.pulse.clock.speed == 0.0


def test_that_a_silent_recorder_is_told_over_everything(sit: Sit) -> None:
    sitting = sit()
    sitting.beat(1)
    assert sitting.window.banner.text == ""
    sitting.beat(11)
    assert sitting.window.banner.text.startswith("THE RECORDER HAS BEEN SILENT FOR 12 s")
    assert sitting.window.banner.isVisible()


def test_that_a_recorder_that_waits_for_room_is_told_as_such(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("venule.desk.questions.room", lambda _: 4096)
    sitting = sit()
    sitting.beat(1)
    assert sitting.window.banner.text == ""
    sitting.beat(11)
    assert sitting.window.banner.text.startswith("NO ROOM IS LEFT ON THE DISK")


def test_that_what_the_recorder_cannot_do_is_told(sit: Sit) -> None:
    trouble = "Packing waits for room on the disk."
    sitting = sit(more=(Batch(status=replace(status(NOON), trouble=trouble)),))
    sitting.beat(1)
    assert sitting.window.banner.text == trouble


def test_that_feeds_that_are_all_offline_are_told_with_their_cause(sit: Sit) -> None:
    sitting = sit(more=(Batch(feeds=[feed(Presence.OFFLINE, "connection refused")]),))
    sitting.beat()
    assert sitting.window.banner.text.startswith("ALL FEEDS ARE OFFLINE")
    assert "connection refused" in sitting.window.banner.text


def test_that_a_finished_recording_says_so_and_needs_no_recorder(sit: Sit) -> None:
    sitting = sit(more=(Batch(status=status(NOON - 60 * MINUTE)),))
    sitting.beat()
    assert "no recorder" in sitting.window.replay_ribbon.text
    assert sitting.window.banner.text == ""


def looks(sitting: Sitting, asset: str) -> tuple[Trust, bool, bool, str]:
    """How an asset's first value looks: trust, italic, struck out, remark."""
    sitting.desk.selection.choose(sitting.row(asset))
    row = sitting.panes.inspector.rows[0]
    font = row.value_font()
    return row.reading.trust, font.italic(), font.strikeOut(), row.reading.remark


def test_that_every_degree_of_trust_looks_different_without_colour(sit: Sit) -> None:
    bad = observed("bay-1", True, 5, quality=Quality.BAD, reason="sensor fault")
    sitting = sit(more=(Batch(observations=[bad]),))
    good, uncertain, wrong = (looks(sitting, name) for name in ("tank-1", "tank-2", "bay-1"))
    sitting.beat(300)
    stale = looks(sitting, "tank-1")
    assert good == (Trust.GOOD, False, False, "")
    assert uncertain == (Trust.UNCERTAIN, False, False, "uncertain, time assumed: clock 7 min ahead")
    assert wrong == (Trust.BAD, False, True, "bad: sensor fault")
    assert stale == (Trust.STALE, True, False, "stale, expected every 1 min")


def test_that_values_behind_a_lost_gateway_are_told_as_lost(sit: Sit) -> None:
    sitting = sit(more=(HILL_LOST,))
    assert looks(sitting, "tank-1")[:2] == (Trust.LOST, True)
    assert sitting.panes.inspector.state_text() == "unknown: its gateway gw-hill is lost"
    assert looks(sitting, "tank-2")[0] is Trust.UNCERTAIN


def test_that_the_inspector_tells_flags_by_their_label(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.selection.choose(sitting.row("bay-1"))
    assert sitting.panes.inspector.rows[0].reading.value == "occupied"


def test_that_f6_walks_through_every_pane_and_back(sit: Sit) -> None:
    sitting = sit(alarm("tank-1"))
    sitting.qtbot.waitUntil(sitting.window.isActiveWindow)
    stops = [stop for stop in sitting.window.stops() if stop.isVisible()]
    assert len(stops) == 7
    stops[0].setFocus()
    for stop in (*stops[1:], stops[0]):
        press(sitting, sitting.window, Qt.Key.Key_F6)
        assert stop.hasFocus(), stop.accessibleName()
    press(sitting, sitting.window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert stops[-1].hasFocus()


def test_that_ctrl_k_finds_an_asset_by_its_label(sit: Sit) -> None:
    sitting = sit()
    press(sitting, sitting.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    search = sitting.panes.search
    assert search.hasFocus()
    sitting.qtbot.keyClicks(search, "mill street")
    press(sitting, search, Qt.Key.Key_Return)
    assert sitting.desk.selection.key == ("parking", "bay-1")
    assert search.text() == ""


def test_that_ctrl_k_runs_a_command(sit: Sit) -> None:
    sitting = sit()
    sitting.panes.search.setFocus()
    sitting.qtbot.keyClicks(sitting.panes.search, "dark and light")
    press(sitting, sitting.panes.search, Qt.Key.Key_Return)
    assert sitting.look.palette.theme is Theme.LIGHT


def test_that_the_question_mark_shows_the_keys_and_any_key_takes_them_away(sit: Sit) -> None:
    sitting = sit()
    tree = sitting.panes.navigator.tree
    tree.setFocus()
    sitting.qtbot.keyClick(sitting.window, "?")
    keys = sitting.window.keys
    assert keys is not None
    assert keys.isVisible()
    press(sitting, keys, Qt.Key.Key_Escape)
    assert not keys.isVisible()
    assert QApplication.focusWidget() is tree


def test_that_the_filter_narrows_the_tree(sit: Sit) -> None:
    sitting = sit()
    navigator = sitting.panes.navigator
    navigator.filter.setText("lower")
    navigator.apply_filter()
    model = navigator.tree.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["water"]
    assert model.index(0, 0, model.index(0, 0)).data() == "gw-valley"


def test_that_a_choice_in_the_tree_reaches_map_and_inspector(sit: Sit) -> None:
    sitting = sit()
    row = sitting.row("tank-2")
    navigator = sitting.panes.navigator
    navigator.tree.setCurrentIndex(navigator.tree.model().index_of_asset(row))
    assert sitting.panes.inspector.asset == row
    assert sitting.desk.selection.asset == row


def test_that_the_chosen_asset_stays_chosen_when_time_jumps(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.selection.choose(sitting.row("tank-1"))
    sitting.pulse.seek(NOON - 10 * MINUTE)
    sitting.rest()
    assert sitting.panes.inspector.rows[0].reading.value == "3.00"


def test_that_both_themes_are_put_on_live(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.selection.choose(sitting.row("bay-1"))
    panel = sitting.panes.inspector.viewport()
    dark = panel.grab().toImage()
    press(sitting, sitting.window, Qt.Key.Key_F9)
    light = panel.grab().toImage()
    ground = dark.rect().bottomRight()
    assert dark.pixelColor(ground).lightness() < 60
    assert light.pixelColor(ground).lightness() > 220
    assert sitting.panes.inspector.rows[0].reading.value == "occupied"


def test_that_rejects_are_listed_with_topic_and_reason(sit: Sit) -> None:
    sitting = sit(more=(REJECTS,))
    sitting.window.docks["rejects"].raise_()
    sitting.qtbot.waitUntil(sitting.panes.rejects.isVisible)
    sitting.beat(3)
    table = sitting.panes.rejects.table
    cells = [[table.model().index(row, column).data() for column in (2, 4, 6)] for row in range(2)]
    assert cells == [
        ["water/tank-1/level", "payload is not JSON", '{"v": '],
        ["water/tank-2/level", "payload is not text", "00 ff"],
    ]


def test_that_only_the_symbol_of_an_unacknowledged_alarm_blinks(sit: Sit) -> None:
    sitting = sit(alarm("tank-1"))
    viewport = sitting.panes.alarms.table.viewport()
    sitting.panes.alarms.delegate.lit = True
    lit = viewport.grab().toImage()
    sitting.panes.alarms.blink()
    dim = viewport.grab().toImage()
    differing = {x for x in range(lit.width()) for y in range(lit.height()) if lit.pixel(x, y) != dim.pixel(x, y)}
    assert differing
    assert max(differing) < sitting.panes.alarms.table.columnWidth(Column.PRIORITY)


def test_that_an_inventory_nobody_records_is_no_alarm(styled: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    with Writer(tmp_path / "inventory.venule") as writer:
        writer.write(Batch(assets=ASSETS))
    sitting = Sitting(qtbot, tmp_path / "inventory.venule")
    sitting.beat()
    assert sitting.window.banner.text == ""
    assert sitting.desk.city.counts().tolist() == [0, 0, 0, 0, len(ASSETS)]
    sitting.close()


def test_that_a_pane_is_detached_and_docked_again(sit: Sit) -> None:
    sitting = sit()
    dock = sitting.window.docks["alarms"]
    sitting.window.detach("alarms")
    assert dock.isFloating()
    assert dock.titleBarWidget() is None
    sitting.window.detach("alarms")
    assert not dock.isFloating()


def test_that_every_pane_can_be_put_back(sit: Sit) -> None:
    sitting = sit()
    sitting.window.detach("inspector")
    sitting.window.centre.set_share(0.8)
    sitting.window.restore_usual()
    assert not sitting.window.docks["inspector"].isFloating()
    assert sitting.window.centre.share == TRENDS_SHARE


def test_that_an_indicator_states_its_coverage_and_never_a_number_it_lacks() -> None:
    indicator = Indicator("occupancy", "Occupancy", "%", "bays", lambda snapshot: Figure(None, 0, 0))
    assert IndicatorStrip.sentence(("parking", indicator, Figure(83.4, 412, 430))) == (
        "Occupancy",
        "83 %",
        "412 of 430 bays known",
    )
    assert IndicatorStrip.sentence(("parking", indicator, Figure(None, 0, 430)))[1] == "—"
    assert IndicatorStrip.sentence(("parking", indicator, "it divided by zero"))[1:] == ("—", "it divided by zero")
