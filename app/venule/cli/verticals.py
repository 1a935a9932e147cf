"""`venule verticals`: each plugin found, in working order or not."""

import argparse

from venule.cli.printing import print_json, print_table
from venule.verticals.discovery import Found, discover

COLUMNS = ("name", "package", "version", "api", "state", "reason")


def run(told: argparse.Namespace) -> int:
    """Print every vertical with its state."""
    rows = [row_of(found) for found in discover()]
    if told.json:
        print_json([dict(zip(COLUMNS, row, strict=True)) for row in rows])
    else:
        print_table([COLUMNS, *(["" if cell is None else str(cell) for cell in row] for row in rows)])
    return 0


def row_of(found: Found) -> tuple[object, ...]:
    """The columns of one vertical."""
    state = "failed" if found.vertical is None else "ready"
    return (found.name, found.package, found.version, found.api, state, found.problem)
