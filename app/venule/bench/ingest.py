"""How fast messages go from a broker into the file: broker, recorder and publisher as separate processes."""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from venule.bench.brokers import broker
from venule.bench.material import NETWORKS, START
from venule.domain.instant import Instant
from venule.domain.liveness import Presence
from venule.processes.household import Household, ProcessProblem
from venule.recorder.publisher import Publisher
from venule.store.problem import NoSuchFile
from venule.store.reader import Reader

MESSAGES = {"mosquitto": 50_000, "embedded": 10_000}
ASSETS = 5_000
PATIENCE_S = 60.0
LOOK_EVERY_S = 0.02
FOR_EVER: Instant = 2**62
PROFILE = """\
name = "bench"

[[feed]]
name = "bench"
broker = "mqtt://127.0.0.1:{port}"
topics = ["city/#"]
qos = 1
dialect = "json"

[feed.json]
topic = "city/{{network}}/{{asset}}/{{datastream}}"
value = "v"
observed_at = "t"
time = "epoch_ms"
unit = "u"
"""


def run() -> dict[str, object]:
    """Publish numbered observations with QoS 1 and wait until the last is committed."""
    with TemporaryDirectory(prefix="venule-bench-") as name, Household(Path(name) / "bench.log") as household:
        folder = Path(name)
        with broker(household, folder) as (kind, port):
            return {"broker": kind, **measure(household, folder, port, MESSAGES[kind])}


def measure(household: Household, folder: Path, port: int, messages: int) -> dict[str, float]:
    """Messages a second: acknowledged by the broker, and committed by the recorder."""
    profile, cache = folder / "bench.toml", folder / "bench.venule"
    profile.write_text(PROFILE.format(port=port), encoding="utf-8")
    household.start("recorder", "venule", "record", str(profile), "--cache", str(cache), "--lifeline")
    wait_for(household, lambda: is_online(cache))
    begin = time.perf_counter()
    with Publisher("127.0.0.1", port, "bench") as publisher:
        publisher.publish_all(message(number) for number in range(messages))
    published = time.perf_counter() - begin
    wait_for(household, lambda: count(cache) >= messages)
    took = time.perf_counter() - begin
    return {
        "messages": messages,
        "assets": ASSETS,
        "published_per_s": round(messages / published),
        "committed_per_s": round(messages / took),
    }


def message(number: int) -> tuple[str, bytes]:
    """Topic and payload of the message of that number."""
    asset = number % ASSETS
    at_ms = START // 1000 + number // ASSETS * 1000
    topic = f"city/net{asset % NETWORKS:03d}/asset{asset:06d}/level"
    return topic, b'{"v":%g,"t":%d,"u":"m"}' % (number % 1000 / 10, at_ms)


def is_online(cache: Path) -> bool:
    """Whether the recorder has made its file and listens."""
    try:
        with Reader(cache) as reader:
            return any(feed.presence == Presence.ONLINE for feed in reader.feeds(FOR_EVER))
    except NoSuchFile:
        return False


def count(cache: Path) -> int:
    """How much was committed."""
    with Reader(cache) as reader:
        return reader.counts().observations


def wait_for(household: Household, happened: Callable[[], bool]) -> None:
    """Wait until something has happened; a minute without it is a failure."""
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        household.check()
        if time.monotonic() > deadline:
            raise ProcessProblem(f"The recorder did not do its work within {PATIENCE_S:g} seconds")
        time.sleep(LOOK_EVERY_S)
