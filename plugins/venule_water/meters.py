"""Simulated customers' meters: what they count, and the daily telegram with a day of hourly volumes."""

import struct
from dataclasses import dataclass, field
from random import Random

from venule.sdk import HOUR, Gateway, Instant, Outgoing, Position, chirpstack_uplink, to_datetime
from venule_water.network import local_hour, pattern

APPLICATION = "water"
PROFILE = "flowiq2200-02k73a"
HOURS_TOLD = 24
INFO_BITS = {"dry": 0, "leak": 2, "burst": 3, "tamper": 4, "low_battery": 5}
FAULTS = (("leak", 0.006), ("low_battery", 0.004), ("dry", 0.002), ("tamper", 0.001), ("silent", 0.003))
TRICKLE_L = 11


@dataclass(slots=True)
class Meter:
    """One customer's meter: readings of the last full hours in litres, newest last."""

    name: str
    eui: str
    area: str
    street: str
    position: Position
    gateway: Gateway
    mean_l: float
    fault: str
    hour: Instant = 0
    litres: list[int] = field(default_factory=list)
    counter: int = 0

    def begin(self, random: Random, hour: Instant, utc_offset_s: int) -> None:
        """Let a day of hours pass, so that the first telegram has a past to tell."""
        self.hour = hour - HOURS_TOLD * HOUR
        self.litres = [random.randrange(20_000, 900_000)]
        self.count(random, hour, utc_offset_s)

    def count(self, random: Random, hour: Instant, utc_offset_s: int) -> None:
        """Count what is drawn up to a full hour; only the hours that a telegram tells are kept."""
        while self.hour < hour:
            self.hour += HOUR
            self.litres.append(self.litres[-1] + self.drawn(random, utc_offset_s))
        del self.litres[: -HOURS_TOLD - 1]

    def drawn(self, random: Random, utc_offset_s: int) -> int:
        """Litres of one hour: mostly little or nothing, now and then a shower or a washing machine."""
        if self.fault == "dry":
            return 0
        usual = self.mean_l * pattern(local_hour(self.hour, utc_offset_s))
        use = round(random.gammavariate(0.6, usual / 0.6)) if random.random() < 0.75 else 0
        return use + (TRICKLE_L if self.fault == "leak" else 0)

    def telegram(self, at: Instant) -> Outgoing:
        """The frame of the last full hour: reading, hourly volumes before it, and the flags."""
        clock = date_time(self.hour)
        steps = [later - earlier for earlier, later in zip(self.litres, self.litres[1:], strict=False)][::-1]
        profile = struct.pack(f"<BB{len(steps)}H", 0x62, 1, *steps)
        info = 1 << INFO_BITS[self.fault] if self.fault in INFO_BITS else 0
        payload = b"\x78\x44\x6d" + clock + b"\x44\x13" + struct.pack("<I", self.litres[-1])
        payload += b"\x4d\x93\x13" + bytes((len(profile),)) + profile + b"\x42\xff\x25" + struct.pack("<H", info)
        self.counter += 1
        return chirpstack_uplink(
            application=APPLICATION,
            profile=PROFILE,
            dev_eui=self.eui,
            name=self.name,
            port=1,
            payload=payload,
            at=at,
            counter=self.counter,
            gateway=self.gateway,
            position=self.position,
            tags={"dma": self.area, "street": self.street, "utc_offset": "+00:00"},
        )


def date_time(at: Instant) -> bytes:
    """Date and time as M-Bus type F: the inverse of :func:`venule_water.mbus.type_f`."""
    moment = to_datetime(at)
    century, year = divmod(moment.year - 1900, 100)
    return bytes(
        (
            moment.minute,
            moment.hour | century << 5,
            moment.day | (year & 7) << 5,
            moment.month | (year >> 3) << 4,
        )
    )
