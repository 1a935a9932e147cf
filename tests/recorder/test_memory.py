"""A recorder that starts on a file goes on where the last one stopped."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.verticals.stranger import LEVEL, found
from venule.config import FeedSettings, JsonMapping, Profile
from venule.domain.instant import HOUR, MINUTE, SECOND, Instant
from venule.domain.liveness import FeedGap, Presence
from venule.domain.quality import Provenance
from venule.recorder.delivery import Delivery, News
from venule.recorder.journal import TICK, Journal
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.writer import Writer
from venule.verticals.guard import Guard

START: Instant = 1_764_000_000 * SECOND
FEED = FeedSettings(
    "f",
    "mqtt://127.0.0.1",
    ("#",),
    dialect="json",
    json=JsonMapping("{asset}/{datastream}", value="v", kind="noise.meter"),
)


def packet(topic: str, payload: bytes) -> bytes:
    body = len(topic).to_bytes(2, "big") + topic.encode() + payload
    return bytes([0x30, len(body)]) + body


class Life:
    """One life of a recorder on a file, from start to end."""

    def __init__(self, cache: Path, now: Instant, feed: FeedSettings = FEED) -> None:
        self.writer = Writer(cache)
        self.journal = Journal(Profile("p", (feed,)), cache, Guard([found()]), self.writer.active_alarms(), now)
        self.journal.begin(now)
        self.journal.hear(News("f", Presence.ONLINE, "MQTT 5", "", now, resumed=True))
        self.commit()

    def commit(self) -> Batch:
        batch = self.journal.batch()
        self.journal.committed(self.writer.write(batch))
        return batch

    def take(self, at: Instant, topic: str, payload: bytes) -> Batch:
        self.journal.begin(at)
        self.journal.take(Delivery("f", 1, False, packet(topic, payload), 1, at))
        return self.commit()

    def end(self, at: Instant) -> None:
        self.writer.write(self.journal.farewell(at))
        self.writer.close()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


def test_that_names_known_to_the_file_are_not_declared_again(cache: Path) -> None:
    first = Life(cache, START)
    assert len(first.take(START + SECOND, "N-1/level", b'{"v": 50}').declarations) == 1
    first.end(START + MINUTE)
    second = Life(cache, START + HOUR)
    batch = second.take(START + HOUR, "N-1/level", b'{"v": 51}')
    assert (len(batch.declarations), len(batch.assets)) == (0, 0)
    second.end(START + HOUR)


def test_that_an_alarm_of_the_last_life_is_cleared_in_this_one(cache: Path) -> None:
    first = Life(cache, START)
    (raised,) = first.take(START + SECOND, "N-1/level", b'{"v": 80}').alarms
    first.end(START + MINUTE)
    second = Life(cache, START + HOUR)
    (cleared,) = second.take(START + HOUR, "N-1/level", b'{"v": 50}').alarms
    assert (cleared.uid, cleared.cleared_at) == (raised.uid, START + HOUR)
    second.end(START + HOUR)
    with Reader(cache) as reader:
        known = reader.alarms(START + HOUR + SECOND)
    assert [alarm.active(START + HOUR + SECOND) for alarm in known] == [False]


def test_that_a_late_observation_clears_no_alarm_of_the_last_life(cache: Path) -> None:
    timed = replace(FEED, json=JsonMapping("{asset}/{datastream}", value="v", kind="noise.meter", observed_at="t"))
    first = Life(cache, START, timed)
    assert len(first.take(START, "N-1/level", b'{"v": 80, "t": "2025-11-24T16:00:00Z"}').alarms) == 1
    first.end(START + MINUTE)
    second = Life(cache, START + HOUR, timed)
    assert len(second.take(START + HOUR, "N-1/level", b'{"v": 50, "t": "2025-11-24T15:30:00Z"}').alarms) == 0
    second.end(START + HOUR)


def test_that_text_is_still_refused_where_numbers_came_before(cache: Path) -> None:
    first = Life(cache, START)
    first.take(START, "N-1/wind", b'{"v": 5}')
    first.end(START)
    second = Life(cache, START + HOUR)
    batch = second.take(START + HOUR, "N-1/wind", b'{"v": "strong"}')
    assert batch.rejects[0].reason == 'value "strong" is text where a number is expected'
    second.end(START + HOUR)


def test_that_the_time_between_two_lives_is_a_gap(cache: Path) -> None:
    first = Life(cache, START)
    first.end(START + MINUTE)
    Life(cache, START + HOUR).end(START + 2 * HOUR)
    with Reader(cache) as reader:
        gaps = reader.gaps(START, START + 3 * HOUR, START + 3 * HOUR)
    cause = "the recorder was stopped"
    assert gaps == (
        FeedGap("f", START + MINUTE, START + HOUR, cause, True),
        FeedGap("f", START + 2 * HOUR, None, cause, True),
    )


def test_that_a_killed_recorder_leaves_a_gap_from_its_last_heartbeat(cache: Path) -> None:
    first = Life(cache, START)
    first.journal.begin(START + MINUTE)
    first.journal.pulse(0)
    first.commit()
    first.writer.close()
    Life(cache, START + HOUR).end(START + HOUR)
    with Reader(cache) as reader:
        gap = reader.gaps(START, START + HOUR, START + HOUR)[0]
    assert gap == FeedGap("f", START + MINUTE, START + HOUR, "the recorder was not running", True)


def test_that_recorded_time_never_goes_back_even_when_the_clock_does(cache: Path) -> None:
    first = Life(cache, START)
    first.take(START + HOUR, "N-1/level", b'{"v": 50}')
    (row,) = first.take(START, "N-1/level", b'{"v": 51}').observations
    assert row.recorded_at == START + HOUR + TICK
    first.end(START)
    second = Life(cache, START)
    (row,) = second.take(START, "N-1/level", b'{"v": 52}').observations
    assert row.recorded_at >= START + HOUR
    assert Provenance.TIME_ASSUMED in row.provenance
    assert second.journal.batch().observations[0].datastream == LEVEL.name
    second.end(START)


def test_that_heartbeat_and_counts_are_written(cache: Path) -> None:
    life = Life(cache, START)
    life.take(START, "N-1/level", b'{"v": 50}')
    life.take(START, "N-1/level", b"{")
    life.end(START + MINUTE)
    with Reader(cache) as reader:
        status = reader.recorder()
    assert status is not None
    assert (status.received, status.recorded, status.rejected, status.stopped) == (2, 1, 1, True)
