"""The main job on a real broker: what was published is in the file, once, whatever happens in between."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.broker import Certificates, Mosquitto, MosquittoFactory, free_port
from tests.flows.recording import (
    PATIENCE_S,
    Recorder,
    ask,
    heard,
    numbered,
    profile,
    publish,
    published,
    recorded,
    rows,
    until,
)
from venule.recorder import service
from venule.recorder.service import now
from venule.store.batch import Batch, Written
from venule.store.problem import DiskFull
from venule.store.reader import Reader
from venule.store.writer import Writer

MANY = 5_000


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


class Program:
    """`venule record` in a process of its own."""

    def __init__(self, settings: Path, cache: Path) -> None:
        command = [sys.executable, "-m", "venule", "record", str(settings), "--cache", str(cache)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def end(self, order: signal.Signals) -> tuple[int, str]:
        """Give it an order to end; its exit status and what it said."""
        self.process.send_signal(order)
        _, said = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, said


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    started: list[Program] = []
    yield started
    for program in started:
        if program.process.poll() is None:
            program.end(signal.SIGKILL)


def cause(cache: Path) -> str:
    """Why the only feed is as it is."""
    (feed,) = ask(cache, lambda reader: reader.feeds(now()))
    return feed.cause


def said(cache: Path, words: str) -> None:
    """Wait until the feed's health says so."""
    until(cache, lambda reader: any(words in feed.cause for feed in reader.feeds(now())), f"the feed says {words!r}")


def test_that_everything_published_is_recorded_once(mosquitto: Mosquitto, tmp_path: Path, cache: Path) -> None:
    with Recorder(profile(tmp_path, mosquitto.url), cache):
        heard(cache)
        publish(mosquitto.port, numbered(0, MANY))
        counts = recorded(cache, MANY)
        (feed,) = ask(cache, lambda reader: reader.feeds(now()))
    assert (counts.observations, counts.assets, counts.rejects) == (MANY, 50, 0)
    assert sorted(row.value for row in rows(cache)) == list(range(MANY))
    assert {(row.network, row.datastream, row.unit) for row in rows(cache)} == {("net", "level", "m")}
    assert (feed.protocol, feed.dialect, feed.qos) == ("MQTT 5", "json", 1)


def test_that_what_was_published_while_no_recorder_ran_is_fetched(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path
) -> None:
    settings = profile(tmp_path, mosquitto.url)
    with Recorder(settings, cache):
        heard(cache)
    publish(mosquitto.port, numbered(0, 500))
    with Recorder(settings, cache):
        assert recorded(cache, 500).observations == 500
        until(cache, lambda reader: any(gap.until for gap in reader.gaps(0, now(), now())), "the gap is closed")
    gaps = ask(cache, lambda reader: reader.gaps(0, now(), now()))
    assert next((gap.cause, gap.recoverable) for gap in gaps) == ("the recorder was stopped", True)


def test_that_a_killed_recorder_loses_nothing_and_doubles_nothing(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path, programs: list[Program]
) -> None:
    settings = profile(tmp_path, mosquitto.url)
    for life in range(3):
        programs.append(Program(settings, cache))
        heard(cache) if not life else recorded(cache, life * 2_000)
        publish(mosquitto.port, numbered(life * 2_000, 2_000))
        programs[-1].end(signal.SIGKILL)
    with Recorder(settings, cache):
        recorded(cache, 6_000)
    assert sorted(row.value for row in rows(cache)) == list(range(6_000))


def test_that_sigterm_ends_it_with_everything_committed(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path, programs: list[Program]
) -> None:
    programs.append(Program(profile(tmp_path, mosquitto.url), cache))
    heard(cache)
    publish(mosquitto.port, numbered(0, 2_000))
    recorded(cache, 1)
    status, said_at_the_end = programs[0].end(signal.SIGTERM)
    assert status == 0, said_at_the_end
    heartbeat = ask(cache, Reader.recorder)
    assert heartbeat is not None
    assert heartbeat.stopped
    assert heartbeat.received == heartbeat.recorded == ask(cache, Reader.counts).observations
    with Recorder(tmp_path / "profile.toml", cache):
        recorded(cache, 2_000)
    assert sorted(row.value for row in rows(cache)) == list(range(2_000))


def test_that_a_broker_that_is_not_there_is_waited_for_and_the_feed_says_so(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path
) -> None:
    mosquitto.stop()
    with Recorder(profile(tmp_path, mosquitto.url), cache):
        said(cache, f"127.0.0.1:{mosquitto.port} cannot be reached: Connection refused")
        mosquitto.resume()
        heard(cache)
        publish(mosquitto.port, numbered(0, 10))
        recorded(cache, 10)


