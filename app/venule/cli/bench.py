"""`venule bench`: this machine's figures, with the size of the work that was done."""

import argparse
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from venule import __version__
from venule.cli.display import prepare_display
from venule.cli.ending import CommandProblem
from venule.cli.printing import print_json, print_table
from venule.cli.progress import clear_line, show_line

DRAWN = ("map", "trends", "start", "replay")


def run(told: argparse.Namespace) -> int:
    """Measure and print."""
    figures = measure(told)
    machine = {"venule": __version__, "python": platform.python_version(), "cores": os.cpu_count()}
    if told.json:
        print_json({"bench": told.what, **machine, **figures})
    else:
        print_table([[name, str(value)] for name, value in flat(figures)])
    return 0


def measure(told: argparse.Namespace) -> Mapping[str, object]:
    """The figures; Qt is loaded only for what is drawn."""
    if told.what in DRAWN:
        prepare_display()
    ways: Mapping[str, Callable[[argparse.Namespace], Mapping[str, object]]] = {
        "store": measure_store,
        "ingest": measure_ingest,
        "desk": measure_desk,
        "map": measure_map,
        "trends": measure_trends,
        "replay": measure_replay,
        "start": measure_start,
    }
    return ways[told.what](told)


def measure_desk(told: argparse.Namespace) -> Mapping[str, object]:
    """The desk's, beside a town that talks."""
    from venule.bench import desk

    return desk.run(told.for_s)


def measure_start(told: argparse.Namespace) -> Mapping[str, object]:
    """The program's start."""
    from venule.bench import start

    return start.run()


def measure_store(told: argparse.Namespace) -> Mapping[str, object]:
    """The store's, at the size that was asked for."""
    from venule.bench import store

    streams = told.streams or (store.SLOW_STREAMS if told.slow else store.STREAMS)
    interval_s = told.interval_s or (store.SLOW_INTERVAL_S if told.slow else store.INTERVAL_S)
    days = told.days or (store.SLOW_DAYS if told.slow and not told.samples else None)
    samples = store.samples_in(days, streams, interval_s) if days else told.samples or store.SAMPLES
    try:
        return store.run(store.Wishes(samples, streams, interval_s, told.keep, told.read), show_line)
    finally:
        clear_line()


def measure_ingest(told: argparse.Namespace) -> Mapping[str, object]:
    """Of broker and recorder together."""
    from venule.bench import ingest

    usual = ingest.Wishes()
    try:
        return ingest.run(ingest.Wishes(told.messages or usual.messages, told.retained or usual.retained), show_line)
    finally:
        clear_line()


def measure_replay(told: argparse.Namespace) -> Mapping[str, object]:
    """Of the whole desk on a long recording."""
    from venule.bench import replay

    usual = replay.Wishes()
    wishes = replay.Wishes(
        told.streams or usual.streams,
        told.days or usual.days,
        told.seeks or usual.seeks,
        told.for_s or usual.for_s,
        told.size or usual.size,
        told.keep,
        told.read,
    )
    try:
        return replay.run(wishes, show_line)
    finally:
        clear_line()


def measure_map(told: argparse.Namespace) -> Mapping[str, object]:
    """The map's, with what else is wanted on it."""
    from venule.desk.map.bench import frames, soak
    from venule.desk.map.tiles.basemap import UnreadableBasemap

    usual = frames.Wishes()
    wishes = frames.Wishes(
        tuple(told.assets or usual.assets), told.lines or usual.lines, told.basemap, told.size or usual.size
    )
    try:
        if told.soak:
            shift = soak.Shift(told.soak, basemap=told.basemap, size=wishes.size)
            most = max(told.assets or (shift.assets,))
            return soak.run(replace(shift, assets=most, lines=told.lines or shift.lines))
        return frames.run(wishes)
    except UnreadableBasemap as problem:
        raise CommandProblem(str(problem)) from problem


def measure_trends(told: argparse.Namespace) -> Mapping[str, object]:
    """The charts', on a file of the size that was asked for."""
    from venule.bench import trends

    try:
        return trends.run(trends.Wishes(told.samples or trends.SAMPLES, told.keep, told.read), show_line)
    finally:
        clear_line()


def flat(figures: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every figure by its dotted name."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
