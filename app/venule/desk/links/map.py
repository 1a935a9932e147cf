"""Links the map: places and statuses of the city go there, picks come back as the selection."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Qt, Slot

from venule.desk.links.approach import approach
from venule.desk.links.layers import points
from venule.desk.map.assets.signs import kind_signs
from venule.desk.map.drawings import Pin
from venule.desk.map.events import AssetPick, GatewayPick
from venule.desk.map.places import Place
from venule.desk.map.view import MapView
from venule.desk.models.alarm_lines import AlarmLine
from venule.desk.models.city import CityChange, CityModel
from venule.desk.models.grouping import Group, Level
from venule.desk.models.latest import NEVER
from venule.desk.models.reading import readings_of
from venule.desk.models.selection import Selection
from venule.desk.models.wording import age
from venule.desk.session import Session
from venule.desk.style.look import Look
from venule.desk.style.symbols import WORDS
from venule.domain.alarm import Status
from venule.domain.geo import to_mercator

CARD_VALUES = 4
"""Values told on the card of an asset; the inspector tells all."""


def make_map(session: Session, look: Look, first: MapView | None = None) -> MapView:
    """A map on the base map that lies beside the cache, if there is one; further ones share the first one's worker."""
    view = MapView(look.palette, worker=None if first is None else first.worker)
    if session.basemap is not None:
        view.open_basemap(session.basemap)
    look.changed.connect(view.set_palette)
    return view


