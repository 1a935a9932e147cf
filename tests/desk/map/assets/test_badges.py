"""Badges: every alarm is counted once, where it is, and found again by a click."""

import numpy as np

from tests.desk.map.assets.inventories import town
from venule.desk.map.assets.badges import APART_PX, alarm_cells, beside, over_dots
from venule.desk.map.assets.layer import AssetLayer
from venule.desk.map.assets.sight import Dots, Mode
from venule.desk.map.camera import Camera
from venule.desk.style.palette import DARK
from venule.domain.alarm import Status

ALL = Camera(0.53, 0.33, 11.0, 1280, 800)


def layer(mode: Mode, count: int = 30_000) -> AssetLayer:
    """A town of many assets."""
    x, y, status = town(count)
    found = AssetLayer(DARK)
    found.set_assets(x, y, status, np.zeros(count, np.int32), ())
    found.set_mode(mode)
    return found


def test_that_badges_beside_clusters_count_every_alarm_in_them_and_know_the_unacknowledged() -> None:
    assets = layer(Mode.CLUSTERS)
    shown = assets.sight(ALL)
    quiet = assets.badges(ALL)
    assert quiet is not None
    assert quiet.count.sum() == shown.counts[~shown.single, Status.ALARM].sum()
    assert not quiet.blinking.any()
    assets.set_unacknowledged(assets.alarms[:1])
    loud = assets.badges(ALL)
    assert loud is not None
    assert loud.blinking.sum() == 1


def test_that_badges_over_dots_count_every_alarm_and_keep_apart() -> None:
    assets = layer(Mode.DOTS)
    found = assets.badges(ALL)
    assert found is not None
    assert found.count.sum() == len(assets.alarms)
    apart = np.hypot(found.x[:, None] - found.x, found.y[:, None] - found.y)
    assert len(found.x) > 10
    assert (np.sort(apart.ravel())[len(found.x) :] > APART_PX / 3).all()


def test_that_a_badge_stands_on_the_centroid_of_its_alarms() -> None:
    assets = layer(Mode.DOTS)
    pyramid, alarms = assets.pyramid, assets.alarms
    found = over_dots(alarm_cells(pyramid, 0, alarms, assets.loud), ALL)
    x, y = ALL.to_screen(pyramid.x[alarms].mean(), pyramid.y[alarms].mean())
    assert np.allclose([found.x[0], found.y[0]], [x, y])
    assert found.count.tolist() == [len(alarms)]


def test_that_badges_too_near_one_another_become_one() -> None:
    assets = AssetLayer(DARK)
    x = 0.5 + np.array([-3.0, 3.0, 200.0]) / ALL.scale
    assets.set_assets(x, np.full(3, 0.33), np.full(3, Status.ALARM, np.int8), np.zeros(3, np.int32), ())
    cells = alarm_cells(assets.pyramid, 12, assets.alarms, assets.loud)
    assert len(cells.key) == 3
    found = over_dots(cells, ALL.centred(0.5, 0.33))
    assert sorted(found.count.tolist()) == [1, 2]


def test_that_a_click_on_a_badge_means_its_alarms_and_beside_it_the_dot() -> None:
    assets = layer(Mode.DOTS)
    found = assets.badges(ALL)
    assert isinstance(assets.sight(ALL), Dots)
    assert found is not None
    for badge in range(len(found.x)):
        rows = assets.pick(ALL, float(found.x[badge]), float(found.y[badge]))
        assert len(rows) == found.count[badge]
        assert set(assets.pyramid.status[rows]) == {Status.ALARM}


def test_that_without_alarms_there_is_no_badge() -> None:
    assets = layer(Mode.DOTS)
    assets.set_status(assets.alarms, np.zeros(len(assets.alarms), np.int8))
    found = assets.badges(ALL)
    assert found is not None
    assert len(found.x) == 0


def test_that_a_badge_stands_on_its_alarms_or_at_the_rim_towards_them() -> None:
    zero, ten = np.zeros(1), np.full(1, 10.0)
    far = beside(zero, zero, ten, np.array([40.0]), zero)
    near = beside(zero, zero, ten, np.array([4.0]), zero)
    middle = beside(zero, zero, ten, zero, zero)
    assert far[0][0] == 40.0
    assert near[0][0] > 10.0
    assert near[1][0] == 0.0
    assert np.hypot(middle[0][0], middle[1][0]) > 10.0
