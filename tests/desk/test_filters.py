"""The filter between a person and the maps: names outlive a catalogue, ages move on, and all maps share one filter."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.town import NOON
from venule.desk.links.filters import ALL_PASS, FilterLink, Filters, filter_of
from venule.desk.map.assets.filters import Traits
from venule.desk.map.tiles.work.hands import OwnHands
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.map.view import MapView
from venule.desk.models.city import EMPTY, CityModel
from venule.desk.models.filtering import EVERYTHING, Named, Wish, offer_of
from venule.desk.models.shapecolours import Colours
from venule.desk.style.palette import DARK
from venule.desk.style.tones import Tone
from venule.domain.alarm import Status
from venule.domain.instant import HOUR, MINUTE
from venule.store.answers import Assets, Catalogue, Network

NO_SHAPES = np.zeros(0, np.int32)
KINDS = ("lighting.lamp", "water.meter", "water.tank", "water.pond")


def catalogue(version: int = 1, networks: tuple[str, ...] = ("north", "south")) -> Catalogue:
    """Six assets: three lamps, two meters and a tank, half of them in each network."""
    count = 6
    ids = np.arange(count, dtype=np.int64)
    assets = Assets(
        ids,
        tuple("abcdef"),
        tuple("abcdef"),
        np.array([0, 1, 0, 1, 0, 1], np.int32),
        np.array([0, 0, 0, 1, 1, 2], np.int32),
        np.full(count, -1, np.int32),
        np.linspace(11.5, 11.6, count),
        np.full(count, 48.1),
    )
    named = tuple(Network(row, name, "") for row, name in enumerate(networks))
    return replace(EMPTY, version=version, networks=named, kinds=KINDS, assets=assets)


def city_of(told: Catalogue) -> CityModel:
    """A city at noon, which heard each asset one more quarter of an hour ago."""
    city = CityModel()
    city.set_catalogue(told)
    city.now = NOON
    city.heard_at = NOON - np.arange(6, dtype=np.int64) * 15 * MINUTE
    return city


class Town:
    """A city, its filters and one map, without the link that lays the assets."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.owner = qtbot, QObject()
        self.city = city_of(catalogue())
        self.filters = Filters(self.city, self.owner)
        self.view = self.made()

    def made(self) -> MapView:
        """A map with the city's assets."""
        view = MapView(DARK, worker=Worker(self.owner, OwnHands))
        self.qtbot.addWidget(view)
        assets = self.city.catalogue.assets
        view.set_assets(assets.longitude, assets.latitude, np.zeros(6, np.int8))
        return view

    def link(self, view: MapView) -> FilterLink:
        return FilterLink(view, self.city, self.filters, self.owner)


def shown(view: MapView) -> int:
    """How many assets a map shows."""
    return int(view._frame.assets.pyramid.totals.sum())


@pytest.fixture
def town(styled: QApplication, qtbot: QtBot) -> Town:
    return Town(qtbot)


def rows(wish: Wish, told: Catalogue | None = None) -> list[int] | None:
    """The rows that pass a wish."""
    told = told or catalogue()
    traits = Traits(told.assets.network, told.assets.kind, told.kinds, city_of(told).heard_at)
    passing = filter_of(wish, told, NOON).passing(traits)
    return None if passing is None else np.flatnonzero(passing).tolist()


def test_that_what_is_offered_is_counted_most_frequent_first_and_kinds_without_assets_are_not() -> None:
    offer = offer_of(catalogue())
    assert offer.networks == (Named("north", 3), Named("south", 3))
    assert offer.verticals == (Named("lighting", 3), Named("water", 3))
    assert [named.name for named in offer.kinds] == ["lighting.lamp", "water.meter", "water.tank"]


def test_that_an_empty_catalogue_offers_nothing() -> None:
    assert offer_of(EMPTY) == offer_of(replace(EMPTY, kinds=KINDS))


def test_that_names_left_out_do_not_pass() -> None:
    assert rows(EVERYTHING) is None
    assert rows(Wish(networks=frozenset({"south"}))) == [0, 2, 4]
    assert rows(Wish(verticals=frozenset({"lighting"}))) == [3, 4, 5]
    assert rows(Wish(kinds=frozenset({"water.meter"}))) == [0, 1, 2, 5]
    assert rows(Wish(frozenset({"south"}), frozenset({"lighting"}))) == [4]


def test_that_names_nobody_knows_leave_nothing_out_and_new_names_are_shown() -> None:
    wish = Wish(networks=frozenset({"gone"}), verticals=frozenset({"gas"}), kinds=frozenset({"gas.meter"}))
    assert rows(wish) is None
    assert rows(Wish(networks=frozenset({"south"})), catalogue(networks=("new", "south"))) == [0, 2, 4]


def test_that_assets_silent_for_longer_are_left_out() -> None:
    assert rows(Wish(heard_within_us=HOUR)) == [0, 1, 2, 3, 4]
    assert rows(Wish(heard_within_us=15 * MINUTE)) == [0, 1]


