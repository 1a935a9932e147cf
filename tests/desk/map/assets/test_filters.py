"""Filters: what is left out is counted nowhere, what passes is counted once, and no alarm is ever left out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.map.assets.inventories import town
from venule.desk.map.assets.counting import STATES, Flags
from venule.desk.map.assets.filters import Filter, Traits
from venule.desk.map.assets.layer import AssetLayer
from venule.desk.map.assets.looking import look
from venule.desk.map.assets.pyramid import EVERY_STATUS, Pyramid
from venule.desk.map.assets.sight import Clusters, Mode, Sight, Symbols
from venule.desk.map.camera import Bounds, Camera
from venule.desk.style.palette import DARK
from venule.domain.alarm import Status

NO_SHAPES = np.empty(0, np.int32)
WORLD = Bounds(0.0, 0.0, 1.0, 1.0)
ALL = Camera(0.53, 0.33, 11.0, 1280, 800)
TRAITS = Traits(
    network=np.array([0, 0, 1, 1, -1], np.int32),
    kind=np.array([0, 1, 2, 0, -1], np.int32),
    kinds=("lighting.lamp", "parking.bay", "lighting.cabinet"),
    heard_at=np.array([10, 20, 30, -(2**62), 50]),
)


def passing(rows: int, share: float = 0.3) -> Flags:
    """A mask that lets a share pass."""
    return np.random.default_rng(3).random(rows) < share


def expected(pyramid: Pyramid, mask: Flags) -> list[int]:
    """Counts by status of what passes, and of all alarms."""
    shown = mask | (pyramid.status == Status.ALARM)
    return np.bincount(pyramid.status[shown & np.isfinite(pyramid.x)], minlength=STATES).tolist()


def counted(pyramid: Pyramid, level: int) -> list[int]:
    """Counts by status over all cells of a level."""
    return pyramid.cells(WORLD, level).counts.sum(0).tolist()


@pytest.mark.parametrize("level", [0, 5, 9, 12, 15, 20, 26])
def test_that_every_level_counts_what_passes_and_every_alarm(level: int) -> None:
    pyramid = Pyramid(*town(5000))
    mask = passing(5000)
    pyramid.set_filter(mask)
    assert counted(pyramid, level) == expected(pyramid, mask)
    assert pyramid.marks(WORLD, level).totals.tolist() == expected(pyramid, mask)
    pyramid.set_filter(None)
    assert counted(pyramid, level) == np.bincount(pyramid.status, minlength=STATES).tolist()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 299), st.integers(0, 4)), max_size=300))
def test_that_changes_of_status_under_a_filter_equal_a_recount(changes: list[tuple[int, int]]) -> None:
    x, y, status = town(300)
    pyramid, mask = Pyramid(x, y, status), passing(300)
    pyramid.set_filter(mask)
    for row, value in changes:
        pyramid.update(np.array([row]), np.array([value], np.int8))
    for level in range(len(pyramid.levels)):
        assert counted(pyramid, level) == expected(pyramid, mask)


def test_that_cells_lie_where_what_passes_lies() -> None:
    pyramid = Pyramid(*town(5000))
    west = pyramid.x < 0.53
    pyramid.update(np.arange(5000), np.zeros(5000, np.int8))
    pyramid.set_filter(west)
    assert pyramid.cells(WORLD, 0).x[0] == pytest.approx(pyramid.x[west].mean(), abs=5e-6)
    pyramid.set_filter(None)
    assert pyramid.cells(WORLD, 0).x[0] == pytest.approx(pyramid.x.mean(), abs=1e-12)


def test_that_statuses_are_left_out_as_they_change_and_alarms_never() -> None:
    pyramid = Pyramid(*town(2000))
    wanted = np.zeros(STATES, np.bool_)
    wanted[Status.STALE] = True
    pyramid.set_filter(None, wanted)
    shown = np.isin(pyramid.status, [Status.STALE, Status.ALARM])
    assert sorted(pyramid.rows(WORLD)) == np.flatnonzero(shown).tolist()
    pyramid.update(np.arange(2000), np.full(2000, Status.STALE, np.int8))
    assert counted(pyramid, 3)[Status.STALE] == 2000
    pyramid.update(np.arange(2000), np.full(2000, Status.OK, np.int8))
    assert len(pyramid.cells(WORLD, 3).key) == 0
    assert len(pyramid.marks(WORLD, 24).key) == 0


def shown_rows(shown: Sight) -> set[int]:
    """The assets that a frame shows by themselves."""
    return set(shown.rows.tolist()) if isinstance(shown, (Symbols, Clusters)) else set()


@pytest.mark.parametrize("zoom", [11.0, 13.5, 16.0])
def test_that_no_left_out_asset_is_shown_or_picked(zoom: float) -> None:
    pyramid, mask = Pyramid(*town(20_000)), passing(20_000, 0.01)
    pyramid.set_filter(mask)
    kept = np.flatnonzero(mask | (pyramid.status == Status.ALARM))
    shown = look(pyramid, Camera(0.53, 0.33, zoom, 1280, 800), Mode.CLUSTERS)
    assert shown_rows(shown) <= set(kept.tolist())
    assert set(pyramid.cell_rows(0, 0).tolist()) == set(kept.tolist())
    assert set(pyramid.mates(0).tolist()) <= set(kept.tolist())


def test_that_a_cluster_of_one_stands_where_the_one_stands_that_passes() -> None:
    x, y = np.array([0.53, 0.5302, 0.7] + [0.9] * 3000), np.full(3003, 0.33)
    pyramid = Pyramid(x, y, np.zeros(3003, np.int8))
    mask = np.ones(3003, np.bool_)
    mask[1] = False
    pyramid.set_filter(mask)
    camera = Camera(0.7, 0.33, 2.0, 1280, 800)
    shown = look(pyramid, camera, Mode.CLUSTERS)
    assert isinstance(shown, Clusters)
    assert shown.rows.tolist() == [0, 2]
    assert shown.x[shown.single].tolist() == pytest.approx(camera.to_screen(x[[0, 2]], y[[0, 2]])[0].tolist())


def test_that_the_map_says_what_is_filtered_and_how_many_alarms_are_from_outside() -> None:
    x, y, status = town(2000)
    layer = AssetLayer(DARK)
    layer.set_assets(x, y, status, np.zeros(2000, np.int32), ())
    assert layer.filter_words(NO_SHAPES) == ""
    outside = status == Status.ALARM
    layer.set_filter(~outside)
    assert layer.filter_words(NO_SHAPES) == (
        f"Filtered: {2000 - outside.sum():,} of 2,000 assets shown, and {outside.sum()} alarms from outside the filter"
    )
    layer.set_filter(status == Status.ALARM)
    assert layer.filter_words(NO_SHAPES) == f"Filtered: {outside.sum()} of 2,000 assets shown"
    layer.set_filter(None, EVERY_STATUS)
    assert layer.filter_words(NO_SHAPES) == ""


def test_that_an_alarm_from_outside_is_drawn_small() -> None:
    layer = AssetLayer(DARK)
    x = 0.53 + np.arange(2) * 1e-6
    layer.set_assets(x, np.full(2, 0.33), np.full(2, Status.ALARM, np.int8), np.zeros(2, np.int32), ())
    layer.set_filter(np.array([True, False]))
    near = Camera(0.53, 0.33, 18.0, 1280, 800)
    shown = layer.sight(near)
    assert isinstance(shown, Symbols)
    forms = dict(zip(shown.rows.tolist(), layer.forms(near).tolist(), strict=True))
    assert forms[0] > forms[1] == 0


def test_that_new_assets_end_a_filter() -> None:
    x, y, status = town(100)
    layer = AssetLayer(DARK)
    for _ in range(2):
        layer.set_assets(x, y, status, np.zeros(100, np.int32), ())
        assert layer.sight(ALL).totals.sum() == 100
        layer.set_filter(np.zeros(100, np.bool_))
        assert layer.sight(ALL).totals.sum() == (status == Status.ALARM).sum()


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (Filter(networks=frozenset({1})), [2, 3]),
        (Filter(kinds=frozenset({0, 2})), [0, 2, 3]),
        (Filter(kinds=frozenset()), []),
        (Filter(verticals=frozenset({"parking"})), [1]),
        (Filter(verticals=frozenset({"lighting"}), networks=frozenset({0, 7})), [0]),
        (Filter(heard_since=20), [1, 2, 4]),
        (Filter(heard_since=20, networks=frozenset({1})), [2]),
    ],
)
def test_that_what_is_wanted_passes_and_nothing_else(wanted: Filter, rows: list[int]) -> None:
    found = wanted.passing(TRAITS)
    assert found is not None
    assert np.flatnonzero(found).tolist() == rows


def test_that_a_filter_of_nothing_or_of_statuses_alone_needs_no_mask() -> None:
    assert Filter().passing(TRAITS) is None
    assert Filter(statuses=frozenset({Status.STALE})).passing(TRAITS) is None
