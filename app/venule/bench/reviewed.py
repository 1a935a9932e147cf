"""The recording that is reviewed: a large city of slow sensors on a map, behind gateways, with alarms now and then."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import numpy as np

from venule.bench.material import NETWORKS, START
from venule.bench.synthetic import SEED, City
from venule.bench.writing import SAY_EVERY_S, Say, Work
from venule.domain.alarm import Alarm, alarm_uid
from venule.domain.asset import Asset, Gateway
from venule.domain.geo import Position
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant
from venule.domain.liveness import FeedGap, Presence
from venule.domain.quantity import Quantity
from venule.domain.rule import Priority
from venule.store.batch import Batch, Declaration, FeedStatus

INTERVAL_S = 900.0
BATCH_S = 8.0
"""Fewer commits than a recorder makes, for the writing is not what is measured."""

STREAMS_AN_ASSET = 2
ASSETS_A_GATEWAY = 250
ALARMS_A_DAY = 144
"""One in ten minutes, as much as an operator can deal with (EEMUA 191)."""

MIDDLE, SPREAD_DEGREES = (10.0, 53.5), 0.06
FEED = "sensors"
KINDS = (
    (
        "lighting.luminaire",
        (Quantity("power", "W", low=0, decimals=0), Quantity("dimming_level", "%", low=0, high=100)),
    ),
    ("water.pressure_point", (Quantity("pressure", "bar", low=0, high=10), Quantity("pressure_mean", "bar"))),
    ("water.meter", (Quantity("flow", "m3/h", decimals=3), Quantity("flow_max", "m3/h", decimals=3))),
)
"""Assets are of these kinds in turn; each tells two quantities."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How large it is: ``streams`` datastreams, two an asset, for ``days``."""

    streams: int
    days: float

    @property
    def assets(self) -> int:
        """How many assets tell them."""
        return -(-self.streams // STREAMS_AN_ASSET)

    @property
    def samples(self) -> int:
        """How many observations there are in all."""
        return max(1, round(self.days * DAY / SECOND / INTERVAL_S)) * self.streams

    def network(self, asset: int) -> str:
        """Each network has assets of one kind."""
        return f"net{asset % NETWORKS:03d}"

    def quantities(self, asset: int) -> Sequence[Quantity]:
        """What an asset tells."""
        return KINDS[asset % NETWORKS % len(KINDS)][1]

    def names(self) -> list[tuple[str, str, str]]:
        """Network, asset and quantity of every datastream."""
        numbers = (divmod(stream, STREAMS_AN_ASSET) for stream in range(self.streams))
        return [(self.network(asset), _name(asset), self.quantities(asset)[which].name) for asset, which in numbers]


def write_recording(path: Path, plan: Plan, say: Say) -> None:
    """Write it as a recorder would, alarms when they are raised; what is packed in the end is all but the last rows."""
    city = City(plan.streams, INTERVAL_S, names=plan.names(), batch_s=BATCH_S)
    work, done, said_at = Work(path), 0, 0.0
    alarms = deque(_alarms(plan))
    try:
        work.take(_inventory(plan), new=True)
        for columns in city.batches(plan.samples):
            now = int(columns.rows.recorded_at[-1])
            raised = []
            while alarms and alarms[0].raised_recorded_at <= now:
                raised.append(alarms.popleft())
            done += work.take(Batch(observations=columns, alarms=raised), new=done < plan.streams)
            if monotonic() >= said_at:
                say(f"writing the recording: {done:,} of {plan.samples:,} observations")
                said_at = monotonic() + SAY_EVERY_S
    finally:
        work.close()


def _name(asset: int) -> str:
    return f"asset{asset:06d}"


def _gateway(asset: int) -> str:
    return f"gw{asset // NETWORKS // ASSETS_A_GATEWAY:03d}"


def _inventory(plan: Plan) -> Batch:
    """Everything that has a name, before the first observation."""
    places = np.random.default_rng(SEED).normal(MIDDLE, SPREAD_DEGREES, (plan.assets, 2)).tolist()
    return Batch(
        gateways=[*_gateways(plan, places)],
        assets=[
            Asset(plan.network(row), _name(row), KINDS[row % NETWORKS % len(KINDS)][0], "", _gateway(row), place)
            for row, place in enumerate(Position(*place) for place in places)
        ],
        declarations=[
            Declaration(network, asset, quantity, expected_every_s=INTERVAL_S)
            for row in range(plan.assets)
            for network, asset in ((plan.network(row), _name(row)),)
            for quantity in plan.quantities(row)
        ],
        feeds=[FeedStatus(FEED, "json", "MQTT 5", 1, Presence.ONLINE, START, "", START)],
        gaps=[FeedGap(FEED, START + 7 * HOUR, START + 7 * HOUR + 90 * SECOND, "the broker restarted", True)],
    )


def _gateways(plan: Plan, places: Sequence[Sequence[float]]) -> Iterator[Gateway]:
    """Each stands beside the first asset that it hears."""
    for row in range(0, plan.assets, NETWORKS * ASSETS_A_GATEWAY):
        for asset in range(row, min(row + NETWORKS, plan.assets)):
            yield Gateway(plan.network(asset), _gateway(asset), Position(*places[asset]))


def _alarms(plan: Plan) -> list[Alarm]:
    """Oldest first, each of some minutes or hours; of every priority, and one in fifty stands to the end."""
    random = np.random.default_rng(SEED)
    count = max(1, round(plan.days * ALARMS_A_DAY))
    raised = np.sort(random.integers(START, START + round(plan.days * DAY), count)).tolist()
    return [_alarm(plan, at, number, random) for number, at in enumerate(raised)]


def _alarm(plan: Plan, raised_at: Instant, number: int, random: np.random.Generator) -> Alarm:
    asset = int(random.integers(plan.assets))
    network, name, quantity = plan.network(asset), _name(asset), plan.quantities(asset)[0].name
    cleared_at = None if number % 50 == 49 else raised_at + int(random.exponential(90)) * MINUTE
    return Alarm(
        alarm_uid(network, name, "range", raised_at), network, name, "range", Priority(1 + number % 3), raised_at,
        raised_at + SECOND, f"{quantity} is out of its range", quantity=quantity, cleared_at=cleared_at,
        cleared_recorded_at=None if cleared_at is None else cleared_at + SECOND,
    )  # fmt: skip
