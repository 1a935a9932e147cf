"""What stands in the street: the kinds of asset a vertical declares, and one asset of a network."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from venule.domain.geo import Position
from venule.domain.quantity import Quantity
from venule.domain.rule import Rule
from venule.domain.shape import Shape

NO_PROPERTIES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class AssetKind:
    """A kind of asset, as a vertical declares it; everything generic about its display follows from this.

    ``symbol`` names an icon of the desk or is one letter. ``expected_every_s`` is how often a healthy asset is heard;
    a quantity may state its own. ``aliases`` are the words by which foreign inventories call such an asset.
    """

    name: str
    symbol: str = "dot"
    quantities: tuple[Quantity, ...] = ()
    expected_every_s: float | None = None
    title: str = ""
    rules: tuple[Rule, ...] = ()
    aliases: tuple[str, ...] = ()

    def quantity(self, name: str) -> Quantity | None:
        """The declared quantity of that name."""
        return next((quantity for quantity in self.quantities if quantity.name == name), None)


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset of a network, as far as a message or an inventory tells. Empty fields say nothing: they never erase.

    ``kind`` is ``"vertical.kind"``, such as ``"parking.bay"``, or empty for an asset no vertical knows. An asset with a
    ``shape`` and no ``position`` stands in the middle of its shape.
    """

    network: str
    name: str
    kind: str = ""
    label: str = ""
    gateway: str = ""
    position: Position | None = None
    properties: Mapping[str, str] = field(default_factory=lambda: NO_PROPERTIES)
    shape: Shape | None = None


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway through which assets of a network are heard."""

    network: str
    name: str
    position: Position | None = None
