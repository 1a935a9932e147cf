"""The city's columns: what counts as the latest value, and which status an asset wears."""

from dataclasses import replace

import numpy as np
import pytest

from tests.desk.town import NOON, alarm
from venule.desk.models.city import CityModel
from venule.domain.alarm import Status
from venule.domain.instant import MINUTE, SECOND, Instant
from venule.domain.liveness import Liveness, Presence, Subject
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity
from venule.domain.rule import Priority
from venule.store.answers import Assets, Catalogue, Cursor, Datastreams, Gateways, Network, Values

SILENT = Liveness(Subject.GATEWAY, "water", "gw", Presence.OFFLINE, NOON, "")


def catalogue(version: int = 1, assets: int = 2) -> Catalogue:
    """Assets a-0, a-1, … with one datastream each; a-0 behind the gateway. Ids are ten times the row."""
    rows = np.arange(assets)
    names = tuple(f"a-{row}" for row in rows)
    nowhere, zeros = np.full(assets, np.nan), np.zeros(assets, np.int32)
    gateway = np.where(rows == 0, 0, -1).astype(np.int32)
    return Catalogue(
        version,
        (Network(1, "water", ""),),
        ("water.tank",),
        (Quantity("level", unit="m"),),
        Gateways(np.array([1]), ("gw",), np.zeros(1, np.int32), np.zeros(1), np.zeros(1)),
        Assets(rows * 10, names, names, zeros, zeros, gateway, nowhere, nowhere),
        Datastreams(rows * 10, rows.astype(np.int32), zeros, np.full(assets, MINUTE)),
    )


