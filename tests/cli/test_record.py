"""`venule record` as a service: a real broker, a real process, and a clean end."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.broker import Mosquitto
from venule.domain.liveness import Presence
from venule.recorder.publisher import Publisher
from venule.store.problem import NoSuchFile
from venule.store.reader import Reader

PATIENCE_S = 20
MESSAGES = 2_000
PROFILE = """
[[feed]]
name = "city"
broker = "{url}"
topics = ["city/#"]
dialect = "json"

[feed.json]
topic = "city/{{network}}/{{asset}}/{{datastream}}"
value = "v"
observed_at = "t"
time = "epoch_ms"
"""


class Recorder:
    """A recorder process of the test's own; what it says on standard error goes to a file."""

    def __init__(self, command: list[str], log: Path, stdin: int) -> None:
        self._log = log
        with log.open("w") as file:
            self.process = subprocess.Popen(command, stdin=stdin, stderr=file)

    def end(self) -> tuple[int, str]:
        """Wait for its end; its exit status and what it said."""
        return self.process.wait(PATIENCE_S), self._log.read_text()


Start = Callable[..., Recorder]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


@pytest.fixture
def start(tmp_path: Path, cache: Path, mosquitto: Mosquitto) -> Iterator[Start]:
    """Starts recorders, and ends those the test left."""
    profile = tmp_path / "city.toml"
    profile.write_text(PROFILE.format(url=mosquitto.url))
    started: list[Recorder] = []

    def run(*more: str, stdin: int = subprocess.DEVNULL) -> Recorder:
        command = [sys.executable, "-m", "venule", "record", str(profile), "--cache", str(cache), *more]
        started.append(Recorder(command, tmp_path / f"{len(started)}.log", stdin))
        return started[-1]

    yield run
    for recorder in started:
        recorder.process.kill()
        recorder.process.wait()


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait on what another process does: a real clock, and a limit."""
    import time

    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_online(cache: Path) -> bool:
    try:
        with Reader(cache) as reader:
            return any(feed.presence == Presence.ONLINE for feed in reader.feeds(2**62))
    except NoSuchFile:
        return False


def recorded(cache: Path) -> int:
    with Reader(cache) as reader:
        return reader.counts().observations


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_that_a_signal_ends_it_cleanly_with_everything_committed(
    number: signal.Signals, start: Start, cache: Path, mosquitto: Mosquitto
) -> None:
    recorder = start()
    wait_until(lambda: is_online(cache))
    with Publisher("127.0.0.1", mosquitto.port, "sensors") as sensors:
        for count in range(MESSAGES):
            sensors.publish(f"city/net/asset{count % 50}/level", json.dumps({"v": count, "t": 1000 * count}).encode())
    wait_until(lambda: recorded(cache) > 0)
    recorder.process.send_signal(number)
    status_code, told = recorder.end()
    assert status_code == 0, told
    assert "Traceback" not in told
    with Reader(cache) as reader:
        status, counts = reader.recorder(), reader.counts()
    assert status is not None
    assert status.stopped
    assert status.recorded == counts.observations == status.received
    again = start("--for", "2")
    assert again.end()[0] == 0
    with Reader(cache) as reader:
        assert reader.counts().observations == MESSAGES, "what was not yet received stayed at the broker"


def test_that_it_ends_with_the_parent_that_holds_its_lifeline(start: Start, cache: Path) -> None:
    recorder = start("--lifeline", stdin=subprocess.PIPE)
    wait_until(lambda: is_online(cache))
    assert recorder.process.stdin is not None
    recorder.process.stdin.close()
    assert recorder.end()[0] == 0
    with Reader(cache) as reader:
        status = reader.recorder()
    assert status is not None
    assert status.stopped


def test_that_a_second_recorder_on_a_file_is_refused_with_a_sentence(start: Start, cache: Path) -> None:
    start()
    wait_until(lambda: is_online(cache))
    status_code, told = start().end()
    assert status_code == 1
    assert told.count("\n") == 1
    assert "city.venule" in told
