"""The observations of a datastream next to a span on either side: what lines and held states reach its edges from."""

import sqlite3
from dataclasses import replace

from venule.domain.instant import Instant
from venule.store.answers import LAST
from venule.store.parts import (
    Part,
    Span,
    log_rows_of,
    packed_parts,
    packed_parts_backwards,
    read,
    touches,
)
from venule.store.tail import Tail


def widened(connection: sqlite3.Connection, tail: Tail, span: Span) -> Span:
    """The span from the observation before it to the one after it, where there are such."""
    before = _before(connection, tail, replace(span, start=-LAST, end=span.start - 1))
    after = _after(connection, tail, replace(span, start=span.end + 1, end=span.observed_by))
    return replace(span, start=span.start if before is None else before, end=span.end if after is None else after)


def _before(connection: sqlite3.Connection, tail: Tail, span: Span) -> Instant | None:
    """When the last observation of a span was made; stretches are asked from the latest on."""
    logged = log_rows_of(connection, tail, span).observed_at
    found: Instant | None = int(logged[-1]) if len(logged) else None
    touched = [
        (min(one.observed_to, span.end), one) for one in tail.outline.stretches(connection) if touches(one, span)
    ]
    for latest, stretch in sorted(touched, reverse=True):
        if found is not None and found >= latest:
            break
        for part in packed_parts_backwards(connection, stretch, span):
            last = _last(connection, part, span)
            if last is not None:
                found = last if found is None else max(found, last)
                break
    return found


def _after(connection: sqlite3.Connection, tail: Tail, span: Span) -> Instant | None:
    """When the first observation of a span was made; stretches are asked from the earliest on."""
    logged = log_rows_of(connection, tail, span).observed_at
    found: Instant | None = int(logged[0]) if len(logged) else None
    touched = [
        (max(one.observed_from, span.start), one) for one in tail.outline.stretches(connection) if touches(one, span)
    ]
    for earliest, stretch in sorted(touched):
        if found is not None and found <= earliest:
            break
        for part in packed_parts(connection, stretch, span):
            first = _first(connection, part, span)
            if first is not None:
                found = first if found is None else min(found, first)
                break
    return found


def _last(connection: sqlite3.Connection, part: Part, span: Span) -> Instant | None:
    if part.is_known and part.last_at <= span.end:
        return part.last_at
    observed_at = read(connection, span, part).observed_at
    return int(observed_at[-1]) if len(observed_at) else None


def _first(connection: sqlite3.Connection, part: Part, span: Span) -> Instant | None:
    if part.is_known and part.first_at >= span.start:
        return part.first_at
    observed_at = read(connection, span, part).observed_at
    return int(observed_at[0]) if len(observed_at) else None
