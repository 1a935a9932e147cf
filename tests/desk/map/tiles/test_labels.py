"""Names find a place of their own, the right way up, and not around corners."""

from itertools import islice

import numpy as np

from venule.desk.map.tiles.labels import REPEAT_PX, SHARPEST_TURN, Ground, Letters, along_line, around_point, best_place
from venule.domain.geo import Floats

WORD = np.full(10, 7.0)


def likeliest(x: Floats, y: Floats) -> list[Letters]:
    """The first choice for each time a name is written along a line."""
    return [letters for choices in along_line(x, y, WORD) for letters in islice(choices, 1)]


def test_that_letters_stand_in_a_row_around_their_point() -> None:
    letters = next(around_point(100.0, 50.0, WORD))
    assert letters.x.mean() == 100.0
    assert np.diff(letters.x).tolist() == [7.0] * 9
    assert set(letters.y) == {50.0}


def test_that_a_name_reads_from_left_to_right_whichever_way_its_street_was_drawn() -> None:
    for x in ([0.0, 300.0], [300.0, 0.0]):
        (letters,) = likeliest(np.array(x), np.array([10.0, 10.0]))
        assert (np.diff(letters.x) > 0).all()
        assert np.allclose(letters.angle, 0.0)


def test_that_a_street_shorter_than_its_name_goes_without() -> None:
    assert likeliest(np.array([0.0, 60.0]), np.array([0.0, 0.0])) == []


def test_that_no_name_goes_around_a_corner() -> None:
    assert likeliest(np.array([0.0, 60.0, 60.0]), np.array([0.0, 0.0, 60.0])) == []


def test_that_a_name_follows_a_gentle_bend() -> None:
    angle = np.linspace(0, 0.4, 30)
    (letters,) = likeliest(400 * np.sin(angle), 400 * np.cos(angle))
    assert 0 < np.ptp(letters.angle) <= SHARPEST_TURN


def test_that_long_streets_are_named_again_at_a_distance() -> None:
    names = likeliest(np.array([0.0, 3000.0]), np.array([0.0, 0.0]))
    assert len(names) == 3
    assert min(np.diff([name.x.mean() for name in names])) >= REPEAT_PX


def test_that_ground_is_given_once_and_only_inside_the_picture() -> None:
    ground, here = Ground(200, 100), np.array([50.0])
    assert ground.claim(here, here, 8.0)
    assert not ground.claim(here + 9.0, here, 8.0)
    assert ground.claim(here + 40.0, here, 8.0)
    assert not ground.claim(np.array([196.0]), here, 8.0)


def ground() -> Ground:
    """Free ground with room on all sides of a point in its middle."""
    return Ground(600, 400)


def chosen(on: Ground) -> Letters | None:
    """Where a name goes that would like to stand in the middle."""
    return best_place(on, around_point(300.0, 200.0, WORD), 7.0, bearable=0.25)


def test_that_a_name_goes_beside_a_cluster_and_not_under_it() -> None:
    taken = ground()
    taken.block(285.0, 185.0, 315.0, 215.0)
    free, beside = chosen(ground()), chosen(taken)
    assert free is not None
    assert beside is not None
    assert set(free.y) == {200.0}
    clear_x, clear_y = np.abs(beside.x - 300.0) > 15.0, np.abs(beside.y - 200.0) > 15.0
    assert (clear_x | clear_y).all()


def test_that_a_name_without_any_free_place_is_not_written() -> None:
    taken = ground()
    taken.block(0.0, 0.0, 600.0, 400.0)
    assert chosen(taken) is None


def test_that_a_name_crosses_as_few_symbols_as_it_can() -> None:
    marked = ground()
    marked.mark(np.array([300.0, 310.0]), np.array([200.0, 200.0]), np.full(2, 5.0))
    letters = chosen(marked)
    assert letters is not None
    assert marked.crossed(letters) == 0


def test_that_a_street_full_of_symbols_goes_without_its_name() -> None:
    lamps, line = np.arange(0.0, 600.0, 12.0), np.array([0.0, 600.0])
    bare, full = ground(), ground()
    full.mark(lamps, np.full(len(lamps), 200.0), np.full(len(lamps), 4.5))
    for on, named in ((bare, True), (full, False)):
        (choices,) = along_line(line, np.array([200.0, 200.0]), WORD)
        assert (best_place(on, choices, 7.0, bearable=0.25) is not None) is named
