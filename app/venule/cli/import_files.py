"""`venule import`: foreign tables into a recording."""

import argparse
import sys
import time
from importlib.resources import as_file, files
from pathlib import Path

from venule.cli.ending import CommandProblem
from venule.interchange.importing import import_sources
from venule.interchange.mapping import TableMapping, load_mapping
from venule.interchange.sources import open_sources
from venule.verticals.discovery import discover
from venule.verticals.guard import Guard


def run(told: argparse.Namespace) -> int:
    """Import every file and say what it came to."""
    guard = Guard(discover())
    mappings = mapping_named(told.mapping) if told.mapping else ()
    sources = open_sources(told.files, mappings, guard.kinds)
    summary = import_sources(sources, told.cache, guard, time.time_ns() // 1000, show_progress)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    for remark in summary.remarks:
        print(remark, file=sys.stderr)
    print(summary.sentence())
    return 0


def mapping_named(name: str) -> tuple[TableMapping, ...]:
    """The mapping in a file, or the one of that name that comes with Venule."""
    if Path(name).is_file():
        return load_mapping(Path(name))
    folder = files("venule_resources").joinpath("mappings")
    shipped = {entry.name.removesuffix(".toml"): entry for entry in folder.iterdir() if entry.name.endswith(".toml")}
    if name not in shipped:
        raise CommandProblem(f"There is no mapping file {name!r}; shipped ones are: {', '.join(sorted(shipped))}.")
    with as_file(shipped[name]) as path:
        return load_mapping(path)


def show_progress(name: str, count: int) -> None:
    """One line on a terminal, written over."""
    if sys.stderr.isatty():
        print(f"\r\033[K{name}: {count:,}", end="", file=sys.stderr, flush=True)
