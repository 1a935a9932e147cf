"""Whatever is killed, filled or torn down while gauges publish: the file holds exactly what was published, once.

Each test is a series of rounds on one broker, one file and one growing set of messages, with blows at random moments.
VENULE_CHAOS_SEED repeats a series that failed.
"""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from random import SystemRandom

import pytest

from tests.broker import MosquittoFactory
from tests.flows.chaos import BROKER_SETTINGS, Blow, Chaos
from tests.flows.conftest import VENULE, Recording, ended
from tests.flows.gauges import Gauges
from tests.flows.recording import profile
from tests.flows.small_disk import SmallDisk, small_disk
from venule.processes.usage import children

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="disks are mounted, and readers found in /proc")

MESSAGES = 8_000
MANY = 80_000
FLAT_OUT_PER_S = 10**9
SEALED_ROWS = 65_536
PACKING_S = 0.15
MOST_KILLS = 5
DISK_MB = 32
READERS = 2
TWO_READERS = f"readers = {READERS}"
HEARD = "is online: MQTT 5\n"
FULL = "No room is left on the disk"

Series = Callable[..., Chaos]


def kill_recorder(chaos: Chaos) -> None:
    """Up to three times in a row: also while it starts, and while it catches up."""
    for _ in range(chaos.random.randint(1, 3)):
        chaos.kill_recorder()
        chaos.pause()
        chaos.start_recorder()
        chaos.pause()


def kill_broker(chaos: Chaos) -> None:
    chaos.kill_broker()
    chaos.pause()
    chaos.broker.resume()


def restart_broker(chaos: Chaos) -> None:
    chaos.broker.stop()
    chaos.pause()
    chaos.broker.resume()


def end_broker_of_readers(chaos: Chaos) -> None:
    """Mosquitto 2.0.11 forgets shared subscriptions when it ends: nobody publishes until all readers are back."""
    said = len(chaos.recorder.said)
    chaos.random.choice([chaos.kill_broker, chaos.broker.stop])()
    chaos.gauges.away = True
    chaos.pause()
    chaos.broker.resume()
    chaos.eventually(lambda: HEARD in chaos.recorder.said[said:], "the readers did not come back")
    chaos.gauges.away = False


def kill_both(chaos: Chaos) -> None:
    """In any order, and in any order they come back: what was published in between only the broker has."""
    for deeds in ([chaos.kill_broker, chaos.kill_recorder], [chaos.broker.resume, chaos.start_recorder]):
        chaos.random.shuffle(deeds)
        for deed in deeds:
            chaos.pause()
            deed()


def fill_disk(chaos: Chaos) -> None:
    """The recorder says so and goes on once there is room."""
    fill(chaos)
    chaos.pause()
    clear(chaos)


def kill_recorder_on_full_disk(chaos: Chaos) -> None:
    fill(chaos)
    chaos.kill_recorder()
    chaos.pause()
    clear(chaos)
    chaos.start_recorder()


def fill(chaos: Chaos) -> None:
    """Leave no room, and publish until the recorder has noticed."""
    before = chaos.recorder.said.count(FULL)
    assert chaos.disk is not None
    chaos.disk.fill()

    def noticed() -> bool:
        chaos.gauges.ordered += 100
        return chaos.recorder.said.count(FULL) > before

    chaos.eventually(noticed, "the recorder did not notice that the disk is full")


def clear(chaos: Chaos) -> None:
    assert chaos.disk is not None
    chaos.disk.clear()


def kill_recorder_when_packing(chaos: Chaos) -> None:
    """Just when as many rows are there as are packed together."""
    stretch = chaos.recorded() // SEALED_ROWS
    goal = min((stretch + 1) * SEALED_ROWS, chaos.gauges.ordered)
    chaos.eventually(lambda: chaos.recorded() >= goal, "too little was recorded")
    kill_recorder(chaos)


def kill_compact(chaos: Chaos) -> None:
    """`venule compact`, while no recorder runs, again and again until one was done sooner: it has little to do."""
    chaos.end_recorder()
    lock = chaos.cache.with_name(f"{chaos.cache.name}.lock")
    for _ in range(MOST_KILLS):
        lock.unlink(missing_ok=True)
        with subprocess.Popen([*VENULE, "compact", str(chaos.cache)], stdout=subprocess.DEVNULL) as packer:
            begun = partial(has_begun, packer, lock)
            chaos.gauges.work(begun, lambda: chaos.report("`venule compact` does not begin"))
            chaos.gauges.work_for(chaos.random.uniform(0, PACKING_S))
            packer.kill()
        if packer.returncode == 0:
            break
    chaos.start_recorder()


