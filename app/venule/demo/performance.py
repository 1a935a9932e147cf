"""Puts the demo on: starts its processes in their order, watches over them, and ends all of them whatever happens."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from venule.demo.cities import NAME, lay_plan_beside
from venule.demo.problem import DemoProblem
from venule.demo.profile import write_profile
from venule.domain.instant import Instant
from venule.domain.liveness import Presence
from venule.processes.household import Child, Household
from venule.store.reader import Reader
from venule.store.writer import Writer

LOOK_EVERY_S = 0.1
CONNECT_TIMEOUT_S = 60.0
FOR_EVER: Instant = 2**62


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for. Without a cache the recording is thrown away at the end.

    ``assets`` counts all together: devices, and the mains, circuits and districts of the town's inventory.
    """

    cache: Path | None = None
    assets: int = 1500
    rate: float = 0.0
    for_s: float | None = None
    screenshot: Path | None = None
    look: tuple[str, ...] = ()
    """Options that are handed on to `venule desk`."""


def perform(wishes: Wishes, log: Path, say: Callable[[str], None]) -> None:
    """Run the demo until its desk is closed or its time is up; raises :class:`ProcessProblem` if a process falls."""
    with recording(wishes.cache) as cache, Household(log) as household:
        profile = cache.with_name(f"{cache.stem}.demo.toml")
        port = int(household.start("broker", "venule.broker", heard=True).line())
        write_profile(profile, NAME, port)
        lay_plan_beside(cache)
        say(f"A city of about {wishes.assets:,} assets lives through its last hours.")
        arguments = (str(profile), str(cache), str(wishes.assets), str(wishes.rate))
        city = household.start("simulated city", "venule.demo.living", *arguments, heard=True)
        city.line()
        household.start("recorder", "venule", "record", str(profile), "--cache", str(cache), "--lifeline")
        wait_until(household, lambda: is_heard(cache), "The recorder does not reach the broker")
        city.tell("live")
        if wishes.screenshot:
            wait_until(household, lambda: has_live_data(cache), "Nothing arrives")
        say(f"The desk opens on {cache}.")
        picture = ("--screenshot", str(wishes.screenshot)) if wishes.screenshot else ()
        desk = household.start("desk", "venule", "desk", str(cache), "--lifeline", *picture, *wishes.look)
        watch(household, desk, wishes.for_s)


@contextmanager
def recording(cache: Path | None) -> Iterator[Path]:
    """The file to record into, proved to be writable; one of our own is thrown away at the end."""
    with TemporaryDirectory(prefix="venule-demo-", ignore_cleanup_errors=True) as folder:
        path = cache.resolve() if cache else Path(folder) / f"{NAME}.venule"
        with Writer(path):
            pass
        yield path


def is_heard(cache: Path) -> bool:
    """Whether a recorder runs on the file and listens to the broker."""
    with Reader(cache) as reader:
        status = reader.recorder()
        online = all(feed.presence == Presence.ONLINE for feed in reader.feeds(FOR_EVER))
    return status is not None and not status.stopped and online


def has_live_data(cache: Path) -> bool:
    """Whether the recorder has recorded something itself."""
    with Reader(cache) as reader:
        status = reader.recorder()
    return status is not None and status.recorded > 0


def wait_until(household: Household, happened: Callable[[], bool], otherwise: str) -> None:
    """Wait until something has happened, while every process stands."""
    deadline = time.monotonic() + CONNECT_TIMEOUT_S
    while not happened():
        household.check()
        if time.monotonic() > deadline:
            raise DemoProblem(f"{otherwise}; the details are in {household.log}")
        time.sleep(LOOK_EVERY_S)


def watch(household: Household, desk: Child, for_s: float | None) -> None:
    """Until the desk is closed or the time is up; a process that falls before ends the demo."""
    deadline = None if for_s is None else time.monotonic() + for_s
    while desk.status is None and (deadline is None or time.monotonic() < deadline):
        household.check()
        time.sleep(LOOK_EVERY_S)
    household.check()
