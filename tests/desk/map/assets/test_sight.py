"""What a frame shows: all that is in view is counted once, the worst lies on top, alarms keep their own place."""

import numpy as np
import pytest

from tests.desk.map.assets.inventories import town
from venule.desk.map.assets.pyramid import Pyramid
from venule.desk.map.assets.rings import LEAST_PARTS, PARTS, ring_parts
from venule.desk.map.assets.sight import (
    MOST_SYMBOLS,
    Clusters,
    Symbols,
    badges,
    beside,
    discs,
    look,
    nearest_cluster,
    nearest_other,
    nearest_symbol,
)
from venule.desk.map.camera import Camera
from venule.domain.alarm import SEVERITY, Status

ALL = Camera(0.53, 0.33, 10.0, 1280, 800)


def two_places(count: int) -> Pyramid:
    """Assets at one place, and one more far away from them."""
    x, y = np.full(count + 1, 0.53), np.full(count + 1, 0.33)
    x[-1] += 1e-5
    return Pyramid(x, y, np.zeros(count + 1, np.int8))


@pytest.mark.parametrize("zoom", [2.0, 8.0, 10.25, 11.5, 13.0])
def test_that_clusters_add_up_to_everything_in_view(zoom: float) -> None:
    x, y, status = town(30_000)
    shown = look(Pyramid(x, y, status), Camera(0.53, 0.33, zoom, 1280, 800))
    assert isinstance(shown, Clusters)
    sees_all = zoom <= 11
    assert not sees_all or shown.totals.tolist() == np.bincount(status, minlength=5).tolist()
    assert shown.size.sum() == shown.totals.sum()


def test_that_few_assets_are_shown_one_by_one() -> None:
    pyramid = Pyramid(*town(MOST_SYMBOLS))
    shown = look(pyramid, ALL)
    assert isinstance(shown, Symbols)
    assert sorted(shown.rows) == list(range(MOST_SYMBOLS))
    assert isinstance(look(Pyramid(*town(MOST_SYMBOLS + 1)), ALL), Clusters)


def test_that_a_small_map_turns_to_clusters_earlier() -> None:
    small = ALL.resized(400, 300)
    assert isinstance(look(Pyramid(*town(280)), small), Symbols)
    assert isinstance(look(Pyramid(*town(400)), small), Clusters)


def test_that_symbols_do_not_flicker_into_clusters_at_the_limit() -> None:
    pyramid = Pyramid(*town(MOST_SYMBOLS + 100))
    assert isinstance(look(pyramid, ALL, symbols_before=True), Symbols)
    assert isinstance(look(pyramid, ALL, symbols_before=False), Clusters)


def test_that_the_worst_is_drawn_last() -> None:
    shown = look(Pyramid(*town(500)), ALL)
    assert isinstance(shown, Symbols)
    ranks = [SEVERITY[status] for status in shown.status]
    assert ranks == sorted(ranks)
    assert shown.status[-1] == Status.ALARM


def test_that_clusters_do_not_cover_one_another() -> None:
    shown = look(Pyramid(*town(30_000)), Camera(0.53, 0.33, 12.25, 1280, 800))
    assert isinstance(shown, Clusters)
    apart = np.hypot(shown.x[:, None] - shown.x, shown.y[:, None] - shown.y)
    np.fill_diagonal(apart, np.inf)
    many = ~shown.single
    assert (apart >= shown.radius[:, None] + shown.radius)[np.ix_(many, many)].all()


def test_that_a_cell_is_wider_than_64_and_up_to_128_pixels() -> None:
    pyramid = Pyramid(*town(30_000))
    for zoom in (9.0, 9.25, 9.5, 9.75):
        shown = look(pyramid, Camera(0.53, 0.33, zoom, 1280, 800))
        assert isinstance(shown, Clusters)
        assert 64 < 256 * 2 ** (zoom - shown.level) <= 128


