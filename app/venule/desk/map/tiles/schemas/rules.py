"""How the features of a source layer tell what they are on the ground."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from venule.desk.map.tiles.vector.mvt import Features, Value

Flags = npt.NDArray[np.bool_]
Kind = TypeVar("Kind", bound=Enum)

Told = Mapping[str, Collection[Value]]
"""That one of some keys has one of its values."""


def told(features: Features, words: Told) -> Flags:
    """Of which features it holds."""
    found = np.zeros(len(features), np.bool_)
    for key, values in words.items():
        fits = np.array([value in values for value in features.values] + [False], np.bool_)
        found |= fits[features.column(key)]
    return found


@dataclass(frozen=True, slots=True)
class Rule(Generic[Kind]):
    """What the features of a layer are: the first of ``keys`` under which a word of ``kinds`` stands decides.

    Where none does it is ``otherwise``, and nothing if that is ``None``. A rule may hold ``only`` for some features, or
    for all ``but`` some.
    """

    layer: str
    keys: tuple[str, ...] = ()
    kinds: Mapping[Value, Kind] = field(default_factory=dict)
    otherwise: Kind | None = None
    only: Told | None = None
    but: Told | None = None

    def sorted(self, features: Features) -> Iterator[tuple[Kind, Flags]]:
        """The kinds there are among features of the layer, and which features are of each."""
        kinds = [kind for kind in dict.fromkeys((*self.kinds.values(), self.otherwise)) if kind is not None]
        code = self._codes(features, kinds)
        if self.only is not None:
            code[~told(features, self.only)] = -1
        if self.but is not None:
            code[told(features, self.but)] = -1
        for place in np.unique(code[code >= 0]).tolist():
            yield kinds[place], code == place

    def _codes(self, features: Features, kinds: list[Kind]) -> npt.NDArray[np.int64]:
        """For each feature the place of its kind, or -1."""
        places = {word: kinds.index(kind) for word, kind in self.kinds.items()}
        known = np.array([places.get(value, -1) for value in features.values] + [-1], np.int64)
        code = np.full(len(features), -1 if self.otherwise is None else kinds.index(self.otherwise), np.int64)
        for key in reversed(self.keys):
            found = known[features.column(key)]
            code = np.where(found >= 0, found, code)
        return code
