"""What is asked of a report, and why it cannot be made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import TypeAlias

from venule.desk.style.palette import Theme
from venule.domain.instant import Instant

Tell: TypeAlias = Callable[[str, float | None], None]
"""Is told what goes on, and the share of the whole that is done, where that is known."""

LONGEST_TITLE = 120


class ReportProblem(Exception):
    """A report cannot be made; the message is one sentence for the person who asked for it."""


@dataclass(frozen=True, slots=True)
class Request:
    """A report of a recording from ``start`` to ``end``, both included.

    ``assets`` are names, or ``network/name``; none means those that raised alarms. ``zone`` ``None`` is that of this
    machine. ``made_at`` is the time on the wall, the one thing that differs between two reports of the same.
    """

    cache: Path
    start: Instant
    end: Instant
    made_at: Instant
    title: str = ""
    assets: tuple[str, ...] = ()
    zone: tzinfo | None = None
    theme: Theme = Theme.LIGHT
    paper: str = "A4"
    basemap: Path | None = None


def tell_nobody(what: str, share: float | None) -> None:
    """Where nobody wants to know how far it is."""
