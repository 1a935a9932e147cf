"""Packing changes where observations lie and nothing else: not what they say, not how many, not after a kill."""

import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.rows import T0, row
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance
from venule.domain.quantity import Quantity, ValueKind
from venule.store import stretches
from venule.store.batch import Batch, Declaration
from venule.store.problem import DiskFull
from venule.store.rows import Rows, joined, settled
from venule.store.sizes import Sizes
from venule.store.writer import Writer

TINY = Sizes(seal_rows=8, seal_pieces=4, fan=3, full_rows=18, chunk_rows=4)

Said = tuple[int, int, str, int]


def said(rows: Rows) -> list[Said]:
    return [
        (int(rows.stream[at]), int(rows.observed_at[at]), repr(rows.value(at)), int(rows.recorded_at[at]))
        for at in range(len(rows))
    ]


def packed(connection: sqlite3.Connection) -> list[Rows]:
    return [stretches.unpacked_stretch(connection, one.id) for one in stretches.stretches(connection)]


def held(path: Path) -> list[Said]:
    """Everything in the file, settled."""
    with closing(sqlite3.connect(path)) as connection:
        log = [stretches.log_rows(connection, piece.first) for piece in stretches.log_pieces(connection)]
        return said(settled(joined([*packed(connection), *log]).sorted()))


def check(path: Path) -> None:
    """What must hold of any file at any time."""
    with closing(sqlite3.connect(path)) as connection:
        found = stretches.stretches(connection)
        bounds = [(one.first, one.last) for one in found]
        assert all(before[1] < after[0] for before, after in pairwise(bounds))
        assert [one.is_full for one in found] == sorted((one.is_full for one in found), reverse=True)
        whole = packed(connection)
        assert [len(rows) for rows in whole] == [one.n for one in found]
        assert connection.execute("SELECT observations FROM tally").fetchone() == (sum(one.n for one in found),)
        together = joined(whole).sorted()
        assert said(settled(together)) == said(together)  # each once, over all stretches
        for number, one in enumerate(found):
            if one.is_full:
                latest = stretches.newest(joined(whole[: number + 1]).sorted())
                assert said(stretches.frame(connection, one.id)) == said(latest)
            for piece in stretches.pieces(connection, one.id):
                rows = stretches.unpacked(connection, piece.id)
                assert (piece.first_stream, piece.last_stream) == (rows.stream[0], rows.stream[-1])
                assert (piece.first_at, piece.last_at) == (rows.observed_at[0], rows.observed_at[-1])
                assert (piece.observed_from, piece.observed_to) == (rows.observed_at.min(), rows.observed_at.max())
                assert (piece.recorded_from, piece.recorded_to) == (rows.recorded_at.min(), rows.recorded_at.max())


@st.composite
def work(draw: st.DrawFn) -> list[list[Recorded] | str]:
    """Batches with redeliveries and late rows, slices of compaction, and kills."""
    one = st.builds(
        row,
        st.sampled_from("abcde"),
        st.integers(0, 60).map(lambda second: T0 + second),
        st.sampled_from([1.0, 2, True, None, "on"]),
    )
    batch = st.lists(one, max_size=12)
    steps = st.one_of(batch, batch, st.sampled_from(["tend", "tend", "kill", "compact"]))
    return draw(st.lists(steps, max_size=40))


@settings(max_examples=120, deadline=None)
@given(work())
def test_that_packing_and_kills_change_nothing_of_what_is_held(steps: Sequence[list[Recorded] | str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "city.venule")
        writer = Writer(path, durable=False, sizes=TINY)
        first: dict[tuple[str, int, str], int] = {}
        for step in steps:
            if step == "tend":
                writer.tend()
            elif step == "compact":
                assert writer.compact() == len(held(path))
            elif step == "kill":
                writer._connection.close()  # as a killed process leaves it
                writer._lock.release()
                writer = Writer(path, durable=False, sizes=TINY)
            else:
                writer.write(Batch(observations=step))
                for one in step:
                    value = 1.0 if one.value is True else one.value
                    first.setdefault((one.asset, one.observed_at, repr(value)), one.recorded_at)
            check(path)
        assert len(held(path)) == len(first)
        writer.compact()
        check(path)
        assert len(held(path)) == len(first)
        writer.close()


def test_that_neighbours_of_one_level_become_one_of_the_next_and_full_ones_stay(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path, durable=False, sizes=TINY) as writer:
        for batch in range(60):
            writer.write(Batch(observations=[row(f"a{n}", T0 + batch * 10 + n, float(n)) for n in range(2)]))
            while writer.tend():
                check(path)
        with closing(sqlite3.connect(path)) as connection:
            found = stretches.stretches(connection)
            assert [(one.n, one.level, one.is_full) for one in found] == [(24, 1, 1)] * 5
            assert connection.execute("SELECT count(DISTINCT stretch) FROM chunk").fetchone() == (5,)


def test_that_one_busy_datastream_is_merged_in_slices_too(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    sizes = Sizes(seal_rows=8, seal_pieces=400, fan=4, full_rows=32, chunk_rows=2)
    with Writer(path, durable=False, sizes=sizes) as writer:
        for batch in range(4):
            writer.write(Batch(observations=[row("a", T0 + n * 4 + batch, float(n)) for n in range(8)]))
        assert writer.compact() == 32
        check(path)
    with closing(sqlite3.connect(path)) as connection:
        (only,) = stretches.stretches(connection)
        assert len(stretches.pieces(connection, only.id)) == 16


def test_that_each_event_counts_and_a_redelivered_one_does_not(tmp_path: Path) -> None:
    button = Quantity("level", kind=ValueKind.EVENT)
    path = tmp_path / "city.venule"
    with Writer(path, sizes=TINY) as writer:
        writer.write(Batch(declarations=[Declaration("net", "door", button)]))
        pressed = [row("door", T0, "pressed", key=key) for key in (1, 2, 2)]
        writer.write(Batch(observations=pressed))
        writer.compact()
        writer.write(Batch(observations=[*pressed, row("door", T0, "pressed", key=3)]))
        assert writer.compact() == 3


def test_that_what_came_late_is_marked_whether_it_waits_or_is_packed(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path, sizes=TINY) as writer:
        writer.write(Batch(observations=[row("a", T0 + 10)]))
        writer.compact()
        writer.write(Batch(observations=[row("a", at) for at in (T0 + 5, T0 + 12, T0 + 11, T0 + 12, T0 + 13)]))
        with closing(sqlite3.connect(path)) as connection:
            (piece,) = stretches.log_pieces(connection)
            late = stretches.log_rows(connection, piece.first).provenance
    assert late.tolist() == [Provenance.BACKFILLED, 0, Provenance.BACKFILLED, 0, 0]


def test_that_a_full_disk_stops_packing_and_keeps_what_was_received(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path, sizes=Sizes(seal_rows=20_000, full_rows=320_000)) as writer:
        writer.write(Batch(observations=[row(f"a{n % 50}", T0 + n, n * 0.1) for n in range(20_000)]))
        before = held(path)
        (pages,) = writer._connection.execute("PRAGMA page_count").fetchone()
        writer._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFull, match="No room is left"):
            writer.tend()
        assert held(path) == before
        writer._connection.execute("PRAGMA max_page_count = 1000000")
        assert writer.tend()
        assert held(path) == before
        check(path)
