"""A simulated bay and the frames its sensor would send: the inverse of the readers."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from venule.sdk import (
    MINUTE,
    City,
    Gateway,
    Instant,
    Outgoing,
    Position,
    Street,
    by_turns,
    chirpstack_uplink,
    districts,
    gateways,
    length_m,
    metres,
    places,
)

APPLICATION = "parking"
KERB_M = 6.0
BAY_M = 6.2
CROSSING_M = 16.0
SHORTEST_STREET_M = 55.0
LONGEST_STREET_M = 450.0
DISTRICTS = 6
BAYS_PER_GATEWAY = 64
FIRST_GATEWAY = 0x7076FF0010000001
FIRST_DEVICE = 0x70B3D57ED0100000
NWAVE_SHARE = 0.35
WEAK_BATTERY_SHARE = 0.01


@dataclass(slots=True)
class Bay:
    """One bay: where it is, its sensor, and its state since when."""

    name: str
    eui: str
    street: str
    position: Position
    gateway: Gateway
    profile: str
    battery_mv: int
    occupied: bool = False
    since: Instant = 0
    counter: int = 0
    heard_until: Instant | None = None

    def status(self, at: Instant) -> Outgoing:
        """Port 1: the state has just changed; the duration of the one before goes with it where the sensor tells."""
        byte = int(self.occupied)
        if self.profile == "nps405":
            byte |= duration_code((at - self.since) // MINUTE) << 1
        return self.uplink(1, bytes((byte,)), at)

    def heartbeat(self, at: Instant, temperature: float) -> Outgoing:
        """Port 2: alive, with state and temperature, and the battery where the sensor tells."""
        if self.profile == "nps405":
            half_degrees = round((temperature - 10) * 2) & 0xFF
            return self.uplink(2, bytes((self.occupied, (self.battery_mv - 2500) // 4, half_degrees, 0, 0, 0)), at)
        return self.uplink(2, bytes((self.occupied, round(temperature) & 0xFF)), at)

    def uplink(self, port: int, payload: bytes, at: Instant) -> Outgoing:
        """The frame in its envelope, fainter the farther the gateway is."""
        self.counter += 1
        distance = math.hypot(*metres(self.position, self.gateway.position or self.position))
        return chirpstack_uplink(
            application=APPLICATION,
            profile=self.profile,
            dev_eui=self.eui,
            name=self.name,
            port=port,
            payload=payload,
            at=at,
            counter=self.counter,
            gateway=self.gateway,
            position=self.position,
            rssi=round(-72 - 22 * math.log10(1 + distance / 30)),
            tags={"street": self.street},
        )


def duration_code(minutes: int) -> int:
    """Minutes as the NPS405 packs them into seven bits; see :func:`venule_parking.nwave.duration`."""
    if minutes < 90:
        return minutes
    if minutes < 240:
        return 90 + (minutes - 90) // 5
    return min(120 + (minutes - 240) // 60, 127)


def kerbs(city: City) -> Iterator[tuple[str, str, Position]]:
    """Name, street and place of bays along both kerbs, a whole street after the other."""
    for number, street in enumerate(streets(city), start=1):
        spots = [*places(street, BAY_M, KERB_M, CROSSING_M), *places(street, BAY_M, -KERB_M, CROSSING_M)]
        for bay, position in enumerate(spots, start=1):
            yield f"PK-{number:03d}-{bay:02d}", street.name, position


def streets(city: City) -> Iterator[Street]:
    """Where one parks: half of the streets in the centre, the others in the districts; long ones last."""
    centre, *others = [
        [street for street in district.streets if length_m(street) >= SHORTEST_STREET_M]
        for district in districts(city, DISTRICTS)
    ] or [[]]
    order = list(by_turns([centre, by_turns(others)]))
    return iter(sorted(order, key=lambda street: length_m(street) > LONGEST_STREET_M))


def lay_out(city: City, random: Random, count: int) -> list[Bay]:
    """The first ``count`` bays, each with its sensor and gateway."""
    sites = [site for site, _ in zip(kerbs(city), range(count), strict=False)]
    heard_by = gateways([position for _, _, position in sites], BAYS_PER_GATEWAY, FIRST_GATEWAY)
    bays = []
    for number, ((name, street, position), gateway) in enumerate(zip(sites, heard_by, strict=True)):
        profile = "nps405" if random.random() < NWAVE_SHARE else "tps110"
        weak = random.random() < WEAK_BATTERY_SHARE
        battery = random.choice((2868, 2944)) if weak else random.randrange(3200, 3480, 4)
        bays.append(Bay(name, f"{FIRST_DEVICE + number:016x}", street, position, gateway, profile, battery))
    return bays
