"""Parquet: what is rotten inside is told with its row, and what stood before it is taken in."""

from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from venule.interchange.parquet_file import parquet_table
from venule.interchange.problem import InterchangeProblem

ROWS = 60_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "a.parquet"
    numbers = pyarrow.table({"x": [(7 * number) % 65_537 for number in range(ROWS)]})
    pyarrow.parquet.write_table(numbers, found, compression="zstd", row_group_size=ROWS // 2, use_dictionary=False)
    return found


def test_that_rows_come_in_their_order_over_all_batches(path: Path) -> None:
    rows = list(parquet_table(path).rows())
    assert [row.line for row in rows] == list(range(1, ROWS + 1))
    assert rows[-1].cells == [(7 * (ROWS - 1)) % 65_537]


def test_that_what_is_rotten_inside_is_told_with_the_row_it_begins_at(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) * 3 // 4
    content[middle : middle + 64] = bytes(64)
    path.write_bytes(content)
    read = []
    with pytest.raises(InterchangeProblem, match=r"a\.parquet breaks off after row \d+: "):
        read.extend(row.line for row in parquet_table(path).rows())
