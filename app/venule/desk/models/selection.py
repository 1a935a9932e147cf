"""What the operator looks at: one asset or gateway, or many assets, so that they stay chosen when rows change."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from venule.desk.models.city import CityModel
from venule.store.answers import Longs

Key = tuple[str, str]


class Selection(QObject):
    """The ``changed`` signals follow every choice, the ``opened`` ones ask the panes to go there. All carry a row.

    ``missed`` carries a sentence when the catalogue does not hold what was asked for by name. Never both an asset and a
    gateway are chosen: choosing one lets the other go. Of many chosen assets one at most is the current one, which
    ``changed`` tells; ``chosen_changed`` tells the rows of all of them.
    """

    changed = Signal(object)
    chosen_changed = Signal(object)
    opened = Signal(object)
    gateway_changed = Signal(object)
    gateway_opened = Signal(object)
    missed = Signal(str)

    def __init__(self, city: CityModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._city = city
        self._key: Key | None = None
        self._gateway_key: Key | None = None
        self._chosen: Longs = np.empty(0, np.int64)
        self._wanted = ""
        self._go = True
        self._told = False

    @property
    def asset(self) -> int | None:
        """The chosen asset's row in the catalogue of now."""
        return None if self._key is None else self._city.names.asset.get(self._key)

    @property
    def gateway(self) -> int | None:
        """The chosen gateway's row in the catalogue of now."""
        return None if self._gateway_key is None else self._city.names.gateway.get(self._gateway_key)

    @property
    def key(self) -> Key | None:
        """Network and name of the chosen asset."""
        return self._key

    @property
    def chosen(self) -> Longs:
        """The rows of all chosen assets in the catalogue of now, ascending."""
        rows: Longs = np.flatnonzero(np.isin(self._city.catalogue.assets.id, self._chosen, assume_unique=True))
        return rows

    @Slot(object)
    def choose(self, asset: int | None) -> None:
        """Choose an asset, or nothing at all."""
        self.choose_many(() if asset is None else (asset,), asset)

    def choose_many(self, assets: Sequence[int], current: int | None = None) -> None:
        """Choose any number of assets; the current one of them, if there is one, is what the panes show."""
        self._take(None if current is None else self._key_of(current), None, assets)

    @Slot(object)
    def choose_gateway(self, gateway: int) -> None:
        """Choose a gateway."""
        gateways = self._city.catalogue.gateways
        network = self._city.catalogue.networks[gateways.network[gateway]].name
        self._take(None, (network, gateways.name[gateway]))

    @Slot(object)
    def open(self, asset: int) -> None:
        """Choose an asset and go there."""
        self.choose(asset)
        self.opened.emit(asset)

    @Slot(object)
    def open_gateway(self, gateway: int) -> None:
        """Choose a gateway and go there."""
        self.choose_gateway(gateway)
        self.gateway_opened.emit(gateway)

    def open_named(self, name: str) -> None:
        """Open the asset or gateway of that name, or ``network/name``, as soon as the catalogue holds it."""
        self._wanted, self._go, self._told = name, True, False
        self.follow(None)

    def choose_named(self, name: str) -> None:
        """Choose it as soon as the catalogue holds it, and go nowhere."""
        self._wanted, self._go = name, False
        self.follow(None)

    @Slot(object)
    def follow(self, _: object) -> None:
        """Look again after the catalogue changed; to be connected after everything that holds rows of it."""
        if not self._wanted or not self._city.now:
            return  # nothing is opened before there is something to see
        names, catalogue = self._city.names, self._city.catalogue
        asset = _found(self._wanted, names.asset, catalogue.assets.name)
        gateway = _found(self._wanted, names.gateway, catalogue.gateways.name)
        if asset is not None or gateway is not None:
            self._wanted = ""
        if asset is not None:
            (self.open if self._go else self.choose)(asset)
        elif gateway is not None:
            (self.open_gateway if self._go else self.choose_gateway)(gateway)
        elif self._go and not self._told:
            self._told = True
            self.missed.emit(f"Nothing here is called “{self._wanted}”. It is opened as soon as it is heard of.")

    def _take(self, asset: Key | None, gateway: Key | None, assets: Sequence[int] = ()) -> None:
        before, held = (self._key, self._gateway_key), self._chosen
        self._key, self._gateway_key = asset, gateway
        self._chosen = self._city.catalogue.assets.id[np.unique(np.asarray(assets, np.int64))]
        if gateway != before[1]:
            self.gateway_changed.emit(self.gateway)
        if not np.array_equal(held, self._chosen):
            self.chosen_changed.emit(self.chosen)
        if asset != before[0]:
            self.changed.emit(self.asset)

    def _key_of(self, asset: int) -> Key:
        assets = self._city.catalogue.assets
        return self._city.catalogue.networks[assets.network[asset]].name, assets.name[asset]


def _found(wanted: str, rows: dict[Key, int], names: tuple[str, ...]) -> int | None:
    network, _slash, name = wanted.rpartition("/")
    row = rows.get((network, name))
    return names.index(wanted) if row is None and wanted in names else row
