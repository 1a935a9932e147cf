"""What the doctor found in one place."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How bad it is. Only what is broken keeps Venule from working."""

    GOOD = "good"
    WORTH_KNOWING = "worth knowing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, and a sentence about it."""

    subject: str
    state: State
    text: str


def good(subject: str, text: str) -> Finding:
    """All is well."""
    return Finding(subject, State.GOOD, text)


def worth_knowing(subject: str, text: str) -> Finding:
    """Venule works, and yet."""
    return Finding(subject, State.WORTH_KNOWING, text)


def broken(subject: str, text: str) -> Finding:
    """Venule does not work so."""
    return Finding(subject, State.BROKEN, text)
