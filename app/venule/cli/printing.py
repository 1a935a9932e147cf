"""How commands print: one JSON document, or lines of a table with aligned columns."""

import json
from collections.abc import Sequence


def print_json(document: object) -> None:
    """One JSON document on standard output."""
    print(json.dumps(document, indent=2, ensure_ascii=False))


def on_one_line(text: str) -> str:
    """A text, whatever file it is out of, without the signs that would break a line, or speak to a terminal."""
    return "".join(sign if sign.isprintable() else "␣" for sign in text)


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Rows with their columns aligned; the last one is left as it is."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        aligned = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(aligned).rstrip())
