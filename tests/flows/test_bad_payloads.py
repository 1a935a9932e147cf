"""Whatever a device publishes becomes a row or a visible reject with its reason, and costs no other message."""

import csv
import json
import time
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from tests.broker import Mosquitto
from tests.flows.conftest import Program, Recording, Venule
from tests.flows.recording import ask, heard, numbered, publish, recorded, until
from venule.domain.reject import KEPT_BYTES, Reject
from venule.recorder.service import now
from venule.store.answers import ExportRow
from venule.store.reader import Reader

PROFILE = """
[[feed]]
name    = "mapped"
broker  = "{url}"
topics  = ["city/#"]
dialect = "json"

[feed.json]
topic       = "city/{{network}}/{{asset}}/{{datastream}}"
value       = "v"
observed_at = "t"
time        = "{time}"
unit        = "u"

[[feed]]
name    = "lorawan"
broker  = "{url}"
topics  = ["application/#"]
dialect = "chirpstack"
"""
GOOD = 100
LARGE = 10_000_000
T = 1_764_000_000_000
DAY_MS = 24 * 3600 * 1000
PAYLOADS: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"21.5 degrees", "payload is not JSON: "),
    "cut off": (b'{"v": 21.5, "t"', "payload is not JSON: "),
    "empty": (b"", "payload is empty"),
    "not UTF-8": (b'{"v": "\xe9t\xe9", "t": 1}', "byte 8 is not UTF-8 text"),
    "half a character": (rb'{"v": "\ud800", "t": 1}', "payload is not JSON: "),
    "number as text": (b'{"v": "12.5", "t": 1}', 'value "12.5" is text where a number is expected'),
    "no value": (b'{"t": 1}', "payload has no 'v'"),
    "no time": (b'{"v": 1}', "payload has no 't'"),
    "an array for the whole": (b"[1, 2]", "payload has no 't'"),
    "a number for the whole": (b"7", "payload has no 't'"),
    "null for the whole": (b"null", "payload has no 't'"),
    "an array for the value": (b'{"v": [1, 2], "t": 1}', "an array at 'v' stands where one value is expected"),
    "an object for the value": (b'{"v": {"v": 1}, "t": 1}', "an object at 'v' stands where one value is expected"),
    "too deep": (b"[" * 100_000, "payload is not JSON: "),
    "deep": (b'{"v": ' + b"[" * 900 + b"]" * 900 + b', "t": 1}', "an array at 'v' stands where one value is expected"),
    "not a number": (b'{"v": NaN, "t": 1}', "payload is not JSON: "),
    "infinite": (b'{"v": 1e400, "t": 1}', "payload is not JSON: number is infinity"),
    "a number of 400 digits": (b'{"v": ' + b"1" * 400 + b', "t": 1}', "payload is not JSON: number is infinity"),
    "time as a word": (b'{"v": 1, "t": "soon"}', "'soon' is not a number of milliseconds"),
    "time as a flag": (b'{"v": 1, "t": true}', "True is not a number of milliseconds"),
    "no time at all": (b'{"v": 1, "t": null}', "None is not a number of milliseconds"),
    "time beyond all years": (b'{"v": 1, "t": 1e300}', "lies outside the years 2 to 9998"),
    "text without an end": (b'{"v": "' + b"x" * 5_000 + b'", "t": 1}', "is longer than the 1,000 a value may have"),
    "ten megabytes": (
        b'{"v": 1, "t": 1, "x": "' + b"x" * (LARGE - 25) + b'"}', "payload of 10,000,000 bytes is larger than"
    ),
}  # fmt: skip
TOPICS: dict[str, tuple[bytes, str]] = {
    "city/short": (b'{"v": 1, "t": 1}', "topic 'city/short' does not fit the template"),
    "city/a/b/c/d": (b'{"v": 1, "t": 1}', "topic 'city/a/b/c/d' does not fit the template"),
    "city/net//level": (b'{"v": 1, "t": 1}', "topic 'city/net//level' does not fit the template"),
    "application/1/device/2/event/up": (b"[]", "an object is expected"),
    "application/1/device/3/event/up": (b'{"deviceInfo": {"devEui": 5}, "data": 7}', "carries no frame payload"),
    "application/1/device/4/event/up": (b'{"deviceInfo": [], "devEUI": {}}', "it names no device"),
    "application/1/device/5/event/up": (b'{"devEUI": "x", "data": "\\u0000?"}', "is not base64"),
    "application/1/device/6/event/up": (b'{"devEUI": "x", "data": "AA==", "rxInfo": {"a": [1]}}', "vertical"),
}
ODD: dict[str, bytes] = {
    "null": b'{"v": null, "t": %d}' % T,
    "flag": b'{"v": true, "t": %d}' % T,
    "large": b'{"v": %d, "t": %d}' % (2**70, T),
    "below zero": b'{"v": -0.0, "t": %d}' % T,
    "before 1970": b'{"v": 1, "t": -1}',
    "year 9998": b'{"v": 1, "t": 253370764799999}',
    "formula": b'{"v": "=1+1", "t": %d}' % T,
    "a zero byte": rb'{"v": "on\u0000off", "t": %d}' % T,
    "unit of another sort": b'{"v": 1, "t": %d, "u": {"m": []}}' % T,
}


@dataclass(frozen=True)
class Survivor:
    """What a recorder kept of a hostile hour."""

    cache: Path
    rejects: dict[str, Reject]
    rows: dict[str, list[ExportRow]]
    said: str


def taken_in(reader: Reader) -> int:
    counts = reader.counts()
    return counts.observations + counts.rejects


def topic_of(name: str) -> str:
    return f"city/bad/{name}/level"


