"""An alarm's life: raised, returned, acknowledged (ISA-18.2), and the one status that an asset wears for all of it."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from venule.domain.instant import Instant
from venule.domain.rule import Priority


class AlarmState(StrEnum):
    """ISA-18.2 states that this version reaches."""

    ACTIVE_UNACKNOWLEDGED = "active, unacknowledged"
    ACTIVE_ACKNOWLEDGED = "active, acknowledged"
    RETURNED_UNACKNOWLEDGED = "returned, unacknowledged"
    NORMAL = "normal"


class Status(IntEnum):
    """What an asset looks like. The number is an index into counts; :data:`SEVERITY` gives the order of badness."""

    OK = 0
    WARNING = 1
    ALARM = 2
    STALE = 3
    UNKNOWN = 4


SEVERITY = (0, 3, 4, 2, 1)
"""Badness of each :class:`Status` by its number: alarm over warning over stale over unknown over ok."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One occurrence of an alarm, as recorded.

    ``uid`` names the occurrence for ever, across files: ``network/subject/rule@raised_at``. ``subject`` is an asset's
    name, or a gateway's when ``of_gateway``. ``parent`` is the uid of the alarm this one is folded under, or empty.
    ``raised_at`` and ``cleared_at`` are observed times; the ``recorded`` ones say when the recorder knew.
    """

    uid: str
    network: str
    subject: str
    rule: str
    priority: Priority
    raised_at: Instant
    raised_recorded_at: Instant
    title: str
    text: str = ""
    quantity: str = ""
    of_gateway: bool = False
    cause: str = ""
    consequence: str = ""
    action: str = ""
    respond_within_s: float | None = None
    parent: str = ""
    cleared_at: Instant | None = None
    cleared_recorded_at: Instant | None = None

    def active(self, as_of: Instant) -> bool:
        """Whether it stood at that time, as far as was known then."""
        return self.raised_recorded_at <= as_of and (
            self.cleared_recorded_at is None or self.cleared_recorded_at > as_of
        )


def alarm_uid(network: str, subject: str, rule: str, raised_at: Instant) -> str:
    """The lasting name of an occurrence."""
    return f"{network}/{subject}/{rule}@{raised_at}"


def alarm_state(active: bool, acknowledged: bool) -> AlarmState:
    """The state from its two halves: does the condition stand, and has a person said so."""
    if active:
        return AlarmState.ACTIVE_ACKNOWLEDGED if acknowledged else AlarmState.ACTIVE_UNACKNOWLEDGED
    return AlarmState.NORMAL if acknowledged else AlarmState.RETURNED_UNACKNOWLEDGED


def status_of(priority: Priority) -> Status:
    """How an active alarm of that priority colours its asset."""
    return Status.ALARM if priority is Priority.HIGH else Status.WARNING
