"""A broker to measure with: Mosquitto where it is installed, else the embedded one."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from venule.processes.household import Household

HOST = "127.0.0.1"
SBIN = os.pathsep.join(["/usr/sbin", "/usr/local/sbin"])  # Debian's mosquitto is there: not on every user's PATH
START_TIMEOUT_S = 10.0
SETTINGS = """\
user root
listener {port} {host}
allow_anonymous true
persistence false
max_queued_messages 0
max_queued_bytes 0
log_dest stderr
log_type error
log_type warning
log_type notice
log_type information
log_type subscribe
"""
"""Without limits of its queues Mosquitto drops nothing, not at QoS 0 either."""


@dataclass(frozen=True, slots=True)
class Broker:
    """Which one it is, where it listens, and who it is; the embedded one does not tell its process."""

    kind: str
    port: int
    pid: int | None = None
    log: Path | None = None

    @property
    def version(self) -> str:
        """As it says itself; empty if it does not."""
        found = re.search(r"mosquitto version (\S+)", self.said)
        return found[1] if found else ""

    @property
    def said(self) -> str:
        """Everything in its log: who subscribed to what, and what it complained of."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log else ""


@contextmanager
def broker(household: Household, folder: Path) -> Iterator[Broker]:
    """A broker that runs and listens."""
    found = program("mosquitto")
    if found is None:
        yield Broker("embedded", int(household.start("broker", "venule.broker", heard=True).line()))
        return
    port = free_port()
    settings, log = folder / "mosquitto.conf", folder / "mosquitto.log"
    settings.write_text(SETTINGS.format(port=port, host=HOST), encoding="utf-8")
    with log.open("wb") as sink:
        process = subprocess.Popen([found, "-c", str(settings)], stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
    try:
        wait_for_port(port)
        yield Broker("mosquitto", port, process.pid, log)
    finally:
        process.terminate()
        process.wait()


def program(name: str) -> str | None:
    """The full path of one of Mosquitto's programs, if it is installed."""
    return shutil.which(name) or shutil.which(name, path=SBIN)


def free_port() -> int:
    """A port that was free a moment ago: Mosquitto cannot be asked to choose."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Wait until somebody listens there."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while True:
        try:
            socket.create_connection((HOST, port), 1.0).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
