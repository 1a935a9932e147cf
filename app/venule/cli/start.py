"""Bare `venule`: the desk on the cache used last, and its recorder beside it where a profile is known."""

import argparse
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from venule.cli.display import prepare_display
from venule.cli.ending import CommandProblem, log_file
from venule.cli.lastused import recall
from venule.config import load_profile
from venule.processes.household import Household
from venule.store.reader import Reader

HEARTBEAT_LOST_US = 10_000_000
"""A recorder whose heart did not beat for so long is not running."""

NOTHING_YET = "Nothing was opened before: try `venule demo`, or `venule record PROFILE --cache FILE`."


def run(_told: argparse.Namespace) -> int:
    """Open what was open last; a recorder started here ends with the desk."""
    last = recall()
    if last is None:
        raise CommandProblem(NOTHING_YET)
    if not last.cache.is_file():
        raise CommandProblem(f"{last.cache}, which was open last, is gone: name another with `venule desk FILE`.")
    prepare_display()
    from venule.desk.app import run as open_desk

    with ExitStack() as stack:
        if last.profile is not None and not is_being_recorded(last.cache, time.time_ns() // 1000):
            household = stack.enter_context(Household(log_file().with_name("recorder.log")))
            start_recorder(household, last.profile, last.cache)
        return open_desk(last.cache, profile=last.profile)


def is_being_recorded(cache: Path, now: int) -> bool:
    """Whether a recorder's heart beats in the file."""
    with Reader(cache) as reader:
        status = reader.recorder()
    return status is not None and not status.stopped and now - status.heartbeat_at < HEARTBEAT_LOST_US


def start_recorder(household: Household, profile: Path, cache: Path) -> None:
    """Start the recorder, if the profile can still be read and names a feed."""
    if not profile.is_file():
        print(f"{profile} is gone: the desk opens without a recorder.", file=sys.stderr)
    elif load_profile(profile).feeds:
        household.start("recorder", "venule", "record", str(profile), "--cache", str(cache), "--lifeline")
