"""What a frame shows: all that is in view is counted once, the worst lies on top, dots and clusters give way."""

import numpy as np
import pytest

from tests.desk.map.assets.inventories import town
from venule.desk.map.assets.looking import LEAST_DOTS, MOST_SYMBOLS, STAYING, dot_level, dot_px, look
from venule.desk.map.assets.picking import nearest_cluster, nearest_symbol
from venule.desk.map.assets.pyramid import Pyramid
from venule.desk.map.assets.rings import LEAST_PARTS, PARTS, ring_parts
from venule.desk.map.assets.room import nearest_other
from venule.desk.map.assets.sight import Clusters, Dots, Mode, Symbols, discs
from venule.desk.map.camera import Camera
from venule.domain.alarm import SEVERITY, Status

ALL = Camera(0.53, 0.33, 10.0, 1280, 800)


def clusters_of(count: int, zoom: float) -> Clusters:
    """A town as clusters."""
    shown = look(Pyramid(*town(count)), Camera(0.53, 0.33, zoom, 1280, 800), Mode.CLUSTERS)
    assert isinstance(shown, Clusters)
    return shown


def dots_of(count: int, zoom: float) -> Dots:
    """A town as dots."""
    shown = look(Pyramid(*town(count)), Camera(0.53, 0.33, zoom, 1280, 800), Mode.DOTS)
    assert isinstance(shown, Dots)
    return shown


def two_places(count: int) -> Pyramid:
    """Assets at one place, and one more far away from them."""
    x, y = np.full(count + 1, 0.53), np.full(count + 1, 0.33)
    x[-1] += 1e-5
    return Pyramid(x, y, np.zeros(count + 1, np.int8))


@pytest.mark.parametrize("zoom", [2.0, 8.0, 10.25, 11.5, 13.0])
def test_that_clusters_add_up_to_everything_in_view(zoom: float) -> None:
    _, _, status = town(30_000)
    shown = clusters_of(30_000, zoom)
    sees_all = zoom <= 11
    assert not sees_all or shown.totals.tolist() == np.bincount(status, minlength=5).tolist()
    assert shown.size.sum() == shown.totals.sum()


def test_that_few_assets_are_shown_one_by_one() -> None:
    pyramid = Pyramid(*town(MOST_SYMBOLS))
    shown = look(pyramid, ALL)
    assert isinstance(shown, Symbols)
    assert sorted(shown.rows) == list(range(MOST_SYMBOLS))
    assert isinstance(look(Pyramid(*town(MOST_SYMBOLS + 1)), ALL, Mode.CLUSTERS), Clusters)


def test_that_a_small_map_turns_to_clusters_earlier() -> None:
    small = ALL.resized(400, 300)
    assert isinstance(look(Pyramid(*town(280)), small), Symbols)
    assert isinstance(look(Pyramid(*town(400)), small, Mode.CLUSTERS), Clusters)


@pytest.mark.parametrize("mode", [Mode.CLUSTERS, Mode.DOTS])
def test_that_symbols_do_not_flicker_away_at_the_limit(mode: Mode) -> None:
    pyramid = Pyramid(*town(MOST_SYMBOLS + 100))
    many = look(pyramid, ALL, mode)
    assert not isinstance(many, Symbols)
    assert isinstance(look(pyramid, ALL, mode, look(Pyramid(*town(5)), ALL)), Symbols)
    assert not isinstance(look(pyramid, ALL, mode, many), Symbols)


def test_that_by_itself_the_map_shows_dots_and_clusters_where_dots_would_be_a_smudge() -> None:
    pyramid = Pyramid(*town(30_000))
    assert isinstance(look(pyramid, Camera(0.53, 0.33, 13.0, 1280, 800)), Dots)
    assert isinstance(look(pyramid, Camera(0.53, 0.33, 5.0, 1280, 800)), Clusters)


def test_that_dots_do_not_flicker_into_clusters_at_the_limit() -> None:
    pyramid = Pyramid(*town(30_000))
    cameras = [Camera(0.53, 0.33 + aside, 9.9, 1280, 800) for aside in np.arange(1.2e-3, 1.9e-3, 5e-6)]
    numbers = [len(shown.x) if isinstance(shown := look(pyramid, camera, Mode.DOTS), Dots) else 0 for camera in cameras]
    between = [
        camera for camera, dots in zip(cameras, numbers, strict=True) if LEAST_DOTS / STAYING <= dots < LEAST_DOTS
    ]
    assert between
    for camera in between:
        assert isinstance(look(pyramid, camera), Clusters)
        assert isinstance(look(pyramid, camera, before=look(pyramid, camera, Mode.DOTS)), Dots)


def test_that_the_worst_is_drawn_last() -> None:
    shown = look(Pyramid(*town(500)), ALL)
    assert isinstance(shown, Symbols)
    ranks = [SEVERITY[status] for status in shown.status]
    assert ranks == sorted(ranks)
    assert shown.status[-1] == Status.ALARM


def test_that_clusters_do_not_cover_one_another() -> None:
    shown = clusters_of(30_000, 12.25)
    apart = np.hypot(shown.x[:, None] - shown.x, shown.y[:, None] - shown.y)
    np.fill_diagonal(apart, np.inf)
    many = ~shown.single
    assert (apart >= shown.radius[:, None] + shown.radius)[np.ix_(many, many)].all()


def test_that_a_cell_is_wider_than_64_and_up_to_128_pixels() -> None:
    for zoom in (9.0, 9.25, 9.5, 9.75):
        shown = clusters_of(5_000, zoom)
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
    shown = clusters_of(30_000, 12.25)
    assert nearest_cluster(shown, shown.x[3] + 5, shown.y[3]) == 3
    assert nearest_cluster(shown, -500.0, -500.0) is None


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
    many, few = clusters_of(30_000, 10.0), look(Pyramid(*town(100)), ALL)
    assert discs(many, np.full(len(many.x), 7.0)).solid
    assert not discs(few, np.full(len(few.x), 7.0)).solid


def test_that_dots_leave_the_ground_to_names() -> None:
    shown = dots_of(30_000, 13.0)
    assert len(discs(shown, np.full(len(shown.x), 7.0)).x) == 0


@pytest.mark.parametrize("zoom", [2.0, 9.5, 10.5])
def test_that_dots_add_up_to_everything_in_view(zoom: float) -> None:
    _, _, status = town(30_000)
    assert dots_of(30_000, zoom).totals.tolist() == np.bincount(status, minlength=5).tolist()


@pytest.mark.parametrize("zoom", [12.0, 14.0, 16.0, 18.5])
def test_that_a_dot_wears_the_worst_status_of_its_cell(zoom: float) -> None:
    pyramid = Pyramid(*town(30_000))
    camera = Camera(0.53, 0.33, zoom, 1280, 800)
    found = pyramid.marks(camera.bounds, dot_level(zoom))
    assert len(found.key)
    for key, status in zip(found.key[::7], found.status[::7], strict=True):
        held = pyramid.status[pyramid.cell_rows(dot_level(zoom), int(key))]
        assert SEVERITY[status] == max(SEVERITY[each] for each in held)


@pytest.mark.parametrize("zoom", np.arange(10.0, 20.0, 0.25).tolist())
def test_that_a_dot_is_4_to_8_pixels_wide_and_its_cell_no_more_than_twice_that(zoom: float) -> None:
    size = dot_px(zoom)
    assert 4 <= size <= 8
    assert size <= 256 * 2 ** (zoom - dot_level(zoom)) < 2 * size
