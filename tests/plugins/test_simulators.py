"""The simulated city lives plausibly, tells it in frames that the readers understand, and the same way each time."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest

from tests.plugins.frames import by_name, demo_city, fields, is_uplink, json_values, opened
from venule.sdk import DAY, DEMO_TOPIC, HOUR, MINUTE, City, Instant, Outgoing, Surveyed, Vertical, from_iso
from venule_lighting import Lighting
from venule_lighting.simulation import LightingSimulator
from venule_parking import Parking
from venule_parking.simulation import ParkingSimulator
from venule_water import Water
from venule_water.network import STEP
from venule_water.simulation import WaterSimulator

Series = dict[tuple[str, str], dict[Instant, float]]

NOON = from_iso("2026-11-22T11:00:00Z")
VERTICALS: tuple[Vertical, ...] = (Parking(), Lighting(), Water())


@pytest.fixture(scope="module")
def city() -> City:
    return demo_city()


def day(vertical: Vertical, city: City, assets: int, seed: int = 7, length: Instant = DAY) -> list[Outgoing]:
    """All that a simulator publishes from its start to the end, in steps of ten minutes."""
    simulator = vertical.simulate(city, seed, assets)
    assert simulator is not None
    published = list(simulator.start(NOON))
    for at in range(NOON, NOON + length + 1, 10 * MINUTE):
        published += simulator.step(at)
    return published


@pytest.mark.parametrize("vertical", VERTICALS, ids=lambda vertical: vertical.name)
def test_that_the_same_seed_gives_the_same_day_and_another_does_not(vertical: Vertical, city: City) -> None:
    one, same, other = (day(vertical, city, 150, seed, 3 * HOUR) for seed in (1, 1, 2))
    assert one == same
    assert one != other


@pytest.mark.parametrize("vertical", VERTICALS, ids=lambda vertical: vertical.name)
def test_that_every_frame_is_read_and_every_value_is_declared(vertical: Vertical, city: City) -> None:
    kinds = {f"{vertical.name}.{kind.name}": kind for kind in vertical.kinds}
    for outgoing in day(vertical, city, 200, length=2 * HOUR):
        if is_uplink(outgoing):
            message = opened(outgoing)
            assert vertical.reads(message)
            assert list(vertical.read(message))
        else:
            told = dict(zip(DEMO_TOPIC.split("/"), outgoing.topic.split("/"), strict=True))
            assert kinds[told["{kind}"]].quantity(told["{datastream}"]) is not None


@pytest.mark.parametrize("vertical", VERTICALS, ids=lambda vertical: vertical.name)
def test_that_start_makes_each_asset_known_and_nothing_is_of_the_future(vertical: Vertical, city: City) -> None:
    simulator = vertical.simulate(city, 3, 300)
    assert simulator is not None
    published = list(simulator.start(NOON))
    uplinks = [opened(outgoing) for outgoing in published if is_uplink(outgoing)]
    plain = {outgoing.topic.split("/")[3] for outgoing in published if not is_uplink(outgoing)}
    assert isinstance(simulator, Surveyed)
    shaped = {asset.name for asset in simulator.inventory()}
    assert shaped
    assert 297 <= len({message.asset for message in uplinks} | plain | shaped) <= 300
    assert all(message.observed_at is not None and message.observed_at <= NOON for message in uplinks)
    assert all(at <= NOON for series in json_values(published).values() for at in series)


@pytest.mark.parametrize("vertical", VERTICALS, ids=lambda vertical: vertical.name)
def test_that_steps_tell_only_what_became_due_since_the_last_one(vertical: Vertical, city: City) -> None:
    simulator = vertical.simulate(city, 3, 120)
    assert simulator is not None
    list(simulator.start(NOON))
    list(simulator.step(NOON))
    for at in range(NOON, NOON + 4 * HOUR, 17 * MINUTE):
        for outgoing in simulator.step(at + 17 * MINUTE):
            if is_uplink(outgoing):
                told = opened(outgoing).observed_at
                assert told is not None
                assert at < told <= at + 17 * MINUTE
    assert list(simulator.step(NOON)) == []


def test_that_a_city_without_streets_is_silent_and_not_an_error(city: City) -> None:
    empty = City("Nowhere", city.centre, (), 0)
    for vertical in VERTICALS:
        simulator = vertical.simulate(empty, 1, 50)
        assert simulator is not None
        assert isinstance(simulator, Surveyed)
        assert list(simulator.inventory()) == []
        assert list(simulator.start(NOON)) == []
        assert list(simulator.step(NOON + HOUR)) == []


def occupied_share(simulator: ParkingSimulator) -> float:
    """Share of the bays that are taken."""
    return float(np.mean([bay.occupied for bay in simulator.bays]))


def test_that_bays_fill_by_day_and_empty_by_night(city: City) -> None:
    simulator = ParkingSimulator(city, 5, 800)
    list(simulator.start(NOON))
    share = {0: occupied_share(simulator)}
    for hour in range(1, 25):
        list(simulator.step(NOON + hour * HOUR))
        share[hour] = occupied_share(simulator)
    assert 0.5 < share[0] < 0.85
    assert 0.5 < share[24] < 0.85
    assert share[16] < 0.35  # four in the morning
    assert share[16] < share[20] < share[24]


def test_that_messages_of_a_bay_tell_its_state(city: City) -> None:
    simulator = ParkingSimulator(city, 5, 300)
    parking = Parking()
    known: dict[str, bool] = {}

    def take(published: Iterable[Outgoing]) -> None:
        for message in map(opened, filter(is_uplink, published)):
            known[message.asset] = bool(fields(parking, message)["occupied"])

    take(simulator.start(NOON))
    take(simulator.step(NOON + 7 * HOUR))
    heard = [bay for bay in simulator.bays if bay.heard_until is None]
    assert all(known[bay.site.name] == bay.occupied for bay in heard)
    assert 0 < len(simulator.bays) - len(heard) < 12


def test_that_one_gateway_is_silent_for_a_while_and_comes_back(city: City) -> None:
    simulator = ParkingSimulator(city, 5, 500)
    first = list(map(opened, filter(is_uplink, simulator.start(NOON))))
    silent = simulator.outage[0]
    old = [message for message in first if message.gateway and message.gateway.name == silent]
    assert 20 <= len(old) <= 64
    assert all(message.observed_at is not None and message.observed_at <= NOON - 20 * MINUTE for message in old)
    early = list(map(opened, filter(is_uplink, simulator.step(NOON + 5 * HOUR - MINUTE))))
    late = list(map(opened, filter(is_uplink, simulator.step(NOON + 6 * HOUR))))
    assert not [message for message in early if message.gateway and message.gateway.name == silent]
    assert [message for message in late if message.gateway and message.gateway.name == silent]


def test_that_garages_never_hold_more_than_fits(city: City) -> None:
    series = json_values(day(Parking(), city, 900, length=6 * HOUR))
    garages = {asset for asset, _ in series}
    assert len(garages) == 3
    for garage in garages:
        for at, free in series[garage, "free"].items():
            assert free + series[garage, "occupied"][at] == series[garage, "capacity"][at]
            assert free >= 0


def test_that_lamps_come_on_at_dusk_and_a_few_do_not(city: City) -> None:
    simulator = LightingSimulator(city, 4, 900)
    lighting = Lighting()
    lamp_on: dict[str, object] = {}
    failed: set[str] = set()

    def take(published: Iterable[Outgoing]) -> Counter[object]:
        for message in map(opened, filter(is_uplink, published)):
            told = by_name(lighting.read(message))
            if "lamp_on" in told:
                lamp_on[message.asset] = told["lamp_on"]
            if told.get("lamp_failure"):
                failed.add(message.asset)
        return Counter(lamp_on.values())

    by_day = take(simulator.start(NOON))
    assert 0 < by_day[True] < 12
    take(simulator.step(NOON + 4 * HOUR))
    by_night = take(simulator.step(NOON + 6 * HOUR))
    assert by_night[True] / len(lamp_on) > 0.97
    assert 0 < len(failed) < 12


def test_that_the_cabinets_meter_sees_what_its_lamps_draw(city: City) -> None:
    simulator = LightingSimulator(city, 4, 300)
    list(simulator.start(NOON))
    list(simulator.step(NOON + 8 * HOUR))
    drawn = sum(lamp.rated_w for lamp in simulator.lamps if lamp.lit)
    told: dict[str, float] = {}
    for message in map(opened, filter(is_uplink, simulator.step(NOON + 9 * HOUR))):
        power = fields(Lighting(), message).get("active_power_l123")
        if isinstance(power, int | float):
            told[message.asset] = power
    assert len(told) == len(simulator.cabinets)
    assert sum(told.values()) == pytest.approx(1.03 * drawn, rel=0.05)


def test_that_a_lamp_that_burns_by_day_is_told_by_the_sun(city: City) -> None:
    simulator = LightingSimulator(city, 4, 1500)
    burners = {lamp.name for lamp in simulator.lamps if lamp.fault == "burner"}
    told = {
        message.asset
        for message in map(opened, filter(is_uplink, simulator.start(NOON)))
        if by_name(Lighting().read(message)).get("burning_by_day")
    }
    assert burners
    assert burners <= told
    assert len(told - burners) <= 15  # silent since the night: their last word was in the dark or at dawn


@pytest.fixture(scope="module")
def water_day(city: City) -> Series:
    return json_values(day(Water(), city, 400, length=2 * DAY))


def test_that_the_balance_of_each_tank_holds(city: City, water_day: Series) -> None:
    simulator = WaterSimulator(city, 7, 400)
    for tank in simulator.tanks:
        level, inflow, outflow = (water_day[tank.name, name] for name in ("level", "inflow", "outflow"))
        moved = 0.0
        for earlier, later in pairwise(sorted(level)):
            assert later - earlier == STEP
            gained = tank.base_m2 * (level[later] - level[earlier]) / (STEP / HOUR)
            assert gained == pytest.approx(inflow[later] - outflow[later], abs=0.02)
            moved += abs(gained)
        assert moved > 0
        assert 0 <= min(level.values()) <= max(level.values()) <= tank.height_m


def test_that_one_tank_stands_near_its_brim_and_never_runs_over(water_day: Series) -> None:
    fill = [value for at, value in water_day["T-1", "fill"].items() if at >= NOON]
    assert 88 < min(fill) <= max(fill) < 95


def test_that_the_day_has_a_morning_and_an_evening_peak(water_day: Series) -> None:
    flow = water_day["D02-inlet", "flow"]
    by_hour: dict[int, list[float]] = {}
    for at, value in flow.items():
        by_hour.setdefault(int((at / HOUR + 1) % 24), []).append(value)
    mean = {hour: float(np.mean(values)) for hour, values in by_hour.items()}
    assert mean[7] > 1.3 * mean[10]
    assert mean[19] > 1.3 * mean[15]
    assert mean[3] == pytest.approx(min(mean.values()), rel=0.1)


def test_that_pressure_falls_when_the_inflow_rises(water_day: Series) -> None:
    flow, pressure = water_day["D02-inlet", "flow"], water_day["D02-P1", "pressure"]
    times = sorted(set(flow) & set(pressure))
    together = np.corrcoef([flow[at] for at in times], [pressure[at] for at in times])[0, 1]
    assert together < -0.9


def test_that_a_leak_grows_in_one_area_by_night(city: City, water_day: Series) -> None:
    def night_line(area: str, midnight: str) -> float:
        start = from_iso(midnight) + 4 * HOUR
        values = [value for at, value in water_day[area, "flow"].items() if start <= at < start + 30 * MINUTE]
        return float(np.mean(values))

    rise = {
        asset: night_line(asset, "2026-11-22T23:00:00Z") / night_line("D01-inlet", "2026-11-22T23:00:00Z")
        for asset, name in water_day
        if name == "flow" and asset.endswith("-inlet")
    }
    simulator = WaterSimulator(city, 7, 400)
    means = {f"{area.name}-inlet": area.mean_m3h / simulator.areas[0].mean_m3h for area in simulator.areas}
    grown = [asset for asset in rise if rise[asset] / means[asset] > 1.5]
    assert grown == [f"{simulator.areas[len(simulator.areas) // 2].name}-inlet"]


def test_that_meters_tell_a_day_of_hours_and_their_counters_never_fall(city: City) -> None:
    volumes: dict[str, dict[Instant, float]] = {}
    for message in map(opened, filter(is_uplink, day(Water(), city, 700, length=2 * DAY))):
        for observation in Water().read(message):
            if observation.quantity.name == "volume":
                assert isinstance(observation.observed_at, int)
                assert isinstance(observation.value, float)
                known = volumes.setdefault(message.asset, {}).setdefault(observation.observed_at, observation.value)
                assert known == observation.value
    assert len(volumes) > 200
    spans = [max(series) - min(series) for series in volumes.values()]
    assert np.median(spans) >= 2 * DAY
    for series in volumes.values():
        ordered = [series[at] for at in sorted(series)]
        assert all(later >= earlier for earlier, later in pairwise(ordered))
