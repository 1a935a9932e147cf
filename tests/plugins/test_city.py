"""The demo city: built anew byte for byte, small, and with streets to stand on."""

import json
import math
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

from tests.house.tree import ROOT
from tests.plugins.frames import demo_city
from venule.sdk import City, by_turns, districts, gateways, length_m, metres, places
from venule_resources import demo_city as demo_city_file
from venule_resources.cities import load_city

LAYERS = {"green", "water", "building", "road", "road_major", "country_lane", "country_road", "place"}


def test_that_the_builder_gives_the_committed_bytes(tmp_path: Path) -> None:
    target = tmp_path / "city.geojson"
    subprocess.run([sys.executable, ROOT / "packaging" / "build_demo_city.py", target], check=True)
    assert target.read_bytes() == demo_city_file().read_bytes()


def test_that_the_city_is_small_and_every_feature_has_its_layer() -> None:
    assert demo_city_file().stat().st_size < 1_500_000
    features = json.loads(demo_city_file().read_text(encoding="utf-8"))["features"]
    assert {feature["properties"]["layer"] for feature in features} == LAYERS
    assert [f["properties"]["name"] for f in features if f["properties"].get("rank") == "city"] == ["Lindenhaven"]


def test_that_the_city_has_the_streets_of_a_town() -> None:
    city = demo_city()
    assert 600 <= len(city.streets) <= 1300
    lengths = [length_m(street) for street in city.streets]
    assert 100_000 < sum(lengths) < 400_000
    assert min(lengths) > 20
    east = [metres(city.centre, corner)[0] for street in city.streets for corner in street.line]
    north = [metres(city.centre, corner)[1] for street in city.streets for corner in street.line]
    assert 5000 < max(east) - min(east) < 8000
    assert 3500 < max(north) - min(north) < 6000
    assert load_city().utc_offset_s == 3600


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
        assert all(later > earlier - 0.5 for earlier, later in pairwise(reach))
        assert reach[-1] < 2500
    assert districts(City("Nowhere", city.centre, ()), 8) == []


def test_that_turns_go_on_without_those_that_have_nothing_left() -> None:
    assert list(by_turns([[1, 4, 6], [], [2], [3, 5]])) == [1, 2, 3, 4, 5, 6]


def test_that_a_gateway_hears_its_neighbours_and_not_too_many() -> None:
    city = demo_city()
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
