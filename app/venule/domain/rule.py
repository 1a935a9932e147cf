"""Alarm rules as data (ISA-18.2 / IEC 62682): when to call for an action, which action, and by when."""

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from venule.domain.quantity import Value


class Priority(IntEnum):
    """How soon an operator must act. One is the most urgent."""

    HIGH = 1
    MEDIUM = 2
    LOW = 3


@dataclass(frozen=True, slots=True)
class Above:
    """The value lies above ``limit``; clears at or below ``limit - deadband``."""

    limit: float
    deadband: float = 0.0


@dataclass(frozen=True, slots=True)
class Below:
    """The value lies below ``limit``; clears at or above ``limit + deadband``."""

    limit: float
    deadband: float = 0.0


@dataclass(frozen=True, slots=True)
class Equals:
    """The value is ``value``: a flag that is set, a state that is entered."""

    value: Value = True


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing was heard of the asset for ``times`` its expected interval."""

    times: float = 3.0


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The same value came at least ``samples`` times and for at least ``for_s`` seconds."""

    samples: int = 6
    for_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Changes:
    """The value changed at least ``count`` times within ``within_s`` seconds."""

    count: int
    within_s: float


Condition: TypeAlias = Above | Below | Equals | Silent | Unchanged | Changes


@dataclass(frozen=True, slots=True)
class Rule:
    """One alarm an asset may raise. ``quantity`` is empty for a rule on the asset as a whole (:class:`Silent`).

    The condition must hold for ``on_delay_s`` before the alarm is raised and be gone for ``off_delay_s`` before it
    clears. ``cause``, ``consequence`` and ``action`` are sentences an operator reads; an alarm without an action is
    not an alarm.
    """

    name: str
    when: Condition
    quantity: str = ""
    priority: Priority = Priority.MEDIUM
    on_delay_s: float = 0.0
    off_delay_s: float = 0.0
    title: str = ""
    cause: str = ""
    consequence: str = ""
    action: str = ""
    respond_within_s: float | None = None

    @property
    def display_name(self) -> str:
        """The title, or the name with its underscores opened."""
        return self.title or self.name.replace("_", " ")
