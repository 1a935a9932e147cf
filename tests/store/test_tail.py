"""The log is unpacked once for each chart, and never told otherwise than it is."""

from pathlib import Path

import pytest

from tests.store.rows import T0, row
from venule.domain.instant import SECOND
from venule.store import tail
from venule.store.batch import Batch
from venule.store.connection import CACHE, open_for_reading
from venule.store.outline import Outline
from venule.store.reader import Reader
from venule.store.rows import Rows
from venule.store.sizes import Sizes
from venule.store.writer import Writer

END = T0 + 10**12


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each unpacked piece of the log had."""
    found: list[int] = []

    def counted(data: bytes) -> Rows:
        rows = unpack_log(data)
        found.append(len(rows))
        return rows

    unpack_log = tail.unpack_log
    monkeypatch.setattr(tail, "unpack_log", counted)
    return found


def told(reader: Reader, datastream: int = 1) -> list[float]:
    return reader.series(datastream, T0, END, 1000, END, around=True).number.tolist()


def test_that_a_growing_log_is_unpacked_piece_by_piece_once(cache: Path, unpacked: list[int]) -> None:
    with Writer(cache, durable=False) as writer:
        writer.write(Batch(observations=[row("a", T0 + at * SECOND, float(at)) for at in range(100)]))
        with Reader(cache) as reader:
            assert told(reader) == [float(at) for at in range(100)]
            for at in range(100, 105):
                writer.write(Batch(observations=[row("a", T0 + at * SECOND, float(at))]))
                assert told(reader) == [float(one) for one in range(at + 1)]
    assert unpacked == [100, 1, 1, 1, 1, 1]


def test_that_a_piece_without_the_datastream_is_not_unpacked_for_it(cache: Path, unpacked: list[int]) -> None:
    with Writer(cache, durable=False) as writer, Reader(cache) as reader:
        writer.write(Batch(observations=[row("a", T0, 1.0)]))
        writer.write(Batch(observations=[row("b", T0, 2.0), row("b", T0 + 1, 3.0)]))
        assert (told(reader, 1), told(reader, 2)) == ([1.0], [2.0, 3.0])
    assert unpacked == [1, 2]


def test_that_what_was_packed_meanwhile_is_told_once(cache: Path) -> None:
    sizes = Sizes(seal_rows=10, seal_pieces=4, fan=3, full_rows=30, chunk_rows=8)
    with Writer(cache, durable=False, sizes=sizes) as writer, Reader(cache) as reader:
        for at in range(100):
            writer.write(Batch(observations=[row("a", T0 + at * SECOND, float(at))]))
            if at % 3 == 0:
                writer.tend()
            assert told(reader) == [float(one) for one in range(at + 1)]


@pytest.mark.parametrize(("rows", "streams"), [(5, 64), (10**6, 1)])
def test_that_what_is_remembered_has_its_limit(
    cache: Path, monkeypatch: pytest.MonkeyPatch, rows: int, streams: int
) -> None:
    monkeypatch.setattr(tail, "REMEMBERED_ROWS", rows)
    monkeypatch.setattr(tail, "REMEMBERED_STREAMS", streams)
    with Writer(cache, durable=False) as writer:
        writer.write(Batch(observations=[row(name, T0 + at, float(at)) for at in range(4) for name in "abc"]))
        connection, found = open_for_reading(cache, CACHE), tail.Tail()
        for datastream in (1, 2, 3, 1, 2):
            assert found.of(connection, datastream).number.tolist() == [0, 1, 2, 3]
            assert found.remembered_rows <= min(rows, 4 * streams)
        connection.close()


def test_that_an_outline_is_of_the_moment_of_its_transaction(cache: Path) -> None:
    with Writer(cache, durable=False) as writer:
        writer.write(Batch(observations=[row("a", T0)]))
        connection, outline = open_for_reading(cache, CACHE), Outline()
        connection.execute("BEGIN")
        assert len(outline.pieces(connection)) == 1
        writer.write(Batch(observations=[row("a", T0 + 1)]))
        assert len(outline.pieces(connection)) == 1
        connection.execute("ROLLBACK")
        assert len(outline.pieces(connection)) == 2
        connection.execute("BEGIN")
        assert len(outline.pieces(connection)) == 2
        assert outline.pieces(connection) is outline.pieces(connection)
        connection.close()
