"""`venule desk`: the desk on a cache or a recording."""

import argparse
import os
import signal
from functools import partial

from venule.cli.display import prepare_display
from venule.cli.ending import CommandProblem
from venule.cli.lastused import profile_of, remember
from venule.cli.target import refuse_recordings
from venule.processes.lifeline import on_parent_gone
from venule.store.reader import Reader

NOT_SAVED = "{}: the picture cannot be saved there; name a file that may be written, on a disk with room."


def run(told: argparse.Namespace) -> int:
    """Open the desk and wait until it is closed."""
    prepare_display()
    if told.screenshot is not None:
        refuse_recordings(told.screenshot, told.file)
    if told.shift is not None and told.beside is None:
        raise CommandProblem("--shift is for the second window: name its recording with --beside.")
    if told.beside is not None:
        Reader(told.beside).close()
    Reader(told.file).close()  # what cannot be opened is told before Qt is loaded, and is not what was used last
    if told.lifeline:
        on_parent_gone(partial(os.kill, os.getpid(), signal.SIGTERM))
    elif told.screenshot is None:
        remember(told.file, None)
    status = show(told)
    if status and told.screenshot is not None:
        raise CommandProblem(NOT_SAVED.format(told.screenshot))
    return status


def show(told: argparse.Namespace) -> int:
    """Show it until it is closed, or until its picture was taken."""
    from venule.desk.app import run as open_desk

    return open_desk(
        told.file,
        at=told.at,
        theme=told.theme,
        size=told.size,
        select=told.select or "",
        workspace=told.workspace or "",
        screenshot=told.screenshot,
        gauge=told.gauge,
        profile=profile_of(told.file),
        beside=told.beside,
        shift=told.shift or 0,
    )
