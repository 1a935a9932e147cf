"""A sound file is called sound, beside its recorder too; whatever is wrong in one is told with where it lies."""

import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.rows import T0, row
from venule.domain.instant import DAY, SECOND
from venule.domain.observation import Recorded
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.domain.retention import Keep, Retention
from venule.store import schema, stretches
from venule.store.batch import Batch, Declaration
from venule.store.findings import MOST_TOLD
from venule.store.observing import ranges
from venule.store.packing import blob, columns, heads_of, pack_chunk
from venule.store.problem import Damaged, StoreProblem
from venule.store.rows import Rows, borders, joined, settled
from venule.store.sizes import Sizes
from venule.store.verification import Verdict, verify
from venule.store.writer import Writer

SMALL = Sizes(seal_rows=128, seal_pieces=400, fan=3, full_rows=384, chunk_rows=64)
BATCHES = 42
ROWS = 39
BUTTON = Declaration("net", "door", Quantity("level", kind=ValueKind.EVENT))


def batch(number: int) -> Batch:
    """Long runs of numbers, and a few words, reasons, missing values, events and late rows."""
    at = T0 + number * 1_000
    numbers = [row(asset, at + 10 * n, 0.1 * n + number, at + 500) for asset in "ab" for n in range(16)]
    words = [row("c", at + n, word, at + 500) for n, word in enumerate(["open", 2**60, True])]
    odd = Recorded("net", "c", "level", at + 9, at + 500, None, at + 5, Quality.BAD, f"frost {number}")
    events = [row("door", at, "pressed", at + 500, key=key) for key in (number, number + 1)]
    return Batch(observations=[*numbers, *words, odd, *events, row("a", at - 1_500, -1.0, at + 500)])


def fill(writer: Writer, batches: range) -> None:
    for number in batches:
        writer.write(batch(number))
        while writer.tend():
            continue


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Full stretches, smaller ones and a log."""
    path = tmp_path_factory.mktemp("sound") / "city.venule"
    with Writer(path, durable=False, sizes=SMALL) as writer:
        writer.write(Batch(declarations=[BUTTON]))
        fill(writer, range(BATCHES))
    with closing(sqlite3.connect(path)) as connection:
        found = stretches.stretches(connection)
        assert sum(one.is_full for one in found) >= 3
        assert sum(not one.is_full for one in found) >= 1
        assert len(stretches.log_pieces(connection)) >= 2
    return path


@pytest.fixture
def path(original: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "city.venule"
    copy.write_bytes(original.read_bytes())
    return copy


@contextmanager
def changed(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, open to be harmed."""
    with closing(sqlite3.connect(path)) as connection:
        yield connection
        connection.commit()


def harmed(path: Path, statement: str, *values: object) -> Verdict:
    with changed(path) as connection:
        assert connection.execute(statement, values).rowcount
    return verify(path)


def held(path: Path) -> list[tuple[object, ...]]:
    """Everything in the file, settled."""
    with closing(sqlite3.connect(path)) as connection:
        packed = [stretches.unpacked_stretch(connection, one.id) for one in stretches.stretches(connection)]
        log = [stretches.log_rows(connection, piece.first) for piece in stretches.log_pieces(connection)]
        rows = settled(joined([*packed, *log]).sorted())
        reasons = rows.text(rows.reason)
        said = [(repr(rows.value(at)), reasons.get(at)) for at in range(len(rows))]
        told = (rows.stream, rows.observed_at, rows.recorded_at, rows.quality, rows.provenance)
        return [*zip(*(column.tolist() for column in told), said, strict=True)]


def test_that_a_sound_file_is_called_sound(path: Path) -> None:
    verdict = verify(path)
    assert verdict.findings == ()
    assert verdict.found == 0
    assert verdict.version == schema.VERSION
    assert verdict.observations + verdict.waiting == BATCHES * ROWS
    assert verdict.waiting > 0


def test_that_an_empty_file_is_sound(tmp_path: Path) -> None:
    Writer(tmp_path / "city.venule").close()
    assert verify(tmp_path / "city.venule").found == 0


def test_that_a_file_is_sound_while_it_is_written_and_merged(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path, durable=False, sizes=SMALL) as writer:
        writer.write(Batch(declarations=[BUTTON]))
        fill(writer, range(120))
        shares: list[float] = []

        def meanwhile(_: str, share: float) -> None:
            shares.append(share)
            if len(shares) < 60:
                fill(writer, range(119 + len(shares), 120 + len(shares)))

        verdict = verify(path, meanwhile)
    assert verdict.findings == ()
    assert shares[-1] == 1.0
    assert verdict.observations + verdict.waiting > 120 * ROWS


