"""Shapes from the file to the map: pipes coloured by what they say, and not drawn as points besides."""

from collections.abc import Callable

import numpy as np

from tests.desk.sitting import Sitting
from tests.desk.town import NOON, WATER, alarm
from venule.desk.links.layers import points
from venule.desk.style.tones import STEPS, Tone
from venule.domain.asset import Asset
from venule.domain.instant import MINUTE, SECOND
from venule.domain.observation import Recorded
from venule.domain.shape import area, line
from venule.store.batch import Batch, Declaration
from venule.verticals.discovery import discover
from venule.verticals.guard import Guard

PIPE = line([(11.51, 48.11), (11.515, 48.112), (11.52, 48.12)])
CLOSED_PIPE = line([(11.52, 48.12), (11.525, 48.118)])
DISTRICT = area([[(11.50, 48.10), (11.53, 48.10), (11.53, 48.13), (11.50, 48.13)]])


def network() -> Batch:
    """Two mains, of which one has told its flow, and a metered area."""
    guard = Guard(discover())
    flow = guard.kinds["water.pipe"].quantity("flow")
    assert flow is not None
    return Batch(
        assets=(
            Asset(WATER, "main-1", "water.pipe", shape=PIPE),
            Asset(WATER, "main-2", "water.pipe", shape=CLOSED_PIPE),
            Asset(WATER, "D01", "water.district", shape=DISTRICT),
        ),
        declarations=(Declaration(WATER, "main-1", flow, expected_every_s=900),),
        observations=(Recorded(WATER, "main-1", "flow", NOON - SECOND, NOON - SECOND, 12.0),),
    )


def tone_of(sitting: Sitting, name: str) -> int:
    """How the map shows the shape of an asset."""
    shapes = sitting.desk.map._frame.shapes
    return int(shapes.colours.tone[shapes.index.asset == sitting.row(name)][0])


def mark_of(sitting: Sitting, name: str) -> int:
    """The mark of a status on the shape of an asset; 0 for none."""
    shapes = sitting.desk.map._frame.shapes
    return int(shapes.colours.mark[shapes.index.asset == sitting.row(name)][0])


def test_that_mains_are_coloured_by_their_flow_and_a_silent_one_is_not(sit: Callable[..., Sitting]) -> None:
    sitting = sit(more=(network(),), guard=Guard(discover()))
    assert 0 <= tone_of(sitting, "main-1") < STEPS
    assert tone_of(sitting, "main-2") == Tone.NO_VALUE
    assert len(sitting.desk.map._frame.shapes.index) == 3


def test_that_a_look_back_shows_the_shapes_of_its_alarms_at_once(sit: Callable[..., Sitting]) -> None:
    sitting = sit(alarm("main-2"), more=(network(),), guard=Guard(discover()))
    for moment in (NOON - MINUTE, NOON - SECOND, NOON - MINUTE):
        with sitting.qtbot.waitSignal(sitting.pulse.landed):
            sitting.pulse.seek(moment)
        assert not sitting.desk.map.shapes.waits
        assert (mark_of(sitting, "main-2") == 0) is (moment == NOON - MINUTE)
    sitting.rest()


def test_that_an_asset_with_a_shape_is_no_point_besides(sit: Callable[..., Sitting]) -> None:
    sitting = sit(more=(network(),), guard=Guard(discover()))
    longitude, latitude = points(sitting.desk.city.catalogue.assets)
    assert np.isnan([longitude[sitting.row("main-1")], latitude[sitting.row("main-1")]]).all()
    assert np.isfinite(longitude[sitting.row("tank-1")])
    assert np.isfinite(sitting.desk.city.catalogue.assets.longitude[sitting.row("main-1")])


def test_that_a_main_grows_stale(sit: Callable[..., Sitting]) -> None:
    sitting = sit(more=(network(),), guard=Guard(discover()))
    sitting.beat(3600.0)
    assert tone_of(sitting, "main-1") == Tone.STALE


def test_that_without_a_vertical_shapes_show_their_status(sit: Callable[..., Sitting]) -> None:
    sitting = sit(more=(network(),))
    assert tone_of(sitting, "main-1") == Tone.PLAIN
    assert tone_of(sitting, "D01") == Tone.NO_VALUE
