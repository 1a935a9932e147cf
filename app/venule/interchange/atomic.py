"""Writes a file so that it is there whole or not at all: beside its place first, then by one renaming."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from venule.interchange.problem import InterchangeProblem


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """The name to write to. It takes the place of ``path`` at the end, or vanishes if anything goes wrong."""
    if path.is_dir():
        raise InterchangeProblem(f"{path} cannot be written: it is a folder.")
    straight = path.exists() and not path.is_file()  # a pipe or a device: nothing to rename
    target = Path(os.path.realpath(path))
    part = path if straight else target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
        if not straight:
            os.replace(part, target)
    except OSError as problem:
        raise InterchangeProblem(f"{path} cannot be written: {problem.strerror or problem}.") from None
    finally:
        if not straight:
            with suppress(OSError):  # it cannot be there where nothing can be written
                part.unlink(missing_ok=True)
