"""`venule desk`: the desk on a cache or a recording."""

import argparse
import os
import signal
from functools import partial

from venule.cli.display import prepare_display
from venule.cli.lastused import remember
from venule.processes.lifeline import on_parent_gone


def run(told: argparse.Namespace) -> int:
    """Open the desk and wait until it is closed."""
    prepare_display()
    from venule.desk.app import run as open_desk

    if told.lifeline:
        on_parent_gone(partial(os.kill, os.getpid(), signal.SIGTERM))
    elif told.screenshot is None:
        remember(told.file, None)
    return open_desk(
        told.file,
        at=told.at,
        theme=told.theme,
        size=told.size,
        select=told.select or "",
        workspace=told.workspace or "",
        screenshot=told.screenshot,
    )