TINY = Sizes(seal_rows=24, seal_pieces=4, fan=2, full_rows=48, chunk_rows=16, full_buckets=40)
KEPT = Retention(Keep(DAY // SECOND, 3 * DAY // SECOND, 9 * DAY // SECOND))

Step = list[Recorded] | str
VALUES = st.sampled_from([1.0, -0.0, 0, 2, True, None, "on", "off", float("inf"), 1e308])
ROW = st.builds(row, st.sampled_from("abc"), st.integers(0, 30).map(lambda step: T0 + step * DAY // 3), VALUES)
STEPS = st.lists(st.one_of(st.lists(ROW, max_size=40), st.sampled_from(["tend", "compact", "retain"])), max_size=12)


def do(writer: Writer, step: Step, number: int) -> None:
    if step == "tend":
        writer.tend()
    elif step == "compact":
        writer.compact()
    elif step == "retain":
        for _ in range(5):
            writer.retain(KEPT, T0 + number * 2 * DAY)
    else:
        writer.write(Batch(observations=[one for one in step if isinstance(one, Recorded)]))


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_that_whatever_a_writer_does_is_sound(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "city.venule")
        with Writer(path, durable=False, sizes=TINY) as writer:
            for number, step in enumerate(steps):
                do(writer, step, number)
                assert verify(path).findings == ()


@settings(max_examples=60, deadline=None)
@given(STEPS, STEPS)
def test_that_whatever_a_writer_does_meanwhile_is_sound(before: list[Step], meanwhile: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "city.venule")
        with Writer(path, durable=False, sizes=TINY) as writer:
            for number, step in enumerate(before):
                do(writer, step, number)
            left = enumerate(meanwhile, len(before))

            def go_on(_: str, __: float) -> None:
                for number, step in islice(left, 2):
                    do(writer, step, number)

            assert verify(path, go_on).findings == ()


@pytest.mark.parametrize(
    ("table", "column", "where"),
    [
        ("chunk", "heads", r"Chunk \d+ of stretch \d+: .*checksum"),
        ("chunk", "rows", r"Chunk \d+ of stretch \d+: .*checksum"),
        ("log", "rows", r"Piece \d+ of the log: .*checksum"),
        ("stretch", "frame", r"The frame of stretch \d+: .*checksum"),
    ],
)
def test_that_a_changed_blob_is_told_with_its_place(path: Path, table: str, column: str, where: str) -> None:
    with changed(path) as connection:
        found = f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY rowid DESC LIMIT 1"
        (id, data) = connection.execute(found).fetchone()
        broken = bytearray(data)
        broken[len(broken) // 2] ^= 1
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (bytes(broken), id))
    verdict = verify(path)
    assert verdict.found == 1
    (finding,) = verdict.findings
    assert re.match(where, finding), finding


FULL = "(SELECT min(id) FROM stretch WHERE is_full)"
LAST = "(SELECT id FROM stretch ORDER BY first DESC LIMIT 1)"
SOME = f"(SELECT min(id) FROM chunk WHERE stretch = {FULL} AND first_stream = 2)"  # numbers alone


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (f"UPDATE chunk SET n = n + 1 WHERE id = {SOME}", "it says n 65 where its rows say 64"),
        (f"UPDATE chunk SET observed_to = observed_to + 1 WHERE id = {SOME}", "it says observed_to"),
        (f"UPDATE chunk SET recorded_from = 0 WHERE id = {SOME}", "it says recorded_from 0"),
        (f"UPDATE chunk SET first_at = first_at - 1 WHERE id = {SOME}", "it says first_at"),
        (f"UPDATE chunk SET first_stream = 0 WHERE id = {SOME}", "it says first_stream 0"),
        (f"DELETE FROM chunk WHERE id = {SOME}", "and its chunks say"),
        (f"UPDATE chunk SET rows = 'words' WHERE id = {SOME}", "cannot be read"),
        (f"UPDATE stretch SET n = n + 1 WHERE id = {FULL}", "and its chunks say"),
        (f"UPDATE stretch SET observed_from = observed_from - 1 WHERE id = {FULL}", "it says observed_from"),
        (f"UPDATE stretch SET recorded_to = recorded_to - 1 WHERE id = {FULL}", "it says recorded_to"),
        (f"UPDATE stretch SET last = first WHERE id = {FULL}", "it cannot hold"),
        (f"UPDATE stretch SET last = last + 1 WHERE id = {FULL}", "ends at row"),
        (f"UPDATE stretch SET frame = NULL WHERE id = {FULL}", "The frame of stretch .*: it is missing"),
        (f"UPDATE stretch SET frame = x'00' WHERE id = {LAST}", "the stretch is not full, and has none"),
        (f"UPDATE stretch SET is_full = 1 - is_full WHERE id = {FULL}", "before it is not"),
        (f"UPDATE stretch SET level = 'high' WHERE id = {FULL}", "which is no whole number"),
        (f"DELETE FROM stretch WHERE id = {FULL}", "The tally: it says"),
        ("UPDATE log SET n = n - 1 WHERE first = (SELECT min(first) FROM log)", "The log: piece .* follows on row"),
        ("UPDATE log SET first = -first WHERE first = (SELECT min(first) FROM log)", "The log: it begins at row -"),
        ("UPDATE log SET observed_from = 0", "Piece .* of the log: it says observed_from 0"),
        ("UPDATE tally SET observations = observations - 1", "The tally: it says"),
        ("DELETE FROM tally", "its tally is empty"),
        ("UPDATE tally SET expired = -1", "The tally: it says -1 were let go of"),
        ("DELETE FROM datastream WHERE id = 2", "of datastreams that are not in the file, such as 2"),
        ("UPDATE asset SET network = 77", "SQLite's own check: row 1 of asset names a network that is not there"),
    ],
)
def test_that_what_does_not_fit_is_told(path: Path, harm: str, told: str) -> None:
    findings = "\n".join(harmed(path, harm).findings)
    assert re.search(told, findings), findings


Parts = dict[str, Any]


def repacked(path: Path, table: str, column: str, id: int, change: Callable[[Parts], object]) -> Verdict:
    """What is said of a file in which one blob was packed anew, checksum and all, with other columns."""
    with changed(path) as connection:
        (data,) = connection.execute(f"SELECT {column} FROM {table} WHERE id = ?", (id,)).fetchone()
        parts, words = columns(data)
        change(parts)
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (blob(parts, words), id))
    return verify(path)


def chosen(path: Path, question: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (id,) = connection.execute(question).fetchone()
        return int(id)


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("n", "do not fit|rows and has"),
        ("z", "its heads tell other last times than"),
        ("m", "its heads tell other counts of numbers than"),
        ("l", "its heads tell other least numbers than"),
        ("g", "its heads tell other greatest numbers than"),
        ("a", "its heads tell other sums than"),
        ("b", "its heads tell other first numbers than"),
        ("e", "its heads tell other last numbers than"),
        ("u", "its heads tell other qualities and provenances than"),
    ],
)
def test_that_a_head_that_its_rows_do_not_bear_out_is_told(path: Path, tag: str, told: str) -> None:
    def change(heads: Parts) -> None:
        heads[tag] = heads[tag] + np.array([8, *[0] * (len(heads[tag]) - 1)], heads[tag].dtype)

    id = chosen(path, f"SELECT {SOME}")
    (finding,) = repacked(path, "chunk", "heads", id, change).findings
    assert re.search(rf"^Chunk {id} of stretch \d+: .*({told})", finding)


