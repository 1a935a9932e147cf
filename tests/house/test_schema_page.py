"""The page on the file's format: it names every table, column and section, and each query and program on it runs."""

import ast
import csv
import io
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from enum import IntEnum, IntFlag
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.store.rows import T0, row
from venule.domain.instant import SECOND, from_iso
from venule.domain.note import Note
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Quantity, Value, ValueKind
from venule.evidence.manifest import write_manifest
from venule.store import cut_record, operator_schema, schema
from venule.store.batch import Batch, Declaration
from venule.store.buckets import unpack_buckets
from venule.store.operator import OperatorFile
from venule.store.packing import FORMATS, columns, unpack_chunk, unpack_log
from venule.store.reader import Reader
from venule.store.rows import Form, Rows
from venule.store.sizes import Sizes
from venule.store.writer import Writer

PAGE = (ROOT / "app" / "SCHEMA.md").read_text(encoding="utf-8")
OPERATOR = PAGE[PAGE.index("## The operator's file") : PAGE.index("## Blobs")]
RECORDING = PAGE.replace(OPERATOR, "")
SMALL = Sizes(seal_rows=32, seal_pieces=400, fan=2, full_rows=64, chunk_rows=16)
ASSETS = ("pump", "Schleuse 3", "door")
VALUES: tuple[Value | None, ...] = (1.5, -0.1, 7, 2**60 + 1, True, False, None, "offen, halb", 'ein "Wort"', "")


def blocks(language: str, page: str = RECORDING) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def first_cells(text: str) -> list[str]:
    """What stands in the first column of each table."""
    return [cell for cell in re.findall(r"^\| `?([^|`]+?)`? +\|", text, re.MULTILINE) if not cell.startswith("---")]


def described(page: str) -> dict[str, list[str]]:
    """The columns of each table, as a part of the page has them."""
    parts = re.split(r"^### `(\w+)`$", page, flags=re.MULTILINE)[1:]
    sections = zip(parts[::2], (re.split(r"^#", part, flags=re.MULTILINE)[0] for part in parts[1::2]), strict=True)
    return {table: first_cells(text)[1:] for table, text in sections}


def table_after(sentence: str) -> dict[str, list[str]]:
    """The cells of the table that follows on a text, by the first of each row."""
    rows = re.match(r"(?:[^|\n].*\n|\n)*((?:\|.*\n)+)", PAGE[PAGE.index(sentence) :])
    assert rows is not None
    cells = [[cell.strip(" `") for cell in line.strip("|\n").split(" | ")] for line in rows[1].splitlines()[2:]]
    return {name: more for name, *more in cells}


