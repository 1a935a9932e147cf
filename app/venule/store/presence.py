"""What could be heard, and when: feeds and their gaps, claims of liveness, the recorder's own heartbeat."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from venule.domain.instant import Instant
from venule.domain.liveness import FeedGap, Liveness, Presence, Subject
from venule.store.answers import FeedState
from venule.store.batch import FeedStatus, RecorderStatus

CLAIMS_KEPT = 1_000
"""Newest claims of liveness kept of one subject; older ones are forgotten."""

TRANSITIONS_KEPT = 10_000
"""Newest changes of presence, and newest gaps, kept of one feed; older ones are forgotten."""

GAPS_TOLD = 10_000
"""Most gaps in one answer: the newest."""

_FEED_STATE = """
INSERT INTO feed_state (feed, since, presence, protocol, qos, cause, last_message_at)
    SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM feed WHERE name = ?1
ON CONFLICT (feed, since, presence) DO UPDATE SET
    protocol = excluded.protocol, qos = excluded.qos, cause = excluded.cause,
    last_message_at = coalesce(excluded.last_message_at, last_message_at)
"""

_FEEDS_AS_OF = """
SELECT feed.name, dialect, protocol, presence, since, cause, min(last_message_at, ?1), qos
FROM feed JOIN feed_state AS state ON state.id = (
    SELECT id FROM feed_state WHERE feed = feed.id AND since <= ?1 ORDER BY since DESC, id DESC LIMIT 1)
ORDER BY feed.id
"""

_CLAIM = """
INSERT INTO liveness (subject, network, name, presence, at, cause) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (subject, network, name, at) DO UPDATE SET presence = excluded.presence, cause = excluded.cause
"""

_CLAIMS_AS_OF = """
SELECT subject, network, name, presence, max(at), cause FROM liveness WHERE at <= ? GROUP BY subject, network, name
"""

_GAP = """
INSERT INTO feed_gap (feed, since, until, cause, recoverable) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (feed, since) DO UPDATE SET
    until = coalesce(excluded.until, until), cause = excluded.cause, recoverable = excluded.recoverable
"""

_GAPS = f"""
SELECT feed, since, until, cause, recoverable FROM feed_gap
WHERE since < :end AND since <= :as_of AND (until IS NULL OR until > :start)
ORDER BY since DESC LIMIT {GAPS_TOLD}
"""

_FORGET_STATES = """
DELETE FROM feed_state WHERE feed = (SELECT id FROM feed WHERE name = :feed) AND since <= (
    SELECT since FROM feed_state WHERE feed = (SELECT id FROM feed WHERE name = :feed)
    ORDER BY since DESC LIMIT 1 OFFSET :kept)
"""

_FORGET_GAPS = """
DELETE FROM feed_gap WHERE feed = :feed AND since <= (
    SELECT since FROM feed_gap WHERE feed = :feed ORDER BY since DESC LIMIT 1 OFFSET :kept)
"""

_FORGET_CLAIMS = """
DELETE FROM liveness WHERE (subject, network, name) = (?1, ?2, ?3) AND at <= (
    SELECT at FROM liveness WHERE (subject, network, name) = (?1, ?2, ?3)
    ORDER BY at DESC LIMIT 1 OFFSET ?4)
"""


def put_feeds(connection: sqlite3.Connection, feeds: Iterable[FeedStatus]) -> None:
    """Take in how feeds are: a new ``since`` or presence is a transition, all else brings the last up to date."""
    upsert = (
        "INSERT INTO feed (name, dialect) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET dialect = excluded.dialect"
    )
    for feed in feeds:
        connection.execute(upsert, (feed.name, feed.dialect))
        state = (feed.name, feed.since, feed.presence, feed.protocol, feed.qos, feed.cause, feed.last_message_at)
        connection.execute(_FEED_STATE, state)
        connection.execute(_FORGET_STATES, {"feed": feed.name, "kept": TRANSITIONS_KEPT})


def feeds(connection: sqlite3.Connection, as_of: Instant) -> tuple[FeedState, ...]:
    """How each feed was. A last message after ``as_of`` is told as ``as_of``: messages came without a break then."""
    return tuple(FeedState(*row) for row in connection.execute(_FEEDS_AS_OF, (as_of,)))


def put_liveness(connection: sqlite3.Connection, claims: Iterable[Liveness]) -> None:
    """Take in claims."""
    for claim in claims:
        subject = (claim.subject, claim.network, claim.name)
        connection.execute(_CLAIM, (*subject, claim.presence, claim.at, claim.cause))
        connection.execute(_FORGET_CLAIMS, (*subject, CLAIMS_KEPT))


def liveness(connection: sqlite3.Connection, as_of: Instant) -> tuple[Liveness, ...]:
    """The latest claim about each subject."""
    return tuple(
        Liveness(Subject(subject), network, name, Presence(presence), at, cause)
        for subject, network, name, presence, at, cause in connection.execute(_CLAIMS_AS_OF, (as_of,))
    )


def put_gaps(connection: sqlite3.Connection, gaps: Iterable[FeedGap]) -> None:
    """Take in gaps; one that ends brings its beginning up to date."""
    for gap in gaps:
        connection.execute(_GAP, (gap.feed, gap.since, gap.until, gap.cause, gap.recoverable))
        connection.execute(_FORGET_GAPS, {"feed": gap.feed, "kept": TRANSITIONS_KEPT})


def gaps(connection: sqlite3.Connection, start: Instant, end: Instant, as_of: Instant) -> tuple[FeedGap, ...]:
    """Gaps that touch the stretch, oldest first; one whose end lies after ``as_of`` still lasted then."""
    found = connection.execute(_GAPS, {"start": start, "end": end, "as_of": as_of}).fetchall()
    return tuple(
        FeedGap(feed, since, until if until is not None and until <= as_of else None, cause, bool(recoverable))
        for feed, since, until, cause, recoverable in reversed(found)
    )


def put_recorder(connection: sqlite3.Connection, status: RecorderStatus) -> None:
    """Take in the heartbeat; only the latest is kept."""
    row = (status.pid, status.started_at, status.heartbeat_at, status.received, status.recorded)
    statement = "INSERT OR REPLACE INTO recorder VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    connection.execute(statement, (*row, status.rejected, status.backlog, status.stopped, status.trouble))


def recorder(connection: sqlite3.Connection) -> RecorderStatus | None:
    """The latest heartbeat."""
    row = connection.execute("SELECT * FROM recorder").fetchone()
    return None if row is None else replace(RecorderStatus(*row[1:]), stopped=bool(row[-2]))