def test_that_assets_at_one_place_spread_when_near_and_only_then() -> None:
    pyramid = two_places(9)
    far, near = (look(pyramid, Camera(0.53, 0.33, zoom, 1280, 800)) for zoom in (15.0, 18.0))
    assert isinstance(far, Symbols)
    assert isinstance(near, Symbols)
    assert not far.fanned.any()
    assert near.fanned.sum() == 9
    places = np.column_stack((near.x, near.y))[near.fanned]
    apart = np.hypot(*(places[:, None] - places).transpose(2, 0, 1))
    assert apart[np.triu_indices(9, 1)].min() > 12


def test_that_a_click_means_what_is_under_it() -> None:
    shown = look(two_places(9), Camera(0.53, 0.33, 18.0, 1280, 800))
    assert isinstance(shown, Symbols)
    for row in range(9):
        at = int(np.flatnonzero(shown.rows == row)[0])
        assert nearest_symbol(shown, shown.x[at], shown.y[at]) == row
    assert nearest_symbol(shown, 10.0, 10.0) is None


def test_that_a_click_on_the_disc_means_the_cluster_and_beside_it_nothing() -> None:
    shown = look(Pyramid(*town(30_000)), Camera(0.53, 0.33, 12.25, 1280, 800))
    assert isinstance(shown, Clusters)
    assert nearest_cluster(shown, shown.x[3] + 5, shown.y[3]) == 3
    assert nearest_cluster(shown, -500.0, -500.0) is None


def test_that_badges_count_every_alarm_in_clusters_and_know_the_unacknowledged() -> None:
    pyramid = Pyramid(*town(30_000))
    shown = look(pyramid, ALL)
    assert isinstance(shown, Clusters)
    alarms = np.flatnonzero(pyramid.status == Status.ALARM)
    loud = np.zeros(30_000, np.bool_)
    quiet = badges(shown, pyramid, ALL, alarms, loud)
    assert quiet.count.sum() == shown.counts[~shown.single, Status.ALARM].sum()
    assert not quiet.blinking.any()
    loud[alarms[0]] = True
    assert badges(shown, pyramid, ALL, alarms, loud).blinking.sum() == 1


def test_that_a_badge_stands_on_its_alarms_or_at_the_rim_towards_them() -> None:
    zero, ten = np.zeros(1), np.full(1, 10.0)
    far = beside(zero, zero, ten, np.array([40.0]), zero)
    near = beside(zero, zero, ten, np.array([4.0]), zero)
    middle = beside(zero, zero, ten, zero, zero)
    assert far[0][0] == 40.0
    assert near[0][0] > 10.0
    assert near[1][0] == 0.0
    assert np.hypot(middle[0][0], middle[1][0]) > 10.0


def test_that_a_ring_shows_every_status_present_and_closes() -> None:
    counts = np.array([[9_999, 1, 0, 0, 0], [5, 5, 5, 5, 5], [0, 0, 1, 0, 0], [1, 900, 1, 1, 1]], np.int32)
    parts = ring_parts(counts)
    assert parts.sum(1).tolist() == [PARTS] * 4
    assert ((parts > 0) == (counts > 0)).all()
    assert parts[counts > 0].min() >= LEAST_PARTS


def test_that_the_room_of_a_symbol_reaches_to_its_nearest_neighbour() -> None:
    random = np.random.default_rng(5)
    x, y = random.uniform(0, 400, 300), random.uniform(0, 400, 300)
    apart = np.hypot(x[:, None] - x, y[:, None] - y)
    np.fill_diagonal(apart, np.inf)
    assert np.allclose(nearest_other(x, y, 24.0), np.minimum(apart.min(1), 24.0))
    assert nearest_other(x[:1], y[:1], 24.0).tolist() == [24.0]
    assert nearest_other(x[:0], y[:0], 24.0).tolist() == []


def test_that_clusters_keep_their_ground_for_themselves_and_symbols_do_not() -> None:
    many, few = look(Pyramid(*town(30_000)), ALL), look(Pyramid(*town(100)), ALL)
    assert discs(many, np.full(len(many.x), 7.0)).solid
    assert not discs(few, np.full(len(few.x), 7.0)).solid
