"""Several readers on one shared subscription of a real broker: what was published is in the file, once."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.broker import Mosquitto, MosquittoFactory
from tests.flows.conftest import Recording, happens
from tests.flows.recording import (
    Recorder,
    ask,
    numbered,
    profile,
    publish,
    published,
    recorded,
    rows,
    until,
)
from venule.processes.usage import children, has_ended
from venule.recorder.service import now
from venule.store.answers import FeedState
from venule.store.reader import Reader

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="readers are found in /proc")

MANY = 20_000
TWO = "readers = 2"


def readers(pid: int) -> list[int]:
    """The readers of a recorder, without the one that fetches what is retained, which ends by itself."""
    return [child for child in children(pid) if command(child).endswith(b" of 2\0")]


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def feed(cache: Path) -> FeedState:
    (found,) = ask(cache, lambda reader: reader.feeds(now()))
    return found


def says(cache: Path, words: str) -> None:
    """Wait until the feed's health says so."""
    until(cache, lambda reader: any(words in feed.cause for feed in reader.feeds(now())), f"the feed says {words!r}")


def whole(cache: Path) -> None:
    """Wait until every reader is heard."""
    until(cache, lambda reader: [feed.cause for feed in reader.feeds(now())] == [""], "all readers are heard")


def test_that_two_readers_record_everything_once(mosquitto: Mosquitto, tmp_path: Path, cache: Path) -> None:
    with Recorder(profile(tmp_path, mosquitto.url, TWO), cache):
        whole(cache)
        publish(mosquitto.port, numbered(0, MANY))
        counts = recorded(cache, MANY)
        state = feed(cache)
    assert (counts.observations, counts.assets, counts.rejects) == (MANY, 50, 0)
    assert sorted(row.value for row in rows(cache)) == list(range(MANY))
    assert {(row.network, row.datastream, row.unit) for row in rows(cache)} == {("net", "level", "m")}
    assert (state.presence, state.protocol, state.qos) == ("online", "MQTT 5", 1)
    status = ask(cache, Reader.recorder)
    assert status is not None
    assert status.received == MANY


def test_that_a_killed_reader_loses_nothing_and_doubles_nothing(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path
) -> None:
    with Recorder(profile(tmp_path, mosquitto.url, TWO), cache):
        whole(cache)
        first, _ = readers(os.getpid())
        publisher = threading.Thread(target=publish, args=(mosquitto.port, numbered(0, MANY)))
        publisher.start()
        recorded(cache, 2_000)
        os.kill(first, signal.SIGKILL)
        says(cache, "1 of 2 readers")
        publisher.join()
        whole(cache)
        recorded(cache, MANY)
        gaps = ask(cache, lambda reader: reader.gaps(0, now(), now()))
        assert first not in readers(os.getpid())
    assert sorted(row.value for row in rows(cache)) == list(range(MANY))
    assert ["ended with status -9" in gap.cause and gap.recoverable for gap in gaps if gap.until] == [True]


def test_that_readers_come_back_to_a_broker_that_was_away(
    mosquitto_factory: MosquittoFactory, tmp_path: Path, cache: Path
) -> None:
    broker = mosquitto_factory(persistence=True)
    with Recorder(profile(tmp_path, broker.url, TWO), cache):
        whole(cache)
        publish(broker.port, numbered(0, 500))
        recorded(cache, 500)
        broker.restart()
        until(cache, lambda reader: any(gap.until for gap in reader.gaps(0, now(), now())), "the gap is closed")
        publish(broker.port, numbered(500, 500))
        recorded(cache, 1_000)
        gaps = ask(cache, lambda reader: reader.gaps(0, now(), now()))
    assert sorted(row.value for row in rows(cache)) == list(range(1_000))
    assert [gap.recoverable for gap in gaps] == [False], "Mosquitto 2.0 forgets shared subscriptions when it restarts"


def test_that_what_the_broker_retains_arrives_once_over_two_lives(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path
) -> None:
    settings = profile(tmp_path, mosquitto.url, TWO)
    settings.write_text(settings.read_text().replace('observed_at = "t"\n', ""))
    kept = [(f"city/net/valve{n:04d}/state", b'{"v": "open"}') for n in range(2_000)]
    publish(mosquitto.port, kept, retain=True)
    for life in range(2):
        with Recorder(settings, cache):
            whole(cache)
            publish(mosquitto.port, [("city/net/other/level", b'{"v": %d}' % life)])
            until(cache, lambda reader: reader.recorder().received >= 2_001, "all were received")
    found = rows(cache)
    assert [row.asset for row in found if row.value == "open"] == [topic.split("/")[2] for topic, _ in kept]
    assert [row.value for row in found if row.asset == "other"] == [0, 1]


