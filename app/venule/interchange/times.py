"""Reads the times of a table as it declares them: ISO 8601, an epoch, an order of dates or a pattern, with a zone."""

import re
from collections.abc import Callable, Hashable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from venule.domain.instant import SECOND, Instant, NotATime, from_datetime, from_epoch
from venule.interchange.dates import ORDERS, YEAR_FIRST, read_date
from venule.interchange.local_time import LocalTimes
from venule.interchange.problem import InterchangeProblem
from venule.interchange.table import Cell, blank

EPOCHS = {"epoch_s": SECOND, "epoch_ms": 1000, "epoch_us": 1}

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)


class ToInstant(Protocol):
    """Reads a cell as an instant and raises :class:`NotATime` with a reason; ``of`` names the series of the row."""

    def __call__(self, cell: Cell, of: Hashable = None) -> Instant:
        """The instant in a cell."""
        ...


def reader_of_times(form: str, zone: str, local: LocalTimes | None = None) -> ToInstant:
    """The function that reads a cell as an instant and raises :class:`NotATime` with a reason.

    ``form`` is ``iso``, one of the epochs, an order of dates or a pattern of ``strptime``. ``zone`` is the IANA name,
    or the offset, of the zone of times that carry none; without one such a time is refused. ``local`` reads those, and
    keeps count of what clocks did to them.
    """
    if form in EPOCHS:
        return epoch_reader(EPOCHS[form])
    place = local or local_times(zone)
    parse = iso if form == "iso" else pattern_reader(form)

    def read(cell: Cell, of: Hashable = None) -> Instant:
        moment = cell if isinstance(cell, datetime) else parsed(cell, parse)
        if moment.tzinfo is None and place is not None:
            return place.instant(moment, of)
        return from_datetime(moment)

    return read


def is_form(form: str) -> bool:
    """Whether times can be declared so: by a name, or by a pattern whose every sign ``strptime`` knows."""
    if form in ("iso", *EPOCHS, *ORDERS):
        return True
    try:
        return "%" in form and bool(datetime.strptime(datetime(2001, 2, 3).strftime(form), form))
    except ValueError:
        return False


def local_times(zone: str) -> LocalTimes | None:
    """How times without an offset are read; ``None`` where nobody said in which zone they are."""
    return LocalTimes(zone_of(zone), zone) if zone else None


def parsed(cell: Cell, parse: Callable[[str], datetime]) -> datetime:
    """The moment in a cell of text."""
    if blank(cell):
        raise NotATime("there is no time")
    try:
        return parse(str(cell).strip())
    except NotATime:
        raise
    except ValueError:
        raise NotATime(f"{str(cell)[:60]!r} is not a time as declared") from None


def iso(text: str) -> datetime:
    """A moment of ISO 8601, with the midnight at the end of a day too."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        if "24:00" not in text:
            raise
        return read_date(text, YEAR_FIRST)


def pattern_reader(pattern: str) -> Callable[[str], datetime]:
    """Reads dates of a known order, or else by a pattern of ``strptime``."""
    if pattern in ORDERS:
        return lambda text: read_date(text, pattern)
    return lambda text: datetime.strptime(text, pattern)


def epoch_reader(unit_us: int) -> ToInstant:
    """Reads counts of a unit since 1970."""

    def read(cell: Cell, of: Hashable = None) -> Instant:
        try:
            return from_epoch(float(cell), unit_us)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise NotATime(f"{str(cell)[:60]!r} is not a time as declared") from None

    return read


def zone_of(name: str) -> tzinfo:
    """A time zone by its IANA name, or by its offset where that never changes: ``Europe/Berlin``, ``+02:00``."""
    offset = _OFFSET.fullmatch(name.strip())
    if name.strip().upper() in ("UTC", "Z"):
        return UTC
    try:
        if offset:
            span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
            return timezone(-span if offset[1] == "-" else span)
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InterchangeProblem(
            f"There is no time zone {name!r} on this machine: write a name such as Europe/Berlin, or +01:00."
        ) from None
