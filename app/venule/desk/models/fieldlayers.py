"""The layers that are no shapes: one value as heat, one as the colour of points, and the coverage of gateways."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from venule.desk.models.city import CityModel
from venule.desk.models.colouring import own_values, span_of, told_scale
from venule.desk.models.fieldchoices import choices, coverages, points_of
from venule.desk.models.fieldvalues import NO_FIELDS, Coverage, Fields, Heard, Measured, Scale
from venule.desk.models.grouping import Group, Level
from venule.desk.models.layerplans import streams_of
from venule.desk.models.selection import Selection
from venule.desk.models.wording import scale_end
from venule.domain.quantity import Quantity, ValueKind
from venule.domain.unit import shown
from venule.sdk import LayerForm, MapLayer
from venule.store.answers import Floats, Longs

FORMS = (LayerForm.HEAT, LayerForm.POINTS, LayerForm.COVERAGE)
RENEWAL_MS = 500
GOOD_PART = 0.4
NO_ROWS: Longs = np.zeros(0, np.int64)


class FieldModel(QObject):
    """Owns what is chosen, one layer of each form at most and none at first.

    ``renewed`` follows every choice at once, and values and statuses at most twice a second.
    """

    renewed = Signal(Fields)

    def __init__(
        self, city: CityModel, declared: Sequence[tuple[str, MapLayer]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._city, self._declared = city, tuple(declared)
        self._version = -1
        self._offered: dict[LayerForm, Mapping[str, MapLayer]] = {}
        self._chosen: dict[LayerForm, str] = {}
        self._streams: dict[LayerForm, tuple[Longs, Longs, Quantity]] = {}
        self._scales: dict[str, tuple[float, float]] = {}
        self._network = ""
        self._selection: Selection | None = None
        self._covered: tuple[object, ...] = ()
        self.fields = NO_FIELDS
        self._waits = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(RENEWAL_MS)
        self._pause.timeout.connect(self.catch_up)
        city.rebuilt.connect(self.rebuild)
        city.changed.connect(self.follow)
        city.placed.connect(self.place_again)

    def offered(self, form: LayerForm) -> Mapping[str, MapLayer]:
        """The layers of a form that can be chosen, by full name, in the order of the menu."""
        return self._offered.get(form, {})

    def chosen(self, form: LayerForm) -> str:
        """The full name of the layer of a form that is shown; empty for none."""
        name = self._chosen.get(form, "")
        return name if name in self.offered(form) else ""

    def choose(self, form: LayerForm, name: str) -> None:
        """Show a layer in place of the one of the same form; an empty name shows none."""
        self._chosen[form] = name
        self._plan()
        self._renew()

    def watch(self, selection: Selection) -> None:
        """Have coverage follow what is chosen."""
        self._selection = selection
        selection.changed.connect(self.show_chosen)
        selection.gateway_changed.connect(self.show_chosen)

    @Slot(object)
    def show_group(self, group: Group | None) -> None:
        """Cover the network that was chosen in the tree."""
        network = group is not None and group.level is Level.NETWORK
        self._network = group.key if group is not None and network else ""
        if network or group is None:
            self._renew()

    @Slot(object)
    def show_chosen(self, _: object) -> None:
        """Cover what the chosen gateway hears, or the one that hears the chosen asset."""
        self._network = ""
        self._renew()

    @Slot(object)
    def rebuild(self, _: object) -> None:
        """Another catalogue, or the same at another time."""
        if self._city.catalogue.version != self._version:
            self._version = self._city.catalogue.version
            self._covered = ()
            self._offer()
            self._plan()
        self._renew()

    @Slot(object)
    def place_again(self, _: object) -> None:
        """Assets were put elsewhere by hand, or back."""
        self._version = -1
        self.rebuild(None)

    @Slot(object)
    def follow(self, _: object) -> None:
        """Values or statuses have changed."""
        if not any(map(self.chosen, FORMS)):
            return
        if self._pause.isActive():
            self._waits = True
        else:
            self._renew()

    @Slot()
    def catch_up(self) -> None:
        """Take in at once what waits: the pause is over, or the clock has jumped."""
        if self._waits:
            self._renew()

    def _offer(self) -> None:
        catalogue = self._city.catalogue
        valued = (LayerForm.HEAT, LayerForm.POINTS)
        self._offered = {form: choices(catalogue, self._declared, form) for form in valued}
        self._offered[LayerForm.COVERAGE] = coverages(catalogue, self._declared)

    def _plan(self) -> None:
        """Look up the assets and datastreams of what is chosen."""
        self._streams.clear()
        catalogue = self._city.catalogue
        for form in (LayerForm.HEAT, LayerForm.POINTS):
            if name := self.chosen(form):
                layer = self._offered[form][name]
                by_asset, quantity = streams_of(catalogue, layer, layer.kinds)
                rows = np.flatnonzero((by_asset >= 0) & points_of(catalogue))
                if quantity is not None:
                    self._streams[form] = rows, by_asset[rows], quantity

    def _renew(self) -> None:
        self._waits = False
        before = self.fields
        heat, points = (self._measured(form) for form in (LayerForm.HEAT, LayerForm.POINTS))
        self.fields = Fields(heat, points, self._coverage(before.coverage))
        if any((*_parts(before), *_parts(self.fields))):
            self._pause.start()
            self.renewed.emit(self.fields)

    def _measured(self, form: LayerForm) -> Measured | None:
        """The values of what is chosen, on their scale."""
        if form not in self._streams:
            return None
        rows, streams, quantity = self._streams[form]
        value, _ = own_values(self._city, streams)
        layer = self._offered[form][self._chosen[form]]
        low, high = self._scale(self._chosen[form], layer, quantity, value)
        place = np.clip((value - low) / (high - low), 0.0, 1.0)
        flag = quantity.kind is ValueKind.FLAG  # the mean of flags is the share of those that are set
        words = _share_end if flag else scale_end
        unit = "" if flag else shown(quantity.unit)
        return Measured(
            len(self._city.status), rows, place, Scale(_title(layer, unit), (words(low), words(high)), unit)
        )

    def _scale(self, name: str, layer: MapLayer, quantity: Quantity, value: Floats) -> tuple[float, float]:
        """As declared by the layer, or by its quantity where the values span a good part of that; else from the values.

        The range of an instrument is often far wider than what it ever tells, and would show all ground alike.
        """
        told = told_scale(quantity)
        if layer.scale is not None or quantity.kind is ValueKind.FLAG:
            return layer.scale or (0.0, 1.0)
        found = span_of(value, self._scales.get(name))
        if found is None:
            return told or (0.0, 1.0)
        self._scales[name] = found
        if told is None:
            return found
        low, high = max(found[0], told[0]), min(found[1], told[1])
        return told if high - low <= 0 or high - low >= GOOD_PART * (told[1] - told[0]) else (low, high)

    def _coverage(self, before: Coverage | None) -> Coverage | None:
        """What the chosen gateways hear; the same object while nothing of it changes."""
        name = self.chosen(LayerForm.COVERAGE)
        if not name:
            return None
        gateways = self._gateways()
        lost = self._city.lost_gateway
        asked = (name, self._version, gateways.tolist(), lost[gateways].tolist())
        if before is not None and asked == self._covered:
            return before
        self._covered = asked
        kinds = self._offered[LayerForm.COVERAGE][name].kinds
        return Coverage(len(self._city.status), self._heard(gateways, kinds))

    def _heard(self, gateways: Longs, kinds: Sequence[str]) -> tuple[Heard, ...]:
        """The assets behind each of some gateways, of some kinds or of all."""
        catalogue = self._city.catalogue
        best = catalogue.assets.gateway
        meant = np.isin(best, gateways) & points_of(catalogue)
        if kinds:
            wanted = [row for row, kind in enumerate(catalogue.kinds) if kind in kinds]
            meant &= np.isin(catalogue.assets.kind, wanted)
        rows = np.flatnonzero(meant).astype(np.int64)
        rows = rows[np.argsort(best[rows], kind="stable")]
        begins, ends = (np.searchsorted(best[rows], gateways, side).tolist() for side in ("left", "right"))
        lost = self._city.lost_gateway[gateways].tolist()
        return tuple(Heard(rows[begin:end], gone) for begin, end, gone in zip(begins, ends, lost, strict=True))

    def _gateways(self) -> Longs:
        """Rows of the gateways of what was chosen last: a network, a gateway or an asset."""
        catalogue = self._city.catalogue
        names = [network.name for network in catalogue.networks]
        if self._network in names:
            return np.flatnonzero(catalogue.gateways.network == names.index(self._network)).astype(np.int64)
        chosen = self._selection
        gateway = None if chosen is None else chosen.gateway
        if gateway is None and chosen is not None and chosen.asset is not None:
            gateway = int(catalogue.assets.gateway[chosen.asset])
        return NO_ROWS if gateway is None or gateway < 0 else np.array([gateway], np.int64)


def _title(layer: MapLayer, unit: str) -> str:
    """A title without the unit that the menu tells too."""
    return layer.title.removesuffix(f", {unit}") if unit else layer.title


def _share_end(value: float) -> str:
    return f"{100 * value:.3g} %"


def _parts(fields: Fields) -> tuple[bool, ...]:
    return fields.heat is not None, fields.points is not None, fields.coverage is not None