def test_that_a_broker_that_dies_leaves_a_gap_and_nothing_else(
    mosquitto_factory: MosquittoFactory, tmp_path: Path, cache: Path
) -> None:
    broker = mosquitto_factory(persistence=True)
    with Recorder(profile(tmp_path, broker.url), cache):
        heard(cache)
        publish(broker.port, numbered(0, 500))
        recorded(cache, 500)
        broker.restart()
        heard(cache)
        publish(broker.port, numbered(500, 500))
        recorded(cache, 1_000)
        until(cache, lambda reader: any(gap.until for gap in reader.gaps(0, now(), now())), "the gap is closed")
    assert sorted(row.value for row in rows(cache)) == list(range(1_000))


def test_that_a_wrong_password_is_said_and_the_right_one_works(
    mosquitto_factory: MosquittoFactory, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker = mosquitto_factory(users={"recorder": "right"})
    settings = profile(tmp_path, broker.url, 'user = "recorder"\npassword_env = "VENULE_TEST_PASSWORD"')
    monkeypatch.setenv("VENULE_TEST_PASSWORD", "wrong")
    with Recorder(settings, cache):
        said(cache, "the broker refuses user 'recorder': ")
    monkeypatch.setenv("VENULE_TEST_PASSWORD", "right")
    with Recorder(settings, cache):
        heard(cache)
        publish(broker.port, numbered(0, 10), username="recorder", password="right")
        recorded(cache, 10)


def test_that_an_encrypted_connection_works_with_both_certificates(
    mosquitto_factory: MosquittoFactory, tmp_path: Path, cache: Path
) -> None:
    broker = mosquitto_factory(tls="mutual")
    files = broker.certificates
    assert files is not None
    more = f'ca = "{files.authority}"\ncert = "{files.client_certificate}"\nkey = "{files.client_key}"'
    with Recorder(profile(tmp_path, broker.url, more), cache):
        heard(cache)
        publish_encrypted(broker, files, numbered(0, 2_000))
        recorded(cache, 2_000)


def publish_encrypted(broker: Mosquitto, files: Certificates, messages: list[tuple[str, bytes]]) -> None:
    import ssl

    from paho.mqtt.client import Client
    from paho.mqtt.enums import CallbackAPIVersion

    context = ssl.create_default_context(cafile=files.authority)
    context.load_cert_chain(files.client_certificate, files.client_key)
    client = Client(CallbackAPIVersion.VERSION2)
    client.tls_set_context(context)
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    for told in [client.publish(topic, payload, qos=1) for topic, payload in messages]:
        told.wait_for_publish(PATIENCE_S)
    client.disconnect()
    client.loop_stop()


def test_that_a_broker_with_a_strangers_certificate_is_not_believed(
    mosquitto_factory: MosquittoFactory, tmp_path: Path, cache: Path
) -> None:
    broker = mosquitto_factory(tls="server")
    other = tmp_path / "other"
    other.mkdir()
    more = f'ca = "{Certificates.issue(other).authority}"'
    with Recorder(profile(tmp_path, broker.url, more), cache):
        said(cache, "its certificate is not accepted")


def test_that_a_name_the_certificate_does_not_carry_is_not_believed(
    mosquitto_factory: MosquittoFactory, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker = mosquitto_factory(tls="server")
    assert broker.certificates is not None
    connect = socket.create_connection

    def lead_astray(address: tuple[str, int], *more: Any, **members: Any) -> socket.socket:
        return connect(("127.0.0.1", address[1]), *more, **members)

    monkeypatch.setattr(socket, "create_connection", lead_astray)
    more = f'ca = "{broker.certificates.authority}"'
    with Recorder(profile(tmp_path, broker.url.replace("127.0.0.1", "broker.example"), more), cache):
        said(cache, "its certificate is not accepted (Hostname mismatch")


def test_that_hostile_messages_are_kept_with_their_reasons_and_harm_nobody(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path
) -> None:
    topic = "city/net/bad/level"
    hostile = [
        (topic, b""),
        (topic, b"\xff\xfe\x00"),
        (topic, b"{"),
        (topic, b"[" * 100_000),
        (topic, b'{"v": NaN, "t": 1}'),
        (topic, b'{"v": "12.5", "t": 1}'),
        (topic, b'{"v": 1}'),
        (topic, b'{"v": {"v": 1}, "t": 1}'),
        (topic, b'{"v": 1, "t": "soon"}'),
        (topic, b"x" * 10_000_000),
        ("city/net/bad/", b'{"v": 1, "t": 1}'),
    ]
    with Recorder(profile(tmp_path, mosquitto.url), cache):
        heard(cache)
        publish(mosquitto.port, [*numbered(0, 100), *hostile, *numbered(100, 100)])
        counts = recorded(cache, 200, len(hostile))
    assert (counts.observations, counts.rejects) == (200, len(hostile))
    refused = ask(cache, lambda reader: reader.rejects(now()))
    assert all(reject.reason and reject.feed == "street lights" for reject in refused)
    assert {reject.payload_bytes for reject in refused} >= {0, 10_000_000, 100_000}
    assert [row for row in rows(cache) if row.asset == "bad"] == []


def test_that_a_retained_state_is_recorded_once_over_two_lives(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path
) -> None:
    settings = profile(tmp_path, mosquitto.url)
    settings.write_text(settings.read_text().replace('observed_at = "t"\n', ""))
    publish(mosquitto.port, [("city/net/valve/state", b'{"v": "open"}')], retain=True)
    for _ in range(2):
        with Recorder(settings, cache):
            heard(cache)
            publish(mosquitto.port, [("city/net/other/level", b'{"v": 1}')])
            until(cache, lambda reader: reader.recorder().received >= 2, "both were received")
    assert [row.value for row in rows(cache) if row.asset == "valve"] == ["open"]


def test_that_an_old_broker_is_spoken_to_in_its_own_version(tmp_path: Path, cache: Path) -> None:
    command = [sys.executable, "-m", "venule.broker"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as broker:
        assert broker.stdout is not None
        port = int(broker.stdout.readline())
        try:
            with Recorder(profile(tmp_path, f"mqtt://127.0.0.1:{port}"), cache):
                heard(cache)
                with published(port, numbered(0, 500)):
                    recorded(cache, 500)
                (feed,) = ask(cache, lambda reader: reader.feeds(now()))
        finally:
            broker.terminate()
    assert feed.protocol == "MQTT 3.1.1"
    assert sorted(row.value for row in rows(cache)) == list(range(500))


def test_that_a_full_disk_is_waited_out_and_nothing_is_lost(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, refusals = Writer.write, iter(range(3))

    def full(self: Writer, batch: Batch) -> Written:
        if batch.observations and next(refusals, None) is not None:
            raise DiskFull("No room is left.")
        return write(self, batch)

    monkeypatch.setattr(service, "COMMIT_WAITS_S", (0.01,))
    monkeypatch.setattr(Writer, "write", full)
    with Recorder(profile(tmp_path, mosquitto.url), cache):
        heard(cache)
        publish(mosquitto.port, numbered(0, 300))
        recorded(cache, 300)
    assert sorted(row.value for row in rows(cache)) == list(range(300))


def publish_when_heard(mosquitto: Mosquitto, cache: Path) -> None:
    heard(cache)
    publish(mosquitto.port, numbered(0, 300))


def test_that_what_a_full_disk_kept_out_is_not_acknowledged(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = profile(tmp_path, mosquitto.url)
    write = Writer.write

    def full(self: Writer, batch: Batch) -> Written:
        if batch.observations:
            raise DiskFull("No room is left.")
        return write(self, batch)

    with monkeypatch.context() as patch:
        patch.setattr(Writer, "write", full)
        recorder = Recorder(settings, cache)
        with pytest.raises(DiskFull), recorder:
            publish_when_heard(mosquitto, cache)
    with Recorder(settings, cache):
        recorded(cache, 300)
    assert sorted(row.value for row in rows(cache)) == list(range(300))


def test_that_two_feeds_are_heard_side_by_side(
    mosquitto_factory: MosquittoFactory, tmp_path: Path, cache: Path
) -> None:
    one, other = mosquitto_factory(), mosquitto_factory()
    settings = profile(tmp_path, one.url)
    second = settings.read_text().replace(one.url, other.url).replace("street lights", "more lights")
    settings.write_text(settings.read_text() + second[second.index("[[feed]]") :])
    with Recorder(settings, cache):
        heard(cache)
        publish(one.port, numbered(0, 100))
        publish(other.port, numbered(100, 100))
        recorded(cache, 200)
    assert sorted(row.value for row in rows(cache)) == list(range(200))


def test_that_a_port_nobody_listens_on_ends_with_the_time_and_no_error(tmp_path: Path, cache: Path) -> None:
    settings = profile(tmp_path, f"mqtt://127.0.0.1:{free_port()}")
    command = [sys.executable, "-m", "venule", "record", str(settings), "--cache", str(cache), "--for", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, done.stderr
    assert "cannot be reached" in cause(cache) or cause(cache) == "connecting"
