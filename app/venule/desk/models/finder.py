"""Finds assets by part of their name, number, label or network; every word of the search must occur."""

import re

import numpy as np
import numpy.typing as npt

from venule.store.answers import Catalogue

Rows = npt.NDArray[np.int64]

LAST_NUMBER = re.compile(r"(\d+)\D*$")


class Finder:
    """Over one catalogue. The text searched is made at the first search, since most sittings need none."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._haystack: tuple[str, ...] | None = None

    def find(self, text: str, limit: int | None = None) -> Rows:
        """Rows of the assets in which every word of ``text`` occurs.

        First comes what is called just that, then what has that number, then names that begin with it.
        """
        words = text.casefold().split()
        if not words:
            return np.zeros(0, np.int64)
        found = [row for row, hay in enumerate(self._text()) if all(word in hay for word in words)]
        if limit is not None:
            found = sorted(found, key=lambda row: self._rank(row, " ".join(words)))[:limit]
        return np.array(found, np.int64)

    def _rank(self, row: int, text: str) -> int:
        """How well an asset that was found fits; 0 is best."""
        name = self._catalogue.assets.name[row].casefold()
        if text in (name, self._catalogue.assets.label[row].casefold()):
            return 0
        number = LAST_NUMBER.search(name)
        if text.isdigit() and number is not None and number[1].lstrip("0") == text.lstrip("0"):
            return 1
        return 2 if name.startswith(text.partition(" ")[0]) else 3

    def _text(self) -> tuple[str, ...]:
        if self._haystack is None:
            assets = self._catalogue.assets
            networks = [network.name for network in self._catalogue.networks]
            self._haystack = tuple(
                f"{name} {label} {networks[network]}".casefold()
                for name, label, network in zip(assets.name, assets.label, assets.network.tolist(), strict=True)
            )
        return self._haystack
