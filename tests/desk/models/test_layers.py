"""Layers: values become steps, reasons stay apart, areas gather what stands in them, rivals exclude one another."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.models.test_city import values
from tests.desk.town import NOON, alarm
from venule.desk.models.city import CityModel
from venule.desk.models.colouring import rounded, span_of, steps
from venule.desk.models.insides import insides
from venule.desk.models.layers import LayerModel
from venule.desk.models.shapecolours import Colours
from venule.desk.style.tones import STEPS, Mark, Tone
from venule.domain.instant import MINUTE, SECOND
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.sdk import Gather, LayerForm, MapLayer
from venule.store.answers import Assets, AssetShapes, Catalogue, Datastreams, Gateways, Network

KINDS = ("water.pipe", "water.district", "water.meter", "water.cable")
QUANTITIES = (
    Quantity("flow", unit="m3/h"),
    Quantity("pressure", unit="bar", low=0, high=8),
    Quantity("leak", kind=ValueKind.FLAG),
    Quantity("flow", unit="L/s"),
)
PIPE, DISTRICT, METER, CABLE = range(4)
FLOW, PRESSURE, LEAK, FLOW_LS = range(4)

ROWS = (
    (PIPE, FLOW),
    (PIPE, FLOW),
    (PIPE, FLOW_LS),
    (DISTRICT, FLOW),
    (METER, LEAK),
    (METER, LEAK),
    (METER, LEAK),
    (CABLE, FLOW),
)
"""The kind of each asset and the quantity of its one datastream; ids are ten times the row."""

BY_FLOW = MapLayer("flow", "Flow", LayerForm.LINES, ("water.pipe",), "flow", (0, 80))
BY_STATUS = MapLayer("status", "Status", LayerForm.LINES, ("water.pipe",))
BY_LEAKS = MapLayer(
    "leaks", "Leaks", LayerForm.AREAS, ("water.district",), "leak", gather=Gather.COUNT, of=("water.meter",)
)
LAYERS = (BY_FLOW, BY_STATUS, BY_LEAKS)


def shapes() -> AssetShapes:
    """Three pipes, a district of one degree around the origin, and a cable, which no layer is declared for."""
    x = np.array([0, 1, 2, 3, 4, 5, 0, 1, 1, 0, 6, 7], float)
    y = np.array([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0], float)
    asset, closed = np.array([0, 1, 2, 3, 7], np.int32), np.array([False, False, False, True, False])
    return AssetShapes(asset, closed, np.arange(6, dtype=np.int32), np.array([0, 2, 4, 6, 10, 12], np.int32), x, y)


def catalogue(version: int = 1) -> Catalogue:
    rows = np.arange(len(ROWS))
    names = tuple(f"a-{row}" for row in rows)
    kind, quantity = np.array(ROWS, np.int32).T.copy()
    longitude = np.array([0.5, 0.5, 0.5, 0.5, 0.2, 0.9, 1.5, np.nan])
    latitude = np.array([0.0, 0.0, 0.0, 0.5, 0.2, 0.9, 0.5, np.nan])
    zeros, away = np.zeros(len(ROWS), np.int32), np.full(len(ROWS), -1, np.int32)
    return Catalogue(
        version,
        (Network(1, "water", ""),),
        KINDS,
        QUANTITIES,
        Gateways(np.zeros(0, np.int64), (), np.zeros(0, np.int32), np.zeros(0), np.zeros(0)),
        Assets(rows * 10, names, names, zeros, kind, away, longitude, latitude, shapes()),
        Datastreams(rows * 10, rows.astype(np.int32), quantity, np.full(len(ROWS), MINUTE)),
    )


def seen(*told: tuple[int, float], layers: Sequence[MapLayer] = LAYERS, ago_s: int = 0, quality: int = 0) -> Colours:
    """What shapes look like after assets said these values so long before noon."""
    city = CityModel()
    model = LayerModel(city, [("water", layer) for layer in layers])
    city.set_catalogue(catalogue())
    city.jump(values(*((row * 10, NOON - ago_s * SECOND, value) for row, value in told), quality=quality))
    return model.colours()


def test_that_a_value_is_a_step_of_the_scale_and_what_lies_beyond_its_last_one() -> None:
    assert seen((0, 35.0), (1, 500.0)).tone[:2].tolist() == [3, STEPS - 1]
    assert seen((0, -5.0), (1, 0.0)).tone[:2].tolist() == [0, 0]


def test_that_reasons_for_no_value_are_kept_apart() -> None:
    assert seen((0, 35.0)).tone[1] == Tone.NO_VALUE
    assert seen((0, np.nan)).tone[0] == Tone.NO_VALUE
    assert seen((0, 35.0), ago_s=600).tone[0] == Tone.STALE
    assert seen((0, 35.0), quality=Quality.BAD).tone[0] == Tone.BAD
    assert seen((0, 35.0), quality=Quality.MISSING).tone[0] == Tone.NO_VALUE
    assert seen((0, 35.0), quality=Quality.STALE).tone[0] == Tone.STALE
    assert seen((0, 35.0), quality=Quality.UNCERTAIN).tone[0] == 3


def test_that_a_value_in_another_unit_does_not_count() -> None:
    assert seen((0, 35.0), (2, 35.0)).tone[2] == Tone.NO_VALUE


def test_that_alarms_mark_a_shape_and_leave_its_tone() -> None:
    city = CityModel()
    model = LayerModel(city, [("water", BY_FLOW)])
    city.set_catalogue(catalogue())
    city.jump(values((0, NOON, 35.0)))
    city.set_alarms((alarm("a-0"),), ())
    told = model.colours()
    assert (told.tone[0], told.mark[0]) == (3, Mark.ALARM)
    assert told.mark[1] == Mark.NONE


def test_that_an_area_counts_what_stands_in_it() -> None:
    told = seen((4, 1.0), (5, 1.0), (6, 1.0), layers=(BY_LEAKS,))
    assert 0 <= told.tone[3] < STEPS
    assert told.keys[told.layer[3]].title == "Leaks"
    assert seen(layers=(BY_LEAKS,)).tone[3] == Tone.NO_VALUE
    assert seen((4, 1.0), ago_s=600, layers=(BY_LEAKS,)).tone[3] == Tone.STALE


@pytest.mark.parametrize(
    ("gather", "step"),
    [(Gather.MEAN, 4), (Gather.MAX, STEPS - 1), (Gather.SUM, STEPS - 1), (Gather.COUNT, STEPS - 1), (Gather.SHARE, 4)],
)
def test_that_an_area_gathers_in_each_way(gather: Gather, step: int) -> None:
    layer = MapLayer(
        "x", "X", LayerForm.AREAS, ("water.district",), "leak", (0, 100 if gather is Gather.SHARE else 1),
        gather=gather, of=("water.meter",),
    )  # fmt: skip
    assert seen((4, 1.0), (5, 0.0), (6, 1.0), layers=(layer,)).tone[3] == step


def test_that_shapes_no_layer_is_declared_for_show_their_status() -> None:
    told = seen((7, 3.0))
    assert told.tone[4] == Tone.PLAIN
    assert told.keys[told.layer[4]].title == "lines"


def test_that_rivals_for_the_same_shapes_exclude_one_another_and_all_may_be_off() -> None:
    city = CityModel()
    model = LayerModel(city, [("water", layer) for layer in LAYERS])
    city.set_catalogue(catalogue())
    assert model.on == {"water.flow", "water.leaks"}
    model.switch("water.status", True)
    assert model.on == {"water.status", "water.leaks"}
    assert model.colours().tone[0] == Tone.NO_VALUE
    model.switch("water.status", False)
    assert model.on == {"water.leaks"}
    assert model.colours().tone[:3].tolist() == [Tone.HIDDEN] * 3


def test_that_a_layer_without_shapes_is_not_offered() -> None:
    city = CityModel()
    nothing = MapLayer("none", "None", LayerForm.AREAS, ("water.pipe",))
    heat = MapLayer("heat", "Heat", LayerForm.HEAT, ("water.meter",), "leak")
    model = LayerModel(city, [("water", layer) for layer in (*LAYERS, nothing, heat)])
    assert not model.offered
    city.set_catalogue(catalogue())
    assert [name for name, _ in model.offered] == ["water.flow", "water.status", "water.leaks"]


def test_that_the_key_tells_the_ends_of_the_scale_and_the_unit() -> None:
    told = seen((0, 35.0))
    key = told.keys[told.layer[0]]
    assert (key.ends, key.unit, key.areas) == (("0", "80"), "m³/h", False)
    pressure = MapLayer("p", "Pressure", LayerForm.LINES, ("water.cable",), "pressure")
    assert seen(layers=(pressure,)).keys[2].ends is None


def test_that_assets_put_elsewhere_are_counted_where_they_stand() -> None:
    city = CityModel()
    model = LayerModel(city, [("water", BY_LEAKS)])
    city.set_catalogue(catalogue())
    city.jump(values((60, NOON, 1.0)))
    assert model.colours().tone[3] == Tone.NO_VALUE
    city.catalogue.assets.longitude[6] = 0.5
    city.placed.emit(np.array([6]))
    assert model.colours().tone[3] < STEPS


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50))
def test_that_a_scale_taken_from_values_holds_nearly_all_of_them_and_stays(numbers: list[float]) -> None:
    value = np.array(numbers)
    scale = span_of(value, None)
    assert scale is not None
    assert scale[0] < scale[1]
    low, high = np.percentile(value, (2, 98))
    slack = 1e-6 * (scale[1] - scale[0])
    assert scale[0] <= low + slack
    assert high <= scale[1] + slack
    inside = value[(value >= scale[0]) & (value <= scale[1])]
    assert span_of(inside, scale) == scale


@given(st.floats(-1e5, 1e5), st.floats(1e-3, 1e5))
def test_that_a_rounded_scale_is_at_most_twice_as_wide(low: float, width: float) -> None:
    first, last = rounded(low, low + width)
    assert last - first <= 3 * width + 1e-6


def test_that_steps_leave_reasons_alone() -> None:
    reason = np.array([0, Tone.STALE, 0], np.int8)
    assert steps(np.array([5.0, np.nan, 10.0]), reason, (0, 10)).tolist() == [4, Tone.STALE, STEPS - 1]


@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2)), max_size=20))
def test_that_points_in_a_ring_with_a_hole_are_found(points: list[tuple[float, float]]) -> None:
    ring_x, ring_y = [-1.0, 1.0, 1.0, -1.0, -0.5, -0.5, 0.5, 0.5], [-1.0, -1.0, 1.0, 1.0, -0.5, 0.5, 0.5, -0.5]
    area = AssetShapes(
        np.zeros(1, np.int32), np.ones(1, np.bool_), np.array([0, 2], np.int32), np.array([0, 4, 8], np.int32),
        np.array(ring_x), np.array(ring_y),
    )  # fmt: skip
    x, y = (np.array([point[at] for point in points], float) for at in (0, 1))
    edge = np.isin(np.abs(np.maximum(np.abs(x), np.abs(y))), (0.5, 1.0))
    far = np.maximum(np.abs(x), np.abs(y))
    expected = np.flatnonzero((far < 1) & (far > 0.5) & ~edge)
    owner, found = insides(area, np.zeros(1, np.int64), x, y)
    assert not owner.any()
    assert [row for row in found.tolist() if not edge[row]] == expected.tolist()
