"""A broker that is away, that refuses, that lies or that speaks an old language: each is said, and nothing is lost."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from tests.broker import Certificates, Mosquitto, MosquittoFactory
from tests.flows.conftest import Recording, Venule
from tests.flows.recording import ask, heard, numbered, profile, publish, published, recorded, rows, until
from venule.recorder.service import now
from venule.store.answers import FeedState
from venule.store.reader import Reader

MANY = 5_000
SECURITY_PLUGINS = sorted(Path("/usr/lib").glob("**/mosquitto_dynamic_security.so"))
OPEN_TO_ALL = {"publishClientSend": True, "publishClientReceive": True, "subscribe": False, "unsubscribe": True}
ONE_TOPIC = {"acltype": "subscribePattern", "topic": "city/net/#", "allow": True}


def feed_of(cache: Path) -> FeedState:
    (feed,) = ask(cache, lambda reader: reader.feeds(now()))
    return feed


def values(*caches: Path) -> list[object]:
    return sorted(row.value for cache in caches for row in rows(cache))  # type: ignore[type-var]


def test_that_a_broker_may_come_late_and_go_and_come_back(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path, recording: Recording, venule: Venule
) -> None:
    mosquitto.stop()
    program = recording(profile(tmp_path, mosquitto.url), cache)
    program.says(f"feed street lights is offline: 127.0.0.1:{mosquitto.port} cannot be reached: Connection refused")
    mosquitto.resume()
    heard(cache)
    publish(mosquitto.port, numbered(0, 100))
    recorded(cache, 100)
    mosquitto.kill()
    until(cache, lambda reader: reader.feeds(now())[0].presence == "offline", "the feed is offline")
    assert "closed the connection" in feed_of(cache).cause
    mosquitto.resume()
    heard(cache)
    publish(mosquitto.port, numbered(50, 100))
    recorded(cache, 150)
    assert program.end() == 0
    gaps = ask(cache, lambda reader: reader.gaps(0, now(), now()))
    assert any(gap.until is not None and "closed the connection" in gap.cause for gap in gaps)
    assert values(cache) == list(range(150)), "of the fifty that came twice, each is there once"
    assert json.loads(venule("info", cache, "--json").out)["rejects"] == 0


def test_that_a_wrong_password_is_said_and_costs_nothing(
    mosquitto_factory: MosquittoFactory,
    tmp_path: Path,
    cache: Path,
    recording: Recording,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broker = mosquitto_factory(users={"recorder": "right-word", "city": "city"})
    settings = profile(tmp_path, broker.url, 'user = "recorder"\npassword_env = "VENULE_TEST_PASSWORD"')
    for password in ("right", "wrong", "right"):
        monkeypatch.setenv("VENULE_TEST_PASSWORD", f"{password}-word")
        program = recording(settings, cache)
        if password == "wrong":
            program.says("the broker refuses user 'recorder'")
            publish(broker.port, numbered(0, 100), username="city", password="city")
        else:
            program.says("is online: MQTT 5")
        assert program.end() == 0
        assert f"{password}-word" not in program.said
    assert values(cache) == list(range(100))


def test_that_topics_the_broker_keeps_from_us_harm_no_other(
    mosquitto_factory: MosquittoFactory, tmp_path: Path, cache: Path, recording: Recording
) -> None:
    acl = tmp_path / "acl"
    acl.write_text("topic write city/#\ntopic read city/net/#\n", encoding="utf-8")
    broker = mosquitto_factory(settings=[f"acl_file {acl}"])
    program = recording(profile(tmp_path, broker.url), cache)
    heard(cache)
    publish(broker.port, [("city/secret/a/level", b'{"v": 1, "t": 1}'), *numbered(0, 50)])
    recorded(cache, 50)
    assert program.end() == 0
    assert values(cache) == list(range(50))


@pytest.mark.skipif(not SECURITY_PLUGINS, reason="this Mosquitto has no plugin that refuses subscriptions")
@pytest.mark.parametrize("allowed", [(), (ONE_TOPIC,)])
def test_that_a_refused_subscription_is_said(
    mosquitto_factory: MosquittoFactory, tmp_path: Path, cache: Path, recording: Recording, allowed: tuple[object, ...]
) -> None:
    security = tmp_path / "security.json"
    role = {"rolename": "all", "acls": [{"acltype": "publishClientSend", "topic": "#", "allow": True}, *allowed]}
    group = {"groupname": "all", "roles": [{"rolename": "all"}]}
    whole = {"defaultACLAccess": OPEN_TO_ALL, "groups": [group], "roles": [role], "anonymousGroup": "all"}
    security.write_text(json.dumps(whole), encoding="utf-8")
    broker = mosquitto_factory(settings=[f"plugin {SECURITY_PLUGINS[0]}", f"plugin_opt_config_file {security}"])
    settings = profile(tmp_path, broker.url)
    settings.write_text(settings.read_text().replace('["city/+/+/+"]', '["city/net/#", "city/secret/#"]'))
    program = recording(settings, cache)
    program.says("city/secret/#")
    assert ("the broker refuses to deliver city/net/#" in program.said) == (not allowed)
    until(cache, lambda reader: any(feed.cause for feed in reader.feeds(now())), "the feed says it")
    assert feed_of(cache).presence == ("online" if allowed else "offline")
    if allowed:
        publish(broker.port, numbered(0, 50))
        recorded(cache, 50)
    assert program.end() == 0


@pytest.mark.parametrize("lie", ["stranger", "other name", "no certificate"])
def test_that_a_broker_that_cannot_prove_its_name_gets_no_password(
    mosquitto_factory: MosquittoFactory, tmp_path: Path, cache: Path, recording: Recording, lie: str
) -> None:
    broker = mosquitto_factory(tls="" if lie == "no certificate" else "server")
    other = tmp_path / "other"
    other.mkdir()
    stranger, own = Certificates.issue(other), broker.certificates
    authority = own.authority if own is not None and lie == "other name" else stranger.authority
    address = f"mqtts://{'127.1' if lie == 'other name' else '127.0.0.1'}:{broker.port}"
    program = recording(profile(tmp_path, address, f'ca = "{authority}"'), cache)
    told = {"stranger": "its certificate is not accepted", "other name": "Hostname mismatch", "no certificate": ""}
    program.says(f"{address.removeprefix('mqtts://')} cannot be reached: ")
    assert told[lie] in program.said
    assert program.end() == 0
    assert feed_of(cache).presence == "offline"


@contextmanager
def talker(answer: bytes) -> Iterator[int]:
    """Something that listens where a broker should, and says the same to everybody."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                with client:
                    client.recv(4096)
                    client.sendall(answer)

        Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x20\xff\xff\xff\xff\xff", b"\x30\x00" * 50])
