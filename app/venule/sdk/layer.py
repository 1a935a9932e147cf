"""Layers of the map: what a vertical wants shown of its assets beside their symbols, declared as data."""

from dataclasses import dataclass
from enum import StrEnum


class LayerForm(StrEnum):
    """What a layer consists of."""

    POINTS = "points"
    """Assets as symbols, coloured by a value as long as nothing is the matter with them."""
    LINES = "lines"
    """Assets that have a line for a shape, such as pipes."""
    AREAS = "areas"
    """Assets that have an area for a shape, such as districts."""
    HEAT = "heat"
    """A value of assets, smoothed over the ground; nothing where none of them stands."""
    COVERAGE = "coverage"
    """Where the assets stand that each of the chosen gateways is the best to hear."""


class Gather(StrEnum):
    """Where the value comes from that colours an area."""

    OWN = "own"
    """From a datastream of the area itself."""
    MEAN = "mean"
    MAX = "max"
    SUM = "sum"
    """From that quantity of the assets that stand in it."""
    COUNT = "count"
    """How many assets of it are known to hold a value that is not zero, such as flags that are set."""
    SHARE = "share"
    """The same in percent of those that are known at all."""


@dataclass(frozen=True, slots=True)
class MapLayer:
    """One layer. The map offers those for which there is anything to show, and switches on the first lines and areas.

    ``kinds`` are the assets that have the shapes or the values, by their full names (``"water.pipe"``). ``quantity`` is
    the one whose latest value colours them, from ``scale``'s low end to its high one; lines and areas without a
    quantity show their statuses.
    Without a scale it is the quantity's ``low`` and ``high``, or what the values themselves span. ``unit`` (UCUM) is
    the one that counts, where datastreams of that quantity come in several; empty for the one that most have.
    With ``gather`` other than its own value, an area is coloured by the assets of the kinds ``of`` that stand in it.
    Any other quantity of points can be shown as heat and as points besides: declare what is worth a title.
    """

    name: str
    title: str
    form: LayerForm
    kinds: tuple[str, ...]
    quantity: str = ""
    scale: tuple[float, float] | None = None
    unit: str = ""
    gather: Gather = Gather.OWN
    of: tuple[str, ...] = ()
    at_first: bool = True
