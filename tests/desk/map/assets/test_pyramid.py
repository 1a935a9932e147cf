"""The count pyramid: nothing is lost or counted twice, at any level, after any change."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.map.assets.inventories import lights, town
from venule.desk.map.assets.layer import AssetLayer
from venule.desk.map.assets.pyramid import RANK, STATES, Marks, Pyramid
from venule.desk.map.assets.zorder import KEY_LEVEL, cell_keys, cells_by_level, corners, keys_in, runs, taken
from venule.desk.map.camera import Bounds
from venule.desk.style.palette import DARK
from venule.domain.alarm import Status

WORLD = Bounds(0.0, 0.0, 1.0, 1.0)


def counted(pyramid: Pyramid) -> list[list[int]]:
    """Counts by status of each level."""
    return [level.cells.counts.sum(0).tolist() for level in pyramid.levels]


def recounted(pyramid: Pyramid) -> list[int]:
    """Counts by status of the placed assets themselves."""
    return np.bincount(pyramid.status[pyramid.order], minlength=STATES).tolist()


@pytest.mark.parametrize("count", [1, 2, 7, 500, 20_000])
def test_that_every_level_counts_every_placed_asset_once(count: int) -> None:
    pyramid = Pyramid(*town(count))
    assert counted(pyramid) == [recounted(pyramid)] * len(pyramid.levels)
    assert pyramid.placed == count


def test_that_assets_without_a_place_are_left_out() -> None:
    x, y, status = town(100)
    x[::4] = np.nan
    assert Pyramid(x, y, status).placed == 75
    assert counted(Pyramid(x, y, status))[0] == np.bincount(status[np.isfinite(x)], minlength=STATES).tolist()


def test_that_a_pyramid_of_nothing_answers_with_nothing() -> None:
    pyramid = Pyramid(np.full(3, np.nan), np.full(3, np.nan), np.zeros(3, np.int8))
    assert pyramid.bounds is None
    assert len(pyramid.cells(WORLD, 5).key) == len(pyramid.rows(WORLD)) == 0
    pyramid.update(np.array([1]), np.array([2], np.int8))
    assert pyramid.status.tolist() == [0, 2, 0]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 299), st.integers(0, 4)), max_size=400))
def test_that_changes_of_status_equal_a_recount(changes: list[tuple[int, int]]) -> None:
    x, y, status = town(300)
    x[5] = np.nan
    pyramid = Pyramid(x, y, status)
    rows, new = (
        (np.array(column, np.int64) for column in zip(*changes, strict=True)) if changes else (np.empty(0, int),) * 2
    )
    pyramid.update(rows, new.astype(np.int8))
    expected = status.copy()
    for row, value in changes:
        expected[row] = value
    assert pyramid.status.tolist() == expected.tolist()
    assert counted(pyramid) == counted(Pyramid(x, y, expected))


def test_that_the_caller_keeps_its_own_statuses() -> None:
    x, y, status = town(50)
    before = status.copy()
    Pyramid(x, y, status).update(np.arange(50), np.full(50, 4, np.int8))
    assert status.tolist() == before.tolist()


@pytest.mark.parametrize("level", [0, 6, 11, 14, 17, 21, KEY_LEVEL])
def test_that_stored_and_deeper_levels_answer_alike(level: int) -> None:
    x, y, status = town(3000)
    pyramid, box = Pyramid(x, y, status), Bounds(0.5298, 0.3299, 0.5301, 0.3301)
    cells = pyramid.cells(box, level) if level < 20 else pyramid.cells(Bounds(x[-1], y[-1], x[-1], y[-1]), level)
    keys = cell_keys(x, y, level)
    for key, counts, mean in zip(cells.key, cells.counts, cells.x, strict=True):
        inside = keys == key
        assert counts.tolist() == np.bincount(status[inside], minlength=STATES).tolist()
        assert mean == pytest.approx(x[inside].mean(), abs=1e-12)


def test_that_a_box_holds_just_the_assets_inside_it() -> None:
    x, y, status = town(5000)
    box = Bounds(0.5299, 0.3298, 0.5302, 0.33005)
    inside = (x >= box.left) & (x <= box.right) & (y >= box.top) & (y <= box.bottom)
    assert sorted(Pyramid(x, y, status).rows(box)) == np.flatnonzero(inside).tolist()


def test_that_assets_at_one_place_stay_single_and_countable() -> None:
    x, y, status = town(1000)
    pyramid = Pyramid(x, y, status)
    assert sorted(pyramid.mates(0)) == [*range(50), 999]
    assert pyramid.mates(500).tolist() == [500]
    assert pyramid.cells(Bounds(x[0], y[0], x[0], y[0]), KEY_LEVEL).counts.sum() == 51


def test_that_keys_lead_back_to_the_corner_of_their_cell() -> None:
    x, y, _ = town(200)
    left, top = corners(cell_keys(x, y, 12), 12)
    assert (left <= x).all()
    assert (x < left + 2.0**-12).all()
    assert (top <= y).all()
    assert (y < top + 2.0**-12).all()


def test_that_the_edges_of_the_world_have_cells() -> None:
    edge = np.array([0.0, 1.0, 0.0, 1.0]), np.array([0.0, 0.0, 1.0, 1.0])
    assert sorted(cell_keys(*edge, 1)) == keys_in(WORLD, 1).tolist() == [0, 1, 2, 3]


@settings(max_examples=30, deadline=None)
@given(st.floats(0.5285, 0.5315), st.floats(0.3285, 0.3315), st.floats(1e-6, 2e-3), st.integers(8, 24))
def test_that_no_occupied_cell_of_a_box_is_missed(left: float, top: float, side: float, level: int) -> None:
    pyramid, box = Pyramid(*town(2000)), Bounds(left, top, left + side, top + side)
    wanted = (
        np.intersect1d(keys_in(box, level), cell_keys(pyramid.x, pyramid.y, level)) if side * 2**level < 500 else []
    )
    assert np.isin(wanted, pyramid.cells(box, level).key).all()
    assert np.isin(wanted, pyramid.marks(box, level).key).all()


def test_that_stretches_are_joined_where_they_adjoin() -> None:
    array = np.arange(100)
    found = runs(np.array([3, 5, 9, 12, 12]), np.array([5, 9, 9, 12, 20]))
    assert found == [slice(3, 9), slice(12, 20)]
    assert taken(array, found).tolist() == [*range(3, 9), *range(12, 20)]
    assert taken(array, runs(np.empty(0, int), np.empty(0, int))).tolist() == []


def test_that_cells_are_counted_by_level_without_making_them() -> None:
    x, y, _ = town(700)
    keys = np.sort(cell_keys(x, y, KEY_LEVEL))
    assert cells_by_level(keys).tolist() == [len(set(cell_keys(x, y, level))) for level in range(KEY_LEVEL + 1)]


@pytest.mark.parametrize("count", [40_000, 100_000, 250_000])
def test_that_a_million_assets_stay_below_60_megabytes(count: int) -> None:
    x, y, status = town(count)
    layer = AssetLayer(DARK)
    layer.set_assets(x, y, status, np.zeros(count, np.int32), ())
    layer.set_filter(np.ones(count, np.bool_))
    lasting_ids = 8 * count
    assert layer.nbytes + lasting_ids <= 60 * count


def test_that_real_inventories_add_up_to_their_rows_at_every_level(shared_data: Path) -> None:
    x, y = lights(shared_data / "lighting")
    pyramid = Pyramid(x, y, np.zeros(len(x), np.int8))
    assert [sum(counts) for counts in counted(pyramid)] == [pyramid.placed] * len(pyramid.levels)
    assert pyramid.placed == int(np.isfinite(x).sum())
    assert len(x) == 159_241
    for level in (0, 7, 12):
        assert pyramid.cells(WORLD, level).counts.sum() == pyramid.placed


@pytest.mark.parametrize("level", [4, 12, 22])
def test_that_marks_that_are_kept_are_those_of_the_newest_statuses_and_filter(level: int) -> None:
    x, y, status = town(3000)
    pyramid = Pyramid(x, y, status)
    dice = np.random.default_rng(5)
    for _ in range(5):
        before = pyramid.marks(WORLD, level)
        assert pyramid.marks(WORLD, level) is before
        rows, new = dice.integers(0, len(x), 400), dice.integers(0, 5, 400).astype(np.int8)
        pyramid.update(rows, new)
        status[rows] = new
        assert_same(pyramid.marks(WORLD, level), Pyramid(x, y, status).marks(WORLD, level))
    pyramid.set_filter(np.zeros(len(x), np.bool_))
    found = pyramid.marks(WORLD, level)
    assert found.totals[Status.OK] == 0
    assert found.totals[Status.ALARM] == (status == Status.ALARM).sum()


def test_that_each_mark_tells_the_worst_of_its_cell() -> None:
    x, y, status = town(3000)
    pyramid = Pyramid(x, y, status)
    for level in (5, 12, 22):
        marks, keys = pyramid.marks(WORLD, level), cell_keys(x, y, level)
        for key, worst in zip(marks.key.tolist()[:200], marks.status.tolist(), strict=False):
            assert RANK[worst] == RANK[status[keys == key]].max()


def assert_same(marks: Marks, others: Marks) -> None:
    """Two answers are equal."""
    for name in ("key", "status", "totals"):
        assert np.array_equal(getattr(marks, name), getattr(others, name))
