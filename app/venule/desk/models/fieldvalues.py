"""What heat, coloured points and coverage show at one moment: values on a scale, and who is heard by whom."""

from dataclasses import dataclass

from venule.store.answers import Floats, Longs


@dataclass(frozen=True, slots=True)
class Scale:
    """What the legend says of a value: its title, the words at the ends of its ramp, and its unit."""

    title: str
    ends: tuple[str, str]
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Values of assets: their rows, and where on the scale from 0 to 1 each lies; ``nan`` where none may be shown.

    ``assets`` is how many rows the catalogue has that they are of.
    """

    assets: int
    rows: Longs
    place: Floats
    scale: Scale


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """The rows of the assets that a gateway was the best to hear, and whether it is lost."""

    rows: Longs
    lost: bool


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """The gateways that are chosen; none of them asks for a choice. ``assets`` is as with :class:`Measured`."""

    assets: int
    gateways: tuple[Heard, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Fields:
    """Everything at once; what did not change is the same object as before."""

    heat: Measured | None = None
    points: Measured | None = None
    coverage: Coverage | None = None


NO_FIELDS = Fields()
