"""The simulated town: what it says, at whose time, and how its past is recorded."""

import re
from collections.abc import Iterator
from pathlib import Path

from venule.config import load_profile
from venule.demo.cities import lay_plan_beside, load_city
from venule.demo.history import LENGTH, SHORTEST, begin_of_history, delivery, live_through
from venule.demo.profile import write_profile
from venule.demo.survey import take_inventory
from venule.demo.town import Pace, Town
from venule.desk.session import find_basemap
from venule.domain.instant import HOUR, MINUTE, SECOND, Instant, from_iso
from venule.recorder.packets import publications
from venule.sdk import (
    AssetKind,
    City,
    Gateway,
    Outgoing,
    Quantity,
    Simulator,
    Vertical,
    chirpstack_uplink,
    json_reading,
)
from venule.store.reader import Reader
from venule.store.writer import Writer
from venule.verticals.discovery import Found, discover
from venule.verticals.guard import Guard

NOW = from_iso("2026-11-22T12:00:00Z")


class Meters:
    """Each meter says its reading once a minute, as plain JSON."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.told_until: Instant = 0

    def start(self, now: Instant) -> Iterator[Outgoing]:
        self.told_until = now
        yield from self.say(now)

    def step(self, now: Instant) -> Iterator[Outgoing]:
        while self.told_until + MINUTE <= now:
            self.told_until += MINUTE
            yield from self.say(self.told_until)

    def say(self, at: Instant) -> Iterator[Outgoing]:
        for number in range(self.count):
            yield json_reading(
                network="meters",
                kind="lighting.meter",
                asset=f"M{number}",
                datastream="power",
                value=1.5,
                unit="W",
                at=at,
            )


class Lighting(Vertical):
    """A vertical of the tests' own under a name the demo knows."""

    name = "lighting"
    kinds = (AssetKind("meter", quantities=(Quantity("power", "W"),)),)

    def simulate(self, city: City, seed: int, assets: int) -> Simulator:
        return Meters(assets)


class Mute(Vertical):
    """A vertical without a simulator."""

    name = "parking"
    kinds = (AssetKind("bay"),)


def test_that_the_city_has_streets_and_a_plan_for_the_map(tmp_path: Path) -> None:
    city = load_city()
    assert len(city.streets) > 1000
    assert all(len(street.line) > 1 for street in city.streets)
    lay_plan_beside(tmp_path / "town.venule")
    assert find_basemap(tmp_path / "town.venule") == tmp_path / "town.basemap.pmtiles"
    assert (tmp_path / "town.basemap.pmtiles").stat().st_size > 1_000_000


def test_that_assets_are_shared_out_and_a_vertical_without_a_simulator_is_left_out() -> None:
    town = Town([Lighting(), Mute()], load_city(), 80)
    said = list(town.start(NOW))
    assert len(said) == 45, "the share of lighting beside parking"
    assert list(town.step(NOW + MINUTE)) != said


def test_that_a_past_is_recorded_as_if_it_had_been_heard(tmp_path: Path) -> None:
    cache, profile = tmp_path / "town.venule", tmp_path / "demo.toml"
    Writer(cache).close()
    write_profile(profile, "town", 1883)
    guard = Guard([Found("lighting", "tests", "1", 1, Lighting())])
    town = Town(guard.verticals.values(), load_city(), 10)
    rate = live_through(town, load_profile(profile), cache, guard, (NOW - HOUR, NOW))
    assert rate == 10 / 60
    with Reader(cache) as reader:
        counts, feeds = reader.counts(), reader.feeds(NOW)
        arrivals = reader.arrivals(NOW - HOUR, NOW + SECOND, 6, NOW)
    assert (counts.assets, counts.observations, counts.rejects) == (10, 610, 0)
    assert counts.first_recorded_at == NOW - HOUR
    assert counts.last_recorded_at == NOW
    assert [feed.presence for feed in feeds] == ["online"]
    assert all(count > 0 for count in arrivals.count)


