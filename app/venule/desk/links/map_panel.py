"""Links the map's panel: what it offers comes from city, layers and base maps, what is chosen goes there."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot

from venule.desk.links.basemaps import BasemapLink
from venule.desk.links.filters import Filters
from venule.desk.links.map_panel_layers import fields_on, groups_of, shapes_on, switch
from venule.desk.links.map_panel_memory import Kept, decoded, encoded
from venule.desk.map.view import MapView
from venule.desk.models.city import CityModel
from venule.desk.models.filtering import offer_of
from venule.desk.models.layers import LayerModel
from venule.desk.session import Session
from venule.desk.style.look import Look
from venule.desk.views.map_panel import CLEAR_KEY, KEY, MapPanel
from venule.desk.views.map_panel_shown import LayerAsked
from venule.desk.views.search_box import Command
from venule.desk.writings import WriteMemory
from venule.sdk import LayerForm

MEMORY = "panel"
COUNT_MS = 1_000


class MapPanelLink(QObject):
    """Belongs to the first map; all maps share its layers and its filter."""

    def __init__(
        self,
        view: MapView,
        city: CityModel,
        layers: LayerModel,
        *,
        filters: Filters,
        basemaps: BasemapLink,
        look: Look,
        session: Session,
        ask: Callable[[str, WriteMemory], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._city, self._layers = view, city, layers
        self._filters, self._basemaps = filters, basemaps
        self._session, self._ask = session, ask
        self._version: int | None = None
        self.panel = MapPanel(view, look)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(COUNT_MS)
        self._counting.timeout.connect(self.count)
        self._kept = decoded(session.remembered.get(MEMORY))
        self._recall(self._kept)
        self._listen()
        self.rebuild(None)
        self.show_base_maps(None)

    def commands(self) -> tuple[Command, ...]:
        """The panel, and the end of the filter."""
        return (
            Command("Layers, filter and base map", KEY, self.panel.ask),
            Command("Show all assets again: end the filter", CLEAR_KEY, self._filters.clear),
        )

    def _recall(self, kept: Kept) -> None:
        """Put everything as it was left; layers before anybody knows whether they are still offered."""
        self._view.set_mode(kept.mode)
        for name, on in sorted(kept.layers.items(), key=lambda item: item[1]):
            self._layers.switch(name, on)
        for form in LayerForm:
            if chosen := kept.fields.get(form.value):
                self._layers.fields.choose(form, chosen)
        self._filters.set_wish(kept.wish)
        self.panel.set_open(kept.open)
        self.panel.sheet.show_mode(kept.mode)
        self._show_wish()

    def _listen(self) -> None:
        panel, sheet = self.panel, self.panel.sheet
        sheet.mode_asked.connect(self._view.set_mode)
        sheet.wish_asked.connect(self._filters.set_wish)
        sheet.layers.asked.connect(self.choose_layer)
        sheet.base_map.chosen.connect(self.choose_base_map)
        sheet.base_map.file_asked.connect(self._basemaps.ask_file)
        panel.cleared.connect(self._filters.clear)
        panel.turned.connect(self.turn)
        self._view.mode_changed.connect(self.follow_mode)
        self._filters.changed.connect(self.follow_wish)
        self._layers.switched.connect(self.show_layers)
        self._layers.fields.renewed.connect(self.show_layers)
        self._basemaps.changed.connect(self.show_base_maps)
        self._city.rebuilt.connect(self.rebuild)
        self._city.placed.connect(self.show_layers)
        self._city.changed.connect(self.follow_counts)

    @Slot(object)
    def rebuild(self, _: object) -> None:
        """Another catalogue, or the same at another time."""
        if self._city.catalogue.version != self._version:
            self._version = self._city.catalogue.version
            self.panel.sheet.names.show_offer(offer_of(self._city.catalogue))
            self.show_layers(None)
        self.count()

    @Slot(object)
    def follow_counts(self, _: object) -> None:
        """Assets have other states: count them soon, once for all that come together."""
        if self.panel.open and not self._counting.isActive():
            self._counting.start()

    @Slot()
    def count(self) -> None:
        """Tell how many assets have each state."""
        if self.panel.open:
            self.panel.sheet.states.show_counts(self._city.counts().tolist())

    @Slot(bool)
    def turn(self, on: bool) -> None:
        """The sheet was opened or put away."""
        self.count()
        self._keep(replace(self._kept, open=on))

    @Slot(object)
    def follow_mode(self, _: object) -> None:
        """Assets are shown another way, whoever asked for it."""
        self.panel.sheet.show_mode(self._view.mode)
        self._keep(replace(self._kept, mode=self._view.mode))

    @Slot(object)
    def follow_wish(self, _: object) -> None:
        """Others are left out than before."""
        self._show_wish()
        self._keep(replace(self._kept, wish=self._filters.wish))

    @Slot(object)
    def choose_layer(self, asked: LayerAsked) -> None:
        """Show one layer of a group and no other of it, or none."""
        switch(self._layers, asked)
        self.show_layers(None)

    @Slot(object)
    def show_layers(self, _: object) -> None:
        """Others are offered, or others are on."""
        self.panel.sheet.show_layers(groups_of(self._layers))
        shapes, kept = shapes_on(self._layers), self._kept
        fields = fields_on(self._layers, kept.fields)
        if shapes.keys() <= kept.layers.keys():
            self._keep(replace(kept, layers={**kept.layers, **shapes}, fields=fields))
        else:  # offered for the first time: nobody has chosen yet
            self._kept = replace(kept, layers={**shapes, **kept.layers})

    @Slot(object)
    def show_base_maps(self, _: object) -> None:
        """Others are offered, or another lies under the map."""
        offered = self._basemaps.offered()
        chosen = [basemap for _, basemap in offered].index(self._basemaps.chosen)
        self.panel.sheet.base_map.show_maps([title for title, _ in offered], chosen)

    @Slot(int)
    def choose_base_map(self, place: int) -> None:
        """Lie on another base map."""
        _, chosen = self._basemaps.offered()[place]
        if chosen != self._basemaps.chosen:
            self._basemaps.choose(chosen)

    def _show_wish(self) -> None:
        self.panel.sheet.show_wish(self._filters.wish)
        self.panel.show_filtered(not self._filters.wish.all_shown)

    def _keep(self, kept: Kept) -> None:
        if kept != self._kept:
            self._kept = kept
            self._ask(f"memory/{MEMORY}", WriteMemory(self._session.memory_key(MEMORY), encoded(kept)))
