"""A gateway that is chosen: in the tree, on the map or in the alarm list, and what the inspector says of it."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.desk.sitting import Sitting
from tests.desk.town import HILL_LOST, alarm
from venule.desk.links.approach import DISTRICT_ZOOM, approach
from venule.desk.map.camera import Camera
from venule.desk.map.events import GatewayPick
from venule.desk.models.alarms import Column
from venule.desk.models.wording import moment

Sit = Callable[..., Sitting]


def gateway(sitting: Sitting, name: str) -> int:
    """A gateway's row."""
    return sitting.desk.city.catalogue.gateways.name.index(name)


def test_that_a_click_on_the_map_shows_the_gateway_and_its_row_in_the_tree(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.selection.choose(sitting.row("tank-2"))
    sitting.desk.map.gateway_picked.emit(GatewayPick(gateway(sitting, "gw-hill")))
    page = sitting.panes.inspector.gateway_page
    assert page is not None
    assert (page.network, page.name, page.state_text()) == ("water", "gw-hill", "heard")
    assert sitting.panes.navigator.tree.currentIndex().data() == "gw-hill"
    assert sitting.panes.navigator.filter.text() == ""
    assert sitting.desk.selection.asset is None


def test_that_an_asset_that_is_chosen_takes_the_place_of_the_gateway(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.selection.choose_gateway(gateway(sitting, "gw-hill"))
    sitting.desk.selection.choose(sitting.row("tank-2"))
    assert sitting.panes.inspector.gateway_page is None
    assert sitting.panes.inspector.asset == sitting.row("tank-2")
    sitting.desk.selection.choose_gateway(gateway(sitting, "gw-hill"))
    sitting.desk.selection.choose(None)
    assert sitting.panes.inspector.gateway_page is None
    assert sitting.panes.inspector.asset is None


def test_that_a_lost_gateway_says_since_when(sit: Sit) -> None:
    lost = alarm("gw-hill", of_gateway=True, ago_s=600)
    sitting = sit(lost, more=(HILL_LOST,))
    sitting.desk.selection.choose_gateway(gateway(sitting, "gw-hill"))
    page = sitting.panes.inspector.gateway_page
    assert page is not None
    assert page.lost_since() == lost.raised_at
    assert page.state_text() == f"lost since {moment(lost.raised_at, sitting.desk.city.now)}, 10 min ago"


def test_that_a_gateway_without_an_alarm_is_lost_since_the_claim(sit: Sit) -> None:
    sitting = sit(more=(HILL_LOST,))
    sitting.desk.selection.choose_gateway(gateway(sitting, "gw-hill"))
    page = sitting.panes.inspector.gateway_page
    assert page is not None
    assert page.lost_since() == HILL_LOST.liveness[0].at


def test_that_a_gateways_alarm_leads_to_the_gateway(sit: Sit) -> None:
    sitting = sit(alarm("gw-valley", of_gateway=True))
    table = sitting.panes.alarms.table
    table.setCurrentIndex(table.model().index(0, Column.ASSET))
    assert sitting.desk.selection.gateway == gateway(sitting, "gw-valley")


def test_that_a_gateway_is_opened_by_its_name(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.selection.open_named("gw-valley")
    assert sitting.desk.selection.gateway == gateway(sitting, "gw-valley")


def test_that_an_opened_place_in_view_does_not_move_the_map() -> None:
    near = Camera(0.5, 0.5, 16.0, 800, 600)
    x, y = near.to_world(500.0, 300.0)
    assert approach(near, x, y) == near


@pytest.mark.parametrize("zoom", [4.0, 13.0, 16.0, 19.0])
def test_that_an_opened_place_elsewhere_is_shown_with_its_surroundings(zoom: float) -> None:
    camera = Camera(0.5, 0.5, zoom, 800, 600)
    seen = approach(camera, 0.6, 0.4)
    assert np.allclose((seen.x, seen.y), (0.6, 0.4))
    assert seen.zoom == (zoom if zoom > DISTRICT_ZOOM else DISTRICT_ZOOM)


def test_that_a_low_map_shows_as_much_ground_as_a_high_one() -> None:
    low, high = (approach(Camera(0.5, 0.5, 4.0, 800, height), 0.6, 0.4) for height in (225, 450))
    assert low.bounds.bottom - low.bounds.top == pytest.approx(high.bounds.bottom - high.bounds.top)