class MapLink(QObject):
    """Keeps a map's rows those of the catalogue. A map that is not the ``first`` one shares that one's assets."""

    def __init__(
        self,
        view: MapView,
        city: CityModel,
        selection: Selection,
        parent: QObject | None = None,
        first: MapView | None = None,
    ) -> None:
        super().__init__(parent)
        self._first = first
        self._view, self._city, self._selection = view, city, selection
        self._version = city.catalogue.version
        self._lines: tuple[AlarmLine, ...] = ()
        self._lost, self._status = city.lost_gateway, city.status
        self._network: str | None = None
        view.set_describe(self.describe)
        view.asset_picked.connect(self.pick)
        view.asset_activated.connect(self.activate)
        view.gateway_picked.connect(self.pick_gateway)
        city.rebuilt.connect(self.rebuild)
        city.changed.connect(self.follow)
        city.placed.connect(self.place_again)
        selection.chosen_changed.connect(self.show_chosen)
        selection.changed.connect(self.select)
        selection.opened.connect(self.fly)
        selection.gateway_changed.connect(self.show_gateway)
        selection.gateway_opened.connect(self.fly_to_gateway)

    @Slot(object)
    def rebuild(self, _: object) -> None:
        """Another catalogue, or the same at another time."""
        catalogue = self._city.catalogue
        if catalogue.version != self._version:
            self._version = catalogue.version
            self._lay_assets()
            self._link_again()
            self.show_lines(self._lines)
        else:
            self._tell(np.flatnonzero(self._status != self._city.status))
        self._show_gateways()
        self._show_choice()

    @property
    def lines(self) -> tuple[AlarmLine, ...]:
        """Every line of the alarm list, as it was told last."""
        return self._lines

    def begin(self) -> None:
        """Show what there is already, on a map that is made while the desk runs."""
        self.place_again(None)
        self._show_gateways()

    @Slot(object)
    def place_again(self, _: object) -> None:
        """Assets were put elsewhere by hand, or back."""
        self._lay_assets()
        self._link_again()
        self.show_lines(self._lines)
        self._show_choice()

    @Slot(object)
    def follow(self, change: CityChange) -> None:
        """Renew what changed."""
        if len(change.assets):
            self._tell(change.assets)
        if not np.array_equal(self._lost, self._city.lost_gateway):
            self._show_gateways()

    @Slot(object)
    def show_lines(self, lines: Sequence[AlarmLine]) -> None:
        """Let the assets blink whose alarms nobody acknowledged."""
        self._lines = tuple(lines)
        rows = {
            self._city.names.asset.get((line.alarm.network, line.alarm.subject))
            for line in lines
            if line.unacknowledged and line.active and not line.alarm.of_gateway and not line.alarm.parent
        }
        self._view.set_unacknowledged(np.array(sorted(row for row in rows if row is not None), np.int64))

    @Slot(object)
    def select(self, asset: int | None) -> None:
        """Ring the current asset, and link it to its gateway."""
        self._show_choice()
        self._network = None
        self._link_again()

    @Slot(object)
    def show_chosen(self, _: object) -> None:
        """Mark all that is chosen."""
        self._show_choice()

    @Slot(object)
    def show_gateway(self, gateway: int | None) -> None:
        """Link a gateway to the assets behind it."""
        self._network = None
        self._link_again()

    @Slot(object)
    def fly(self, asset: int) -> None:
        """Bring the opened asset into view."""
        assets = self._city.catalogue.assets
        self._look_at(assets.longitude[asset], assets.latitude[asset])

    @Slot(object)
    def fly_to_gateway(self, gateway: int) -> None:
        """Bring the opened gateway into view."""
        gateways = self._city.catalogue.gateways
        self._look_at(gateways.longitude[gateway], gateways.latitude[gateway])

    @Slot(object)
    def go_to_place(self, place: Place) -> None:
        """Go to a place that was searched for and mark it; a kept view is taken as it is."""
        camera = self._view.camera
        if place.zoom is not None:
            self._view.fly(camera.centred(place.x, place.y, place.zoom))
            return
        self._view.fly(approach(camera, place.x, place.y))
        self._view.mark(Pin(place.x, place.y, place.name))
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def show_group(self, group: Group | None) -> None:
        """Draw the links of the network chosen in the tree, or again those of the asset."""
        network = group is not None and group.level is Level.NETWORK
        self._network = group.key if group is not None and network else None
        if network or group is None:
            self._link_again()

    @Slot(object)
    def pick(self, picked: AssetPick) -> None:
        """Assets were chosen by hand, or the ground was clicked."""
        self._selection.choose_many(picked.rows, picked.current)

    @Slot(object)
    def activate(self, picked: AssetPick) -> None:
        """An asset was double-clicked."""
        if picked.current is not None:
            self._selection.open(picked.current)

    @Slot(object)
    def pick_gateway(self, picked: GatewayPick) -> None:
        """A gateway was clicked."""
        self._selection.choose_gateway(picked.row)

    def describe(self, asset: int) -> str:
        """The card of an asset: name, state, and its first values."""
        city = self._city
        status = WORDS[Status(city.status[asset])]
        heard = int(city.heard_at[asset])
        told = "never heard" if heard == NEVER else f"{age(city.now - heard)} ago"
        told = "gateway lost" if city.lost[asset] else told
        lines = [city.catalogue.assets.name[asset], f"{status} · {told}", city.catalogue.assets.label[asset]]
        for reading in readings_of(city, asset)[:CARD_VALUES]:
            words = (reading.quantity.display_name, reading.value, reading.unit, f"({reading.trust})")
            lines.append(" ".join(word for word in words if word and word != "(good)"))
        return "\n".join(line for line in lines if line)

    def _show_gateways(self) -> None:
        gateways = self._city.catalogue.gateways
        self._lost = self._city.lost_gateway
        self._view.set_gateways(gateways.longitude, gateways.latitude, ~self._lost)

    def _tell(self, rows: npt.NDArray[np.int64]) -> None:
        """Give assets their statuses of now."""
        self._status = self._city.status
        self._view.set_status(rows, self._status[rows])

    def _lay_assets(self) -> None:
        self._status = self._city.status
        if self._first is not None:
            self._view.share_assets(self._first)
            return
        catalogue = self._city.catalogue
        assets = catalogue.assets
        self._view.set_assets(
            *points(assets),
            self._city.status,
            kind=assets.kind,
            keys=assets.id,
            signs=kind_signs(catalogue.kinds),
        )

    def _look_at(self, longitude: float, latitude: float) -> None:
        """Move the map no more than is needed to see a place."""
        x, y = to_mercator(np.array([longitude]), np.array([latitude]))
        if np.isfinite(x[0]):
            before = self._view.camera
            after = approach(before, float(x[0]), float(y[0]))
            if after != before:
                self._view.fly(after)

    def _show_choice(self) -> None:
        self._view.set_chosen(self._selection.chosen, self._selection.asset)

    def _link_again(self) -> None:
        """Draw the links of what was chosen last: a network, an asset or a gateway."""
        assets, selection = self._city.catalogue.assets, self._selection
        names = [network.name for network in self._city.catalogue.networks]
        if self._network in names:
            self._link(np.flatnonzero(assets.network == names.index(self._network)))
        elif selection.gateway is not None:
            self._link(np.flatnonzero(assets.gateway == selection.gateway))
        else:
            self._link(np.array([] if selection.asset is None else [selection.asset], np.int64))

    def _link(self, rows: npt.NDArray[np.int64]) -> None:
        assets, gateways = self._city.catalogue.assets, self._city.catalogue.gateways
        rows = rows[assets.gateway[rows] >= 0]
        at = assets.gateway[rows]
        self._view.set_links(gateways.longitude[at], gateways.latitude[at], rows)
