"""The lighting vertical: its kinds, its readers by device profile, its indicators and its simulator."""

from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase

from venule.sdk import (
    AssetKind,
    City,
    Instant,
    Message,
    Observation,
    Position,
    Sample,
    Simulator,
    Unreadable,
    Value,
    Vertical,
)
from venule_lighting.emu_meter import read_emu
from venule_lighting.indicators import INDICATORS
from venule_lighting.layers import CIRCUIT, LAYERS, ZONE
from venule_lighting.nas_lcu import read_lcu
from venule_lighting.netvox_current import read_netvox
from venule_lighting.quantities import CABINET, LUMINAIRE
from venule_lighting.rules import CABINET_RULES, LUMINAIRE_RULES
from venule_lighting.samples import SAMPLES
from venule_lighting.simulation import LightingSimulator
from venule_lighting.sun import CIVIL, elevation

LUMINAIRE_KIND = AssetKind(
    "luminaire",
    symbol="lightbulb",
    quantities=LUMINAIRE,
    expected_every_s=3600,
    title="Luminaire",
    rules=LUMINAIRE_RULES,
    aliases=("Streetlight", "lamp post", "street light", "light point"),
)
CABINET_KIND = AssetKind(
    "cabinet",
    symbol="zap",
    quantities=CABINET,
    expected_every_s=900,
    title="Feeder cabinet",
    rules=CABINET_RULES,
    aliases=("StreetlightControlCabinet", "feeder pillar", "switch cabinet"),
)
KINDS = {kind.name: kind for kind in (LUMINAIRE_KIND, CABINET_KIND)}

Reader = Callable[[Message], tuple[Instant | None, dict[str, Value | None]]]

READERS: tuple[tuple[str, str, Reader], ...] = (
    ("*lcu*", "luminaire", read_lcu),
    ("*ul20??*", "luminaire", read_lcu),
    ("*emu-prof*", "cabinet", read_emu),
    ("*emu prof*", "cabinet", read_emu),
    ("*r718n1*", "cabinet", read_netvox),
    ("*r718n3*", "cabinet", read_netvox),
)


class Lighting(Vertical):
    """Street lights with a controller, and the cabinets that feed them."""

    api = 1
    name = "lighting"
    title = "Street lighting"
    kinds = (LUMINAIRE_KIND, CABINET_KIND, CIRCUIT, ZONE)
    devices = tuple(pattern for pattern, _, _ in READERS)
    indicators = INDICATORS
    layers = LAYERS

    def read(self, message: Message) -> Iterator[Observation]:
        """Read a controller's or a meter's frame, and add what the sun says of it."""
        profile = message.profile.lower()
        for pattern, kind, reader in READERS:
            if fnmatchcase(profile, pattern):
                at, fields = reader(message)
                at = message.observed_at if at is None else at
                yield from observations(message, KINDS[kind], at, fields | by_the_sun(fields, at, message.position))
                return
        raise Unreadable(f"no luminaire controller or meter is known by the device profile {message.profile!r}")

    def samples(self) -> Iterable[Sample]:
        """One frame of each kind that is read."""
        return SAMPLES

    def simulate(self, city: City, seed: int, assets: int) -> Simulator:
        """Luminaires along the streets, one cabinet and its circuit for about sixty of them."""
        return LightingSimulator(city, seed, assets)


def by_the_sun(fields: dict[str, Value | None], at: Instant | None, place: Position | None) -> dict[str, Value | None]:
    """Whether it is night at a luminaire's place (civil dusk to dawn), and whether it burns while the sun is up."""
    burning = fields.get("lamp_on")
    if burning is None or at is None or place is None:
        return {}
    height = elevation(at, place)
    return {"expected_on": height < CIVIL, "burning_by_day": bool(burning) and height > 0}


def observations(
    message: Message, kind: AssetKind, at: Instant | None, fields: dict[str, Value | None]
) -> Iterator[Observation]:
    """What a frame says of an asset; names that are not declared come from a newer codec and are passed over."""
    known = {name: value for name, value in fields.items() if value is not None and kind.quantity(name)}
    if not known:
        raise Unreadable(f"the frame of port {message.port} holds nothing that is known of a {kind.name}")
    for name, value in known.items():
        quantity = kind.quantity(name)
        if quantity is not None:
            yield Observation(message.asset, quantity, value, at, kind=kind.name)
