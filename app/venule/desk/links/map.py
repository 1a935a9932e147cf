"""Links the map: places and statuses of the city go there, picks come back as the selection."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMenu

from venule.desk.links.approach import approach
from venule.desk.map.assets.signs import kind_signs
from venule.desk.map.events import AssetPick, ContextAsked, GatewayPick
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


def make_map(session: Session, look: Look) -> MapView:
    """The map, on the base map that lies beside the cache if there is one."""
    view = MapView(look.palette)
    if session.basemap is not None:
        view.open_basemap(session.basemap)
    look.changed.connect(view.set_palette)
    return view


class MapLink(QObject):
    """Keeps the map's rows those of the catalogue."""

    def __init__(
        self,
        view: MapView,
        city: CityModel,
        selection: Selection,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._city, self._selection = view, city, selection
        self._version = city.catalogue.version
        self._lines: tuple[AlarmLine, ...] = ()
        self._lost = city.lost_gateway
        self._network: str | None = None
        view.set_describe(self.describe)
        view.asset_picked.connect(self.pick)
        view.asset_activated.connect(self.activate)
        view.gateway_picked.connect(self.pick_gateway)
        view.context_requested.connect(self.open_menu)
        city.rebuilt.connect(self.rebuild)
        city.changed.connect(self.follow)
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
            assets = catalogue.assets
            self._view.set_assets(
                assets.longitude,
                assets.latitude,
                self._city.status,
                kind=assets.kind,
                keys=assets.id,
                signs=kind_signs(catalogue.kinds),
            )
            self._link_again()
        else:
            self._view.set_status(np.arange(len(self._city.status)), self._city.status)
        self._show_gateways()
        self.show_lines(self._lines)
        self._view.set_selected(self._selection.asset)

    @Slot(object)
    def follow(self, change: CityChange) -> None:
        """Renew what changed."""
        if len(change.assets):
            self._view.set_status(change.assets, self._city.status[change.assets])
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
        """Ring the chosen asset, and link it to its gateway."""
        self._view.set_selected(asset)
        self._network = None
        self._link_again()

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
    def show_group(self, group: Group | None) -> None:
        """Draw the links of the network chosen in the tree, or again those of the asset."""
        network = group is not None and group.level is Level.NETWORK
        self._network = group.key if group is not None and network else None
        if network or group is None:
            self._link_again()

    @Slot(object)
    def pick(self, picked: AssetPick) -> None:
        """An asset was clicked, or the ground."""
        self._selection.choose(picked.rows[0] if picked.rows else None)

    @Slot(object)
    def activate(self, picked: AssetPick) -> None:
        """An asset was double-clicked."""
        if picked.rows:
            self._selection.open(picked.rows[0])

    @Slot(object)
    def pick_gateway(self, picked: GatewayPick) -> None:
        """A gateway was clicked."""
        self._selection.choose_gateway(picked.row)

    @Slot(object)
    def open_menu(self, asked: ContextAsked) -> None:
        """What can be done here."""
        menu = QMenu(self._view)
        if asked.rows:
            row = asked.rows[0]
            menu.addAction(self._city.catalogue.assets.name[row]).setEnabled(False)
            menu.addAction("Show in the trends\tdouble click", lambda: self._selection.open(row))
        menu.addAction("Show all assets\tHome", self._view.fit)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(asked.at)

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

    def _look_at(self, longitude: float, latitude: float) -> None:
        """Move the map no more than is needed to see a place."""
        x, y = to_mercator(np.array([longitude]), np.array([latitude]))
        if np.isfinite(x[0]):
            before = self._view.camera
            after = approach(before, float(x[0]), float(y[0]))
            if after != before:
                self._view.look_from(after)

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
