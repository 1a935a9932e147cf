"""Links the layers: shapes, colours and fields go to the map, and in its menu layers are switched on and off."""

from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu

from venule.desk.map.view import MapView
from venule.desk.models.city import CityModel
from venule.desk.models.layers import LayerModel
from venule.desk.models.shapecolours import Colours
from venule.sdk import LayerForm
from venule.store.answers import Assets, Floats

HEADINGS = {LayerForm.LINES: "Lines", LayerForm.AREAS: "Areas"}
FIELD_HEADINGS = {
    LayerForm.HEAT: "Heat of …",
    LayerForm.POINTS: "Colour assets by …",
    LayerForm.COVERAGE: "Coverage of …",
}


def points(assets: Assets) -> tuple[Floats, Floats]:
    """Longitudes and latitudes of assets that are shown as points: those that have a shape are lines or areas."""
    longitude, latitude = assets.longitude, assets.latitude
    if len(assets.shapes):
        longitude, latitude = longitude.copy(), latitude.copy()
        longitude[assets.shapes.asset] = latitude[assets.shapes.asset] = np.nan
    return longitude, latitude


class LayerLink(QObject):
    """Keeps the map's shapes those of the catalogue."""

    def __init__(self, view: MapView, city: CityModel, layers: LayerModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view, self._city, self._layers = view, city, layers
        self._version = city.catalogue.version
        layers.coloured.connect(self.colour)
        layers.fields.renewed.connect(view.fields.set_fields)
        city.rebuilt.connect(self.rebuild)

    @Slot(object)
    def rebuild(self, _: object) -> None:
        """Another catalogue, or the same at another time."""
        if self._city.catalogue.version == self._version:
            return
        self.begin()

    def begin(self) -> None:
        """Lay the shapes of the catalogue of now."""
        self._version = self._city.catalogue.version
        shapes = self._city.catalogue.assets.shapes
        degrees = shapes.longitude, shapes.latitude
        self._view.shapes.set_shapes(shapes.asset, shapes.closed, first=shapes.first, part=shapes.part, degrees=degrees)
        self.colour(self._layers.colours())
        self._view.fields.set_fields(self._layers.fields.fields)

    @Slot(object)
    def colour(self, told: Colours) -> None:
        """Show what the values say; colours of another catalogue's shapes are not for these."""
        if self._city.catalogue.version == self._version:
            self._view.shapes.set_colours(told)

    @Slot()
    def catch_up(self) -> None:
        """Show all of it at once: the clock has jumped."""
        self._layers.fields.catch_up()
        self._view.shapes.catch_up()

    def fill(self, menu: QMenu) -> None:
        """Offer the layers, to be switched on and off; nothing where there are none."""
        on = self._layers.on
        for form, heading in HEADINGS.items():
            offered = [(name, layer) for name, layer in self._layers.offered if layer.form is form]
            if not offered:
                continue
            below = menu.addMenu(heading)
            for name, layer in offered:
                action = below.addAction(layer.title)
                action.setCheckable(True)
                action.setChecked(name in on)
                action.toggled.connect(partial(self._layers.switch, name))
        self._fill_fields(menu)

    def _fill_fields(self, menu: QMenu) -> None:
        """Offer a value as heat and one as the colour of symbols, each for the one before, and coverage."""
        fields = self._layers.fields
        for form, heading in FIELD_HEADINGS.items():
            offered, chosen = fields.offered(form), fields.chosen(form)
            single = form is LayerForm.COVERAGE and len(offered) == 1
            below = menu if single or not offered else menu.addMenu(heading)
            for name, layer in offered.items():
                action = below.addAction(layer.title.replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(name == chosen)
                action.toggled.connect(partial(self._choose, form, name))

    def _choose(self, form: LayerForm, name: str, on: bool) -> None:
        self._layers.fields.choose(form, name if on else "")
