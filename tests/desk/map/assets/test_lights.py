"""The real lights of four cities: none is lost or counted twice in any view, and each can be chosen."""

from pathlib import Path

import numpy as np
import pytest

from tests.desk.map.assets.inventories import lights
from venule.desk.map.assets.layer import AssetLayer
from venule.desk.map.assets.looking import dot_level, look
from venule.desk.map.assets.pyramid import Pyramid
from venule.desk.map.assets.sight import MARGIN_PX, Clusters, Dots, Mode, Symbols
from venule.desk.map.assets.zorder import cell_keys
from venule.desk.map.camera import Bounds, Camera
from venule.desk.style.palette import DARK

ROWS = 159_241
WORLD = Bounds(0.0, 0.0, 1.0, 1.0)
CO_LOCATED = 1_225 + 2
"""Lights that stand exactly where one before them stands: in Bristol and San José, and in Washington."""


@pytest.fixture(scope="module")
def city(shared_data: Path) -> AssetLayer:
    """All lights, in mixed statuses."""
    x, y = lights(shared_data / "lighting")
    layer = AssetLayer(DARK)
    status = np.random.default_rng(1).choice(5, len(x), p=[0.9, 0.04, 0.01, 0.03, 0.02]).astype(np.int8)
    layer.set_assets(x, y, status, np.zeros(len(x), np.int32), ())
    return layer


def by_status(pyramid: Pyramid) -> list[int]:
    """All placed lights by status."""
    return np.bincount(pyramid.status[pyramid.order], minlength=5).tolist()


def test_that_every_row_is_there(city: AssetLayer) -> None:
    assert len(city.pyramid.x) == ROWS
    assert city.pyramid.placed == int(np.isfinite(city.pyramid.x).sum())


@pytest.mark.parametrize("mode", [Mode.CLUSTERS, Mode.DOTS])
@pytest.mark.parametrize("zoom", range(21))
def test_that_a_view_of_the_whole_world_adds_up_to_every_light(city: AssetLayer, zoom: int, mode: Mode) -> None:
    side = 256 * 2**zoom
    shown = look(city.pyramid, Camera(0.5, 0.5, float(zoom), side, side), mode)
    assert shown.totals.tolist() == by_status(city.pyramid)
    assert len(shown.x) > 0


@pytest.mark.parametrize("zoom", [3.0, 8.25, 10.5, 12.0, 13.75, 14.5, 15.25, 16.0, 17.5, 19.0, 20.0])
def test_that_any_view_adds_up_to_the_lights_in_it(city: AssetLayer, zoom: float) -> None:
    pyramid, random = city.pyramid, np.random.default_rng(int(zoom * 4))
    for row in random.choice(pyramid.order, 12):
        aside = random.normal(0, 200, 2) / Camera(zoom=zoom).scale
        camera = Camera(pyramid.x[row] + aside[0], pyramid.y[row] + aside[1], zoom, 1280, 800)
        for mode in (Mode.CLUSTERS, Mode.DOTS):
            shown = look(pyramid, camera, mode)
            held = lights_of(pyramid, camera, shown)
            assert shown.totals.tolist() == np.bincount(pyramid.status[held], minlength=5).tolist()
            assert np.isin(within(pyramid, camera.bounds), held).all()


def within(pyramid: Pyramid, box: Bounds) -> np.ndarray:
    """The lights inside a box, tested one by one."""
    x, y = pyramid.x, pyramid.y
    return np.flatnonzero((x >= box.left) & (x <= box.right) & (y >= box.top) & (y <= box.bottom))


def lights_of(pyramid: Pyramid, camera: Camera, shown: Symbols | Clusters | Dots) -> np.ndarray:
    """The lights that a frame should count, tested one by one."""
    if isinstance(shown, Symbols):
        return within(pyramid, camera.bounds.grown(MARGIN_PX / camera.scale))
    if isinstance(shown, Clusters):
        level, found = shown.level, shown.key
    else:
        level = dot_level(camera.zoom)
        found = pyramid.marks(camera.bounds.grown(shown.size_px / camera.scale), level).key
    placed = np.flatnonzero(np.isfinite(pyramid.x))
    return placed[np.isin(cell_keys(pyramid.x[placed], pyramid.y[placed], level), found)]


def test_that_clusters_symbols_and_badges_agree_on_the_alarms(city: AssetLayer) -> None:
    for zoom in range(3, 17):
        camera = Camera(0.5, 0.5, float(zoom), 256 * 2**zoom, 256 * 2**zoom)
        city.set_mode(Mode.DOTS)
        found = city.badges(camera)
        assert found is not None
        assert found.count.sum() == len(city.alarms)


@pytest.fixture(scope="module")
def shared_places(city: AssetLayer) -> list[np.ndarray]:
    """The lights of each place that has more than one."""
    pyramid = city.pyramid
    places = np.column_stack((pyramid.x[pyramid.order], pyramid.y[pyramid.order]))
    _, group, size = np.unique(places, axis=0, return_inverse=True, return_counts=True)
    groups = np.split(pyramid.order[np.argsort(group, kind="stable")], np.cumsum(size)[:-1])
    return [rows for rows in groups if len(rows) > 1]


def over(city: AssetLayer, row: int, zoom: float) -> Camera:
    """A view with a light in its middle."""
    return Camera(float(city.pyramid.x[row]), float(city.pyramid.y[row]), zoom, 1280, 800)


def test_that_each_light_that_shares_its_place_can_be_chosen(city: AssetLayer, shared_places: list[np.ndarray]) -> None:
    assert sum(len(rows) - 1 for rows in shared_places) == CO_LOCATED
    for rows in shared_places:
        camera = over(city, rows[0], 20.0)
        shown = city.sight(camera)
        assert isinstance(shown, Symbols)
        for row in rows.tolist():
            at = int(np.flatnonzero(shown.rows == row)[0])
            assert city.pick(camera, float(shown.x[at]), float(shown.y[at])).tolist() == [row]


def test_that_before_they_are_spread_a_click_tells_all_lights_of_a_place(
    city: AssetLayer, shared_places: list[np.ndarray]
) -> None:
    for rows in shared_places[::5]:
        assert set(rows.tolist()) <= set(city.pick(over(city, rows[0], 16.75), 640.0, 400.0).tolist())


def test_that_a_click_on_a_dot_or_cluster_tells_no_part_of_a_place(
    city: AssetLayer, shared_places: list[np.ndarray]
) -> None:
    quiet = np.arange(ROWS)
    before = city.pyramid.status.copy()
    city.set_status(quiet, np.zeros(ROWS, np.int8))
    for rows in shared_places[::5]:
        camera = over(city, rows[0], 13.0)
        for mode in (Mode.DOTS, Mode.CLUSTERS):
            city.set_mode(mode)
            shown, found = city.sight(camera), set(city.pick(camera, 640.0, 400.0).tolist())
            assert not isinstance(shown, Symbols)
            assert set(rows.tolist()) <= found or not set(rows.tolist()) & found
            assert found or isinstance(shown, Clusters)
    city.set_status(quiet, before)
