"""How lines and areas look at one moment, as columns, and what the legend says of the layers that they are of."""

from dataclasses import dataclass, replace

import numpy as np

from venule.desk.style.tones import Tone
from venule.store.answers import Bytes, Flags, Longs


@dataclass(frozen=True, slots=True)
class Key:
    """What a layer says in the legend: its title, and the ends of its ramp; without a ramp it shows statuses."""

    title: str
    areas: bool
    ends: tuple[str, str] | None
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class Colours:
    """By shape: its tone, its mark (see :mod:`venule.desk.style.tones`), and the layer of it, as a row of ``keys``."""

    tone: Bytes
    mark: Bytes
    layer: Bytes
    keys: tuple[Key, ...] = ()

    def differing(self, other: "Colours") -> Longs:
        """The shapes that look otherwise than before."""
        return np.flatnonzero((self.tone != other.tone) | (self.mark != other.mark)).astype(np.int64)

    def hiding(self, hidden: Flags) -> "Colours":
        """The same without some of the shapes."""
        return replace(self, tone=np.where(hidden, np.int8(Tone.HIDDEN), self.tone))
