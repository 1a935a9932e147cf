"""Adding to the trends: from the tree, from the map and from the inspector, by hand and by key."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from tests.desk.sitting import Sitting
from tests.desk.town import NOON, WATER
from venule.desk.models.dragging import DATASTREAM_MIME, MOST_CARRIED, asset_in, carry_datastreams
from venule.desk.models.reading import streams_by_weight
from venule.desk.trends.events import DatastreamsDropped
from venule.desk.trends.line import MAX_LINES
from venule.desk.trends.mime import datastream_mime, datastreams_in
from venule.desk.trends.view import TrendView
from venule.domain.asset import Asset
from venule.domain.observation import Recorded
from venule.domain.quantity import Quantity
from venule.store.batch import Batch, Declaration

Sit = Callable[..., Sitting]


def shown(sitting: Sitting) -> list[int]:
    assert isinstance(sitting.panes.trends, TrendView)
    return [line.datastream for line in sitting.panes.trends.lines]


def streams(sitting: Sitting, asset: int) -> list[int]:
    rows = streams_by_weight(sitting.desk.city, asset)
    return [int(each) for each in sitting.desk.city.latest.id[rows]]


def an_asset_with_values(sitting: Sitting) -> int:
    return next(asset for asset in range(len(sitting.desk.city.status)) if streams(sitting, asset))


def test_that_a_drag_from_the_tree_carries_the_asset_and_its_values(sit: Sit) -> None:
    sitting = sit()
    asset = an_asset_with_values(sitting)
    model = sitting.panes.navigator.tree.model()
    mime = model.mimeData([sitting.panes.navigator._model.index_of_asset(asset)])
    assert asset_in(mime) == int(sitting.desk.city.catalogue.assets.id[asset])
    assert list(datastreams_in(mime)) == streams(sitting, asset)
    assert DATASTREAM_MIME in model.mimeTypes()
    assert not model.mimeData([QModelIndex()]).hasFormat(DATASTREAM_MIME)


def test_that_a_key_in_the_tree_adds_to_what_is_shown(sit: Sit) -> None:
    sitting = sit()
    navigator, asset = sitting.panes.navigator, an_asset_with_values(sitting)
    navigator.reveal(asset)
    navigator.tree.setFocus()
    sitting.qtbot.keyClick(navigator.tree, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert shown(sitting) == streams(sitting, asset)[:MAX_LINES]


def test_that_the_values_of_two_assets_stand_beside_one_another(sit: Sit) -> None:
    sitting = sit()
    every = [asset for asset in range(len(sitting.desk.city.status)) if streams(sitting, asset)][:2]
    for asset in every:
        sitting.desk.adding.add_asset(asset)
    wanted = [each for asset in every for each in streams(sitting, asset)]
    assert shown(sitting) == wanted[:MAX_LINES]


def test_that_enter_on_a_value_of_the_inspector_adds_it(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.selection.choose(an_asset_with_values(sitting))
    sitting.rest()
    row = sitting.panes.inspector.rows[0]
    row.setFocus()
    sitting.qtbot.keyClick(row, Qt.Key.Key_Return)
    assert shown(sitting) == [row.reading.datastream]


def test_that_what_is_dropped_is_added_once(sit: Sit) -> None:
    sitting = sit()
    datastreams = tuple(streams(sitting, an_asset_with_values(sitting)))
    for _ in range(2):
        sitting.desk.adding.drop(DatastreamsDropped((*datastreams, 999_999)))
    assert shown(sitting) == list(datastreams)[:MAX_LINES]


@pytest.mark.parametrize(
    ("modifiers", "carried"), [(Qt.KeyboardModifier.ControlModifier, True), (Qt.KeyboardModifier.NoModifier, False)]
)
def test_that_a_drag_with_control_takes_an_asset_off_the_map_and_any_other_moves_the_map(
    sit: Sit, modifiers: Qt.KeyboardModifier, carried: bool
) -> None:
    sitting = sit()
    view = sitting.desk.map
    taken: list[tuple[int, ...]] = []
    view.assets_taken.disconnect()
    view.assets_taken.connect(taken.append)
    row, place = a_symbol(sitting)
    before = view.camera
    for kind, at in (
        (QEvent.Type.MouseButtonPress, place),
        (QEvent.Type.MouseMove, place + QPoint(40, 0)),
        (QEvent.Type.MouseButtonRelease, place + QPoint(40, 0)),
    ):
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        QApplication.sendEvent(view, QMouseEvent(kind, QPointF(at), QPointF(at), button, held, modifiers))
    assert [row in rows for rows in taken] == ([True] if carried else [])
    assert (view.camera == before) is carried


def a_symbol(sitting: Sitting) -> tuple[int, QPoint]:
    """An asset on the map, and where it is."""
    view, assets = sitting.desk.map, sitting.desk.city.catalogue.assets
    placed = np.flatnonzero(np.isfinite(assets.longitude))
    for x in range(10, view.width(), 4):
        for y in range(10, view.height(), 4):
            rows = view._pointer.rows_at(x, y)
            if len(rows) and rows[0] in placed:
                return int(rows[0]), QPoint(x, y)
    raise AssertionError("there is no asset on the map")


def test_that_a_drag_carries_no_more_than_a_bound() -> None:
    mime = carry_datastreams(datastream_mime([]), range(1, 5_000))
    assert len(datastreams_in(mime)) == MOST_CARRIED


MANY = Batch(
    assets=[Asset(WATER, "station", "water.station")],
    declarations=[Declaration(WATER, "station", Quantity(f"value_{n}", "m")) for n in range(MAX_LINES + 3)],
    observations=[Recorded(WATER, "station", f"value_{n}", NOON, NOON, 1.0) for n in range(MAX_LINES + 3)],
)


def test_that_of_more_values_than_can_be_shown_it_is_said_how_many_are(sit: Sit) -> None:
    sitting = sit(more=(MANY,))
    view, row = sitting.panes.trends, sitting.row("station")
    sentence = f"{MAX_LINES} of {MAX_LINES + 3} values are shown: remove some to add others."
    assert isinstance(view, TrendView)
    sitting.desk.selection.open(row)
    sitting.qtbot.waitUntil(lambda: len(shown(sitting)) == MAX_LINES)
    assert view.header.message.text() == sentence
    sitting.desk.selection.open(sitting.row("tank-1"))
    sitting.qtbot.waitUntil(lambda: len(shown(sitting)) == 1)
    assert view.header.message.text() == ""
    view.show_datastreams(())
    sitting.desk.adding.drop(DatastreamsDropped(tuple(streams(sitting, row))))
    assert view.header.message.text() == sentence
    sitting.rest()
