"""`venule bench`: this machine's figures, with the size of the work that was done."""

import argparse
import os
import platform
from collections.abc import Callable, Iterator, Mapping

from venule import __version__
from venule.cli.display import prepare_display
from venule.cli.printing import print_json, print_table


def run(told: argparse.Namespace) -> int:
    """Measure and print."""
    figures = measurement(told.what)()
    machine = {"venule": __version__, "python": platform.python_version(), "cores": os.cpu_count()}
    if told.json:
        print_json({"bench": told.what, **machine, **figures})
    else:
        print_table([[name, str(value)] for name, value in flat(figures)])
    return 0


def measurement(what: str) -> Callable[[], Mapping[str, object]]:
    """What measures it; Qt is loaded only for what is drawn."""
    if what == "ingest":
        from venule.bench import ingest

        return ingest.run
    if what == "store":
        from venule.bench import store

        return store.run
    if what == "replay":
        from venule.bench import replay

        return replay.run
    prepare_display()
    if what == "map":
        from venule.desk.map import bench as map_bench

        return map_bench.run
    if what == "trends":
        from venule.desk.trends import bench as trends_bench

        return trends_bench.run
    from venule.bench import start

    return start.run


def flat(figures: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every figure by its dotted name."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