def test_that_statuses_are_left_to_the_map() -> None:
    found = filter_of(Wish(statuses=frozenset({Status.OK})), catalogue(), NOON)
    assert Status.OK not in found.statuses
    assert len(found.statuses) == len(Status) - 1
    assert rows(Wish(statuses=frozenset({Status.OK}))) is None


def test_that_a_map_is_filtered_and_shown_whole_again(town: Town) -> None:
    town.link(town.view)
    town.filters.set_wish(Wish(networks=frozenset({"south"})))
    assert shown(town.view) == 3
    assert "Filtered: 3 of 6" in town.view._frame.assets.filter_words(NO_SHAPES)
    town.filters.clear()
    assert shown(town.view) == 6
    assert not town.view._frame.assets.filter_words(NO_SHAPES)


def test_that_the_filter_outlives_another_catalogue(town: Town) -> None:
    def lay(_: object) -> None:
        assets = town.city.catalogue.assets
        town.view.set_assets(assets.longitude, assets.latitude, np.zeros(6, np.int8))

    town.city.rebuilt.connect(lay)
    town.link(town.view)
    town.filters.set_wish(Wish(networks=frozenset({"south"})))
    town.city.set_catalogue(catalogue(2, ("south", "north")))
    assert town.filters.mask.passing is not None
    assert np.flatnonzero(town.filters.mask.passing).tolist() == [1, 3, 5]
    assert shown(town.view) == 3


def test_that_time_moves_assets_out_of_an_age_and_maps_are_told_only_then(town: Town) -> None:
    town.link(town.view)
    town.filters.set_wish(Wish(heard_within_us=HOUR))
    assert shown(town.view) == 5
    told: list[None] = []
    town.filters.aged.connect(lambda: told.append(None))
    town.city.now += MINUTE
    town.filters.age()
    assert shown(town.view) == 4
    town.filters.age()
    assert len(told) == 1


def test_that_alarms_pass_every_filter(town: Town) -> None:
    town.link(town.view)
    town.view.set_status(np.array([1]), np.array([Status.ALARM], np.int8))
    town.filters.set_wish(Wish(networks=frozenset({"south"}), statuses=frozenset({Status.ALARM})))
    assert shown(town.view) == 4
    assert town.view._frame.assets.filter_words(NO_SHAPES).endswith("and one alarm from outside the filter")


def test_that_a_map_that_goes_its_own_way_shows_everything_and_follows_again_when_it_is_linked(town: Town) -> None:
    first, second = town.link(town.view), town.made()
    other = town.link(second)
    assert first is not other
    town.filters.set_wish(Wish(networks=frozenset({"south"})))
    assert shown(second) == 3
    other.hold(False)
    assert (shown(town.view), shown(second)) == (3, 6)
    town.filters.set_wish(Wish(verticals=frozenset({"lighting", "water"})))
    assert (shown(town.view), shown(second)) == (0, 6)
    other.hold(True)
    assert shown(second) == 0


def test_that_a_wish_for_everything_lets_everything_pass(town: Town) -> None:
    town.filters.set_wish(Wish(networks=frozenset({"south"})))
    town.filters.clear()
    assert town.filters.mask is ALL_PASS
    assert town.filters.wish.all_shown


def test_that_lines_of_what_does_not_pass_go_too_unless_they_are_in_alarm(town: Town) -> None:
    town.link(town.view)
    lines, parts = np.arange(6, dtype=np.int32), np.arange(7, dtype=np.int32)
    along = np.repeat(np.arange(6.0), 2), np.tile([0.0, 1.0], 6)
    town.view.shapes.set_shapes(lines, np.zeros(6, np.bool_), first=parts, part=2 * parts, degrees=along)
    town.view.set_status(np.array([1]), np.array([Status.ALARM], np.int8))
    layer = town.view._frame.shapes
    town.filters.set_wish(Wish(networks=frozenset({"south"})))
    assert np.flatnonzero(layer.colours.tone == Tone.HIDDEN).tolist() == [3, 5]
    mark = np.zeros(6, np.int8)
    town.view.shapes.set_colours(Colours(np.full(6, 4, np.int8), mark, mark))
    assert layer.colours.tone.tolist() == [4, 4, 4, Tone.HIDDEN, 4, Tone.HIDDEN], "new colours are filtered too"
    town.filters.clear()
    assert layer.colours.tone.tolist() == [4] * 6


def test_that_assets_without_a_place_that_are_lines_are_counted_among_those_shown(town: Town) -> None:
    town.link(town.view)
    town.view.set_assets(np.full(6, np.nan), np.full(6, np.nan), np.zeros(6, np.int8))
    town.filters.set_wish(Wish(networks=frozenset({"south"})))
    assert town.view._frame.assets.filter_words(np.arange(6, dtype=np.int32)) == "Filtered: 3 of 6 assets shown"
