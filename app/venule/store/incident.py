"""What happened in a stretch of time beside observations: alarms, commands, claims and rejects, in one answer."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

from venule.domain.alarm import Alarm
from venule.domain.instant import Instant
from venule.domain.liveness import Liveness, Presence, Subject
from venule.domain.rule import Priority

ALARMS_TOLD = 5_000
"""Most alarms in one answer: those raised first. How many there are is told beside them."""

CLAIMS_TOLD = 2_000
COMMANDS_TOLD = 1_000
REASONS_TOLD = 20
"""Most reasons of rejects in one answer: those that were met most often."""

_ALARM = tuple(field.name for field in fields(Alarm))

_ALARMS = """
FROM alarm WHERE raised_recorded_at <= :as_of AND raised_at <= :end
    AND (cleared_at IS NULL OR cleared_at >= :start OR cleared_recorded_at > :as_of)
"""

_COMMANDS = """
SELECT uid, network, asset, name, requested_at FROM command
WHERE requested_at BETWEEN :start AND :end ORDER BY requested_at, id LIMIT :limit
"""

_CLAIMS = """
SELECT subject, network, name, presence, at, cause FROM liveness
WHERE at BETWEEN :start AND :end ORDER BY at, id LIMIT :limit
"""

_REJECTS = """
SELECT feed, stage, reason, count(*), min(recorded_at), max(recorded_at) FROM reject
WHERE recorded_at BETWEEN :start AND :end GROUP BY feed, stage, reason ORDER BY count(*) DESC, feed, reason LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class CommandAsked:
    """A command to a device, as it was asked for."""

    uid: str
    network: str
    asset: str
    name: str
    requested_at: Instant


@dataclass(frozen=True, slots=True)
class Refusals:
    """How many messages of a feed were refused for one reason, recorded from ``first`` to ``last``."""

    feed: str
    stage: str
    reason: str
    count: int
    first: Instant
    last: Instant


@dataclass(frozen=True, slots=True)
class Events:
    """What is told of a stretch. ``alarm_count`` and ``reject_count`` count all, the tuples are bounded.

    Alarms are those that stood at any time of it, by their observed times, oldest first. Rejects have only the time
    at which they were recorded, and those that had to be let go of are not counted.
    """

    alarms: tuple[Alarm, ...]
    alarm_count: int
    commands: tuple[CommandAsked, ...]
    claims: tuple[Liveness, ...]
    rejects: tuple[Refusals, ...]
    reject_count: int


def events(connection: sqlite3.Connection, start: Instant, end: Instant, as_of: Instant) -> Events:
    """Everything from ``start`` to ``end``, both included, that had been recorded by ``as_of``."""
    asked = {"start": start, "end": end, "as_of": as_of}
    (alarm_count,) = connection.execute(f"SELECT count(*) {_ALARMS}", asked).fetchone()
    rejected = {"start": start, "end": min(end, as_of)}
    count = "SELECT count(*) FROM reject WHERE recorded_at BETWEEN :start AND :end"
    (reject_count,) = connection.execute(count, rejected).fetchone()
    return Events(
        tuple(_alarms(connection, asked, as_of)),
        int(alarm_count),
        tuple(CommandAsked(*row) for row in connection.execute(_COMMANDS, {**asked, "limit": COMMANDS_TOLD})),
        tuple(
            Liveness(Subject(subject), network, name, Presence(presence), at, cause)
            for subject, network, name, presence, at, cause in connection.execute(
                _CLAIMS, {**asked, "limit": CLAIMS_TOLD}
            )
        ),
        tuple(Refusals(*row) for row in connection.execute(_REJECTS, {**rejected, "limit": REASONS_TOLD})),
        int(reject_count),
    )


def _alarms(connection: sqlite3.Connection, asked: Mapping[str, Instant], as_of: Instant) -> Iterator[Alarm]:
    """Oldest first; a return that was recorded after ``as_of`` is not known."""
    question = f"SELECT {', '.join(_ALARM)} {_ALARMS} ORDER BY raised_at, id LIMIT {ALARMS_TOLD}"
    for row in connection.execute(question, asked):
        said = dict(zip(_ALARM, row, strict=True))
        said.update(priority=Priority(said["priority"]), of_gateway=bool(said["of_gateway"]))
        alarm = Alarm(**said)
        known = alarm.cleared_recorded_at is None or alarm.cleared_recorded_at <= as_of
        yield alarm if known else replace(alarm, cleared_at=None, cleared_recorded_at=None)