def test_that_the_last_bits_of_a_sum_are_the_processors_own(path: Path) -> None:
    def change(heads: Parts) -> None:
        heads["a"] = np.nextafter(heads["a"], np.inf)

    assert repacked(path, "chunk", "heads", chosen(path, f"SELECT {SOME}"), change).findings == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda parts: parts.update(v=parts["v"][1:]), "its columns are not of one length"),
        (lambda parts: parts.update(r=parts["r"][:5]), "its columns do not fit each other"),
        (lambda parts: parts.pop("f"), "its columns do not fit each other"),
        (lambda parts: parts.update(f=parts["f"] | 7), "a form or a quality that does not exist"),
        (lambda parts: parts.update(f=parts["f"] | 7 << 3), "a form or a quality that does not exist"),
        (lambda parts: parts.update(f=parts["f"] & 0xFFF8 | 4), "it has texts without a word"),
        (lambda parts: parts.update(w=np.full(len(parts["v"]), 99)), "it names words that it does not hold"),
        (lambda parts: parts.update(q=np.full(len(parts["v"]), -2)), "it names words that it does not hold"),
        (lambda parts: parts.update(d=-parts["d"]), "not in the order of datastream and time"),
        (lambda parts: parts.update(d=parts["d"] * 0, v=parts["v"] * 0), "it holds .* observations twice"),
        (lambda parts: parts.update(r=parts["r"] + 1), "it says recorded_from"),
    ],
)
def test_that_rows_that_cannot_be_are_told(path: Path, change: Callable[[Parts], object], told: str) -> None:
    id = chosen(path, f"SELECT {SOME}")
    findings = "\n".join(repacked(path, "chunk", "rows", id, change).findings)
    assert re.search(rf"Chunk {id} of stretch \d+: .*{told}", findings), findings


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda parts: parts.update(v=parts["v"] + 1), "it does not tell the latest of"),
        (lambda parts: parts.update(t=parts["t"] - 1), "it does not tell the latest of"),
        (lambda parts: parts.update({tag: column[1:] for tag, column in parts.items()}), "it tells of 3 datastreams"),
        (lambda parts: parts.update(s=parts["s"] + 90), "of datastreams that are not in the file"),
        (lambda parts: parts.pop("s"), "cannot be read|do not fit"),
    ],
)
def test_that_a_frame_that_is_not_the_latest_is_told_once(
    path: Path, change: Callable[[Parts], object], told: str
) -> None:
    id = chosen(path, f"SELECT {FULL}")
    verdict = repacked(path, "stretch", "frame", id, change)
    assert re.search(rf"^The frame of stretch {id}: .*({told})", verdict.findings[0]), verdict.findings
    frames = [finding for finding in verdict.findings if finding.startswith("The frame")]
    assert len(frames) <= 2, "the one that is wrong, and the next, which is not what follows on it"


