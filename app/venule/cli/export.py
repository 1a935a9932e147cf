"""`venule export`: observations or assets into a file of a common format."""

import argparse
from functools import partial
from pathlib import Path

from venule.cli.target import refuse_recordings
from venule.interchange.export import STANDARD_OUTPUT, export
from venule.interchange.selection import Selection
from venule.store.operator import placements_beside
from venule.store.reader import Reader


def run(told: argparse.Namespace) -> int:
    """Write the file."""
    if told.out != STANDARD_OUTPUT:
        refuse_recordings(Path(told.out), told.file)
    reader = Reader(told.file)
    try:
        selection = Selection(told.start, told.end, tuple(told.asset), tuple(told.datastream))
        export(reader, selection, told.out, told.format, partial(placements_beside, told.file))
    finally:
        reader.close()
    return 0
