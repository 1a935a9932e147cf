"""`venule compact`: a file brought up to date, packed as far as it goes, and without free room inside."""

import argparse
import sys
from pathlib import Path
from time import monotonic

from venule.cli.ending import CommandProblem, heed_termination
from venule.cli.printing import print_json, print_table
from venule.cli.progress import clear_line, show_line
from venule.processes.progress import Estimate, spelled
from venule.store.problem import NoSuchFile
from venule.store.writer import Writer

PACKED, MERGED = 0.8, 0.9
"""Shares of the whole that are done once every row is packed, and once what is small is merged."""

INTERRUPTED = "Interrupted: what was packed by then stays packed, and another `venule compact` goes on from there."


def run(told: argparse.Namespace) -> int:
    """Pack the file and say what it came to."""
    heed_termination()
    path: Path = told.file
    if not path.exists() or not size_of(path):
        raise NoSuchFile(f"There is nothing in {path} to be packed; check the name, or record something into it first.")
    before = size_of(path)
    try:
        observations, remark = pack(path)
    except KeyboardInterrupt:
        raise CommandProblem(INTERRUPTED) from None
    finally:
        clear_line()
    if remark:
        print(remark, file=sys.stderr)
    after = size_of(path)
    each = round(after / observations, 3) if observations else None
    figures = {"observations": observations, "bytes_before": before, "bytes_after": after, "bytes_a_sample": each}
    if told.json:
        print_json(figures)
    else:
        print_table([[name.replace("_", " "), "none" if n is None else f"{n:,}"] for name, n in figures.items()])
    return 0


def pack(path: Path) -> tuple[int, str]:
    """How many observations there are, and a remark where free room had to stay in the file."""
    show_line(f"{path}: bringing it up to date")
    with Writer(path) as writer:
        observations = writer.compact(Packing(path))
        show_line(f"{path}: giving back free room", MERGED)
        return observations, writer.shrink()


class Packing:
    """Shows how many rows are left to pack, and, by how many there were at first, how long it may take."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._most = 0
        self._estimate = Estimate()

    def __call__(self, left: int) -> None:
        """Show it."""
        if not left:
            show_line(f"{self._path}: merging", PACKED)
            return
        self._most = max(self._most, left)
        share = PACKED * (1 - left / self._most)
        remaining = self._estimate.remaining_s(share, monotonic())
        soon = "" if remaining is None else f", about {spelled(remaining)}"
        show_line(f"{self._path}: {left:,} rows to pack{soon}", share)


def size_of(path: Path) -> int:
    """Bytes of the file and of what is not folded into it yet."""
    log = path.with_name(f"{path.name}-wal")
    return sum(file.stat().st_size for file in (path, log) if file.exists())