@pytest.mark.parametrize("told", [2.0, 3.0])
def test_that_a_frame_that_tells_the_last_written_of_a_moment_is_sound_and_another_value_is_not(
    tmp_path: Path, told: float
) -> None:
    """As frames did once; the last recorded is 1."""
    path = tmp_path / "city.venule"
    with Writer(path, durable=False, sizes=Sizes(seal_rows=2, fan=2, full_rows=3)) as writer:
        for value, recorded_at in ((0.0, T0 + 1), (1.0, T0 + 9), (2.0, T0 + 5)):
            writer.write(Batch(observations=[row("a", T0, value, recorded_at)]))
        writer.compact()
    assert verify(path).findings == ()
    id = chosen(path, "SELECT id FROM stretch WHERE is_full")

    def change(parts: Parts) -> None:
        assert parts["v"].tolist() == [1.0]
        parts.update(v=np.array([told]), r=np.array([5]))

    findings = repacked(path, "stretch", "frame", id, change).findings
    assert [one for one in findings if "does not tell the latest" not in one] == []
    assert bool(findings) == (told == 3.0)


def replaced(path: Path, chunk: int, rows: Rows) -> Verdict:
    """What is said of a file in which a chunk has other rows, and all that is said of it fits them."""
    with changed(path) as connection:
        first = borders(rows.stream)
        ends = (int(rows.stream[0]), int(rows.stream[-1]), int(rows.observed_at[0]), int(rows.observed_at[-1]))
        content = (blob(heads_of(rows, first, with_numbers=True)), pack_chunk(rows, first))
        names = ("first_stream", "last_stream", "first_at", "last_at", "n", "observed_from", "observed_to")
        more = ("recorded_from", "recorded_to", "heads", "rows")
        setting = ", ".join(f"{name} = ?" for name in (*names, *more))
        values = (*ends, len(rows), *ranges(rows), *content)
        connection.execute(f"UPDATE chunk SET {setting} WHERE id = ?", (*values, chunk))
    return verify(path)


def unpacked(path: Path, chunk: int) -> Rows:
    with closing(sqlite3.connect(path)) as connection:
        return stretches.unpacked(connection, chunk)


def test_that_an_observation_that_two_stretches_hold_is_told(path: Path) -> None:
    older = chosen(path, f"SELECT {SOME}")
    newer = chosen(path, f"SELECT min(id) FROM chunk WHERE stretch = {LAST} AND last_stream = 2")
    again = unpacked(path, older).take(slice(7, 9))
    verdict = replaced(path, newer, joined([again, unpacked(path, newer)]).sorted())
    assert any(
        re.fullmatch(rf"Chunk {newer} of stretch \d+: 2 of its observations are in chunk {older} already\.", finding)
        for finding in verdict.findings
    ), verdict.findings


