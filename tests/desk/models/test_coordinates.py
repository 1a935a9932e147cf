"""Coordinates as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venule.desk.models.coordinates import WrongCoordinates, read_coordinates, written
from venule.domain.geo import Position

HELSINKI = Position(24.9384, 60.17)


@pytest.mark.parametrize(
    "text",
    [
        "60.17, 24.9384",
        "60.17,24.9384",
        "60.17 24.9384",
        "60.17; 24.9384",
        "  60.17°, 24.9384° ",
        "+60.17 +24.9384",
        "60,17; 24,9384",
        "60,17 24,9384",
        "geo:60.17,24.9384",
        "geo:60.17,24.9384,12;crs=wgs84;u=35",
        "GEO:60.17,24.9384?z=17",
        "60.17N 24.9384E",
        "60.17 n, 24.9384 e",
        "24.9384E 60.17N",
        "N60.17 E24.9384",
        "N 60° 10.2' E 24° 56.304'",
        "60°10'12\"N 24°56'18.24\"E",
        "60°10′12″N, 24°56′18.24″E",
        "60 10 12 N 24 56 18.24 E",
        "60:10:12N 24:56:18.24E",
        "60°10'12'' 24°56'18.24''",
        "60° 10' 12\" 24° 56' 18.24\"",
        "60°10.2', 24°56.304'",
    ],
)
def test_that_the_usual_spellings_are_the_same_place(text: str) -> None:
    place = read_coordinates(text)
    assert place is not None
    assert place == pytest.approx(HELSINKI, abs=1e-9)


def test_that_the_south_and_the_west_are_negative() -> None:
    wanted = pytest.approx(Position(-151.5, -33.75))
    for text in ("-33.75, -151.5", "−33.75 −151.5", "33°45'S 151°30'W", "S33.75 W151.5", "-33°45' -151°30'"):
        assert read_coordinates(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "", "lamp-12", "12", "12 34", "Mill Street 4", "1.2.3 4", "60.17", "60.17, 24.9, 3", "60,1699,24,9384",
        "north 5, east 6", "N E", "60.1N 24.9N", "5 N", "geo:", "geo:a,b", "bay 1.5 2.5", "9" * 200, "4711; lamp",
    ],
)  # fmt: skip
def test_that_other_texts_are_no_coordinates(text: str) -> None:
    assert read_coordinates(text) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("151.5, -33.75", "Latitude comes first"),
        ("60.17, 190.5", "Longitude goes"),
        ("60°61'N 24°E", "below 60"),
        ("geo:1,2;crs=gk3", "Only WGS 84"),
    ],
)
def test_that_a_place_the_earth_has_not_is_told(text: str, sentence: str) -> None:
    with pytest.raises(WrongCoordinates, match=sentence):
        read_coordinates(text)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_that_what_is_copied_is_read_again(longitude: float, latitude: float) -> None:
    assert read_coordinates(written(Position(longitude, latitude))) == pytest.approx((longitude, latitude), abs=5.1e-7)


@given(st.text(alphabet="0123456789.,;°'\" NSEWgeo:-+", max_size=30))
def test_that_no_text_is_more_than_a_place_a_sentence_or_nothing(text: str) -> None:
    try:
        place = read_coordinates(text)
    except WrongCoordinates:
        return
    assert place is None or (abs(place.longitude) <= 180 and abs(place.latitude) <= 90)
