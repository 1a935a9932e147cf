"""The tree: counts that add up, shelves for the many, a filter, and states that follow the city."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from tests.desk.models.test_city import catalogue, values
from tests.desk.town import NOON, alarm
from venule.desk.models.city import CityModel
from venule.desk.models.grouping import SHELF, shelf_title
from venule.desk.models.navigator import COUNTS_ROLE, STATE, STATUS_ROLE, NavigatorModel
from venule.desk.style.look import Look
from venule.domain.alarm import Status


@pytest.fixture
def city() -> CityModel:
    made = CityModel()
    made.set_catalogue(catalogue(assets=2 * SHELF + 2))
    made.jump(values((10, NOON, 2.0)))
    return made


@pytest.fixture
def model(styled: QApplication, city: CityModel) -> NavigatorModel:
    made = NavigatorModel(city, Look())
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def test_that_every_asset_is_found_where_the_tree_says(model: NavigatorModel, city: CityModel) -> None:
    for asset in range(len(city.status)):
        index = model.index_of_asset(asset)
        assert model.asset_at(index) == asset
        assert model.index(index.row(), 0, model.parent(index)).data() == index.data()


def test_that_no_row_holds_more_than_a_shelf(model: NavigatorModel) -> None:
    assert max(len(group.assets) for group in model.groups) <= SHELF
    assert sum(len(group.assets) for group in model.groups) == 2 * SHELF + 2


def test_that_counts_add_up_to_the_city(model: NavigatorModel, city: CityModel) -> None:
    counts = model.index(0, STATE).data(COUNTS_ROLE)
    assert list(counts) == city.counts().tolist()
    assert counts[Status.OK] == 1


def test_that_the_worst_status_climbs_to_the_network(model: NavigatorModel, city: CityModel) -> None:
    city.set_alarms((alarm("a-7"),), ())
    assert model.index(0, 0).data(STATUS_ROLE) is Status.ALARM


def test_that_a_filter_leaves_only_what_matches(model: NavigatorModel) -> None:
    model.set_filter("A-77 water")
    shown = {model.asset_at(model.index_of_asset(row)) for row in (77, 770, 7)}
    assert shown == {77, 770, None}
    model.set_filter("")
    assert model.index_of_asset(7).isValid()


def test_that_a_filter_that_finds_nothing_leaves_an_empty_tree(model: NavigatorModel) -> None:
    model.set_filter("nothing of that name")
    assert model.rowCount() == 0


def test_that_a_changed_asset_is_told_with_the_rows_above_it(model: NavigatorModel, city: CityModel) -> None:
    told = []
    model.dataChanged.connect(lambda first, last, roles: told.append(first.data(Qt.ItemDataRole.DisplayRole)))
    city.set_alarms((alarm("a-0"),), ())
    assert {"a-0", "gw", "water"} <= set(told)


def test_that_a_grown_catalogue_brings_its_assets(model: NavigatorModel, city: CityModel) -> None:
    city.set_catalogue(catalogue(version=2, assets=2 * SHELF + 5))
    assert model.index_of_asset(2 * SHELF + 4).isValid()
    assert np.sum(model.index(0, STATE).data(COUNTS_ROLE)) == 2 * SHELF + 5


def test_that_a_shelf_is_titled_by_what_tells_its_ends_apart() -> None:
    assert shelf_title("bristol-00001", "bristol-00500") == "00001 – 00500"
    assert shelf_title("elm", "oak") == "elm – oak"
