"""Simulated luminaires and cabinets, and the frames they would send: the inverse of the readers."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot
from random import Random
from typing import NamedTuple

from venule.sdk import (
    HOUR,
    SECOND,
    Asset,
    City,
    Gateway,
    Instant,
    Outgoing,
    Position,
    Street,
    by_turns,
    chirpstack_uplink,
    districts,
    from_the_centre,
    gateways,
    json_reading,
    length_m,
    line,
    metres,
    offset,
    places,
)
from venule_lighting.burning import DAY_REASON, Step
from venule_lighting.emu_meter import crc8
from venule_lighting.nas_lcu import STATUS_PORT, USAGE_PORT

APPLICATION = "lighting"
NETWORK = "street-lighting"
SPACING_M = 35.0
BESIDE_M, BESIDE_MAIN_M = 5.5, 8.5
CROSSING_M = 9.0
MAIN_STREET_M = 900.0
MAIN_KINDS = {"primary", "secondary"}
DISTRICTS = 9
SIDE_STREETS_A_TURN = 2 * DISTRICTS
LAMPS_PER_CABINET = 70
FIRST_GATEWAY = 0x7076FF0020000001
FIRST_LAMP = 0x70B3D5B020000000
FIRST_CABINET = 0x70B3D5B028000000
STANDBY_W = 0.6
MAINS_V = 231
BROADCAST = 0xFE
OWN_METER = 0xFF
FEEDER_LOSS = 1.03
NO_DRIVER = 246


@dataclass(slots=True)
class Lamp:
    """One luminaire: where it is, what it draws, and what is wrong with it."""

    name: str
    eui: str
    street: str
    kerb: str
    position: Position
    gateway: Gateway
    cabinet: str
    rated_w: float
    main_street: bool
    late_us: int
    fault: str = ""
    step: Step = field(default_factory=lambda: Step(0, DAY_REASON))
    energy_wh: float = 0.0
    lamp_on_s: float = 0.0
    accounted: Instant = 0
    counter: int = 0

    @property
    def lit(self) -> bool:
        """Whether it burns."""
        return self.step.level > 0 and self.fault not in ("lamp", "driver")

    @property
    def power_w(self) -> float:
        """What it draws: the driver's own tenth, and the rest in proportion to the level."""
        return self.rated_w * (0.1 + 0.9 * self.step.level / 100) if self.lit else STANDBY_W

    def account(self, until: Instant) -> None:
        """Count energy and burning time up to a time, at the present level."""
        hours = max(0, until - self.accounted) / HOUR
        self.energy_wh += self.power_w * hours
        self.lamp_on_s += hours * 3600 if self.lit else 0
        self.accounted = max(self.accounted, until)

    def status(self, at: Instant, temperature: float) -> Outgoing:
        """Port 23: level, reason, DALI status and the photocell."""
        dali = 0x04 if self.lit else 0
        dali |= 0x02 if self.fault == "lamp" and self.step.level > 0 else 0
        sensors = bytes((1, 8 if self.step.level else 215))
        sensors += bytes((8, 22)) if self.fault == "tilt" else b""
        bits = (0x80 if self.step.level else 0) | (0x02 if self.fault == "driver" else 0)
        alerts = 0x20 if self.fault == "lamp" else 0
        head = struct.pack("<BIBBBbbBB", 1, at // SECOND, bits, 0, 71, 7, round(temperature), alerts, len(sensors))
        if self.fault == "driver":
            return self.uplink(STATUS_PORT, head + sensors + bytes((BROADCAST, NO_DRIVER, 0xFF, 0xFF)), at)
        drivers = bytes((BROADCAST, self.step.reason, self.step.level, dali))
        return self.uplink(STATUS_PORT, head + sensors + drivers, at)

    def usage(self, at: Instant) -> Outgoing:
        """Port 26: energy, power, power factor, mains voltage and burning time of the controller's own meter."""
        self.account(at)
        factor = 95 if self.step.level > 60 else 82
        meter = round(self.energy_wh), round(self.power_w), factor, MAINS_V, round(self.lamp_on_s)
        body = struct.pack("<BBBIHBBI", 0, OWN_METER, 0b10110011, *meter)
        return self.uplink(USAGE_PORT, body, at)

    def uplink(self, port: int, payload: bytes, at: Instant) -> Outgoing:
        """A frame in its envelope."""
        self.counter += 1
        return chirpstack_uplink(
            application=APPLICATION,
            profile="EU868-LCU-1.1",
            dev_eui=self.eui,
            name=self.name,
            port=port,
            payload=payload,
            at=at,
            counter=self.counter,
            gateway=self.gateway,
            position=self.position,
            tags={"street": self.street, "cabinet": self.cabinet, "rated_w": f"{self.rated_w:g}"},
        )


@dataclass(slots=True)
class Cabinet:
    """A feeder cabinet, the energy meter in it, and its circuit: the cables along the kerbs to its lamps."""

    name: str
    eui: str
    position: Position
    gateway: Gateway
    lamps: list[Lamp] = field(default_factory=list)
    energy_wh: float = 0.0
    accounted: Instant = 0
    counter: int = 0

    @property
    def circuit(self) -> str:
        """What its circuit is called."""
        return self.name.replace("CB-", "LC-")

    def inventory(self) -> Asset:
        """Its circuit as an inventory has it."""
        told = {"cabinet": self.name, "lamps": str(len(self.lamps))}
        return Asset(NETWORK, self.circuit, "lighting.circuit", properties=told, shape=line(*self.cables()))

    def cables(self) -> list[tuple[Position, ...]]:
        """From lamp to lamp along each kerb, and from the cabinet, or a lamp alone on its kerb, to the nearest one."""
        kerbs: dict[str, list[Position]] = {}
        for lamp in self.lamps:
            kerbs.setdefault(lamp.kerb, []).append(lamp.position)
        alone = [self.position, *(kerb[0] for kerb in kerbs.values() if len(kerb) == 1)]
        rows = [tuple(kerb) for kerb in kerbs.values() if len(kerb) > 1]
        return [*((place, self.nearest(place)) for place in alone if place != self.nearest(place)), *rows]

    def nearest(self, place: Position) -> Position:
        """The place of the lamp next to a place, other than one that stands there."""
        others = [lamp.position for lamp in self.lamps if lamp.position != place] or [place]
        return min(others, key=lambda other: hypot(*metres(place, other)))

    def circuit_report(self, at: Instant) -> Outgoing:
        """What its circuit draws."""
        drawn = round(sum(lamp.power_w for lamp in self.lamps), 1)
        return json_reading(
            network=NETWORK,
            kind="lighting.circuit",
            asset=self.circuit,
            datastream="power",
            value=drawn,
            unit="W",
            at=at,
        )

    def report(self, at: Instant, random: Random) -> Outgoing:
        """What the meter sends: energy, power, currents, voltages and frequency."""
        power = round(sum(lamp.power_w for lamp in self.lamps) * FEEDER_LOSS + random.uniform(4, 9))
        self.energy_wh += power * max(0, at - self.accounted) / HOUR
        self.accounted = at
        volts = [MAINS_V + random.uniform(-2.5, 2.5) for _ in range(3)]
        body = struct.pack("<IBIBi", at // SECOND, 0x03, round(self.energy_wh), 0x0B, power)
        for phase, volt in enumerate(volts):
            body += struct.pack(
                "<BiBi", 0x10 + phase, round(power / 3 / volt / 0.95 * 1000), 0x14 + phase, round(volt * 10)
            )
        body += struct.pack("<Bh", 0x1A, round(500 + random.uniform(-0.4, 0.4)))
        self.counter += 1
        return chirpstack_uplink(
            application=APPLICATION,
            profile="emu-prof-ii",
            dev_eui=self.eui,
            name=self.name,
            port=1,
            payload=body + bytes((crc8(body),)),
            at=at,
            counter=self.counter,
            gateway=self.gateway,
            position=self.position,
            tags={"lamps": str(len(self.lamps))},
        )


class Site(NamedTuple):
    """Where a lamp stands: its street, the kerb of it, the place, and whether it is a main street."""

    street: str
    kerb: str
    position: Position
    main: bool


def sites(city: City, count: int) -> list[Site]:
    """The first lamps; whole streets are lit, on changing sides."""
    found: list[Site] = []
    for number, street in enumerate(lit_first(city)):
        main = is_main(street)
        beside = BESIDE_MAIN_M if main else BESIDE_M
        right = places(street, 2 * SPACING_M, beside, CROSSING_M)
        left = places(street, 2 * SPACING_M, -beside, CROSSING_M + SPACING_M)
        sides = ((f"{number} right", right), (f"{number} left", left))
        found += [Site(street.name, kerb, position, main) for kerb, side in sides for position in side]
        if len(found) >= count:
            break
    return found[:count]


def is_main(street: Street) -> bool:
    """Whether it is a main street: by its kind, or by its length where the kind is not known."""
    return street.kind in MAIN_KINDS if street.kind else length_m(street) > MAIN_STREET_M


def lit_first(city: City) -> Iterator[Street]:
    """The order in which streets get their lamps: main streets and each district's own ones by turns."""
    main = [street for street in from_the_centre(city) if is_main(street)]
    sides = by_turns(
        [street for street in district.streets if not is_main(street)] for district in districts(city, DISTRICTS)
    )
    return by_turns([main, *[sides] * SIDE_STREETS_A_TURN])


def lay_out(city: City, random: Random, count: int) -> tuple[list[Lamp], list[Cabinet]]:
    """Lamps along the streets, each bound to a gateway and to the cabinet beside it."""
    placed = sites(city, count)
    heard_by = gateways([site.position for site in placed], LAMPS_PER_CABINET, FIRST_GATEWAY)
    lamps: list[Lamp] = []
    cabinets: dict[str, Cabinet] = {}
    for number, ((street, kerb, position, main), gateway) in enumerate(zip(placed, heard_by, strict=True), start=1):
        cabinet = cabinets.get(gateway.name)
        if cabinet is None:
            index = len(cabinets) + 1
            spot = offset(gateway.position or position, 12, 8)
            cabinet = Cabinet(f"CB-{index:03d}", f"{FIRST_CABINET + index:016x}", spot, gateway)
            cabinet.energy_wh = random.uniform(2e6, 9e6)
            cabinets[gateway.name] = cabinet
        rated = random.choice((70.0, 84.0, 98.0) if main else (26.0, 35.0, 42.0))
        lamp = Lamp(
            f"LP-{number:05d}",
            f"{FIRST_LAMP + number:016x}",
            street,
            kerb,
            position,
            gateway,
            cabinet.name,
            rated,
            main,
            late_us=round(random.uniform(0, 90) * SECOND),
            energy_wh=random.uniform(2e4, 9e5),
            lamp_on_s=random.uniform(1e6, 5e7),
        )
        lamps.append(lamp)
        cabinet.lamps.append(lamp)
    return lamps, list(cabinets.values())
