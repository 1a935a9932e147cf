"""Links the filter: what a person leaves out becomes a mask over the assets, renewed with catalogue, time and age."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from venule.desk.map.assets.counting import Flags
from venule.desk.map.assets.filters import EVERY, Filter, Traits
from venule.desk.map.view import MapView
from venule.desk.models.city import CityModel
from venule.desk.models.filtering import EVERYTHING, Wish
from venule.domain.alarm import Status
from venule.domain.instant import Instant
from venule.store.answers import Catalogue

AGE_MS = 5_000
"""How often a limit of age is judged anew: masks over a million assets are not for every pulse."""


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """Which assets pass, by row of the catalogue, and which statuses; ``None`` where all assets do."""

    passing: Flags | None = None
    statuses: frozenset[Status] = EVERY

    @property
    def open(self) -> bool:
        """Whether it lets everything pass."""
        return self.passing is None and self.statuses == EVERY

    def same(self, other: "Mask") -> bool:
        """Whether both let the same pass."""
        if self.passing is None or other.passing is None:
            return self.passing is other.passing and self.statuses == other.statuses
        return self.statuses == other.statuses and np.array_equal(self.passing, other.passing)


ALL_PASS = Mask()


def filter_of(wish: Wish, catalogue: Catalogue, now: Instant) -> Filter:
    """The filter of a wish over the rows of a catalogue at a time."""
    verticals = {kind.partition(".")[0] for kind in catalogue.kinds}
    return Filter(
        networks=_kept([network.name for network in catalogue.networks], wish.networks),
        verticals=frozenset(verticals - wish.verticals) if wish.verticals & verticals else None,
        kinds=_kept(catalogue.kinds, wish.kinds),
        statuses=EVERY - wish.statuses,
        heard_since=None if wish.heard_within_us is None else now - wish.heard_within_us,
    )


def _kept(names: Sequence[str], left_out: frozenset[str]) -> frozenset[int] | None:
    """The rows of names that are not left out; ``None`` when that is all of them."""
    if left_out.isdisjoint(names):
        return None
    return frozenset(row for row, name in enumerate(names) if name not in left_out)


class Filters(QObject):
    """Owns the wish. ``changed`` carries it when it is another, ``aged`` says that others pass it by now."""

    changed = Signal(Wish)
    aged = Signal()

    def __init__(self, city: CityModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._city = city
        self._wish = EVERYTHING
        self._mask: Mask | None = None
        self._ageing = QTimer(self)
        self._ageing.setInterval(AGE_MS)
        self._ageing.timeout.connect(self.age)
        city.rebuilt.connect(self.forget)

    @property
    def wish(self) -> Wish:
        """What is left out now."""
        return self._wish

    @property
    def mask(self) -> Mask:
        """What passes, by rows of the catalogue of now."""
        if self._mask is None:
            self._mask = self._made()
        return self._mask

    @Slot(object)
    def set_wish(self, wish: Wish) -> None:
        """Leave out other assets than before."""
        if wish == self._wish:
            return
        self._wish, self._mask = wish, None
        if wish.heard_within_us is None:
            self._ageing.stop()
        else:
            self._ageing.start()
        self.changed.emit(wish)

    @Slot()
    def clear(self) -> None:
        """Show everything again."""
        self.set_wish(EVERYTHING)

    @Slot()
    def age(self) -> None:
        """Time has passed: some fell silent, and others were heard."""
        made = self._made()
        if self._mask is None or not made.same(self._mask):
            self._mask = made
            self.aged.emit()

    @Slot(object)
    def forget(self, _: object) -> None:
        """Another catalogue, or another time."""
        self._mask = None

    def _made(self) -> Mask:
        if self._wish.all_shown:
            return ALL_PASS
        catalogue = self._city.catalogue
        wanted = filter_of(self._wish, catalogue, self._city.now)
        assets = catalogue.assets
        traits = Traits(assets.network, assets.kind, catalogue.kinds, self._city.heard_at)
        return Mask(wanted.passing(traits), wanted.statuses)


class FilterLink(QObject):
    """Keeps one map filtered. To be made after that map's own link, whose new assets end the filter."""

    def __init__(self, view: MapView, city: CityModel, filters: Filters, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view, self._filters = view, filters
        self._held, self._filtered = True, False
        filters.changed.connect(self.renew)
        filters.aged.connect(self.renew)
        city.rebuilt.connect(self.renew)
        city.placed.connect(self.renew)

    @Slot(bool)
    def hold(self, held: bool) -> None:
        """Filter this map like the others, or let it show everything: one that goes its own way is not filtered."""
        self._held = held
        self.renew()

    @Slot()
    def renew(self) -> None:
        """Put the mask of now on the map; one that lets everything pass only takes the last one off."""
        mask = self._filters.mask if self._held else ALL_PASS
        if self._filtered or not mask.open:
            self._filtered = not mask.open
            self._view.set_filter(mask.passing, mask.statuses)