def test_that_an_observation_that_two_neighbours_hold_is_told(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        full = chosen(path, f"SELECT {FULL}")
        one, other = next(
            (one.id, other.id)
            for one, other in pairwise(stretches.pieces(connection, full))
            if one.last_stream == other.first_stream
        )
    last = unpacked(path, one).take(slice(-1, None))
    verdict = replaced(path, other, joined([last, unpacked(path, other)]))
    (told,) = (finding for finding in verdict.findings if "already" in finding)
    assert told.startswith(f"Chunk {other} of ")
    assert "1 of its observations are in the chunk before it already" in told


def test_that_chunks_that_overlap_are_told(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        one, other, *_ = stretches.pieces(connection, chosen(path, f"SELECT {FULL}"))
    first = unpacked(path, one.id).take(slice(0, 1))
    early = replace(first, observed_at=first.observed_at + 1)
    verdict = replaced(path, other.id, joined([early, unpacked(path, other.id)]).sorted())
    assert any("it begins before the chunk before it ends" in finding for finding in verdict.findings)


@pytest.fixture
def rolled(tmp_path: Path) -> Path:
    """A file that has let go of most of what it held."""
    path = tmp_path / "city.venule"
    with Writer(path, durable=False, sizes=TINY) as writer:
        made = [row(asset, T0 + n * DAY // 24, n * 0.5) for n in range(120) for asset in "ab"]
        writer.write(Batch(observations=made))
        while writer.tend() or writer.retain(KEPT, T0 + 7 * DAY):
            continue
    verdict = verify(path)
    assert (verdict.found, verdict.observations < 120, verdict.rollups >= 2) == (0, True, True)
    assert verdict.buckets > 24
    return path


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("UPDATE rollup SET n = n + 1", "Roll-up .*: it says n .* where its chunks come to"),
        ("UPDATE rollup SET bytes = bytes + 1", "Roll-up .*: it says bytes .* where its chunks come to"),
        ("UPDATE rollup SET start_to = start_to + 1", "Roll-up .*: it says start_to .* where its chunks come to"),
        ("UPDATE rollup_chunk SET n = 0", "Chunk .* of roll-up .*: it says n 0 where its rows say"),
        ("UPDATE rollup_chunk SET last_at = 5", "Chunk .* of roll-up .*: it says last_at 5 where its rows say"),
        ("UPDATE rollup_chunk SET rows = heads", "Chunk .* of roll-up .*: its columns do not fit each other"),
        ("UPDATE rollup_chunk SET heads = x'00'", "Chunk .* of roll-up .*checksum"),
        ("UPDATE rollup SET width = 7000001", "do not begin with the minute or hour"),
        ("UPDATE rollup SET width = 'wide'", "The roll-ups: of a rollup it says width 'wide'"),
        ("DELETE FROM datastream WHERE id = 2", "Chunk .* of roll-up .*: it has .* rows of datastreams that are not"),
        ("UPDATE stretch SET expired = expired + 9999", "it cannot hold"),
    ],
)
def test_that_a_roll_up_that_cannot_be_is_told(rolled: Path, harm: str, told: str) -> None:
    findings = "\n".join(harmed(rolled, harm).findings)
    assert re.search(told, findings), findings


def test_that_findings_beyond_a_hundred_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path, durable=False) as writer:
        for number in range(MOST_TOLD + 20):
            writer.write(Batch(observations=[row("a", T0 + number)]))
    verdict = harmed(path, "UPDATE log SET recorded_to = 0")
    assert (verdict.found, len(verdict.findings)) == (MOST_TOLD + 20, MOST_TOLD)


def test_that_a_page_that_sqlite_cannot_read_does_not_hide_the_rest(path: Path) -> None:
    page = chosen(path, "SELECT rootpage FROM sqlite_master WHERE name = 'chunk'")
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    verdict = verify(path)
    assert any(finding.startswith("SQLite's own check: ") for finding in verdict.findings)
    assert any(re.match(r"Stretch \d+: SQLite cannot read it", finding) for finding in verdict.findings)
    assert verdict.waiting > 0


@pytest.mark.parametrize("left", [0.2, 0.6, 0.95])
def test_that_a_truncated_file_is_damaged(path: Path, left: float) -> None:
    os.truncate(path, int(path.stat().st_size * left))
    with pytest.raises(Damaged, match="is damaged"):
        verify(path)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_that_no_changed_byte_of_a_file_is_unforeseen(original: Path, data: st.DataObject) -> None:
    content = bytearray(original.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "city.venule")
        path.write_bytes(content)
        try:
            is_sound = not verify(path).found
        except StoreProblem:
            return
        if is_sound:
            assert held(path) == held(original)