def test_that_sigterm_leaves_nothing_behind(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path, recording: Recording
) -> None:
    program = recording(profile(tmp_path, mosquitto.url, TWO), cache)
    whole(cache)
    started = children(program.process.pid)
    assert len(started) >= 2
    publish(mosquitto.port, numbered(0, MANY))
    recorded(cache, 1)
    assert program.end() == 0
    assert not [pid for pid in started if not has_ended(pid)]
    status = ask(cache, Reader.recorder)
    assert status is not None
    assert status.stopped
    assert status.received == status.recorded == ask(cache, Reader.counts).observations
    with Recorder(tmp_path / "profile.toml", cache):
        recorded(cache, MANY)
    assert sorted(row.value for row in rows(cache)) == list(range(MANY))


def test_that_readers_die_with_a_killed_recorder_and_the_next_one_fetches_the_rest(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path, recording: Recording
) -> None:
    settings = profile(tmp_path, mosquitto.url, TWO)
    for life in range(2):
        program = recording(settings, cache)
        whole(cache)
        publish(mosquitto.port, numbered(life * 5_000, 5_000))
        started = children(program.process.pid)
        program.process.kill()
        program.process.wait()
        happens(lambda pids=started: all(map(has_ended, pids)), lambda: "a reader outlives its recorder")
    with Recorder(settings, cache):
        recorded(cache, 10_000)
    assert sorted(row.value for row in rows(cache)) == list(range(10_000))


def test_that_a_broker_that_cannot_share_is_read_by_one_and_the_feed_says_so(tmp_path: Path, cache: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "venule.broker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as broker:
        assert broker.stdout is not None
        port = int(broker.stdout.readline())
        try:
            with Recorder(profile(tmp_path, f"mqtt://127.0.0.1:{port}", TWO), cache):
                says(cache, "readers = 2 needs a broker with shared subscriptions of MQTT 5, so one reader reads")
                with published(port, numbered(0, 500)):
                    recorded(cache, 500)
                assert (feed(cache).presence, feed(cache).protocol) == ("online", "MQTT 3.1.1")
                happens(lambda: not readers(os.getpid()), lambda: "a reader that is not needed goes on")
        finally:
            broker.terminate()
    assert sorted(row.value for row in rows(cache)) == list(range(500))


def test_that_limits_are_watched_whichever_reader_read_the_value(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path
) -> None:
    settings = profile(tmp_path, mosquitto.url, TWO)
    settings.write_text(settings.read_text() + 'kind = "water.meter"\n')
    begin = now() // 1000
    with Recorder(settings, cache):
        whole(cache)
        for step in range(6):
            word = b"true" if step % 2 == 0 else b"false"
            publish(mosquitto.port, [("city/net/m/burst", b'{"v": %s, "t": %d, "u": ""}' % (word, begin + step))])
            recorded(cache, step + 1)
        alarms = ask(cache, lambda reader: reader.alarms(now()))
    told = [(alarm.subject, alarm.rule, alarm.cleared_at is not None) for alarm in alarms]
    assert told == [("m", "burst_reported", True)] * 3


def test_that_hostile_messages_are_kept_with_their_reasons(mosquitto: Mosquitto, tmp_path: Path, cache: Path) -> None:
    settings = profile(tmp_path, mosquitto.url, TWO)
    topic = "city/net/bad/level"
    hostile = [(topic, b""), (topic, b"{"), (topic, b'{"v": 1, "t": "soon"}'), (topic, b"x" * 10_000_000)]
    with Recorder(settings, cache):
        whole(cache)
        publish(mosquitto.port, [*numbered(0, 100), *hostile, *numbered(100, 100)])
        counts = recorded(cache, 200, len(hostile))
        refused = ask(cache, lambda reader: reader.rejects(now()))
    assert (counts.observations, counts.rejects) == (200, len(hostile))
    assert {reject.payload_bytes for reject in refused} >= {0, 1, 10_000_000}
    assert all(reject.reason and reject.recorded_at > 1_700_000_000_000_000 for reject in refused)
