"""`venule bench`: this machine's figures, with the size of the work that was done."""

import argparse
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module

from venule import __version__
from venule.cli.display import prepare_display
from venule.cli.printing import print_json, print_table

MODULES = {
    "ingest": "venule.bench.ingest",
    "store": "venule.bench.store",
    "replay": "venule.bench.replay",
    "start": "venule.bench.start",
    "map": "venule.desk.map.bench",
    "trends": "venule.desk.trends.bench",
}
DRAWN = ("map", "trends", "start")


def run(told: argparse.Namespace) -> int:
    """Measure and print."""
    figures = measurement(told.what, told.for_s)()
    machine = {"venule": __version__, "python": platform.python_version(), "cores": os.cpu_count()}
    if told.json:
        print_json({"bench": told.what, **machine, **figures})
    else:
        print_table([[name, str(value)] for name, value in flat(figures)])
    return 0


def measurement(what: str, for_s: float) -> Callable[[], Mapping[str, object]]:
    """What measures it; Qt is loaded only for what is drawn."""
    if what == "desk":
        from venule.bench import desk

        return partial(desk.run, for_s)
    if what in DRAWN:
        prepare_display()
    run: Callable[[], Mapping[str, object]] = import_module(MODULES[what]).run
    return run


def flat(figures: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every figure by its dotted name."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
