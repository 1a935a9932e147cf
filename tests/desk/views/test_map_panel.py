"""The map's panel as an operator meets it: one place for layers, filter and base map, by keyboard and mouse."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.desk.sitting import Sitting
from tests.desk.town import alarm
from venule.desk.links.map_panel_memory import Kept, decoded, encoded
from venule.desk.map.assets.sight import Mode
from venule.desk.map.camera import Camera
from venule.desk.models.filtering import EVERYTHING, Named, Offer, Wish
from venule.desk.style.look import Look
from venule.desk.style.palette import PALETTES, Theme
from venule.desk.views.map_panel import MapPanel
from venule.desk.views.map_panel_controls import Choice, CountBox, Segments, short_count
from venule.desk.views.map_panel_names import NameLists
from venule.desk.views.map_panel_shown import LayerAsked, LayerChoices, LayerGroup
from venule.domain.alarm import Status
from venule.domain.instant import HOUR, MINUTE
from venule.sdk import LayerForm

Sit = Callable[..., Sitting]
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
LINES = LayerGroup(LayerForm.LINES, "Lines", "No lines", ("water.flow", "water.pressure"), ("Flow", "Pressure"))
AREAS = LayerGroup(LayerForm.AREAS, "Areas", "No areas", ("water.leaks",), ("Leaks",), "water.leaks")
OFFER = Offer(
    (Named("north", 5), Named("south", 1_200)),
    (Named("lighting", 1_202), Named("water", 3)),
    (Named("lighting.lamp", 1_200), Named("lighting.cabinet", 2), Named("water.meter", 3)),
)


def panel_of(sitting: Sitting) -> MapPanel:
    """The panel on the first map."""
    found = sitting.desk.map.findChild(MapPanel)
    assert isinstance(found, MapPanel)
    return found


def opened(sitting: Sitting) -> MapPanel:
    """The panel, opened by its key."""
    sitting.window.activateWindow()
    QTest.keyClick(sitting.window, Qt.Key.Key_6, ALT)
    return panel_of(sitting)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def shown(sitting: Sitting) -> int:
    """How many assets the map shows."""
    return int(sitting.desk.map._frame.assets.pyramid.totals.sum())


def heard(widget: CountBox | Segments | NameLists | LayerChoices, name: str) -> list[object]:
    """What a widget tells from now on."""
    told: list[object] = []
    getattr(widget, name).connect(lambda *values: told.append(values[0] if values else None))
    return told


def test_that_the_key_opens_it_and_goes_there_and_the_key_or_esc_puts_it_away(sit: Sit) -> None:
    sitting = sit()
    panel = opened(sitting)
    assert panel.open
    assert QApplication.focusWidget() is panel.button
    press(Qt.Key.Key_Escape)
    assert not panel.open
    assert QApplication.focusWidget() is sitting.desk.map
    opened(sitting)
    press(Qt.Key.Key_6, ALT)
    assert not panel.open


def test_that_the_mouse_opens_it_too_and_nothing_reaches_the_map_below(sit: Sit) -> None:
    sitting = sit()
    panel = panel_of(sitting)
    picked: list[object] = []
    sitting.desk.map.asset_picked.connect(picked.append)
    before = sitting.desk.map.camera
    sitting.qtbot.mouseClick(panel.button, LEFT)
    sitting.qtbot.mouseClick(panel, LEFT, pos=QPoint(panel.width() - 3, 3))
    sitting.qtbot.mouseClick(panel.sheet, LEFT, pos=QPoint(3, 3))
    panel.button.setFocus()
    for key in (Qt.Key.Key_D, Qt.Key.Key_Plus, Qt.Key.Key_Home, Qt.Key.Key_M):
        press(key)
    assert panel.open
    assert not picked
    assert sitting.desk.map.camera == before
    assert sitting.desk.map.mode is Mode.AUTOMATIC


def test_that_tab_walks_through_everything_and_on_to_what_follows_the_map(sit: Sit) -> None:
    sitting = sit()
    panel = opened(sitting)
    stops = panel.stops()
    walked: list[QWidget | None] = []
    for _ in stops:
        walked.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)
    assert walked == stops
    after = QApplication.focusWidget()
    assert after is not None
    assert after is not sitting.desk.map
    assert not panel.isAncestorOf(after)
    panel.button.setFocus()
    press(Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is sitting.desk.map


def test_that_tab_reaches_the_button_from_the_map(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.map.setFocus()
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is panel_of(sitting).button


def test_that_every_stop_has_a_name_or_words_and_a_tip(sit: Sit) -> None:
    for stop in opened(sit()).stops():
        assert stop.accessibleName() or stop.property("text")
        assert stop.toolTip()


def test_that_it_leaves_two_thirds_of_the_map_and_the_legend_free(sit: Sit) -> None:
    sitting = sit()
    panel = opened(sitting)
    sitting.desk.map.look_from(Camera(0.532, 0.347, 12.0))
    sitting.desk.map.grab()
    view, boxes = sitting.desk.map, sitting.desk.map._frame._glass
    assert panel.geometry().right() <= view.width() / 3 + 1
    assert boxes
    assert all(panel.geometry().bottom() < box.top for box in boxes)


@pytest.mark.parametrize("size", [(240, 160), (700, 400), (2000, 1200)])
def test_that_it_stays_on_maps_of_any_size(styled: QApplication, size: tuple[int, int]) -> None:
    over = QWidget()
    over.resize(*size)
    panel = MapPanel(over, Look())
    panel.set_open(True)
    assert over.rect().contains(panel.geometry())
    assert panel.width() <= 260
    over.deleteLater()


def test_that_the_mode_is_chosen_with_arrow_keys_and_follows_the_maps_own_key(sit: Sit) -> None:
    sitting = sit()
    panel, view = opened(sitting), sitting.desk.map
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Right)
    assert view.mode is Mode.DOTS
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    assert view.mode is Mode.CLUSTERS
    view.set_mode(Mode.AUTOMATIC)
    assert panel.sheet.modes.place == 0


def test_that_a_network_left_out_is_told_and_one_click_or_key_shows_everything_again(sit: Sit) -> None:
    sitting = sit()
    panel = opened(sitting)
    for end in (panel.clear.click, lambda: QTest.keyClick(sitting.window, Qt.Key.Key_0, ALT)):
        panel.sheet.names.networks["water"].click()
        assert shown(sitting) == 1
        assert panel.clear.isVisible()
        end()
        assert shown(sitting) == 3
        assert not panel.clear.isVisible()
        assert panel.sheet.names.networks["water"].isChecked()


def test_that_the_offer_to_end_the_filter_stays_when_the_sheet_is_put_away(sit: Sit) -> None:
    panel = opened(sit())
    panel.sheet.names.networks["water"].click()
    press(Qt.Key.Key_Escape)
    assert panel.clear.isVisible()
    assert panel.rect().contains(panel.clear.geometry())


def test_that_alarms_stay_whatever_is_left_out(sit: Sit) -> None:
    sitting = sit(alarm("tank-1"))
    panel = opened(sitting)
    panel.sheet.names.networks["water"].click()
    panel.sheet.states.buttons[Status.ALARM].click()
    assert shown(sitting) == 2
    assert "in any case" in panel.sheet.states.buttons[Status.ALARM].toolTip()


def test_that_states_tell_how_many_and_follow_the_city(sit: Sit) -> None:
    sitting = sit(alarm("tank-1"))
    panel = opened(sitting)
    states = panel.sheet.states.buttons
    assert states[Status.ALARM].accessibleName() == "alarm, 1 assets"
    sitting.beat(600)
    sitting.qtbot.waitUntil(lambda: states[Status.STALE].text() == "1", timeout=5_000)


def test_that_an_age_leaves_out_what_was_silent_for_longer(sit: Sit) -> None:
    sitting = sit()
    panel = opened(sitting)
    panel.sheet.ages._group.button(1).click()
    assert shown(sitting) == 3
    sitting.beat(16 * 60)
    sitting.desk.map.grab()
    panel.sheet.ages._group.button(0).click()
    panel.sheet.ages._group.button(1).click()
    assert shown(sitting) == 0


def test_that_the_second_map_is_filtered_while_it_is_linked(sit: Sit) -> None:
    sitting = sit()
    panel = opened(sitting)
    panel.sheet.names.networks["water"].click()
    QTest.keyClick(sitting.window, Qt.Key.Key_4, ALT)
    second = sitting.window.docks["second_map"].widget().content  # type: ignore[attr-defined]
    totals = second._frame.assets.pyramid  # type: ignore[attr-defined]
    assert int(totals.totals.sum()) == 1
    QTest.keyClick(sitting.window, Qt.Key.Key_5, ALT)
    assert int(totals.totals.sum()) == 3
    QTest.keyClick(sitting.window, Qt.Key.Key_5, ALT)
    assert int(totals.totals.sum()) == 1


def test_that_everything_is_as_it_was_left_at_the_next_sitting(sit: Sit) -> None:
    sitting = sit()
    panel = opened(sitting)
    panel.sheet.names.networks["water"].click()
    panel.sheet.modes._group.button(1).click()
    sitting.rest()
    sitting.close()
    again = Sitting(sitting.qtbot, sitting.cache)
    panel = panel_of(again)
    assert panel.open
    assert again.desk.map.mode is Mode.DOTS
    assert panel.sheet.modes.place == 1
    assert shown(again) == 1
    assert not panel.sheet.names.networks["water"].isChecked()
    again.close()


def test_that_no_base_map_is_chosen_from_the_list(sit: Sit) -> None:
    choice = opened(sit()).sheet.base_map.choice
    assert choice.itemText(0) == "None"
    assert choice.currentIndex() == 0


def test_that_both_themes_draw_it(sit: Sit) -> None:
    sitting = sit()
    panel = opened(sitting)
    dark = panel.grab().toImage()
    sitting.look.switch(Theme.LIGHT)
    light = panel.grab().toImage()
    corner = QPoint(panel.width() - 6, 6)
    assert light.pixelColor(corner).name() == PALETTES[Theme.LIGHT].panel
    assert dark.pixelColor(corner).name() == PALETTES[Theme.DARK].panel


def test_that_what_was_kept_is_read_again_and_what_is_broken_is_as_at_the_first_sitting() -> None:
    wish = Wish(frozenset({"a"}), frozenset({"b"}), frozenset({"b.c"}), frozenset({Status.OK}), 15 * MINUTE)
    kept = Kept(True, Mode.CLUSTERS, {"water.flow": True, "water.leaks": False}, {"heat": "level"}, wish)
    assert decoded(encoded(kept)) == kept
    for broken in (None, b"", b"\xff", b"[1]", b"{", b'{"mode": [], "layers": 3, "networks": "x", "open": 1}'):
        assert decoded(broken) == Kept()
    for age in (b"-5", b"true", b"1e300", b"99999999999999999999"):
        assert decoded(b'{"heard_within_s": ' + age + b"}") == Kept()
    assert decoded(encoded(Kept(wish=Wish(heard_within_us=HOUR)))).wish.heard_within_us == HOUR


def test_that_one_layer_of_a_group_or_none_is_asked_for(styled: QApplication) -> None:
    choices = LayerChoices(Look())
    choices.show_groups((LINES, AREAS))
    told = heard(choices, "asked")
    assert [choice.currentText() for choice in choices.choices] == ["No lines", "Leaks"]
    choices.choices[0].activated.emit(2)
    choices.choices[1].activated.emit(0)
    assert told == [LayerAsked(LINES, "water.pressure"), LayerAsked(AREAS, "")]
    choices.deleteLater()


@pytest.fixture
def names(styled: QApplication) -> NameLists:
    lists = NameLists(Look())
    lists.show_offer(OFFER)
    return lists


def test_that_a_vertical_has_its_kinds_below_it_where_it_has_several(names: NameLists) -> None:
    assert [*names.verticals] == ["lighting", "water"]
    assert [*names.kinds] == ["lighting.lamp", "lighting.cabinet"]
    assert names.kinds["lighting.lamp"].accessibleName() == "lamp, 1,200 assets"
    names.deleteLater()


def test_that_kinds_of_a_vertical_that_is_left_out_cannot_be_chosen(names: NameLists) -> None:
    names.show_wish(Wish(verticals=frozenset({"lighting"})))
    assert not names.kinds["lighting.lamp"].isEnabled()
    names.show_wish(EVERYTHING)
    assert names.kinds["lighting.lamp"].isEnabled()
    names.deleteLater()


def test_that_names_which_are_not_listed_stay_as_they_were(names: NameLists) -> None:
    told = heard(names, "asked")
    names.show_wish(Wish(networks=frozenset({"gone"})))
    names.networks["north"].click()
    assert told == [Wish(networks=frozenset({"gone", "north"}))]
    names.deleteLater()


def test_that_control_asks_for_one_alone(names: NameLists) -> None:
    told = heard(names, "asked")
    QTest.mouseClick(names.networks["north"], LEFT, CONTROL)
    QTest.keyClick(names.kinds["lighting.cabinet"], Qt.Key.Key_Space, CONTROL)
    QTest.mouseClick(names.verticals["water"], LEFT, CONTROL)
    assert told == [
        Wish(networks=frozenset({"south"})),
        Wish(verticals=frozenset({"water"}), kinds=frozenset({"lighting.lamp"})),
        Wish(verticals=frozenset({"lighting"})),
    ]
    names.deleteLater()


def test_that_what_is_alone_of_its_sort_is_not_offered(names: NameLists) -> None:
    one = (Named("only", 3),)
    names.show_offer(Offer(one, one, (Named("only.kind", 3),)))
    assert not names.networks | names.verticals | names.kinds
    names.deleteLater()


def test_that_the_wheel_belongs_to_the_sheet_and_changes_no_choice(styled: QApplication) -> None:
    choice = Choice("Heat", Look())
    choice.show_items(("No heat", "Level"), 0)
    still, turn = QPoint(), QPoint(0, -120)
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), still, turn, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, event)
    assert choice.currentIndex() == 0
    assert not event.isAccepted()
    choice.deleteLater()


def test_that_counts_are_short() -> None:
    assert [short_count(count) for count in (0, 999, 1_435, 26_400, 1_200_000)] == ["0", "999", "1.4k", "26k", "1.2M"]