def observations() -> list[Recorded]:
    """Some of each sort of value, with redeliveries, conflicts and events, more than a few stretches hold.

    Some of what was written later was recorded earlier, as by a clock that was set back.
    """
    made = []
    for number in range(250):
        asset, value = ASSETS[number % 3], VALUES[number * 7 % len(VALUES)]
        at = T0 + number // 2 * 250_000
        made.append(row(asset, at, value, T0 + number * 300_000, key=number if asset == "door" else 0))
        if number % 7 == 0:
            made.append(
                row(asset, at, 0.25, T0 + number * 300_000 - 9 * 10**6, key=number + 1 if asset == "door" else 0)
            )
        if number % 5 == 0:
            made.append(made[number // 2]._replace(recorded_at=T0 + number * 300_000 + 1))
    odd = row("pump", T0 - 10, 4.0, T0 + 10**9)._replace(quality=Quality.UNCERTAIN, reason="frost", result_at=T0 - 20)
    return [*made, odd]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with full stretches, small ones and a log, under a name that an address has to spell otherwise."""
    path = tmp_path_factory.mktemp("page") / "my city #1%.venule"
    with Writer(path, durable=False, sizes=SMALL) as writer:
        writer.write(Batch(declarations=[Declaration("net", "door", Quantity("level", kind=ValueKind.EVENT))]))
        made = observations()
        for start in range(0, len(made), 9):
            writer.write(Batch(observations=made[start : start + 9]))
            while writer.tend():
                continue
    with closing(sqlite3.connect(path)) as connection:
        for question in ("SELECT count(*) FROM stretch WHERE is_full", "SELECT count(*) FROM log"):
            assert connection.execute(question).fetchone()[0] >= 2
    return path


def expected() -> list[tuple[str, int, int, Value | None, Quality]]:
    """Each observation once, as it was said first."""
    first: dict[object, tuple[str, int, int, Value | None, Quality]] = {}
    for one in observations():
        identity = (one.asset, one.observed_at, one.value, one.source_key)
        first.setdefault(identity, (one.asset, one.observed_at, one.recorded_at, one.value, one.quality))
    return list(first.values())


def printed(program: str, folder: Path, *arguments: str) -> str:
    """What a program of the page prints."""
    script = folder / "program.py"
    script.write_text(program, encoding="utf-8")
    command = [sys.executable, "-W", "error", "-X", "utf8", str(script), *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("page", "statements"),
    [(RECORDING, (*schema.TABLES, cut_record.TABLE)), (OPERATOR, operator_schema.TABLES)],
)
def test_that_every_table_and_column_is_described_and_no_other(page: str, statements: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements:
            connection.execute(statement)
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")] for table in tables}
    assert described(page) == columns


def test_that_every_key_of_a_manifest_is_described(recording: Path) -> None:
    path = recording.with_name("manifest.json")
    write_manifest(path, recording, T0, "Ada")
    told = table_after("| key | holds |")
    named = {name.strip(" `") for names in told for name in names.split(",")}
    assert named == set(json.loads(path.read_text(encoding="utf-8")))


def test_that_every_section_is_described_with_its_type() -> None:
    told = {tag: kind for tag, (kind, *_) in table_after("`<i8` is a whole number").items()}
    assert told == {**FORMATS, "j": "texts"}


@pytest.mark.parametrize(
    ("sentence", "names"),
    [("| form | the value is |", Form), ("| quality | means |", Quality), ("| provenance | means |", Provenance)],
)
def test_that_every_code_is_described(sentence: str, names: type[IntEnum] | type[IntFlag]) -> None:
    assert list(table_after(sentence)) == [str(int(one)) for one in names]


def test_that_the_header_is_described() -> None:
    assert f"0x{schema.APPLICATION_ID:X}" in PAGE
    assert f"`PRAGMA user_version` is {schema.VERSION}." in PAGE
    assert f"0x{operator_schema.APPLICATION_ID:X}" in OPERATOR
    assert f"`PRAGMA user_version` is {operator_schema.VERSION};" in OPERATOR


def test_that_every_query_runs(recording: Path) -> None:
    told = {
        "network": "net", "asset": "pump", "datastream": "level", "id": 2, "first": 0, "start": 0, "end": 2**62,
        "time": 2**62,
    }  # fmt: skip
    queries = blocks("sql")
    with closing(sqlite3.connect(recording)) as connection:
        answers = [connection.execute(query, told).fetchall() for query in queries]
    assert len(queries) >= 7
    empty = [query for query, rows in zip(queries, answers, strict=True) if not rows and "rollup" not in query]
    assert empty == []
    assert unpack_buckets.__name__ in PAGE


def test_that_the_queries_for_the_latest_find_what_a_reader_tells(recording: Path) -> None:
    section = PAGE.split("## Reading the latest of everything")[1].split("\n## ")[0]
    frames, chunks, log = blocks("sql", section)
    with closing(sqlite3.connect(recording)) as connection, Reader(recording) as reader:
        packed = [value_of(rows, place) for rows in told_by(connection.execute(chunks, {"time": 2**62, "first": 0}))
                  for place in range(len(rows))]  # fmt: skip
        framed = 0
        for time in range(T0, T0 + 90 * SECOND, SECOND):
            first, frame = connection.execute(frames, {"time": time}).fetchone() or (0, None)
            framed += first > 0
            found = [] if frame is None else [unpack_log(frame)]
            found += told_by(connection.execute(chunks, {"time": time, "first": first}))
            latest: dict[int, tuple[int, int]] = {}
            said = set(packed)
            for rows in found:
                take_in(latest, rows, time, set())
            for (blob,) in connection.execute(log, {"time": time}):
                take_in(latest, unpack_log(blob), time, said)
            answer = reader.latest(time)
            times = zip(answer.observed_at.tolist(), answer.recorded_at.tolist(), strict=True)
            assert latest == dict(zip(answer.datastream.tolist(), times, strict=True))
        assert framed > 9


def told_by(chunks: Iterable[tuple[bytes, bytes]]) -> list[Rows]:
    return [unpack_chunk(columns(heads)[0], rows) for heads, rows in chunks]


def value_of(rows: Rows, place: int) -> tuple[object, ...]:
    """What a redelivery says again."""
    key = 0 if rows.key is None else int(rows.key[place])
    return int(rows.stream[place]), int(rows.observed_at[place]), rows.value(place), key


def take_in(latest: dict[int, tuple[int, int]], rows: Rows, time: int, said: set[tuple[object, ...]]) -> None:
    """The page's rule: by when observed, then by when recorded, then the last written; not what was said before."""
    for place in range(len(rows)):
        stream, observed_at, recorded_at = (
            int(column[place]) for column in (rows.stream, rows.observed_at, rows.recorded_at)
        )
        one = value_of(rows, place)
        if recorded_at <= time and one not in said and (observed_at, recorded_at) >= latest.get(stream, (0, 0)):
            latest[stream] = observed_at, recorded_at
        said.add(one)


def test_that_the_query_for_notes_tells_what_stood(tmp_path: Path) -> None:
    (query,) = blocks("sql", OPERATOR)
    path = tmp_path / "city.desk.sqlite"
    with OperatorFile(path) as operator:
        operator.note(Note("one", T0, T0, "kim", "text"))
        operator.note(Note("two", T0, T0 + 5, "kim", "text"))
        operator.withdraw("one", T0 + 9, "kim")
        told = [[note.uid for note in operator.notes(time)] for time in (T0, T0 + 5, T0 + 9)]
    with closing(sqlite3.connect(path)) as connection:
        answers = [connection.execute(query, {"time": time}).fetchall() for time in (T0, T0 + 5, T0 + 9)]
    assert [[row[1] for row in rows] for rows in answers] == told == [["one"], ["one", "two"], ["two"]]


def test_that_the_first_program_prints_one_datastream(recording: Path, tmp_path: Path) -> None:
    program, _ = blocks("python")
    lines = printed(program, tmp_path, str(recording), "net", "pump", "level").splitlines()
    told = [
        (int(at), int(known), value, int(quality)) for at, known, value, quality in (line.split("\t") for line in lines)
    ]
    wanted = [
        (at, known, str(value), int(quality)) for asset, at, known, value, quality in expected() if asset == "pump"
    ]
    assert sorted(told) == sorted(wanted)
    assert [at for at, *_ in told] == sorted(at for at, *_ in told)


def test_that_the_second_program_needs_nothing_of_ours() -> None:
    _, program = blocks("python")
    tree = ast.parse(program)
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    ours = {name for name in imported if name.split(".")[0] not in {*sys.stdlib_module_names, "numpy", "pcodec"}}
    assert ours == set()
    assert "pcodec" in imported
    types = next(line for line in program.splitlines() if line.startswith("TYPES = "))
    room: dict[str, dict[str, str]] = {}
    exec(types, room)
    assert {tag: room["TYPES"].get(tag, "<i8") for tag in FORMATS} == dict(FORMATS)


def test_that_the_second_program_exports_everything_once(recording: Path, tmp_path: Path) -> None:
    _, program = blocks("python")
    header, *rows = csv.reader(io.StringIO(printed(program, tmp_path, str(recording))))
    assert header == ["network", "asset", "datastream", "observed_at", "recorded_at", "value", "quality"]
    told = [(asset, from_iso(at), from_iso(known), value, quality) for _, asset, _, at, known, value, quality in rows]
    wanted = [
        (asset, at, known, "" if value is None else str(value), quality.name.lower())
        for asset, at, known, value, quality in expected()
    ]
    assert sorted(told) == sorted(wanted)
