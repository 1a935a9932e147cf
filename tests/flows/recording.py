"""A recorder at work on a file, and somebody who publishes: what the flows with a real broker are made of."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from venule.config import Profile, load_profile
from venule.recorder.service import now, record
from venule.store.answers import Counts, ExportRow, FeedState
from venule.store.problem import StoreProblem
from venule.store.reader import Reader
from venule.verticals.discovery import discover
from venule.verticals.guard import Guard

T = TypeVar("T")

PATIENCE_S = 50.0
LOOK_EVERY_S = 0.05

MAPPED = """
name = "Test"

[[feed]]
name     = "street lights"
broker   = "{url}"
topics   = ["city/+/+/+"]
qos      = 1
dialect  = "json"
{more}

[feed.json]
topic       = "city/{{network}}/{{asset}}/{{datastream}}"
value       = "v"
observed_at = "t"
time        = "epoch_ms"
unit        = "u"
"""


def profile(folder: Path, url: str, more: str = "", text: str = MAPPED) -> Path:
    """Write a profile for a broker, and return its path."""
    path = folder / "profile.toml"
    path.write_text(text.format(url=url, more=more), encoding="utf-8")
    return path


class Recorder:
    """A recorder in a thread of its own, from `with` to the end of it."""

    def __init__(self, settings: Path | Profile, cache: Path, guard: Guard | None = None) -> None:
        loaded = settings if isinstance(settings, Profile) else load_profile(settings)
        self.cache = cache
        self.problem: Exception | None = None
        self._stop = threading.Event()
        self._guard = guard or Guard(discover())
        self._thread = threading.Thread(target=self._run, args=(loaded,))

    def _run(self, loaded: Profile) -> None:
        try:
            record(loaded, self.cache, self._guard, self._stop)
        except Exception as problem:  # handed to the test's own thread
            self.problem = problem

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()
        if self.problem is not None and error is None:
            raise self.problem


def ask(cache: Path, question: Callable[[Reader], T]) -> T:
    """One answer of a file."""
    with Reader(cache) as reader:
        return question(reader)


def until(cache: Path, condition: Callable[[Reader], bool], what: str) -> None:
    """Wait for something to become true of a file."""
    pause, deadline = threading.Event(), time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if ask(cache, condition):
                return
        except StoreProblem:
            pass  # there is no file yet
        pause.wait(LOOK_EVERY_S)
    raise AssertionError(f"{what} did not come true within {PATIENCE_S:g} s")


def heard(cache: Path) -> None:
    """Wait until every feed is heard."""
    until(cache, lambda reader: all_online(reader.feeds(now())), "the feed is online")


def all_online(feeds: Iterable[FeedState]) -> bool:
    found = list(feeds)
    return bool(found) and all(feed.presence == "online" for feed in found)


def recorded(cache: Path, observations: int, rejects: int = 0) -> Counts:
    """Wait until so much is in the file, and return what is."""
    until(
        cache,
        lambda reader: (reader.counts().observations, reader.counts().rejects) >= (observations, rejects),
        f"{observations} observations",
    )
    return ask(cache, Reader.counts)


def rows(cache: Path) -> list[ExportRow]:
    """Everything observed."""
    with Reader(cache) as reader:
        return list(reader.observations())


def publish(port: int, messages: Iterable[tuple[str, bytes]], *, retain: bool = False, **credentials: str) -> None:
    """Publish with QoS 1, and return when the broker has acknowledged everything."""
    with published(port, messages, retain=retain, **credentials):
        pass


@contextmanager
def published(
    port: int, messages: Iterable[tuple[str, bytes]], *, retain: bool = False, **credentials: str
) -> Iterator[None]:
    """Publish with QoS 1, and stay connected meanwhile.

    The embedded broker on Python 3.13 forgets what it has acknowledged and not yet passed on when its publisher leaves.
    """
    client = Client(CallbackAPIVersion.VERSION2, clean_session=True)
    client.max_inflight_messages_set(1000)
    client.max_queued_messages_set(0)
    if credentials:
        client.username_pw_set(**credentials)
    client.connect("127.0.0.1", port)
    client.loop_start()
    try:
        for told in [client.publish(topic, payload, qos=1, retain=retain) for topic, payload in messages]:
            told.wait_for_publish(PATIENCE_S)
        yield
    finally:
        client.disconnect()
        client.loop_stop()


def numbered(first: int, count: int, assets: int = 50) -> list[tuple[str, bytes]]:
    """Numbered messages, each with a time of its own."""
    return [
        (f"city/net/asset{n % assets:04d}/level", b'{"v": %d, "t": %d, "u": "m"}' % (n, 1_764_000_000_000 + n))
        for n in range(first, first + count)
    ]
