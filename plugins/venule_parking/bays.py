"""A simulated bay and the frames its sensor would send: the inverse of the readers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from venule.sdk import MINUTE, Gateway, Instant, Outgoing, chirpstack_uplink, gateways, metres
from venule_parking.rows import Site

APPLICATION = "parking"
BAYS_PER_GATEWAY = 64
FIRST_GATEWAY = 0x7076FF0010000001
FIRST_DEVICE = 0x70B3D57ED0100000
NWAVE_SHARE = 0.35
WEAK_BATTERY_SHARE = 0.01


@dataclass(slots=True)
class Bay:
    """One bay: where it is, its sensor, and its state since when."""

    site: Site
    eui: str
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
        place = self.site.position
        distance = math.hypot(*metres(place, self.gateway.position or place))
        return chirpstack_uplink(
            application=APPLICATION,
            profile=self.profile,
            dev_eui=self.eui,
            name=self.site.name,
            port=port,
            payload=payload,
            at=at,
            counter=self.counter,
            gateway=self.gateway,
            position=place,
            rssi=round(-72 - 22 * math.log10(1 + distance / 30)),
            tags={"street": self.site.street, "zone": self.site.zone},
        )


def duration_code(minutes: int) -> int:
    """Minutes as the NPS405 packs them into seven bits; see :func:`venule_parking.nwave.duration`."""
    if minutes < 90:
        return minutes
    if minutes < 240:
        return 90 + (minutes - 90) // 5
    return min(120 + (minutes - 240) // 60, 127)


def lay_out(sites: Sequence[Site], random: Random) -> list[Bay]:
    """A bay for each site, with its sensor and gateway."""
    heard_by = gateways([site.position for site in sites], BAYS_PER_GATEWAY, FIRST_GATEWAY)
    bays = []
    for number, (site, gateway) in enumerate(zip(sites, heard_by, strict=True)):
        profile = "nps405" if random.random() < NWAVE_SHARE else "tps110"
        weak = random.random() < WEAK_BATTERY_SHARE
        battery = random.choice((2868, 2944)) if weak else random.randrange(3200, 3480, 4)
        bays.append(Bay(site, f"{FIRST_DEVICE + number:016x}", gateway, profile, battery))
    return bays
