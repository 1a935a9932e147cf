"""A frozen picture of the latest values, for the verticals' indicators, which are computed off the screen's thread."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from venule.store.answers import Catalogue

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FrozenSnapshot:
    """A :class:`venule.sdk.Snapshot` over columns of one moment; ``known`` is false where a value may not count."""

    catalogue: Catalogue
    number: Floats
    known: Flags

    def latest(self, kind: str, quantity: str) -> tuple[Floats, Flags]:
        """Values of a quantity over all assets of a kind, ``nan`` where they are not known."""
        assets = self._assets_of(kind)
        values, known = np.full(len(assets), np.nan), np.zeros(len(assets), np.bool_)
        streams = self.catalogue.datastreams
        named = [row for row, declared in enumerate(self.catalogue.quantities) if declared.name == quantity]
        rows = np.flatnonzero(np.isin(streams.quantity, named))
        places = np.searchsorted(assets, streams.asset[rows])
        inside = places < len(assets)
        rows, places = rows[inside], places[inside]
        ours = assets[places] == streams.asset[rows]
        rows, places = rows[ours], places[ours]
        known[places] = self.known[rows] & ~np.isnan(self.number[rows])
        values[places] = np.where(known[places], self.number[rows], np.nan)
        return values, known

    def _assets_of(self, kind: str) -> npt.NDArray[np.intp]:
        if kind not in self.catalogue.kinds:
            return np.zeros(0, np.intp)
        return np.flatnonzero(self.catalogue.assets.kind == self.catalogue.kinds.index(kind))
