"""`venule import`: foreign tables into a recording, or a look at how they would be read."""

import argparse
import sys
import time
from dataclasses import asdict
from importlib.resources import as_file, files
from pathlib import Path

from venule.cli.ending import CommandProblem, heed_termination
from venule.cli.join import PREVIEWED, are_recordings, join_files
from venule.cli.printing import on_one_line, print_json, print_table
from venule.cli.progress import Meter, clear_line
from venule.interchange.importing import counted, import_sources
from venule.interchange.mapping import TableMapping, load_mapping
from venule.interchange.preview import TableSeen, preview
from venule.interchange.sources import open_sources
from venule.interchange.times import is_form
from venule.interchange.told import NOTHING, Told
from venule.verticals.discovery import discover
from venule.verticals.guard import Guard

LEFT_OUT, MOST_LEFT_OUT = "left out", 12
"""More columns than this that are left out are told of in one line."""

ALL_SAID = "A recording says all of itself: leave out --mapping and whatever else describes a table."
FORMS = "say day_first, month_first, year_first, iso, epoch_s, epoch_ms, epoch_us, or a pattern such as %d.%m.%Y %H:%M"
INTERRUPTED = "Interrupted: what was taken in by then stays, and the same import again goes on from there."


def run(told: argparse.Namespace) -> int:
    """Import every file and say what it came to, or show how each would be read."""
    heed_termination()
    if told.preview:
        return show(told)
    if told.cache is None:
        told.misuse("the following arguments are required: --cache (or --preview)")
    if are_recordings(told.files):
        if told.mapping or said(told) != NOTHING:
            raise CommandProblem(ALL_SAID)
        return join_files(told.files, told.cache, as_json=told.json)
    guard = Guard(discover())
    mappings = mapping_named(told.mapping) if told.mapping else ()
    try:
        sources = open_sources(told.files, mappings, guard.kinds, said(told))
        summary = import_sources(sources, told.cache, guard, time.time_ns() // 1000, Meter())
    except KeyboardInterrupt:
        raise CommandProblem(INTERRUPTED) from None
    finally:
        clear_line()
    if told.json:
        print_json(summary.figures())
        return 0
    for remark in summary.remarks:
        print(on_one_line(remark), file=sys.stderr)
    print(summary.sentence())
    return 0


def show(told: argparse.Namespace) -> int:
    """Say how each table would be read; failure if one of them could not be."""
    if are_recordings(told.files):
        raise CommandProblem(PREVIEWED)
    guard = Guard(discover())
    mappings = mapping_named(told.mapping) if told.mapping else ()
    meter = Meter()
    try:
        tables = [seen for path in told.files for seen in preview(path, mappings, guard.kinds, said(told), meter)]
    finally:
        clear_line()
    if told.json:
        print_json({"tables": [asdict(table) for table in tables]})
        return 0
    for table in tables:
        print_seen(table)
    problems = [table.problem for table in tables if table.problem]
    if problems:
        raise CommandProblem(problems[0])
    return 0


def said(told: argparse.Namespace) -> Told:
    """What the command line says of the tables."""
    if told.time_format and not is_form(told.time_format):
        told.misuse(f"argument --time-format: {told.time_format!r} is no form of times: {FORMS}")
    form = (told.time_format,) if told.time_format else ()
    return Told(told.zone, form, told.decimal, told.unit, told.kind, told.network)


def print_seen(seen: TableSeen) -> None:
    """One table, for people."""
    rows = counted(seen.rows, "row") + ("" if seen.whole else " looked at, and more follow")
    span = f", {seen.first} to {seen.last}" if seen.first else ""
    print(seen.table if seen.problem else f"{seen.table}: {seen.mapping['layout']}, {rows}{span}")
    is_asset = seen.mapping["layout"] == "wide" and seen.mapping.get("columns", "asset") == "asset"
    lines = [["  column", "is", "read as", "unit", "examples"]]
    left_out = [column.column for column in seen.columns if column.role == LEFT_OUT]
    for column in seen.columns:
        if column.role == LEFT_OUT and len(left_out) > MOST_LEFT_OUT:
            continue
        examples = "; ".join(cell if cell == read else f"{cell} → {read}" for cell, read in column.examples[:2])
        unit = f"{column.unit} → {column.kept_in}" if column.kept_in else column.unit
        measured = f", {seen.mapping['datastream']}" if is_asset and "datastream" in seen.mapping else ""
        role = f"{column.role} ({column.stands_for}{measured})" if column.stands_for else column.role
        lines.append([on_one_line(cell) for cell in (f"  {column.column}", role, column.type, unit, examples)])
    print_table(lines)
    if len(left_out) > MOST_LEFT_OUT:
        print(f"  {len(left_out):,} columns are left out, from {left_out[0]!r} to {left_out[-1]!r}.")
    if seen.refused:
        print(f"  Of the first {seen.tried:,} rows {seen.refused:,} would be refused in whole or in part:")
    for refusal in seen.refusals:
        print(f"    line {refusal.line}: {on_one_line(refusal.reason)}")
    for remark in seen.remarks:
        print(f"  {on_one_line(remark)}")
    print()


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
