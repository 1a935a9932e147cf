"""The camera: places keep their pixels, moves can be undone, and rest is on quarter steps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from venule.desk.map.camera import CLOSEST_FIT, MAX_ZOOM, Bounds, Camera, resting

VIEW = Camera(0.53, 0.34, 13.25, 1280, 800)
PIXELS = st.floats(0, 800)


def test_that_the_whole_world_is_256_pixels_wide_at_zoom_0() -> None:
    assert Camera(0.5, 0.5, 0.0, 256, 256).bounds == Bounds(0.0, 0.0, 1.0, 1.0)


@given(PIXELS, PIXELS)
def test_that_a_pixel_leads_to_a_place_and_back(x: float, y: float) -> None:
    assert VIEW.to_screen(*VIEW.to_world(x, y)) == pytest.approx((x, y), abs=1e-4)


def test_that_arrays_are_projected_as_single_places_are() -> None:
    xs, ys = np.array([0.53, 0.5301]), np.array([0.34, 0.3402])
    screen_x, screen_y = VIEW.to_screen(xs, ys)
    assert (screen_x[1], screen_y[1]) == pytest.approx(VIEW.to_screen(0.5301, 0.3402))


@given(PIXELS, PIXELS, st.floats(3, 20))
def test_that_zooming_keeps_the_place_under_the_pointer(x: float, y: float, zoom: float) -> None:
    place = VIEW.to_world(x, y)
    assert VIEW.zoomed(zoom, x, y).to_screen(*place) == pytest.approx((x, y), abs=1e-3)


@given(st.floats(0, 1), st.floats(4, 18))
def test_that_the_place_under_the_pointer_stays_there_all_the_way_of_a_glide(share: float, zoom: float) -> None:
    place, end = VIEW.to_world(200.0, 150.0), VIEW.zoomed(zoom, 200.0, 150.0)
    assert VIEW.towards(end, share).to_screen(*place) == pytest.approx((200.0, 150.0), abs=0.05)


def test_that_a_glide_without_zoom_moves_evenly() -> None:
    end = VIEW.panned(100, 0)
    assert VIEW.towards(end, 0.5).x == pytest.approx((VIEW.x + end.x) / 2)


def test_that_panning_moves_the_picture_with_the_hand() -> None:
    place = VIEW.to_world(300.0, 300.0)
    assert VIEW.panned(40, -25).to_screen(*place) == pytest.approx((340.0, 275.0), abs=1e-4)


def test_that_fitting_shows_the_whole_box_and_rests_on_a_quarter_step() -> None:
    box = Bounds(0.52, 0.33, 0.523, 0.3345)
    fitted = VIEW.fitted(box)
    assert fitted.zoom == resting(fitted.zoom)
    assert fitted.bounds.holds(box.left, box.top)
    assert fitted.bounds.holds(box.right, box.bottom)


def test_that_fitting_leaves_room_for_what_stands_at_the_foot() -> None:
    box = Bounds(0.52, 0.33, 0.521, 0.334)
    fitted = VIEW.fitted(box, 48.0, foot_px=100.0)
    assert fitted.to_screen(box.left, box.bottom)[1] <= 800 - 148
    assert fitted.to_screen(box.left, box.top)[1] >= 48


def test_that_fitting_one_place_stays_far_enough_to_see_the_street() -> None:
    assert VIEW.fitted(Bounds(0.5, 0.3, 0.5, 0.3)).zoom == CLOSEST_FIT


def test_that_the_camera_never_leaves_the_world() -> None:
    assert VIEW.panned(1e9, -1e9).x == 0.0
    assert VIEW.centred(7.0, 0.5, 99.0) == Camera(1.0, 0.5, MAX_ZOOM, 1280, 800)


def test_that_a_window_without_size_does_no_harm() -> None:
    assert Camera().resized(0, 0).fitted(Bounds(0.1, 0.1, 0.2, 0.2)).width == 1
