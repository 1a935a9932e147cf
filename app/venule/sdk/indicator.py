"""Indicators: one figure for a whole vertical, which always says how much of the truth it covers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt


class Snapshot(Protocol):
    """The latest values of a city at one time, as arrays."""

    def latest(self, kind: str, quantity: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
        """Values of ``quantity`` and which of them are known, over all assets of ``kind`` (``"parking.bay"``).

        Both arrays have one entry an asset, in one and the same order for every quantity of the kind. Flags are 0.0
        and 1.0. A value is not known when it never came, is stale, bad, or lost with its gateway; it is then ``nan``.
        """
        ...


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed indicator: ``value`` is ``None`` when nothing is known, ``known`` of ``in_service`` its coverage."""

    value: float | None
    known: int
    in_service: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """A named figure with its unit (UCUM), what one thing it counts is called, and how it is computed.

    ``counted`` is the plural noun of the coverage sentence: "412 of 430 bays known". ``target`` is the band, in the
    unit, in which the figure is fine.
    """

    name: str
    title: str
    unit: str
    counted: str
    compute: Callable[[Snapshot], Figure]
    target: tuple[float, float] | None = None
    decimals: int = 0
