"""`venule demo`: a simulated city behind an embedded broker, recorder and desk; nothing else is needed."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress

from venule.cli.display import prepare_display
from venule.cli.ending import log_file
from venule.cli.lastused import remember
from venule.demo.performance import Wishes, perform


def run(told: argparse.Namespace) -> int:
    """Run the demo; Ctrl+C and SIGTERM end it as its time does."""
    prepare_display()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    wishes = Wishes(told.cache, told.assets, told.rate or 0.0, told.for_s, told.screenshot, tuple(look(told)))
    with suppress(KeyboardInterrupt):
        perform(wishes, log_file().with_name("demo.log"), say)
    if told.cache is not None:
        remember(told.cache, None)
    return 0


def look(told: argparse.Namespace) -> Iterator[str]:
    """How the desk opens, as `venule desk` is told."""
    if told.select:
        yield from ("--select", told.select)
    if told.theme:
        yield from ("--theme", told.theme)
    if told.size:
        yield from ("--size", "{}x{}".format(*told.size))


def say(sentence: str) -> None:
    """Tell what is going on."""
    print(sentence, file=sys.stderr)
