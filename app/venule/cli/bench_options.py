"""The options of `venule bench`: what is measured, and with how much."""

import argparse
from pathlib import Path

from venule.cli.arguments import asset_count, count, positive, window_size
from venule.cli.declaring import Commands, add, json_option


def bench(commands: Commands) -> None:
    """``venule bench``."""
    parser = add(commands, "bench", "bench", "This machine's figures, with the size of the work that was done.")
    kinds = parser.add_subparsers(title="what is measured", metavar="WHAT", dest="what", required=True)
    bench_store(
        add(kinds, "store", "bench", "How fast samples are written and read again, and how small they are kept.")
    )
    bench_ingest(add(kinds, "ingest", "bench", "How fast messages go from a broker into the file."))
    smooth = add(kinds, "desk", "bench", "How smoothly the desk runs while a large town talks to it.")
    smooth.add_argument("--for", dest="for_s", type=positive, default=600.0, metavar="S", help="seconds (default: 600)")
    bench_replay(add(kinds, "replay", "bench", "How soon the desk is right after a seek, and whether it keeps pace."))
    add(kinds, "start", "bench", "How long the program takes to start.")
    bench_map(add(kinds, "map", "bench", "How long the map's frames take."))
    bench_trends(add(kinds, "trends", "bench", "How long the charts' frames take, on a year of ten datastreams."))
    for kind in kinds.choices.values():
        json_option(kind)


def bench_store(parser: argparse.ArgumentParser) -> None:
    """``venule bench store``."""
    amount, files = parser.add_mutually_exclusive_group(), parser.add_mutually_exclusive_group()
    amount.add_argument("--samples", type=count, metavar="N", help="how many in all (default: 5000000)")
    amount.add_argument("--days", type=positive, metavar="D", help="or as many as come in so many days")
    parser.add_argument("--streams", type=asset_count, metavar="N", help="datastreams (default: 10000)")
    parser.add_argument("--interval-s", type=positive, metavar="S", help="how often each is observed (default: 1)")
    parser.add_argument("--slow", action="store_true", help="other defaults: 100000, every 900 s, over 30 days")
    files.add_argument("--keep", type=Path, metavar="FILE", help="write this new file, and leave it")
    files.add_argument("--read", type=Path, metavar="FILE", help="write nothing, measure the reading of this file")


def bench_replay(parser: argparse.ArgumentParser) -> None:
    """``venule bench replay``."""
    files = parser.add_mutually_exclusive_group()
    parser.add_argument("--days", type=positive, metavar="D", help="how long the recording is (default: 30)")
    parser.add_argument("--streams", type=asset_count, metavar="N", help="datastreams, two an asset (default: 100000)")
    parser.add_argument("--seeks", type=count, metavar="N", help="by what was known, and as many else (default: 60)")
    parser.add_argument("--for", dest="for_s", type=positive, metavar="S", help="seconds of each replay (default: 60)")
    parser.add_argument("--size", type=window_size, metavar="WxH", help="the window's size (default: 1280x800)")
    files.add_argument("--keep", type=Path, metavar="FILE", help="write the recording as this new file, and leave it")
    files.add_argument("--read", type=Path, metavar="FILE", help="write nothing, open the desk on this file")


def bench_trends(parser: argparse.ArgumentParser) -> None:
    """``venule bench trends``."""
    files = parser.add_mutually_exclusive_group()
    parser.add_argument("--samples", type=count, metavar="N", help="of each datastream (default: 10000000)")
    files.add_argument("--keep", type=Path, metavar="FILE", help="write this new file, and leave it")
    files.add_argument("--read", type=Path, metavar="FILE", help="write nothing, measure on this file")


def bench_map(parser: argparse.ArgumentParser) -> None:
    """``venule bench map``."""
    parser.add_argument(
        "--assets", type=count, nargs="+", metavar="N", help="sizes of the town (default: 10000 100000 1000000)"
    )
    parser.add_argument("--basemap", type=Path, metavar="FILE", help="also on this base map, in its middle")
    parser.add_argument("--lines", type=count, metavar="N", help="also with so many lines")
    parser.add_argument("--size", type=window_size, metavar="WxH", help="the map's size (default: 1280x800)")
    parser.add_argument(
        "--soak",
        type=positive,
        metavar="HOURS",
        help="instead: the memory that the gestures of so many hours leave (default: 100000 assets, 20000 lines)",
    )


def bench_ingest(parser: argparse.ArgumentParser) -> None:
    """``venule bench ingest``."""
    parser.add_argument("--messages", type=count, metavar="N", help="published in each part (default: 250000)")
    parser.add_argument("--retained", type=count, metavar="N", help="kept for the cold start (default: 250000)")
