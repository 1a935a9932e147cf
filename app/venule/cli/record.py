"""`venule record`: the recorder alone, until it is told to stop."""

import argparse
import signal
import threading

from venule.cli.lastused import remember
from venule.config import ProfileProblem, load_profile
from venule.processes.lifeline import on_parent_gone
from venule.recorder.service import record
from venule.verticals.discovery import discover
from venule.verticals.guard import Guard


def run(told: argparse.Namespace) -> int:
    """Record until SIGTERM, SIGINT or the time is up; everything received by then is committed."""
    stop = threading.Event()
    profile = load_profile(told.profile)
    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: stop.set())
    if told.lifeline:
        on_parent_gone(stop.set)
    try:
        record(profile, told.cache, Guard(discover()), stop, told.for_s)
    except ProfileProblem as problem:
        raise ProfileProblem(f"{told.profile}: {problem}") from None
    if not told.lifeline:
        remember(told.cache, told.profile)
    return 0
