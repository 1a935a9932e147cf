"""Exports a recording: its observations as CSV or Parquet, or its assets with their latest values as GeoJSON."""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TextIO, TypeAlias

from venule.domain.instant import Instant, to_datetime, to_iso
from venule.interchange.atomic import replacing
from venule.interchange.cells import harmless, spelled
from venule.interchange.features import Placements, write_features
from venule.interchange.parquet_file import write_parquet
from venule.interchange.problem import InterchangeProblem
from venule.interchange.selection import Selection
from venule.interchange.table import Cell
from venule.store.answers import ExportRow, Placement
from venule.store.reader import Reader

COLUMNS = ("network", "asset", "datastream", "observed_at", "recorded_at", "value", "unit", "quality")
ROWS_A_BATCH = 10_000
FORMATS = {".parquet": "parquet", ".pq": "parquet", ".geojson": "geojson", ".json": "geojson"}
STANDARD_OUTPUT = "-"
CRLF = "\r\n"


Progress: TypeAlias = Callable[[str, float | None], None]


def nowhere(as_of: Instant) -> tuple[Placement, ...]:
    """No operator has put anything anywhere."""
    return ()


def export(
    reader: Reader,
    selection: Selection,
    out: str,
    form: str | None = None,
    placements: Placements = nowhere,
    *,
    progress: Progress = lambda what, share: None,
) -> int:
    """Write the file ``out`` (``-``: CSV on standard output) and return how many rows or features there were.

    ``placements`` are laid over the places of assets where these are exported.
    """
    catalogue = reader.catalogue()
    selection.check(catalogue)
    how_far = HowFar(len(selection.streams_in(catalogue)), *span_of(reader, selection))
    rows = partial(counted, partial(rows_of, reader, selection), how_far, progress)
    chosen = form or FORMATS.get(Path(out).suffix.lower(), "csv")
    if out == STANDARD_OUTPUT:
        if chosen != "csv":
            raise InterchangeProblem(f"Only CSV can be written to standard output, not {chosen}: name a file.")
        return write_csv(sys.stdout, rows())
    with replacing(Path(out)) as part:
        if chosen == "parquet":
            return write_parquet(part, COLUMNS, lambda: parquet_batches(rows()))
        with part.open("w", encoding="utf-8", newline="") as file:
            if chosen == "geojson":
                return write_features(file, reader, selection, placements)
            return write_csv(file, rows())


@dataclass(frozen=True, slots=True)
class HowFar:
    """Tells the share of rows that are through: those of one datastream after another, each from ``first`` to
    ``last``.
    """

    streams: int
    first: Instant
    last: Instant

    def share(self, begun: int, at: Instant) -> float:
        """The share at a time of the datastream that was ``begun`` last."""
        within = (at - self.first) / max(self.last - self.first, 1)
        return min((begun - 1 + min(max(within, 0.0), 1.0)) / max(self.streams, begun), 1.0)


def span_of(reader: Reader, selection: Selection) -> tuple[Instant, Instant]:
    """The times between which all that is selected was observed."""
    counts = reader.counts()
    first, last = counts.first_observed_at or 0, counts.last_observed_at or 0
    start, end = selection.start, selection.end
    return first if start is None else max(first, start), last if end is None else min(last, end)


def counted(rows: Callable[[], Iterator[ExportRow]], how_far: HowFar, progress: Progress) -> Iterator[ExportRow]:
    """The rows, while it is told now and then how many there were, and which share of all is through."""
    stream, begun = ("", "", ""), 0
    for count, row in enumerate(rows(), 1):
        if row[:3] != stream:
            stream, begun = row[:3], begun + 1
        if not count % ROWS_A_BATCH:
            progress(f"{count:,} rows", how_far.share(begun, row.observed_at))
        yield row


def write_csv(file: TextIO, rows: Iterable[ExportRow]) -> int:
    """Header and rows; bounded memory, whatever the length."""
    writer = csv.writer(Lines(file), lineterminator=CRLF)
    writer.writerow(COLUMNS)
    count = 0
    for row in rows:
        texts = (harmless(row.network), harmless(row.asset), harmless(row.datastream))
        times = (to_iso(row.observed_at), to_iso(row.recorded_at))
        writer.writerow((*texts, *times, spelled(row.value), harmless(row.unit), row.quality))
        count += 1
    return count


class Lines:
    """Ends each row that a CSV writer writes with a line feed alone.

    The writer puts into quotes only what holds a sign of its own line ending: told to end lines with both signs, it
    quotes a text with either.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, row: str) -> int:
        """Write one row."""
        return self._file.write(f"{row.removesuffix(CRLF)}\n")


def parquet_batches(rows: Iterator[ExportRow]) -> Iterator[Sequence[Sequence[Cell]]]:
    """The rows by batches, times as times."""
    while batch := list(islice(rows, ROWS_A_BATCH)):
        yield [(*row[:3], to_datetime(row.observed_at), to_datetime(row.recorded_at), *row[5:]) for row in batch]


def rows_of(reader: Reader, selection: Selection) -> Iterator[ExportRow]:
    """The rows of the selection, streaming."""
    rows = reader.observations(selection.start, selection.end, selection.assets, selection.datastreams)
    by = selection.known_by
    return rows if by is None else (row for row in rows if row.recorded_at <= by)
