"""Parquet, where the optional package pyarrow is installed: tables come in by batches and go out by batches."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

from venule.interchange.csv_table import distinct
from venule.interchange.exported import value_in
from venule.interchange.problem import InterchangeProblem
from venule.interchange.table import Cell, Reached, Row, Table

ROWS_A_BATCH = 10_000
TEXTS = "venule.texts"
"""In a file's metadata: the datastreams of which a text is spelled as a number or a flag, so that theirs are texts."""

ADVICE = "Parquet needs the package pyarrow: pip install 'venule[parquet]'."


def arrow() -> tuple[ModuleType, ModuleType]:
    """The modules ``pyarrow`` and ``pyarrow.parquet``."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise InterchangeProblem(ADVICE) from None
    return pyarrow, pyarrow.parquet


def parquet_table(path: Path) -> Table:
    """The table in a Parquet file."""
    pyarrow, parquet = arrow()
    try:
        columns = distinct([str(name) for name in parquet.read_schema(path).names])
        told = parquet.read_metadata(path).metadata or {}
        texts = frozenset(map(tuple, json.loads(told.get(TEXTS.encode(), "[]"))))
    except (OSError, TypeError, ValueError, pyarrow.ArrowException) as problem:
        raise InterchangeProblem(f"{path.name} is not a readable Parquet file: {problem}") from None

    reached = Reached()

    def read() -> Iterator[Row]:
        row = 0
        try:
            with parquet.ParquetFile(path) as file:
                batches = (rows_of(pyarrow, batch) for batch in told_of(file, path.stat().st_size, reached))
                for row, cells in enumerate(chain.from_iterable(batches), 1):
                    yield Row(row, cells)
        except (OSError, OverflowError, ValueError, pyarrow.ArrowException) as problem:
            raise InterchangeProblem(f"{path.name} breaks off after row {row}: {problem}") from None

    return Table(path, columns, read, texts=texts, reached=reached)


def told_of(file: Any, size: int, reached: Reached) -> Iterator[Any]:
    """The record batches of a file, while it is noted how far they reach."""
    rows, whole = 0, max(file.metadata.num_rows, 1)
    for batch in file.iter_batches(ROWS_A_BATCH):
        yield batch
        rows += batch.num_rows
        reached.bytes = size * rows // whole


def rows_of(pyarrow: ModuleType, batch: Any) -> Iterator[list[Cell]]:
    """The rows of one record batch."""
    for values in zip(*(in_microseconds(pyarrow, column).to_pylist() for column in batch.columns), strict=True):
        yield [cell(value) for value in values]


def in_microseconds(pyarrow: ModuleType, column: Any) -> Any:
    """A column with times as exact as we keep them: what is finer is cut off."""
    type, types = column.type, pyarrow.types
    if getattr(type, "unit", "") != "ns":
        return column
    coarser = (
        pyarrow.timestamp("us", type.tz)
        if types.is_timestamp(type)
        else pyarrow.duration("us")
        if types.is_duration(type)
        else pyarrow.time64("us")
    )
    return column.cast(coarser, safe=False)


def cell(value: Any) -> Cell:
    """A value of Parquet as a cell; what is nested becomes text."""
    if value is None or isinstance(value, str | int | float | bool | datetime):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def write_parquet(path: Path, columns: Sequence[str], batches: Callable[[], Iterable[Sequence[Sequence[Cell]]]]) -> int:
    """Write rows by batches and return how many there were. ``value`` holds numbers, or text if one is none."""
    pyarrow, parquet = arrow()
    schema = schema_of(pyarrow, columns, pyarrow.float64())
    try:
        return write_batches(pyarrow, parquet.ParquetWriter(path, schema, compression="zstd"), schema, batches())
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError):
        schema = schema_of(pyarrow, columns, pyarrow.string())
        return write_batches(pyarrow, parquet.ParquetWriter(path, schema, compression="zstd"), schema, batches())


def schema_of(pyarrow: ModuleType, columns: Sequence[str], value: Any) -> Any:
    """The types of the columns: times in microseconds UTC, ``value`` as given, all else text."""
    times = pyarrow.timestamp("us", tz="UTC")
    types = {"observed_at": times, "recorded_at": times, "value": value}
    return pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in columns])


def write_batches(pyarrow: ModuleType, writer: Any, schema: Any, batches: Iterable[Sequence[Sequence[Cell]]]) -> int:
    """Write each batch as one record batch."""
    count, texts = 0, set[Sequence[Cell]]()
    text = schema.field("value").type == pyarrow.string()
    place = schema.get_field_index("value")
    with writer:
        for rows in batches:
            texts.update(tuple(row[:3]) for row in rows if text and _mistakable(row[place]))
            columns = [list(column) for column in zip(*rows, strict=True)]
            columns[place] = [in_column(value, text) for value in columns[place]]
            arrays = [pyarrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema))
            count += len(rows)
        if texts:
            writer.add_key_value_metadata({TEXTS: json.dumps(sorted(texts), ensure_ascii=False)})
    return count


def _mistakable(value: Cell) -> bool:
    """Whether a text would come in again as something else."""
    return isinstance(value, str) and not isinstance(value_in(value, str), str)


def in_column(value: Cell, text: bool) -> Cell:
    """A value for a column of text, where flags are words, or for one of numbers, where they are 1 and 0."""
    if isinstance(value, bool):
        return str(value).lower() if text else float(value)
    return value if value is None or not text else str(value)