def values(*rows: tuple[int, Instant, float], as_of: Instant = NOON, quality: int = Quality.GOOD) -> Values:
    """Observations (datastream, observed at, number)."""
    ids, times, numbers = (np.array(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    count = len(rows)
    return Values(
        as_of,
        Cursor(as_of, 0),
        1,
        np.array(ids, np.int64),
        np.array(times, np.int64),
        np.array(times, np.int64),
        np.array(numbers, np.float64),
        np.full(count, quality, np.int8),
        np.zeros(count, np.int8),
        {},
        {},
    )


@pytest.fixture
def city() -> CityModel:
    made = CityModel()
    made.set_catalogue(catalogue())
    made.jump(values((0, NOON, 1.0), (10, NOON, 2.0)))
    return made


def test_that_an_asset_never_heard_is_unknown() -> None:
    city = CityModel()
    city.set_catalogue(catalogue())
    assert city.status.tolist() == [Status.UNKNOWN, Status.UNKNOWN]


def test_that_a_backdated_value_does_not_replace_a_newer_one(city: CityModel) -> None:
    city.pulse(values((0, NOON - SECOND, 9.0), as_of=NOON + SECOND))
    assert city.latest.number[0] == 1.0


def test_that_of_two_values_in_one_pulse_the_later_observed_counts(city: CityModel) -> None:
    city.pulse(values((10, NOON + 2 * SECOND, 5.0), (10, NOON + SECOND, 4.0), as_of=NOON + 3 * SECOND))
    assert city.latest.number.tolist() == [1.0, 5.0]


def test_that_a_value_of_an_unknown_datastream_is_let_go(city: CityModel) -> None:
    city.pulse(values((7, NOON + SECOND, 5.0), as_of=NOON + SECOND))
    assert city.latest.number.tolist() == [1.0, 2.0]


def test_that_silence_beyond_the_expected_interval_makes_an_asset_stale(city: CityModel) -> None:
    city.pulse(values((10, NOON + 100 * SECOND, 2.0), as_of=NOON + 120 * SECOND))
    assert city.status.tolist() == [Status.STALE, Status.OK]


def of_one_asset() -> Catalogue:
    """As above, but the second datastream is the first asset's too, and states no interval of its own."""
    plain = catalogue()
    streams = replace(plain.datastreams, asset=np.zeros(2, np.int32), expected_every_us=np.array([MINUTE, 0]))
    return replace(plain, datastreams=streams)


@pytest.mark.parametrize(("heard", "stale"), [(NOON + 100 * SECOND, [True, False]), (NOON, [True, True])])
def test_that_a_value_without_an_interval_is_stale_when_its_asset_is_silent(heard: Instant, stale: list[bool]) -> None:
    city = CityModel()
    city.set_catalogue(of_one_asset())
    city.jump(values((0, NOON, 1.0), (10, heard, 2.0), as_of=NOON + 2 * MINUTE))
    assert city.stale.tolist() == stale


def test_that_what_came_before_its_name_is_placed_when_the_name_comes() -> None:
    city = CityModel()
    city.set_catalogue(catalogue(assets=1))
    early = replace(values((10, NOON, 5.0)), catalogue_version=2)
    city.pulse(early)
    city.set_catalogue(catalogue(version=2))
    assert city.latest.number[1] == 5.0


def test_that_only_rows_with_another_status_are_told(city: CityModel) -> None:
    told = []
    city.changed.connect(told.append)
    city.pulse(values((10, NOON + 100 * SECOND, 2.0), as_of=NOON + 120 * SECOND))
    assert [change.assets.tolist() for change in told] == [[0]]
    assert [change.datastreams.tolist() for change in told] == [[1]]


def test_that_nothing_is_told_while_nothing_changes(city: CityModel) -> None:
    told = []
    city.changed.connect(told.append)
    city.pulse(values(as_of=NOON + 5 * SECOND))
    assert told == []


def test_that_an_alarm_is_worse_than_staleness(city: CityModel) -> None:
    city.pulse(values(as_of=NOON + 1000 * SECOND))
    city.set_alarms((alarm("a-1", Priority.LOW),), ())
    assert city.status.tolist() == [Status.STALE, Status.WARNING]


def test_that_assets_behind_a_lost_gateway_are_unknown_and_not_stale(city: CityModel) -> None:
    city.pulse(values(as_of=NOON + 1000 * SECOND))
    city.set_alarms((), (SILENT,))
    assert city.status.tolist() == [Status.UNKNOWN, Status.STALE]
    assert city.trusted().tolist() == [False, False]


def test_that_an_alarm_folded_under_its_gateways_does_not_colour_its_asset(city: CityModel) -> None:
    parent = alarm("gw", of_gateway=True)
    city.set_alarms((parent, alarm("a-0", parent=parent.uid)), ())
    assert city.status.tolist() == [Status.UNKNOWN, Status.OK]


def test_that_a_bad_value_is_shown_and_does_not_count(city: CityModel) -> None:
    city.pulse(values((10, NOON + SECOND, 5.0), as_of=NOON + SECOND, quality=Quality.BAD))
    assert city.latest.number[1] == 5.0
    assert city.trusted().tolist() == [True, False]


def test_that_values_survive_a_growing_catalogue(city: CityModel) -> None:
    city.set_catalogue(catalogue(version=2, assets=3))
    assert city.latest.number[:2].tolist() == [1.0, 2.0]
    assert city.status.tolist() == [Status.OK, Status.OK, Status.UNKNOWN]


def test_that_a_jump_back_forgets_what_was_not_known_then(city: CityModel) -> None:
    city.jump(values((0, NOON - MINUTE, 0.5), as_of=NOON - MINUTE))
    assert city.status.tolist() == [Status.OK, Status.UNKNOWN]
    assert np.isnan(city.latest.number[1])


def test_that_an_unknown_value_never_enters_an_indicator_as_a_number(city: CityModel) -> None:
    city.set_alarms((), (SILENT,))
    numbers, known = city.snapshot().latest("water.tank", "level")
    assert known.tolist() == [False, True]
    assert np.isnan(numbers[0])
    assert numbers[1] == 2.0


def test_that_a_kind_nobody_declared_has_no_values(city: CityModel) -> None:
    numbers, known = city.snapshot().latest("parking.bay", "occupied")
    assert len(numbers) == len(known) == 0
