"""`venule export`: observations or assets into a file of a common format, or a stretch as a recording of its own."""

import argparse
import getpass
import sys
import time
from functools import partial
from pathlib import Path

from venule.cli.ending import CommandProblem, heed_termination
from venule.cli.lastused import profile_of
from venule.cli.progress import Meter, clear_line
from venule.cli.target import refuse_recordings
from venule.evidence.bundle import ENDING, Extras, write_bundle
from venule.interchange.export import STANDARD_OUTPUT, export
from venule.interchange.selection import Selection
from venule.store.excerpts.cutting import Wish
from venule.store.operator import placements_beside
from venule.store.reader import Reader

RECORDING = "venule"
BY_TIME_ALONE = "A recording is cut by time alone: leave --asset, --datastream and --known-by out, or export as CSV."
NOTHING_THEN = "Nothing was recorded in that stretch: {} holds what stood before it, if anything did."


def run(told: argparse.Namespace) -> int:
    """Write the file."""
    heed_termination()
    if told.out != STANDARD_OUTPUT:
        refuse_recordings(Path(told.out), told.file)
    if told.format == RECORDING or (told.format is None and told.out.lower().endswith(ENDING)):
        return write_recording(told)
    if told.profile is not None or told.layouts:
        raise CommandProblem(f"--profile and --layouts go with a recording: name an OUT that ends in {ENDING}.")
    reader = Reader(told.file)
    try:
        selection = Selection(told.start, told.end, tuple(told.asset), tuple(told.datastream), told.known_by)
        export(reader, selection, told.out, told.format, partial(placements_beside, told.file), progress=Meter())
    finally:
        clear_line()
        reader.close()
    return 0


def write_recording(told: argparse.Namespace) -> int:
    """Write a stretch as a recording, with what belongs to it and a manifest."""
    if told.out == STANDARD_OUTPUT:
        raise CommandProblem(f"A recording cannot be written to standard output: name a file that ends in {ENDING}.")
    if told.asset or told.datastream or told.known_by is not None:
        raise CommandProblem(BY_TIME_ALONE)
    wish = Wish(told.file.name, told.start, told.end, time.time_ns() // 1000, getpass.getuser())
    extras = Extras(told.profile or profile_of(told.file), told.layouts)
    out = Path(told.out)
    try:
        made = write_bundle(told.file, out, wish, extras, Meter())
    finally:
        clear_line()
    with Reader(out) as reader:
        if reader.counts().observations == made.opening:
            print(NOTHING_THEN.format(out), file=sys.stderr)
    return 0
