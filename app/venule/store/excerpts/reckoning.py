"""Which of their two times packed parts and rows are held against: when they were recorded, or when observed."""

from typing import Protocol

from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.store.answers import Longs
from venule.store.rows import Rows


class Dated(Protocol):
    """A part of the file that says from when to when its rows were observed, and recorded."""

    @property
    def observed_from(self) -> Instant: ...
    @property
    def observed_to(self) -> Instant: ...
    @property
    def recorded_from(self) -> Instant: ...
    @property
    def recorded_to(self) -> Instant: ...


def since(part: Dated, basis: Basis) -> Instant:
    """The time of its earliest row."""
    return part.recorded_from if basis is Basis.KNOWN else part.observed_from


def until(part: Dated, basis: Basis) -> Instant:
    """The time of its latest row."""
    return part.recorded_to if basis is Basis.KNOWN else part.observed_to


def when(rows: Rows, basis: Basis) -> Longs:
    """The time of each row."""
    return rows.recorded_at if basis is Basis.KNOWN else rows.observed_at
