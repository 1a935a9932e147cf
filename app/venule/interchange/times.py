"""Reads the times of a table as it declares them: ISO 8601, an epoch, or a pattern, with the zone of local ones."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from venule.domain.instant import SECOND, Instant, NotATime, from_datetime, from_epoch
from venule.interchange.problem import InterchangeProblem
from venule.interchange.table import Cell, blank

ToInstant: TypeAlias = Callable[[Cell], Instant]

EPOCHS = {"epoch_s": SECOND, "epoch_ms": 1000, "epoch_us": 1}


def reader_of_times(form: str, zone: str) -> ToInstant:
    """The function that reads a cell as an instant and raises :class:`NotATime` with a reason.

    ``form`` is ``iso``, one of the epochs or a pattern of ``strptime``. ``zone`` is the IANA name of the zone of times
    that carry no offset; without one such a time is refused. Of an hour that occurs twice the first one is meant.
    """
    if form in EPOCHS:
        return epoch_reader(EPOCHS[form])
    place = zone_of(zone) if zone else None
    parse = datetime.fromisoformat if form == "iso" else pattern_reader(form)

    def read(cell: Cell) -> Instant:
        moment = cell if isinstance(cell, datetime) else parsed(cell, parse)
        if moment.tzinfo is None and place is not None:
            moment = moment.replace(tzinfo=place)
        return from_datetime(moment)

    return read


def parsed(cell: Cell, parse: Callable[[str], datetime]) -> datetime:
    """The moment in a cell of text."""
    if blank(cell):
        raise NotATime("there is no time")
    try:
        return parse(str(cell).strip())
    except ValueError:
        raise NotATime(f"{str(cell)[:60]!r} is not a time as declared") from None


def pattern_reader(pattern: str) -> Callable[[str], datetime]:
    """``strptime`` with its pattern bound."""
    return lambda text: datetime.strptime(text, pattern)


def epoch_reader(unit_us: int) -> ToInstant:
    """Reads counts of a unit since 1970."""

    def read(cell: Cell) -> Instant:
        try:
            return from_epoch(float(cell), unit_us)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise NotATime(f"{str(cell)[:60]!r} is not a time as declared") from None

    return read


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its IANA name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InterchangeProblem(
            f"There is no time zone {name!r} on this machine: write a name such as Europe/Berlin."
        ) from None
