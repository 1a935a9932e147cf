"""What the operator looks at: one asset, by name, so that it stays chosen when the catalogue grows or time jumps."""

from PySide6.QtCore import QObject, Signal, Slot

from venule.desk.models.city import CityModel


class Selection(QObject):
    """``changed`` follows every choice, ``opened`` asks map and trends to go there. Both carry the asset's row."""

    changed = Signal(object)
    opened = Signal(object)

    def __init__(self, city: CityModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._city = city
        self._key: tuple[str, str] | None = None
        self._wanted = ""

    @property
    def asset(self) -> int | None:
        """The chosen asset's row in the catalogue of now."""
        return None if self._key is None else self._city.names.asset.get(self._key)

    @property
    def key(self) -> tuple[str, str] | None:
        """Network and name of the chosen asset."""
        return self._key

    @Slot(object)
    def choose(self, asset: int | None) -> None:
        """Choose an asset, or none."""
        key = None if asset is None else self._key_of(asset)
        if key != self._key:
            self._key = key
            self.changed.emit(asset)

    @Slot(object)
    def open(self, asset: int) -> None:
        """Choose an asset and go there."""
        self.choose(asset)
        self.opened.emit(asset)

    def open_named(self, name: str) -> None:
        """Open the asset of that name, or ``network/name``, as soon as the catalogue holds it."""
        self._wanted = name
        self.follow(None)

    @Slot(object)
    def follow(self, _: object) -> None:
        """Look again after the catalogue changed; to be connected after everything that holds rows of it."""
        if not self._wanted or not self._city.now:
            return  # nothing is opened before there is something to see
        names = self._city.catalogue.assets.name
        network, _slash, name = self._wanted.rpartition("/")
        row = self._city.names.asset.get((network, name))
        if row is None and self._wanted in names:
            row = names.index(self._wanted)
        if row is not None:
            self._wanted = ""
            self.open(row)

    def _key_of(self, asset: int) -> tuple[str, str]:
        assets = self._city.catalogue.assets
        return self._city.catalogue.networks[assets.network[asset]].name, assets.name[asset]
