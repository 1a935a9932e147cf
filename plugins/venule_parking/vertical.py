"""The parking vertical: its kinds, its readers by device profile, its indicators and its simulator."""

from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase

from venule.sdk import AssetKind, City, Message, Observation, Sample, Simulator, Unreadable, Value, Vertical
from venule_parking.bosch_tps110 import read_tps110
from venule_parking.indicators import INDICATORS
from venule_parking.layers import LAYERS, ZONE
from venule_parking.nwave import read_nps310, read_nps405
from venule_parking.quantities import BAY, GARAGE
from venule_parking.rules import BAY_RULES, GARAGE_RULES
from venule_parking.samples import SAMPLES
from venule_parking.simulation import ParkingSimulator

BAY_KIND = AssetKind(
    "bay",
    symbol="square-parking",
    quantities=BAY,
    expected_every_s=3600,
    title="Parking bay",
    rules=BAY_RULES,
    aliases=("ParkingSpot", "parking space", "bay", "stall"),
)
GARAGE_KIND = AssetKind(
    "garage",
    symbol="car",
    quantities=GARAGE,
    expected_every_s=900,
    title="Garage",
    rules=GARAGE_RULES,
    aliases=("OffStreetParking", "car park", "parking garage", "Parkhaus"),
)

READERS: tuple[tuple[str, Callable[[Message], dict[str, Value | None]]], ...] = (
    ("*tps110*", read_tps110),
    ("*parking lot sensor*", read_tps110),
    ("*nps310*", read_nps310),
    ("*nps405*", read_nps405),
)


class Parking(Vertical):
    """Parking bays with a sensor in the ground, and garages that count."""

    api = 1
    name = "parking"
    title = "Parking"
    kinds = (BAY_KIND, GARAGE_KIND, ZONE)
    devices = tuple(pattern for pattern, _ in READERS)
    indicators = INDICATORS
    layers = LAYERS

    def read(self, message: Message) -> Iterator[Observation]:
        """Read a bay sensor's frame; every field of it becomes an observation of the bay."""
        profile = message.profile.lower()
        for pattern, reader in READERS:
            if fnmatchcase(profile, pattern):
                yield from observations(message, reader(message))
                return
        raise Unreadable(f"no parking sensor is known by the device profile {message.profile!r}")

    def samples(self) -> Iterable[Sample]:
        """One frame of each port that is read."""
        return SAMPLES

    def simulate(self, city: City, seed: int, assets: int) -> Simulator:
        """Bays along the kerbs of the inner districts, which are the zones, and a garage for every three hundred."""
        return ParkingSimulator(city, seed, assets)


def observations(message: Message, fields: dict[str, Value | None]) -> Iterator[Observation]:
    """What a frame says of a bay; a field the sensor left open is no observation."""
    for name, value in fields.items():
        quantity = BAY_KIND.quantity(name)
        if quantity is None:
            raise Unreadable(f"the field {name!r} is not declared for a parking bay")
        if value is not None:
            yield Observation(message.asset, quantity, value, message.observed_at, kind="bay")