def test_that_the_inventory_is_imported_once_and_values_find_their_lines_and_areas(tmp_path: Path) -> None:
    cache, profile = tmp_path / "town.venule", tmp_path / "demo.toml"
    Writer(cache).close()
    write_profile(profile, "town", 1883)
    guard = Guard(discover())
    town = Town(guard.verticals.values(), load_city(), 300)
    inventory = list(town.inventory())
    for _ in range(2):
        summary = take_inventory(inventory, cache, guard, NOW - HOUR)
        assert summary is not None
        assert (len(summary.assets), summary.observations, summary.rejects) == (len(inventory), 0, 0)
    live_through(town, load_profile(profile), cache, guard, (NOW - HOUR, NOW))
    with Reader(cache) as reader:
        catalogue, counts = reader.catalogue(), reader.counts()
    assets = catalogue.assets
    assert counts.rejects == 0
    assert 290 <= counts.assets <= 310
    shaped = {assets.name[row]: row for row in assets.shapes.asset.tolist()}
    assert set(shaped) == {asset.name for asset in inventory}
    for asset in inventory:
        row, shape = shaped[asset.name], assets.shapes.of(shaped[asset.name])
        assert asset.shape is not None
        assert shape is not None
        assert shape.closed == asset.shape.closed
        assert shape.points == asset.shape.points
        assert (catalogue.kinds[assets.kind[row]], assets.label[row]) == (asset.kind, asset.label)
    of_pipes = {row for row, kind in enumerate(assets.kind.tolist()) if catalogue.kinds[kind] == "water.pipe"}
    assert of_pipes
    assert of_pipes <= set(shaped.values()), "no message names a main that the inventory lacks"


def test_that_a_town_without_lines_and_areas_has_no_inventory(tmp_path: Path) -> None:
    town = Town([Lighting()], load_city(), 5)
    assert list(town.inventory()) == []
    assert take_inventory([], tmp_path / "town.venule", Guard([]), NOW) is None
    assert list(tmp_path.iterdir()) == []


def test_that_the_past_is_shorter_in_a_large_town_and_goes_on_where_a_recording_stopped() -> None:
    assert begin_of_history(1500, NOW, None) == NOW - LENGTH
    assert begin_of_history(15_000, NOW, None) == NOW - LENGTH // 10
    assert begin_of_history(200_000, NOW, None) == NOW - SHORTEST
    assert begin_of_history(1500, NOW, NOW - MINUTE) == NOW - MINUTE


def test_that_what_is_delivered_reads_as_what_was_said() -> None:
    said = [Outgoing("a/b", b"x" * size) for size in (0, 1, 123, 124, 20_000)]
    delivered = delivery("city", said, NOW)
    assert delivered.messages == len(said)
    read = [Outgoing(packet.topic, packet.payload) for packet in publications(delivered.packets, False)]
    assert read == said


def test_that_a_town_living_faster_still_speaks_in_our_time() -> None:
    pace = Pace(NOW, 10.0)
    assert pace.town_time(NOW + SECOND) == NOW + 10 * SECOND
    uplink = chirpstack_uplink(
        application="a", profile="p", dev_eui="0" * 16, name="n", port=1, payload=b"", at=NOW + 10 * SECOND, counter=1,
        gateway=Gateway("", "g"),
    )  # fmt: skip
    told = pace.translated(uplink).payload
    assert re.findall(rb'ime":"(.*?)"', told) == [b"2026-11-22T12:00:01Z"] * 2
    reading = json_reading(network="n", kind="a.b", asset="x", datastream="y", value=1, unit="", at=NOW + 10 * SECOND)
    assert pace.translated(reading).payload == b'{"v":1,"t":%d}' % ((NOW + SECOND) // 1000)
    late = json_reading(network="n", kind="a.b", asset="x", datastream="y", value=1, unit="", at=NOW - HOUR)
    assert pace.translated(late) == late


def test_that_a_town_never_lives_slower_than_we_do() -> None:
    assert Pace(NOW, 0.1).town_time(NOW + SECOND) == NOW + SECOND
