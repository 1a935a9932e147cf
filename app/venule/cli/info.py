"""`venule info`: what a file holds."""

import argparse
from dataclasses import asdict

from venule.cli.printing import print_json, print_table
from venule.domain.instant import to_iso
from venule.store.reader import Reader


def run(told: argparse.Namespace) -> int:
    """Print the counts of a file."""
    reader = Reader(told.file)
    try:
        counts = asdict(reader.counts())
    finally:
        reader.close()
    document = {key: iso(value) if key.endswith("_at") else value for key, value in counts.items()}
    if told.json:
        print_json(document)
    else:
        print_table([[key.replace("_", " "), plain(value)] for key, value in document.items()])
    return 0


def iso(instant: int | None) -> str | None:
    """A time as text, where there is one."""
    return None if instant is None else to_iso(instant)


def plain(value: object) -> str:
    """A value for people."""
    if value is None:
        return "none"
    return f"{value:,}" if isinstance(value, int) else str(value)
