"""Names of the base map, and kept views, found by their words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from venule.desk.map.bookmarks import MOST, Bookmarks, TooManyViews, decoded
from venule.desk.map.camera import Camera
from venule.desk.map.places import among
from venule.desk.map.tiles.basemap import Name, Rank


def name(text: str, rank: Rank, *places: tuple[float, float]) -> Name:
    """A name at a point or along a line."""
    x, y = np.array(places or [(0.5, 0.3)]).T
    return Name(text, rank, x, y)


NAMES = (
    name("Upper Mill Street", Rank.STREET),
    name("Mill Street", Rank.STREET, (0.1, 0.1), (0.2, 0.2)),
    name("Mill Street", Rank.STREET, (0.2, 0.2), (0.3, 0.3), (0.5, 0.5)),
    name("Millham", Rank.SUBURB),
    name("Harbour", Rank.CITY),
)


def test_that_what_begins_with_the_text_comes_first_and_greater_places_before_lesser() -> None:
    assert [place.name for place in among(NAMES, "mill", 6)] == ["Millham", "Mill Street", "Upper Mill Street"]


def test_that_every_word_must_occur() -> None:
    assert [place.name for place in among(NAMES, "street  up", 6)] == ["Upper Mill Street"]
    assert among(NAMES, "  ", 6) == []


def test_that_a_street_in_many_pieces_is_one_place_on_its_longest_one() -> None:
    (found, *_) = among(NAMES, "mill street", 1)
    assert (found.kind, found.x, found.y) == ("street", 0.3, 0.3)


def test_that_a_view_kept_under_the_same_name_takes_its_place() -> None:
    views = Bookmarks().kept("Harbour", Camera(0.1, 0.1, 12.0)).kept("Mill", Camera()).kept(" Harbour ", Camera(0.2))
    assert [(view.name, view.x) for view in views.every] == [("Harbour", 0.2), ("Mill", 0.5)]
    assert [view.name for view in views.without("Harbour").every] == ["Mill"]


def test_that_a_view_too_many_is_refused_and_none_is_lost() -> None:
    views = Bookmarks()
    for _ in range(MOST):
        views = views.kept(views.free_name(), Camera())
    with pytest.raises(TooManyViews, match="forget one"):
        views.kept("one more", Camera())
    assert len(views.kept("View 7", Camera(0.3)).every) == MOST


@given(st.lists(st.tuples(st.text(max_size=80), st.floats(0, 1), st.floats(0, 22)), max_size=8))
def test_that_views_come_back_as_they_were_kept(kept: list[tuple[str, float, float]]) -> None:
    views = Bookmarks()
    for text, x, zoom in kept:
        views = views.kept(text, Camera(x, 0.4, zoom))
    assert decoded(views.encoded()) == views


@pytest.mark.parametrize("kept", [None, b"", b"{", b"[[1]]", b"7", b'[["a", "b", 1, 2]]', b"\xff", b"null"])
def test_that_a_memory_that_cannot_be_read_is_no_view(kept: bytes | None) -> None:
    assert decoded(kept) == Bookmarks()


def test_that_kept_views_are_found_with_their_zoom() -> None:
    (found,) = Bookmarks().kept("Old harbour", Camera(0.1, 0.2, 12.0)).find("harb")
    assert (found.name, found.kind, found.zoom) == ("Old harbour", "kept view", 12.0)