@pytest.fixture(scope="module")
def survivor(tmp_path_factory: pytest.TempPathFactory) -> Survivor:
    """One recorder that was sent everything, between good messages, and then told to stop."""
    folder = tmp_path_factory.mktemp("hostile")
    broker, cache, profile = Mosquitto(folder / "broker"), folder / "city.venule", folder / "profile.toml"
    broker.start()
    profile.write_text(PROFILE.format(url=broker.url, time="epoch_ms"), encoding="utf-8")
    program = Program(profile, cache, folder / "said.log")
    ahead = [(topic_of("a day ahead"), b'{"v": 1, "t": %d}' % (time.time_ns() // 1_000_000 + DAY_MS))]
    bad = [(topic_of(name), payload) for name, (payload, _) in PAYLOADS.items()]
    bad += [(topic, payload) for topic, (payload, _) in TOPICS.items()]
    odd = [(topic_of(name), payload) for name, payload in ODD.items()] + ahead
    try:
        heard(cache)
        messages = [*numbered(0, GOOD // 2), *bad, *odd, *numbered(0, GOOD // 2), *numbered(GOOD // 2, GOOD // 2)]
        publish(broker.port, messages)
        recorded(cache, GOOD + len(odd), len(bad))
        assert program.end() == 0
    finally:
        program.process.kill()
        program.process.wait()
        broker.stop()
    rejects = {reject.topic: reject for reject in ask(cache, lambda reader: reader.rejects(now()))}
    rows: dict[str, list[ExportRow]] = {}
    for row in ask(cache, lambda reader: list(reader.observations())):
        rows.setdefault(row.asset, []).append(row)
    return Survivor(cache, rejects, rows, program.said)


def test_that_nothing_good_is_lost_or_doubled_among_the_bad(survivor: Survivor, venule: Venule) -> None:
    told = json.loads(venule("info", survivor.cache, "--json").out)
    expected = GOOD + len(ODD) + 1
    assert (told["observations"], told["rejects"]) == (expected, len(PAYLOADS) + len(TOPICS))
    exported = list(csv.DictReader(StringIO(venule("export", survivor.cache, "-o", "-").out)))
    assert len(exported) == expected
    assert sorted(int(row["value"]) for row in exported if row["network"] == "net") == list(range(GOOD))
    assert "Traceback" not in survivor.said


@pytest.mark.parametrize("name", PAYLOADS)
def test_that_a_payload_that_cannot_be_read_is_kept_with_its_reason(survivor: Survivor, name: str) -> None:
    payload, reason = PAYLOADS[name]
    refused = survivor.rejects[topic_of(name)]
    assert reason in refused.reason
    assert len(refused.reason) <= 1_000
    assert (refused.feed, refused.stage in {"decoder", "vertical"}) == ("mapped", True)
    assert (refused.payload, refused.payload_bytes) == (payload[:KEPT_BYTES], len(payload))
    assert name not in survivor.rows


@pytest.mark.parametrize("topic", TOPICS)
def test_that_an_envelope_that_fits_nothing_is_kept_with_its_reason(survivor: Survivor, topic: str) -> None:
    payload, reason = TOPICS[topic]
    assert reason in survivor.rejects[topic].reason
    assert "failed on this message" not in survivor.rejects[topic].reason
    assert survivor.rejects[topic].payload == payload


def test_that_what_is_odd_and_readable_is_kept_as_it_was_said(survivor: Survivor) -> None:
    found = {name: survivor.rows[name][0] for name in ODD}
    assert (found["null"].value, found["null"].quality) == (None, "missing")
    assert found["flag"].value in (True, 1)
    assert found["large"].value == float(2**70)
    assert str(found["below zero"].value) == "-0.0"
    assert found["before 1970"].observed_at == -1_000
    assert found["formula"].value == "=1+1"
    assert found["a zero byte"].value == "on\0off"
    assert (found["unit of another sort"].value, found["unit of another sort"].unit) == (1, "")


@pytest.mark.parametrize("name", ["year 9998", "a day ahead"])
def test_that_a_clock_ahead_of_ours_is_not_believed(survivor: Survivor, name: str) -> None:
    (row,) = survivor.rows[name]
    assert row.quality == "uncertain"
    assert 0 <= row.recorded_at - row.observed_at < 60_000_000


def test_that_what_lies_beyond_the_calendar_or_all_numbers_leaves_the_file_readable(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path, recording: Recording, venule: Venule
) -> None:
    profile = tmp_path / "profile.toml"
    profile.write_text(PROFILE.format(url=mosquitto.url, time="iso"), encoding="utf-8")
    told = [(1, "m", "0001-01-01T00:00:00+14:00"), (2, "m", "9999-12-31T23:59:59-14:00"), (3, "m", "2026-05-01")]
    told += [
        (4, "Pa", "2026-05-01T00:00:00Z"),
        (1e308, "bar", "2026-05-01T00:00:01Z"),
        (5, "Pa", "2026-05-01T00:00:02Z"),
    ]
    program = recording(profile, cache)
    heard(cache)
    messages = [(topic_of(u), json.dumps({"v": v, "u": u, "t": t}).encode()) for v, u, t in told]
    publish(mosquitto.port, [(topic.replace("/bar/", "/Pa/"), payload) for topic, payload in messages])
    until(cache, lambda reader: taken_in(reader) == len(told), "all were taken in")
    assert program.end() == 0
    info, exported = venule("info", cache, "--json"), venule("export", cache, "-o", "-")
    assert (info.status, info.err, exported.status, exported.err) == (0, "", 0, "")
    found = {row["value"]: row["observed_at"] for row in csv.DictReader(StringIO(exported.out))}
    assert found["4"] == "2026-05-01T00:00:00Z"
    assert found["5"] == "2026-05-01T00:00:02Z"
    assert "inf" not in found
