"""`venule import` of recordings: joins them into one."""

from collections.abc import Sequence
from pathlib import Path

from venule.cli.ending import CommandProblem
from venule.cli.progress import Meter, clear_line
from venule.evidence.bundle import ENDING
from venule.evidence.joining import join_recordings


def are_recordings(paths: Sequence[Path]) -> bool:
    """Whether recordings are to be joined; they cannot be among other files."""
    found = [path.suffix.lower() == ENDING for path in paths]
    if any(found) and not all(found):
        raise CommandProblem("Recordings and other files are imported apart: name the recordings alone first.")
    return all(found)


def join_files(paths: Sequence[Path], whole: Path) -> int:
    """Join them and say what it came to."""
    try:
        done = join_recordings(paths, whole, Meter())
    finally:
        clear_line()
    known = f"; {done.known:,} were there already" if done.known else ""
    print(f"{done.new:,} observations joined into {whole}{known}.")
    return 0
