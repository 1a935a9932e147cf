"""Finds assets by part of their name, label or network; every word of the search must occur."""

import numpy as np
import numpy.typing as npt

from venule.store.answers import Catalogue

Rows = npt.NDArray[np.int64]


class Finder:
    """Over one catalogue. The text searched is made at the first search, since most sittings need none."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._haystack: tuple[str, ...] | None = None

    def find(self, text: str, limit: int | None = None) -> Rows:
        """Rows of the assets in which every word of ``text`` occurs, names that begin with it first."""
        words = text.casefold().split()
        if not words:
            return np.zeros(0, np.int64)
        found = [row for row, hay in enumerate(self._text()) if all(word in hay for word in words)]
        if limit is not None and len(found) > limit:
            starts = tuple(self._catalogue.assets.name[row].casefold().startswith(words[0]) for row in found)
            found = [row for _, row in sorted(zip(starts, found, strict=True), key=lambda pair: not pair[0])][:limit]
        return np.array(found, np.int64)

    def _text(self) -> tuple[str, ...]:
        if self._haystack is None:
            assets = self._catalogue.assets
            networks = [network.name for network in self._catalogue.networks]
            self._haystack = tuple(
                f"{name} {label} {networks[network]}".casefold()
                for name, label, network in zip(assets.name, assets.label, assets.network.tolist(), strict=True)
            )
        return self._haystack
