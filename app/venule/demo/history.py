"""A past for the demo: the town's last hours are lived through in seconds, and recorded as if they had been heard."""

from collections.abc import Iterable
from pathlib import Path

from venule.config import Profile
from venule.demo.town import Town
from venule.domain.instant import HOUR, MINUTE, SECOND, Instant
from venule.domain.liveness import Presence
from venule.recorder.delivery import Delivery, News
from venule.recorder.journal import Journal
from venule.sdk import Outgoing
from venule.store.writer import Writer
from venule.verticals.guard import Guard

LENGTH = 4 * HOUR
STEP = MINUTE
SHORTEST = 10 * MINUTE
TOWN_WITH_A_WHOLE_PAST = 1500
"""Assets up to which the past has its full length, some seconds' work; a larger town gets a shorter one."""

PROTOCOL = "MQTT 3.1.1"


def begin_of_history(assets: int, now: Instant, recorded_until: Instant | None) -> Instant:
    """When the past begins: some hours ago, or where an earlier demo in the same file stopped."""
    length = round(LENGTH * min(1.0, TOWN_WITH_A_WHOLE_PAST / assets))
    return max(now - max(SHORTEST, length), recorded_until or 0)


def live_through(town: Town, profile: Profile, cache: Path, guard: Guard, span: tuple[Instant, Instant]) -> float:
    """Record what the town says over a span of time, each message when it was said; returns messages a second.

    The recorder's own journal takes them in, so that alarms, gateways' silences and feeds' health have a past too.
    """
    feed, (start, end) = profile.feeds[0].name, span
    with Writer(cache, durable=False) as writer:
        journal = Journal(profile, cache, guard, writer.active_alarms(), start)
        journal.begin(start)
        journal.hear(News(feed, Presence.ONLINE, PROTOCOL, "", start))
        journal.take(delivery(feed, town.start(start), start))
        writer.write(journal.batch())
        count = 0
        for now in (*range(start + STEP, end, STEP), end):
            journal.begin(now)
            said = delivery(feed, town.step(now), now)
            journal.take(said)
            count += said.messages
            writer.write(journal.batch())
            while writer.tend():
                continue
    return count * SECOND / max(end - start, SECOND)


def delivery(feed: str, messages: Iterable[Outgoing], now: Instant) -> Delivery:
    """What was said by ``now``, as a connection would have delivered it."""
    packets = [packet(message) for message in messages]
    return Delivery(feed, 1, False, b"".join(packets), len(packets), now)


def packet(message: Outgoing) -> bytes:
    """A message as a PUBLISH packet of QoS 0 (MQTT 3.1.1, 3.3)."""
    topic = message.topic.encode()
    body = len(topic).to_bytes(2) + topic + message.payload
    length, size = b"", len(body)
    while size > 127:
        length += bytes((size & 127 | 128,))
        size >>= 7
    return b"\x30" + length + bytes((size,)) + body
