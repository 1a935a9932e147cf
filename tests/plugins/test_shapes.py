"""The simulated city's lines and areas: what the inventory has of them, and that the values fit."""

import math
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from tests.plugins.frames import demo_city, is_uplink, json_values, opened
from venule.sdk import DAY, HOUR, MINUTE, City, Position, Surveyed, Vertical, Ward, Wards, from_iso, inner_wards, metres
from venule_lighting import Lighting
from venule_lighting.simulation import LightingSimulator
from venule_parking import Parking
from venule_parking.rows import along
from venule_parking.simulation import ParkingSimulator
from venule_water import Water
from venule_water.pipes import DESIGN_M_S, ends, mean_flows, reached
from venule_water.simulation import MAINS_EVERY, WaterSimulator

NOON = from_iso("2026-11-22T11:00:00Z")
FASTEST_M_S = 2 * DESIGN_M_S


@pytest.fixture(scope="module")
def city() -> City:
    return demo_city()


@pytest.fixture(scope="module")
def water(city: City) -> WaterSimulator:
    return WaterSimulator(city, 7, 900)


def test_that_a_ward_holds_what_lies_in_it_and_no_place_lies_in_two(city: City) -> None:
    square = Ward("Square", (Position(0, 0), Position(2, 0), Position(2, 2), Position(0, 2)))
    assert square.holds(Position(1, 1))
    assert not any(square.holds(place) for place in (Position(3, 1), Position(-1, 1), Position(1, 3), Position(1, -1)))
    places = [street.line[len(street.line) // 2] for street in city.streets[::20]]
    wards = Wards(city)
    for place in places:
        holding = [ward for ward in city.wards if ward.holds(place)]
        assert len(holding) <= 1
        assert wards.at(place) == (holding[0] if holding else None)
    assert inner_wards(city)[0].holds(city.centre)


@pytest.mark.parametrize("vertical", [Parking(), Lighting(), Water()], ids=lambda vertical: vertical.name)
def test_that_every_line_and_area_is_of_a_declared_kind_and_bears_a_name_of_its_own(
    vertical: Vertical, city: City
) -> None:
    simulator = vertical.simulate(city, 7, 900)
    assert isinstance(simulator, Surveyed)
    inventory = list(simulator.inventory())
    declared = {f"{vertical.name}.{kind.name}" for kind in vertical.kinds}
    assert {asset.kind for asset in inventory} <= declared
    assert all(asset.shape is not None for asset in inventory)
    assert len({(asset.network, asset.name) for asset in inventory}) == len(inventory)
    layers = {kind for layer in vertical.layers for kind in layer.kinds}
    assert {asset.kind for asset in inventory} <= layers, "each is shown by a layer"


def test_that_every_value_of_a_main_or_district_is_of_one_in_the_inventory(water: WaterSimulator) -> None:
    known = {(asset.kind, asset.name) for asset in water.inventory()}
    said = [*water.start(NOON), *water.step(NOON + HOUR)]
    told = {tuple(outgoing.topic.split("/")[2:4]) for outgoing in said if not is_uplink(outgoing)}
    shaped = {(kind, asset) for kind, asset in told if kind in {"water.pipe", "water.district"}}
    assert shaped == known


def test_that_half_of_the_assets_are_mains_of_the_inner_city(water: WaterSimulator, city: City) -> None:
    assert len(water.mains) == 450
    reach = max(math.hypot(*metres(city.centre, main.told.line[0])) for main in water.mains)
    within = [told for told in city.mains if math.hypot(*metres(city.centre, told.line[0])) < reach]
    assert len(within) < 700
    everything = WaterSimulator(city, 7, 10_000)
    assert len(everything.mains) == len(city.mains)


def test_that_each_main_reports_every_quarter_of_an_hour_and_they_take_turns(water: WaterSimulator) -> None:
    list(water.start(NOON))
    said = json_values(water.step(NOON + 2 * HOUR))
    mains = {main.told.name for main in water.mains}
    counts = Counter(
        {asset: len(series) for (asset, name), series in said.items() if name == "flow" and asset in mains}
    )
    assert set(counts) == mains
    assert set(counts.values()) == {8}
    for main in mains:
        times = sorted(said[main, "flow"])
        assert {later - earlier for earlier, later in pairwise(times)} <= {
            MAINS_EVERY + slip * 1000 for slip in (-1, 0, 1)
        }
    firsts = {min(said[main, "flow"]) // MINUTE for main in mains}
    assert len(firsts) >= 15, "not all at once"


def test_that_wide_mains_carry_more_and_none_runs_too_fast(city: City) -> None:
    flows = mean_flows(city.mains, reached(city))
    by_width: dict[int, list[float]] = {}
    for told, flow in zip(city.mains, flows, strict=True):
        by_width.setdefault(told.diameter_mm, []).append(flow)
        assert 0 < flow / 3600 < FASTEST_M_S * math.pi / 4 * (told.diameter_mm / 1000) ** 2
    medians = [np.median(by_width[width]) for width in sorted(by_width)]
    assert medians == sorted(medians)


def test_that_every_junction_is_reached_from_the_plants_the_shortest_way(city: City) -> None:
    reach = reached(city)
    assert {end for told in city.mains for end in ends(told)} == set(reach.distance)
    assert {plant.position for plant in city.plants} == {place for place, far in reach.distance.items() if far == 0}
    for place, row in reach.last.items():
        start, end = ends(city.mains[row])
        assert reach.distance[start if place == end else end] <= reach.distance[place]


def test_that_a_burst_raises_the_flow_of_its_district_and_lowers_the_pressure(water: WaterSimulator) -> None:
    list(water.start(NOON))
    central = water.areas[0]
    hit = [main for main in water.mains if main.area is central]
    spared = [main for main in water.mains if main.area is not None and main.area is not central]
    before = {main.told.name: (main.flow_m3h(water.load), main.pressure_bar(water.load)) for main in water.mains}
    list(water.step(NOON + HOUR))
    for main in hit:
        flow, pressure = before[main.told.name]
        assert main.flow_m3h(water.load) > 1.8 * flow
        assert main.pressure_bar(water.load) < pressure - 1
    assert hit
    assert all(abs(main.flow_m3h(water.load) / before[main.told.name][0] - 1) < 0.4 for main in spared)


@pytest.mark.parametrize("hour", [0, 3, 9, 18])
def test_that_a_districts_night_flow_is_known_whenever_the_demo_starts(city: City, hour: int) -> None:
    simulator = WaterSimulator(city, 3, 200)
    midnight = from_iso("2026-11-22T23:00:00Z")
    said = json_values(simulator.start(midnight + hour * HOUR))
    for metered in simulator.areas:
        ((at, lowest),) = said[metered.name, "night_flow"].items()
        assert (at + city.utc_offset_s * 1_000_000) % DAY == 4 * HOUR
        assert 0.3 < lowest / metered.mean_m3h < 0.6
        assert lowest <= metered.flow_m3h * 1.2


def test_that_a_night_flow_is_told_once_a_day(city: City) -> None:
    simulator = WaterSimulator(city, 3, 200)
    list(simulator.start(NOON))
    said = json_values(simulator.step(NOON + 2 * DAY))
    assert {len(said[metered.name, "night_flow"]) for metered in simulator.areas} == {2}


def test_that_each_bay_stands_in_the_zone_that_it_names(city: City) -> None:
    simulator = ParkingSimulator(city, 7, 2000)
    zones = {zone.name: zone.ward for zone in simulator.zones}
    assert len(zones) > 5
    counts = Counter(bay.site.zone for bay in simulator.bays)
    assert set(counts) == set(zones)
    for bay in simulator.bays:
        assert zones[bay.site.zone].holds(bay.site.position)
    tags = {opened(outgoing).properties["zone"] for outgoing in simulator.start(NOON) if is_uplink(outgoing)}
    assert tags == set(zones)


def test_that_zones_differ_in_how_many_of_their_bays_are_taken(city: City) -> None:
    simulator = ParkingSimulator(city, 7, 3000)
    list(simulator.start(NOON))
    shares = [
        np.mean([bay.occupied for bay in simulator.bays if bay.site.zone == zone.name]) for zone in simulator.zones
    ]
    assert max(shares) - min(shares) > 0.15


def test_that_bays_of_a_row_follow_its_line_and_garages_hold_what_the_city_says(city: City) -> None:
    row = max(city.bay_rows, key=lambda row: len(row.line))
    found = list(along(row.line, row.bays))
    assert len(found) == row.bays
    apart = [math.hypot(*metres(start, end)) for start, end in pairwise(found)]
    assert max(apart) < 8
    simulator = ParkingSimulator(city, 7, 1500)
    parks = {park.name: park for park in city.car_parks}
    assert len(simulator.garages) == 5
    assert all(garage.capacity == parks[garage.name].bays for garage in simulator.garages)


def test_that_a_circuit_reaches_its_lamps_and_draws_what_they_draw(city: City) -> None:
    simulator = LightingSimulator(city, 4, 600)
    shapes = {asset.name: asset.shape for asset in simulator.inventory() if asset.kind == "lighting.circuit"}
    assert len(shapes) == len(simulator.cabinets)
    for cabinet in simulator.cabinets:
        shape = shapes[cabinet.circuit]
        assert shape is not None
        points = {point for part in shape.parts for point in part}
        assert cabinet.position in points
        assert {lamp.position for lamp in cabinet.lamps} <= points
    list(simulator.start(NOON))
    said = json_values(simulator.step(NOON + 7 * HOUR))
    drawn = {name: series[max(series)] for (name, datastream), series in said.items() if datastream == "power"}
    assert set(drawn) == set(shapes)
    assert sum(drawn.values()) == pytest.approx(sum(lamp.power_w for lamp in simulator.lamps), rel=0.05)