def test_that_what_is_no_broker_ends_in_a_sentence_and_an_ordinary_stop(
    tmp_path: Path, cache: Path, recording: Recording, answer: bytes
) -> None:
    with talker(answer) as port:
        program = recording(profile(tmp_path, f"mqtt://127.0.0.1:{port}"), cache)
        program.says("feed street lights is offline: ")
        assert program.end() == 0
    assert ask(cache, Reader.counts).observations == 0


def test_that_an_old_broker_is_spoken_to_and_its_version_said(
    tmp_path: Path, cache: Path, recording: Recording
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "venule.broker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as broker:
        try:
            assert broker.stdout is not None
            port = int(broker.stdout.readline())
            program = recording(profile(tmp_path, f"mqtt://127.0.0.1:{port}"), cache)
            program.says("feed street lights is online: MQTT 3.1.1")
            with published(port, numbered(0, 200)):
                recorded(cache, 200)
            assert program.end() == 0
        finally:
            broker.terminate()
    assert feed_of(cache).protocol == "MQTT 3.1.1"
    assert values(cache) == list(range(200))


def test_that_what_was_acknowledged_in_a_burst_is_in_the_file(
    mosquitto: Mosquitto, tmp_path: Path, recording: Recording
) -> None:
    """The same session goes on into another file, which gets just what the broker still held."""
    settings = profile(tmp_path, mosquitto.url, 'client_id = "burst"')
    first, second = tmp_path / "first.venule", tmp_path / "second.venule"
    program = recording(settings, first)
    heard(first)
    burst = Thread(target=publish, args=(mosquitto.port, numbered(0, MANY)))
    burst.start()
    recorded(first, 1)
    status = program.end()
    burst.join()
    assert status == 0
    there = values(first)
    assert len(there) == len(set(there)) == ask(first, Reader.counts).observations
    again = recording(settings, second)
    until(second, lambda _: len({*there, *values(second)}) == MANY, "the broker held whatever was not acknowledged")
    assert again.end() == 0
    assert not set(there) & set(values(second)), "an ordinary stop leaves nothing committed unacknowledged"


def test_that_a_killed_recorder_goes_on_in_the_same_file_with_each_message_once(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path, recording: Recording, venule: Venule
) -> None:
    settings = profile(tmp_path, mosquitto.url)
    program = recording(settings, cache)
    heard(cache)
    burst = Thread(target=publish, args=(mosquitto.port, numbered(0, MANY)))
    burst.start()
    recorded(cache, 1)
    program.end(signal.SIGKILL)
    burst.join()
    again = recording(settings, cache)
    recorded(cache, MANY)
    assert again.end() == 0
    assert json.loads(venule("info", cache, "--json").out)["observations"] == MANY
    assert values(cache) == list(range(MANY))
