"""The demo city has streets to stand on, and siting spreads assets, districts and gateways over them."""

import math
from collections import Counter
from itertools import pairwise

from tests.plugins.frames import demo_city
from venule.sdk import (
    City,
    Position,
    by_turns,
    districts,
    from_the_centre,
    gateways,
    inner_city,
    length_m,
    metres,
    places,
)

REFERENCE_M = 3.0
"""How far distances may differ that are reckoned from different middles: a degree is not as long everywhere."""


def test_that_the_city_has_the_streets_of_a_town() -> None:
    city = demo_city()
    assert 2500 <= len(city.streets) <= 4500
    lengths = [length_m(street) for street in city.streets]
    assert 800_000 < sum(lengths) < 1_500_000
    assert min(lengths) > 20
    east = [metres(city.centre, corner)[0] for street in city.streets for corner in street.line]
    north = [metres(city.centre, corner)[1] for street in city.streets for corner in street.line]
    assert 8000 < max(east) - min(east) < 13_000
    assert 7000 < max(north) - min(north) < 11_000
    assert {street.kind for street in city.streets} == {"primary", "secondary", "tertiary", "minor"}
    assert (city.name, city.centre, city.utc_offset_s) == ("Lindenhaven", Position(3.6, 52.6), 3600)


def test_that_the_inner_city_is_its_most_central_streets_and_never_more_than_all() -> None:
    city = demo_city()
    inner = inner_city(city, 80_000)
    assert 80_000 <= sum(map(length_m, inner.streets)) < 83_000
    assert list(inner.streets) == from_the_centre(city)[: len(inner.streets)]
    assert set(inner_city(city, math.inf).streets) == set(city.streets)
    assert inner_city(city, 0).streets == ()
    assert inner.mains == city.mains


def test_that_places_along_a_street_keep_their_distance() -> None:
    street = max(demo_city().streets, key=length_m)
    found = list(places(street, 35, beside_m=5, ends_m=10))
    assert len(found) == int((length_m(street) - 20) // 35) + 1
    apart = [(e**2 + n**2) ** 0.5 for e, n in map(metres, found, found[1:])]
    assert all(25 < distance < 45 for distance in apart)


def test_that_districts_share_out_the_streets_and_the_central_one_is_first() -> None:
    city = demo_city()
    parts = districts(city, 8)
    assert len(parts) == 8
    assert parts[0].centre == city.centre
    assert Counter(street for part in parts for street in part.streets) == Counter(city.streets)
    for part in parts:
        reach = [math.dist((0, 0), metres(part.centre, street.line[len(street.line) // 2])) for street in part.streets]
        assert all(later > earlier - REFERENCE_M for earlier, later in pairwise(reach))
        assert reach[-1] < 4500
    assert districts(City("Nowhere", city.centre, ()), 8) == []


def test_that_turns_go_on_without_those_that_have_nothing_left() -> None:
    assert list(by_turns([[1, 4, 6], [], [2], [3, 5]])) == [1, 2, 3, 4, 5, 6]


def test_that_a_gateway_hears_its_neighbours_and_not_too_many() -> None:
    city = inner_city(demo_city(), 200_000)
    spots = [place for part in districts(city, 5) for street in part.streets[:30] for place in places(street, 20)]
    heard_by = gateways(spots, 64, 0x7076FF0000000001)
    counts = Counter(gateway.name for gateway in heard_by)
    assert max(counts.values()) <= 64
    assert len(spots) / 64 <= len(counts) <= len(spots) / 64 * 1.25
    away = [math.hypot(*metres(g.position, spot)) for g, spot in zip(heard_by, spots, strict=True) if g.position]
    assert len(away) == len(spots)
    assert max(away) < 1200
    assert gateways([], 64, 1) == []


def test_that_gateways_are_told_apart_by_the_first_digits_of_their_ids() -> None:
    spots = [place for street in demo_city().streets for place in places(street, 60)]
    names = {gateway.name for gateway in gateways(spots, 64, 0x7076FF0000000001)}
    assert len({name[:4] for name in names}) == len(names) > 50
    assert all(len(name) == 16 for name in names)
