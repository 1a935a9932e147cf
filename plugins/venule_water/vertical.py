"""The water vertical: its kinds, its readers by device profile, its indicators and its simulator."""

from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase

from venule.sdk import AssetKind, City, Message, Observation, Sample, Simulator, Unreadable, Value, Vertical
from venule_water import device_rules, network_rules, pressure_and_level, pulse_meters, quantities, valves_and_leaks
from venule_water.indicators import INDICATORS
from venule_water.kamstrup import read_flowiq
from venule_water.layers import LAYERS
from venule_water.mains import DISTRICT, PIPE
from venule_water.samples import SAMPLES
from venule_water.simulation import WaterSimulator

METER = AssetKind(
    "meter",
    symbol="droplet",
    quantities=quantities.METER,
    expected_every_s=24 * 3600,
    title="Customer meter",
    rules=device_rules.METER_RULES,
    aliases=("WaterConsumptionObserved", "water meter"),
)
PRESSURE_POINT = AssetKind(
    "pressure_point",
    symbol="gauge",
    quantities=quantities.PRESSURE_POINT,
    expected_every_s=300,
    title="Pressure point",
    rules=network_rules.PRESSURE_RULES,
    aliases=("pressure logger", "junction"),
)
TANK = AssetKind(
    "tank",
    symbol="container",
    quantities=quantities.TANK,
    expected_every_s=300,
    title="Tank",
    rules=network_rules.TANK_RULES,
    aliases=("reservoir", "water tower"),
)
INFLOW = AssetKind(
    "inflow",
    symbol="droplets",
    quantities=quantities.INFLOW,
    expected_every_s=300,
    title="Inlet of a metered area",
    rules=network_rules.INFLOW_RULES,
    aliases=("DMA", "DMA inlet", "district meter"),
)
VALVE = AssetKind(
    "valve",
    symbol="cylinder",
    quantities=quantities.VALVE,
    expected_every_s=24 * 3600,
    title="Valve",
    rules=device_rules.VALVE_RULES,
)
LEAK_SENSOR = AssetKind(
    "leak_sensor",
    symbol="waves",
    quantities=quantities.LEAK_SENSOR,
    expected_every_s=24 * 3600,
    title="Leak sensor",
    rules=device_rules.LEAK_SENSOR_RULES,
)

READERS: tuple[tuple[str, AssetKind, Callable[[Message], dict[str, Value | None]]], ...] = (
    ("*pls2-l*", TANK, pressure_and_level.read_level),
    ("*pts2-l*", PRESSURE_POINT, pressure_and_level.read_pressure),
    ("*p1ap*", PRESSURE_POINT, pressure_and_level.read_moire),
    ("*moire*p1a*", PRESSURE_POINT, pressure_and_level.read_moire),
    ("*lora-lm-xl*", TANK, pressure_and_level.read_terabee),
    ("*oy1320*", METER, pulse_meters.read_oy1320),
    ("*sw3l*", METER, pulse_meters.read_sw3l),
    ("*rwmr*", METER, pulse_meters.read_rwmr),
    ("*_oir", METER, pulse_meters.read_nas_oir),
    ("*-oir*", METER, pulse_meters.read_nas_oir),
    ("*strega*valve*", VALVE, valves_and_leaks.read_strega),
    ("smart-valve*", VALVE, valves_and_leaks.read_strega),
    ("*t-valve*", VALVE, valves_and_leaks.read_t_valve),
    ("*kfr*", VALVE, valves_and_leaks.read_kfr),
    ("*flood-sensor*", LEAK_SENSOR, valves_and_leaks.read_flood_sensor),
    ("*r718wa*", LEAK_SENSOR, valves_and_leaks.read_r718wa),
)
FLOWIQ = ("*flowiq*", "kamstrup/mbusparser*")


class Water(Vertical):
    """Drinking water from the tank to the customer."""

    api = 1
    name = "water"
    title = "Water"
    kinds = (METER, PRESSURE_POINT, TANK, INFLOW, VALVE, LEAK_SENSOR, PIPE, DISTRICT)
    devices = (*FLOWIQ, *(pattern for pattern, _, _ in READERS))
    indicators = INDICATORS
    layers = LAYERS

    def read(self, message: Message) -> Iterator[Observation]:
        """Read a device's frame; a meter's back-dated volumes each come with their own time."""
        profile = message.profile.lower()
        if any(fnmatchcase(profile, pattern) for pattern in FLOWIQ):
            yield from meter_observations(message)
            return
        for pattern, kind, reader in READERS:
            if fnmatchcase(profile, pattern):
                yield from observations(message, kind, reader(message))
                return
        raise Unreadable(f"no water device is known by the device profile {message.profile!r}")

    def samples(self) -> Iterable[Sample]:
        """One frame of each family that is read."""
        return SAMPLES

    def simulate(self, city: City, seed: int, assets: int) -> Simulator:
        """Mains, metered areas with inlets and pressure points, tanks that feed them, and customers' meters."""
        return WaterSimulator(city, seed, assets)


def meter_observations(message: Message) -> Iterator[Observation]:
    """What a flowIQ says; values without a time of their own take the message's."""
    for found in read_flowiq(message):
        quantity = METER.quantity(found.name)
        if quantity is None:
            raise Unreadable(f"the field {found.name!r} is not declared for a meter")
        at = message.observed_at if found.observed_at is None else found.observed_at
        yield Observation(
            message.asset, quantity, found.value, at, quality=found.quality, reason=found.reason, kind="meter"
        )


def observations(message: Message, kind: AssetKind, fields: dict[str, Value | None]) -> Iterator[Observation]:
    """What a frame says of an asset; a field the device left open is no observation."""
    for name, value in fields.items():
        quantity = kind.quantity(name)
        if quantity is None:
            raise Unreadable(f"the field {name!r} is not declared for a {kind.name}")
        if value is not None:
            yield Observation(message.asset, quantity, value, message.observed_at, kind=kind.name)
