"""The simulated city's own process: inventory and past go into the recording, then it publishes what it says as MQTT.

``python -m venule.demo.living PROFILE CACHE ASSETS RATE`` prints ``ready`` when the past is recorded, waits for a line
on standard input, and publishes until that input ends.
"""

import sys
import threading
import time
from pathlib import Path

from venule.config import Profile, load_profile
from venule.demo.cities import load_city
from venule.demo.history import begin_of_history, live_through
from venule.demo.survey import take_inventory
from venule.demo.town import Pace, Town
from venule.domain.instant import Instant
from venule.processes.lifeline import on_parent_gone
from venule.recorder.publisher import Publisher
from venule.store.reader import Reader
from venule.verticals.discovery import discover
from venule.verticals.guard import Guard

TICK_S = 0.25


def now() -> Instant:
    """The wall clock."""
    return time.time_ns() // 1000


def live(profile: Profile, cache: Path, assets: int, rate: float) -> None:
    """The whole life; ``rate`` 0 lets the city live at its own pace."""
    guard = Guard(discover())
    town = Town(guard.verticals.values(), load_city(), assets)
    end = now()
    with Reader(cache) as reader:
        start = begin_of_history(assets, end, reader.counts().last_recorded_at)
    take_inventory(town.inventory(), cache, guard, start)
    natural_rate = live_through(town, profile, cache, guard, (start, end))
    print("ready", flush=True)
    if not sys.stdin.readline():
        return
    stop = threading.Event()
    on_parent_gone(stop.set)
    feed = profile.feeds[0]
    with Publisher(feed.host, feed.port, "city") as publisher:
        publish(town, Pace(end, rate / natural_rate if natural_rate else 1.0), publisher, stop)


def publish(town: Town, pace: Pace, publisher: Publisher, stop: threading.Event) -> None:
    """Publish what is said, as it is said, until told to stop."""
    while not stop.wait(TICK_S):
        for message in town.step(pace.town_time(now())):
            told = pace.translated(message)
            publisher.publish(told.topic, told.payload)
            if stop.is_set():
                return


if __name__ == "__main__":
    live(load_profile(Path(sys.argv[1])), Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
