"""Subscribers that keep nothing: what they get is the most that a broker passes on."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple

from venule.bench.brokers import HOST, program
from venule.bench.stage import PATIENCE_S, TOPICS, Stage, wait_for
from venule.processes.usage import cpu_s, has_ended

SLOWEST_PER_S = 1_000.0


class Subscriber(NamedTuple):
    """One that is subscribed. ``finish`` waits until it has everything, and tells its processor seconds."""

    name: str
    finish: Callable[[], float | None]


def subscriber(part: Stage, messages: int) -> AbstractContextManager[Subscriber]:
    """Mosquitto's own, or one of ours on a bare socket where that is missing."""
    found = program("mosquitto_sub")
    return mosquitto_sub(part, found, messages) if found and part.broker.log else bare_socket(part, messages)


@contextmanager
def mosquitto_sub(part: Stage, path: str, messages: int) -> Iterator[Subscriber]:
    """``mosquitto_sub > /dev/null``."""
    command = [path, "-h", HOST, "-p", str(part.broker.port), "-t", TOPICS, "-C", str(messages)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    patience_s = PATIENCE_S + messages / SLOWEST_PER_S

    def finish() -> float | None:
        if cpu_s(process.pid) is None:  # a system that does not tell
            process.wait(patience_s)
            return None
        wait_for(part.household, lambda: has_ended(process.pid), "mosquitto_sub did not get everything", patience_s)
        return cpu_s(process.pid)

    try:
        wait_for(part.household, lambda: TOPICS in part.broker.said, "mosquitto_sub did not subscribe")
        yield Subscriber("mosquitto_sub", finish)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def bare_socket(part: Stage, messages: int) -> Iterator[Subscriber]:
    """One that counts messages and does not look into them."""
    arguments = (str(part.broker.port), str(messages))
    child = part.household.start("subscriber", "venule.bench.drain", *arguments, heard=True)
    child.line()
    yield Subscriber("bare socket", lambda: float(json.loads(child.line())["cpu_s"]))
