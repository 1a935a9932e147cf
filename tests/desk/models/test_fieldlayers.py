"""Fields: which values are offered, what is left out of them, and which gateways are covered."""

from dataclasses import replace

import numpy as np
import pytest

from tests.desk.models.test_city import values
from tests.desk.models.test_layers import QUANTITIES, catalogue
from tests.desk.town import NOON
from venule.desk.models.city import CityModel
from venule.desk.models.fieldlayers import FieldModel
from venule.desk.models.fieldvalues import Fields
from venule.desk.models.selection import Selection
from venule.domain.instant import SECOND
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.sdk import LayerForm, MapLayer
from venule.store.answers import Catalogue, Gateways

HEAT, POINTS, COVERAGE = LayerForm.HEAT, LayerForm.POINTS, LayerForm.COVERAGE
LEAK = "water/leak/"
DECLARED = MapLayer("leaks", "Leaks on the ground", HEAT, ("water.meter",), "leak")


def heard() -> Catalogue:
    """The three meters behind two gateways of which the second hears one."""
    plain = catalogue()
    away = np.full(2, np.nan)
    gateways = Gateways(np.arange(2), ("g-0", "g-1"), np.zeros(2, np.int32), away, away)
    gateway = np.array([-1, -1, -1, -1, 0, 0, 1, -1], np.int32)
    return replace(plain, gateways=gateways, assets=replace(plain.assets, gateway=gateway))


@pytest.fixture
def city() -> CityModel:
    return CityModel()


def test_that_values_of_points_are_offered_and_those_of_shapes_are_not(city: CityModel) -> None:
    model = FieldModel(city, ())
    assert not model.offered(HEAT)
    city.set_catalogue(catalogue())
    assert {name: layer.title for name, layer in model.offered(HEAT).items()} == {LEAK: "Leak"}
    assert [*model.offered(POINTS)] == [LEAK]
    assert model.chosen(HEAT) == ""


def test_that_a_declared_layer_stands_for_the_value_that_it_shows(city: CityModel) -> None:
    model = FieldModel(city, [("water", DECLARED)])
    city.set_catalogue(catalogue())
    assert [*model.offered(HEAT)] == ["water.leaks"]
    assert [*model.offered(POINTS)] == [LEAK]


@pytest.mark.parametrize(
    ("quantity", "offered"),
    [
        (Quantity("x", kind=ValueKind.COUNTER, unit="W.h"), False),
        (Quantity("x", kind=ValueKind.STATE), False),
        (Quantity("x"), False),
        (Quantity("x", unit="W"), True),
        (Quantity("x", kind=ValueKind.COUNT), True),
    ],
)
def test_that_only_values_are_offered_of_which_a_mean_means_something(
    city: CityModel, quantity: Quantity, offered: bool
) -> None:
    model = FieldModel(city, ())
    flow, pressure, _, flow_ls = QUANTITIES
    city.set_catalogue(replace(catalogue(), quantities=(flow, pressure, quantity, flow_ls)))
    assert bool(model.offered(HEAT)) == offered


def test_that_stale_and_bad_values_are_left_out_and_the_share_of_a_flag_is_in_percent(city: CityModel) -> None:
    model = FieldModel(city, ())
    city.set_catalogue(catalogue())
    city.jump(values((40, NOON, 1.0), (50, NOON - 600 * SECOND, 1.0)))
    city.pulse(values((60, NOON, 1.0), quality=Quality.BAD))
    model.choose(HEAT, LEAK)
    heat = model.fields.heat
    assert heat is not None
    assert heat.rows.tolist() == [4, 5, 6]
    assert np.array_equal(heat.place, [1.0, np.nan, np.nan], equal_nan=True)
    assert (heat.scale.title, heat.scale.ends) == ("Leak", ("0 %", "100 %"))


def test_that_changes_are_told_at_most_twice_a_second_and_a_choice_at_once(city: CityModel) -> None:
    model = FieldModel(city, ())
    told: list[Fields] = []
    model.renewed.connect(told.append)
    city.set_catalogue(catalogue())
    city.jump(values((40, NOON, 1.0)))
    assert not told
    model.choose(POINTS, LEAK)
    city.pulse(values((50, NOON, 1.0)))
    assert len(told) == 1
    model._pause.timeout.emit()
    assert len(told) == 2
    model.choose(POINTS, "")
    assert told[-1].points is None


def test_that_the_chosen_network_gateway_or_asset_is_covered(city: CityModel) -> None:
    model, selection = FieldModel(city, ()), Selection(city)
    model.watch(selection)
    city.set_catalogue(heard())
    city.jump(values((40, NOON, 1.0)))
    selection.choose(4)
    assert model.fields.coverage is None
    model.choose(COVERAGE, "coverage")
    assert covered(model) == [[4, 5]]
    selection.choose_gateway(1)
    assert covered(model) == [[6]]
    selection.choose(None)
    assert covered(model) == []


def test_that_coverage_stays_the_same_object_while_nothing_of_it_changes(city: CityModel) -> None:
    model, selection = FieldModel(city, ()), Selection(city)
    model.watch(selection)
    city.set_catalogue(heard())
    selection.choose_gateway(0)
    model.choose(COVERAGE, "coverage")
    before = model.fields.coverage
    city.jump(values((40, NOON, 1.0)))
    assert model.fields.coverage is before


def test_that_without_any_gateway_no_coverage_is_offered(city: CityModel) -> None:
    model = FieldModel(city, ())
    city.set_catalogue(catalogue())
    assert not model.offered(COVERAGE)


def covered(model: FieldModel) -> list[list[int]]:
    assert model.fields.coverage is not None
    return [one.rows.tolist() for one in model.fields.coverage.gateways]


@pytest.mark.parametrize(
    ("told", "ends"),
    [((4.0, 5.0, 6.0), ("4", "6")), ((1.0, 5.0, 9.0), ("0", "10")), ((5.0, 5.0, 5.0), ("4", "6"))],
)
def test_that_a_range_far_wider_than_the_values_gives_way_to_them(
    city: CityModel, told: tuple[float, ...], ends: tuple[str, str]
) -> None:
    model = FieldModel(city, ())
    flow, pressure, _, flow_ls = QUANTITIES
    level = Quantity("level", unit="bar", low=0, high=10)
    city.set_catalogue(replace(catalogue(), quantities=(flow, pressure, level, flow_ls)))
    city.jump(values(*((row * 10, NOON, value) for row, value in zip((4, 5, 6), told, strict=True))))
    model.choose(HEAT, "water/level/bar")
    assert model.fields.heat is not None
    assert model.fields.heat.scale.ends == ends
