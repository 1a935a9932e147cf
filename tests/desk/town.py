"""A town small enough to be counted by hand: three assets, two gateways, and what can be added to them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from venule.domain.alarm import Alarm, alarm_uid
from venule.domain.asset import Asset, Gateway
from venule.domain.geo import Position
from venule.domain.instant import MINUTE, SECOND, Instant, from_iso
from venule.domain.liveness import Liveness, Presence, Subject
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.domain.reject import Reject
from venule.domain.rule import Priority
from venule.store.batch import Batch, Declaration, FeedStatus, RecorderStatus
from venule.store.writer import Writer

NOON: Instant = from_iso("2026-05-03T12:00:00Z")
LEVEL = Quantity("level", unit="m", low=0, high=5, warn_above=4, alarm_above=4.5, decimals=2)
OCCUPIED = Quantity("occupied", kind=ValueKind.FLAG, labels=("free", "occupied"))
WATER, PARKING = "water", "parking"
EVERY_S = 60.0

ASSETS = (
    Asset(WATER, "tank-1", "water.tank", "Upper tank", "gw-hill", Position(11.51, 48.11), {"depth": "5 m"}),
    Asset(WATER, "tank-2", "water.tank", "Lower tank", "gw-valley", Position(11.52, 48.12)),
    Asset(PARKING, "bay-1", "parking.bay", "Mill Street 4", "", Position(11.53, 48.13)),
)
GATEWAYS = (
    Gateway(WATER, "gw-hill", Position(11.50, 48.10)),
    Gateway(WATER, "gw-valley", Position(11.50, 48.12)),
)
DECLARATIONS = (
    Declaration(WATER, "tank-1", LEVEL, expected_every_s=EVERY_S),
    Declaration(WATER, "tank-2", LEVEL, expected_every_s=EVERY_S),
    Declaration(PARKING, "bay-1", OCCUPIED),
)


def observed(asset: str, value: float | bool | None, ago_s: int = 0, **more: object) -> Recorded:
    """What an asset said ``ago_s`` seconds before noon."""
    at = NOON - ago_s * SECOND
    network, name = (PARKING, OCCUPIED.name) if asset.startswith("bay") else (WATER, LEVEL.name)
    return replace_row(Recorded(network, asset, name, at, at, value), **more)


def replace_row(row: Recorded, **more: object) -> Recorded:
    """The row with some columns changed."""
    return row._replace(**more)  # type: ignore[arg-type]


OBSERVATIONS = (
    observed("tank-1", 2.0, 1800),
    observed("tank-1", 3.0, 900),
    observed("tank-1", 4.7, 30),
    observed(
        "tank-2", 1.5, 20, quality=Quality.UNCERTAIN, reason="clock 7 min ahead", provenance=Provenance.TIME_ASSUMED
    ),
    observed("bay-1", True, 40),
)


def alarm(subject: str, priority: Priority = Priority.HIGH, ago_s: int = 30, **more: object) -> Alarm:
    """An alarm raised ``ago_s`` seconds before noon."""
    at = NOON - ago_s * SECOND
    made = Alarm(alarm_uid(WATER, subject, "rule", at), WATER, subject, "rule", priority, at, at, f"{subject} is wrong")
    return replace(made, **more)  # type: ignore[arg-type]


def status(heartbeat_at: Instant = NOON, stopped: bool = False) -> RecorderStatus:
    """The recorder's heartbeat."""
    return RecorderStatus(1, NOON - 60 * MINUTE, heartbeat_at, 5, 5, 0, 0, stopped)


def feed(presence: Presence = Presence.ONLINE, cause: str = "") -> FeedStatus:
    """The one feed."""
    return FeedStatus("tanks", "json", "MQTT 5", 1, presence, NOON - 60 * MINUTE, cause, NOON - 20 * SECOND)


def write_town(path: Path, alarms: Sequence[Alarm] = (), *more: Batch) -> Path:
    """A cache with the town in it."""
    with Writer(path) as writer:
        writer.write(Batch(assets=ASSETS, gateways=GATEWAYS, declarations=DECLARATIONS))
        writer.write(Batch(observations=OBSERVATIONS, alarms=alarms, feeds=[feed()], status=status()))
        for batch in more:
            writer.write(batch)
    return path


REJECTS = Batch(
    rejects=[
        Reject("tanks", "water/tank-1/level", b'{"v": ', 6, "payload is not JSON", "decoder", NOON - SECOND),
        Reject("tanks", "water/tank-2/level", b"\x00\xff", 2, "payload is not text", "decoder", NOON - 2 * SECOND),
    ]
)
HILL_LOST = Batch(
    liveness=[Liveness(Subject.GATEWAY, WATER, "gw-hill", Presence.OFFLINE, NOON - 10 * SECOND, "its last will")]
)
