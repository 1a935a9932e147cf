"""Plugins of careless strangers: each is shown with its reason, and neither the program nor a message is lost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import platformdirs
import pytest

from tests.broker import Mosquitto
from tests.flows.conftest import Recording, ended
from tests.flows.recording import ask, heard, publish, rows, until
from venule.recorder.service import now
from venule.verticals.discovery import plugin_folder

NOISE = '''"""Street noise meters."""

import time

from venule import sdk

LEVEL = sdk.Quantity("level", unit="dB[A]", warn_above=65, alarm_above=75)


class Panic(BaseException):
    """What extensions written in Rust raise."""


class Noise(sdk.Vertical):
    api = 1
    name = "noise"
    kinds = (sdk.AssetKind("meter", quantities=(LEVEL,), expected_every_s=60),)

    def read(self, message):
        what = message.topic[1]
        if what == "raises":
            raise ZeroDivisionError("a bug")
        if what == "exits":
            raise SystemExit("enough")
        if what == "panics":
            raise Panic("called `Option::unwrap()` on a `None` value")
        if what == "sleeps":
            time.sleep(1)
        if what == "returns nothing":
            return None
        if what == "returns a number":
            return 5
        return self.yielded(what, message.payload)

    def yielded(self, what, payload):
        if what == "garbage":
            yield "garbage"
        if what == "nothing known":
            yield sdk.Observation("N1", sdk.Quantity("unheard_of"), 1)
        if what == "a list":
            yield sdk.Observation("N1", LEVEL, [1])
        if what == "a bad time":
            yield sdk.Observation("N1", LEVEL, 1, observed_at="soon")
        while what == "no end":
            yield sdk.Observation("N1", LEVEL, 1)
        for number in range(100_000 if what == "very many" else 0):
            yield sdk.Observation("N1", LEVEL, number)
        if what in ("good", "sleeps"):
            yield sdk.Observation("N1", LEVEL, float(payload))
'''
REASONS = {
    "raises": "noise failed on this message: ZeroDivisionError: a bug",
    "exits": "noise failed on this message: SystemExit: enough",
    "returns nothing": "noise failed on this message: TypeError",
    "returns a number": "noise failed on this message: TypeError",
    "garbage": "noise failed on this message: it yielded 'garbage'",
    "nothing known": "noise failed on this message: none of its kinds declares",
    "a list": "noise failed on this message: 'level' cannot be [1]",
    "a bad time": "noise failed on this message: 'soon' is not an ISO 8601 time",
    "no end": "noise failed on this message: it yielded more than 10,000 observations",
    "very many": "noise failed on this message: it yielded more than 10,000 observations",
}
PROFILE = """
[[feed]]
name     = "noise"
broker   = "{url}"
topics   = ["noise/#"]
dialect  = "plain"
vertical = "noise"
"""
LAZY = 'class Lazy:\n    def __getattr__(self, name):\n        raise RuntimeError("not yet")\n\n\nNoise = Lazy()\n'
BROKEN = {
    "an error": ("1 / 0", "cannot be imported: ZeroDivisionError: division by zero"),
    "a newer api": (NOISE.replace("api = 1", "api = 2"), "was written for API 2; this program offers API 1"),
    "no name": (NOISE.replace('name = "noise"', ""), "its name must be a word"),
    "a panic": ("class P(BaseException): pass\nraise P('no device')", "cannot be imported: P: no device"),
    "a lazy object": (LAZY, "is not a class that inherits Vertical"),
    "a limit that is text": (NOISE.replace("warn_above=65", 'warn_above="65"'), "warn_above"),
    "an interval that is text": (NOISE.replace("every_s=60", 'every_s="60"'), "expected_every_s"),
}
OURS = {"lighting", "parking", "water"}

Install: TypeAlias = Callable[..., Path]


@pytest.fixture
def install() -> Install:
    """Puts a plugin where a person without rights on the installation would."""

    def put(source: str, name: str = "noise") -> Path:
        metadata = plugin_folder() / f"stranger_{name}-1.2.dist-info"
        metadata.mkdir(parents=True)
        (plugin_folder() / f"stranger_{name}.py").write_text(source, encoding="utf-8")
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: stranger-{name}\nVersion: 1.2\n")
        entry_points = metadata / "entry_points.txt"
        entry_points.write_text(f"[venule.verticals]\n{name} = stranger_{name}:Noise\n", encoding="utf-8")
        return entry_points

    return put


def shown() -> dict[str, dict[str, str]]:
    """What `venule verticals --json` tells, by name."""
    done = ended("verticals", "--json")
    assert done.status == 0, done.err
    return {row["name"]: row for row in json.loads(done.out)}


@pytest.mark.parametrize("fault", BROKEN)
def test_that_a_plugin_that_cannot_be_used_is_shown_with_its_reason(fault: str, install: Install) -> None:
    source, reason = BROKEN[fault]
    install(source)
    told = shown()
    assert told["noise"]["state"] == "failed"
    assert reason in told["noise"]["reason"]
    assert {told[name]["state"] for name in OURS} == {"ready"}


@pytest.mark.parametrize("text", [b"[venule.verticals]\nno equals sign\n", b"[venule.verticals]\nb\xe9 = a:B\n"])
def test_that_metadata_nobody_can_read_stop_nothing(text: bytes, install: Install) -> None:
    install(NOISE).write_bytes(text)
    assert {row["state"] for name, row in shown().items() if name in OURS} == {"ready"}


def test_that_what_a_plugin_prints_does_not_spoil_the_document(install: Install) -> None:
    install(f"print('Thank you for choosing Noise!')\n{NOISE}")
    assert shown()["noise"]["state"] == "ready"


def test_that_what_a_plugin_does_on_a_message_costs_that_message_alone(
    install: Install, mosquitto: Mosquitto, tmp_path: Path, cache: Path, recording: Recording
) -> None:
    install(NOISE)
    install("raise OSError('no licence')", "broken")
    settings = tmp_path / "profile.toml"
    settings.write_text(PROFILE.format(url=mosquitto.url), encoding="utf-8")
    messages = [("noise/good", b"1"), ("noise/sleeps", b"2")]
    for number, what in enumerate(REASONS, 3):
        messages += [(f"noise/{what}", b"0"), ("noise/good", b"%d" % number)]
    program = recording(settings, cache)
    heard(cache)
    publish(mosquitto.port, messages)
    until(
        cache,
        lambda reader: program.process.poll() is not None or reader.counts().rejects == len(REASONS),
        "every failure is kept",
    )
    assert program.process.poll() is None, program.said
    assert program.end() == 0
    assert sorted(row.value for row in rows(cache)) == list(range(1, len(REASONS) + 3))  # type: ignore[type-var]
    told = {reject.topic: reject.reason for reject in ask(cache, lambda reader: reader.rejects(now()))}
    assert {topic.removeprefix("noise/"): reason.startswith(REASONS[topic.removeprefix("noise/")])
            for topic, reason in told.items()} == dict.fromkeys(REASONS, True), told  # fmt: skip


@pytest.mark.parametrize(
    ("source", "topic"),
    [
        (BROKEN["a limit that is text"][0], "noise/good"),
        (BROKEN["an interval that is text"][0], "noise/good"),
        (NOISE, "noise/panics"),
    ],
    ids=["a limit that is text", "an interval that is text", "a panic"],
)
def test_that_no_plugin_can_end_the_recorder(  # noqa: PLR0917
    source: str, topic: str, install: Install, mosquitto: Mosquitto, tmp_path: Path, cache: Path, recording: Recording
) -> None:
    install(source)
    settings = tmp_path / "profile.toml"
    settings.write_text(PROFILE.format(url=mosquitto.url), encoding="utf-8")
    program = recording(settings, cache)
    heard(cache)
    publish(mosquitto.port, [(topic, b"70")] * 3)
    until(
        cache,
        lambda reader: program.process.poll() is not None or reader.counts().observations + reader.counts().rejects > 0,
        "it is taken in",
    )
    assert program.process.poll() is None, program.said + log()
    assert program.end() == 0


def log() -> str:
    """The trace of what nobody foresaw."""
    path = platformdirs.user_log_path("venule", appauthor=False) / "venule.log"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
