"""What a command is told to write: never over the recording that it reads, nor over another one."""

import os
from pathlib import Path

from venule.cli.ending import CommandProblem

SQLITE_HEADER = b"SQLite format 3\0"


def refuse_recordings(target: Path, source: Path) -> None:
    """Raise :class:`CommandProblem` where ``target`` is ``source``, by whatever name, or any other database."""
    if not target.is_file():
        return
    if source.exists() and os.path.samefile(target, source):
        raise CommandProblem(f"{target} is {source.name} itself, which would be lost; name another file to write.")
    if is_database(target):
        raise CommandProblem(f"{target} is a recording or another database; name another file to write.")


def is_database(path: Path) -> bool:
    """Whether a file begins as SQLite's do; one that cannot be read is told of when it is written."""
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE_HEADER)) == SQLITE_HEADER
    except OSError:
        return False