def has_begun(packer: subprocess.Popen[bytes], lock: Path) -> bool:
    """Whether it holds the file, or is done with it."""
    return lock.exists() or packer.poll() is not None


def kill_reader(chaos: Chaos) -> None:
    """One process of those that share a feed, or all of them."""
    chaos.eventually(lambda: len(readers(chaos)) == READERS, "not all readers run")
    for pid in chaos.random.sample(readers(chaos), chaos.random.randint(1, READERS)):
        os.kill(pid, signal.SIGKILL)
        chaos.pause()


def readers(chaos: Chaos) -> list[int]:
    """The processes that share a feed, without the one that fetches what is retained, which ends by itself."""
    found = {pid: Path(f"/proc/{pid}/cmdline") for pid in children(chaos.recorder.process.pid)}
    return [pid for pid, command in found.items() if command.read_bytes().endswith(b" of %d\0" % READERS)]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", DISK_MB) as disk:
        yield disk


@pytest.fixture
def series(mosquitto_factory: MosquittoFactory, tmp_path: Path, recording: Recording) -> Iterator[Series]:
    """Makes a chaos that a recorder has joined, with its file on a small disk or in the test's own folder."""
    seed = int(os.environ.get("VENULE_CHAOS_SEED", SystemRandom().randrange(10**6)))
    broker = mosquitto_factory(persistence=True, settings=BROKER_SETTINGS)
    with closing(Gauges(broker.port)) as gauges:

        def begin(disk: SmallDisk | None = None, more: str = "") -> Chaos:
            cache = (tmp_path if disk is None else disk.folder) / "city.venule"
            settings = profile(tmp_path, broker.url, more)
            chaos = Chaos(broker, gauges, lambda: recording(settings, cache), cache, seed, disk)
            chaos.begin()
            return chaos

        yield begin


def endure(chaos: Chaos, blows: Sequence[Blow], messages: int = MESSAGES) -> None:
    """Round after round, then a look at the file as a whole."""
    for blow in blows:
        chaos.round(blow, chaos.random.randint(messages // 4, messages))
    chaos.finish()
    told = json.loads(ended("info", chaos.cache, "--json").out)
    assert (told["observations"], told["rejects"]) == (chaos.gauges.ordered, 0), chaos.report("it is miscounted")
    assert ended("verify", chaos.cache).status == 0, chaos.report("the file is not sound")
    copy = Path(shutil.copy(chaos.cache, chaos.cache.with_suffix(".copy")))
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_that_a_killed_recorder_costs_nothing(series: Series) -> None:
    endure(series(), [kill_recorder] * 10)


def test_that_a_killed_broker_costs_nothing_that_it_keeps_or_is_told_again(series: Series) -> None:
    endure(series(), [kill_broker, kill_both] * 4)


def test_that_a_broker_restarted_in_mid_burst_costs_nothing(series: Series) -> None:
    endure(series(), [restart_broker] * 6)


def test_that_a_full_disk_is_said_and_costs_nothing(series: Series, disk: SmallDisk) -> None:
    endure(series(disk), [fill_disk, fill_disk, kill_recorder_on_full_disk] * 2)


@pytest.mark.parametrize("blow", [kill_recorder_when_packing, kill_compact])
def test_that_packing_that_is_killed_costs_nothing(series: Series, blow: Blow) -> None:
    chaos = series()
    chaos.gauges.rate_per_s = FLAT_OUT_PER_S
    endure(chaos, [blow] * 4, MANY)


def test_that_blows_of_all_kinds_cost_nothing(series: Series, disk: SmallDisk) -> None:
    chaos = series(disk)
    blows = [kill_recorder, kill_broker, restart_broker, kill_both, fill_disk, kill_recorder_on_full_disk]
    endure(chaos, [*blows, *chaos.random.choices(blows, k=4)])


def test_that_killed_readers_cost_nothing(series: Series) -> None:
    endure(series(more=TWO_READERS), [kill_reader, kill_reader, kill_recorder] * 2)


def test_that_readers_whose_broker_ended_go_on_where_they_were(series: Series) -> None:
    endure(series(more=TWO_READERS), [end_broker_of_readers] * 3)
