"""A broker to measure with: Mosquitto where it is installed, else the embedded one."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from venule.processes.household import Household

HOST = "127.0.0.1"
SBIN = os.pathsep.join(["/usr/sbin", "/usr/local/sbin"])  # Debian's mosquitto is there: not on every user's PATH
START_TIMEOUT_S = 10.0


@contextmanager
def broker(household: Household, folder: Path) -> Iterator[tuple[str, int]]:
    """Which broker it is, and its port."""
    program = shutil.which("mosquitto") or shutil.which("mosquitto", path=SBIN)
    if program is None:
        yield "embedded", int(household.start("broker", "venule.broker", heard=True).line())
        return
    port = free_port()
    settings = folder / "mosquitto.conf"
    settings.write_text(f"user root\nlistener {port} {HOST}\nallow_anonymous true\nmax_queued_messages 0\n")
    with (folder / "mosquitto.log").open("wb") as log:
        process = subprocess.Popen([program, "-c", str(settings)], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        wait_for_port(port)
        yield "mosquitto", port
    finally:
        process.terminate()
        process.wait()


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
