"""A file or a disk that cannot take a recording is said in one sentence, is left as it was, and costs no message."""

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from tests.broker import Mosquitto, free_port
from tests.flows.conftest import Program, Recording, Venule, ended, happens
from tests.flows.recording import PATIENCE_S, ask, heard, numbered, profile, publish, recorded, rows, until
from tests.store.rows import T0, row
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.schema import VERSION
from venule.store.writer import Writer

TABLE = "network,asset,datastream,observed_at,recorded_at,value,unit,quality\nn,a,d,2026-05-01T00:00:00Z,,1,,good\n"
SMALL_DISK = 'mount -t tmpfs -o size=40m tmpfs "$0" && dd if=/dev/zero of="$0/ballast" bs=1M count=39 && exec "$@"'
READ_ONLY = 'mount -t tmpfs tmpfs "$0" && mount -o remount,ro "$0" && exec "$@"'


@pytest.fixture
def nobody_there(tmp_path: Path) -> Path:
    return profile(tmp_path, f"mqtt://127.0.0.1:{free_port()}")


def filled(path: Path) -> None:
    with Writer(path) as writer:
        writer.write(Batch(observations=[row(f"asset {n}", T0 + n) for n in range(3_000)]))


def newer(path: Path) -> None:
    filled(path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE observation (id INTEGER PRIMARY KEY)")
    connection.close()


def random(path: Path) -> None:
    path.write_bytes(os.urandom(50_000))


def truncated(path: Path) -> None:
    filled(path)
    os.truncate(path, path.stat().st_size // 2)


def folder(path: Path) -> None:
    path.mkdir()


CASES: dict[Callable[[Path], None], str] = {
    newer: "was written by a newer version of Venule",
    foreign: "is not a recording of Venule",
    random: "is not a recording of Venule",
    truncated: "is damaged",
    folder: "is a folder",
}


@pytest.mark.parametrize(
    ("make", "command"),
    [*product(CASES, ("record", "info", "export", "import")), (newer, "desk")],
)
def test_that_a_file_that_cannot_be_used_is_told_and_left_alone(  # noqa: PLR0917
    make: Callable[[Path], None], command: str, tmp_path: Path, cache: Path, nobody_there: Path, venule: Venule
) -> None:
    table, out = tmp_path / "table.csv", tmp_path / "out"
    table.write_text(TABLE, encoding="utf-8")
    make(cache)
    before = cache.read_bytes() if cache.is_file() else b""
    arguments: dict[str, tuple[str | Path, ...]] = {
        "record": (nobody_there, "--cache", cache, "--for", "1"),
        "info": (cache,),
        "export": (cache, "-o", out),
        "desk": (cache, "--screenshot", out, "--size", "800x600"),
        "import": (table, "--cache", cache),
    }
    sentence = (ended if command in {"desk", "record"} else venule)(command, *arguments[command]).sentence
    assert CASES[make] in sentence
    assert "city.venule" in sentence
    assert not out.exists()
    assert (cache.read_bytes() if cache.is_file() else b"") == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_that_a_pipe_in_place_of_a_file_is_told_at_once(cache: Path, venule: Venule) -> None:
    os.mkfifo(cache)
    pipe = os.open(cache, os.O_RDWR | os.O_NONBLOCK)
    try:
        os.write(pipe, b"enough for whoever reads it")
        assert "city.venule" in venule("info", cache).sentence
        assert os.read(pipe, 6) == b"enough", "a pipe that is looked into loses what it held, and an empty one waits"
    finally:
        os.close(pipe)


@pytest.mark.parametrize("place", ["nowhere/city.venule", "profile.toml/city.venule"])
def test_that_a_place_that_is_no_folder_is_told(place: str, tmp_path: Path, nobody_there: Path) -> None:
    sentence = ended("record", nobody_there, "--cache", tmp_path / place, "--for", "1").sentence
    assert "There is no folder" in sentence


def alone_on(script: str, at: Path) -> tuple[str, ...]:
    """What goes before a command so that it alone sees another disk at a place."""
    return ("unshare", "-rm", "sh", "-c", f"{script.replace(' && dd ', ' && dd 2>/dev/null ')}", str(at))


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A folder at which a process may mount a disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if (
        sys.platform != "linux"
        or not shutil.which("unshare")
        or os.system(" ".join(f"'{word}'" for word in (*alone_on(SMALL_DISK, place), "true")) + " 2>/dev/null")
    ):
        pytest.skip("this machine lets nobody mount a small disk")
    return place


def test_that_a_read_only_disk_is_told(disk: Path, nobody_there: Path, tmp_path: Path, recording: Recording) -> None:
    program = recording(nobody_there, disk / "city.venule", alone_on(READ_ONLY, disk))
    assert program.process.wait(PATIENCE_S) == 1
    assert "Traceback" not in program.said
    assert "may not be written" in program.said
    assert program.said.count("\n") == 1


def observations_on_disk_of(program: Program, cache: Path) -> int:
    """What `venule info` counts in a file on a disk that only that process sees."""
    where = ("nsenter", "--preserve-credentials", "-U", "-m", "-t", str(program.process.pid))
    return int(json.loads(ended("info", cache, "--json", before=where).out)["observations"])


def test_that_a_full_disk_is_said_and_waited_out(
    mosquitto: Mosquitto, disk: Path, tmp_path: Path, recording: Recording
) -> None:
    cache = disk / "city.venule"
    program = recording(profile(tmp_path, mosquitto.url), cache, alone_on(SMALL_DISK, disk))
    program.says("is online")
    publish(mosquitto.port, numbered(0, 20_000, assets=5_000))
    program.says("No room is left on the disk")
    before = observations_on_disk_of(program, cache)
    os.truncate(f"/proc/{program.process.pid}/root{disk / 'ballast'}", 0)
    happens(lambda: observations_on_disk_of(program, cache) == 20_000, lambda: program.said)
    assert before < 20_000
    assert program.end() == 0


def test_that_a_second_recorder_and_an_import_are_refused_while_one_records(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path, recording: Recording
) -> None:
    settings, table = profile(tmp_path, mosquitto.url), tmp_path / "table.csv"
    table.write_text(TABLE, encoding="utf-8")
    program = recording(settings, cache)
    heard(cache)
    publish(mosquitto.port, numbered(0, 100))
    for arguments in (("record", settings, "--for", "1"), ("import", table)):
        told = f"is already being recorded by process {program.process.pid}"
        assert told in ended(*arguments, "--cache", cache).sentence
    publish(mosquitto.port, numbered(100, 100))
    recorded(cache, 200)
    assert program.end() == 0
    assert sorted(row.value for row in rows(cache)) == list(range(200))  # type: ignore[type-var]


def test_that_another_program_that_holds_the_file_for_a_while_is_waited_for(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path, recording: Recording
) -> None:
    program = recording(profile(tmp_path, mosquitto.url), cache)
    heard(cache)
    publish(mosquitto.port, numbered(0, 100))
    recorded(cache, 100)
    other = sqlite3.connect(cache, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    publish(mosquitto.port, numbered(100, 100))
    program.says("is held by another program")
    other.execute("ROLLBACK")
    other.close()
    happens(
        lambda: program.process.poll() is not None or ask(cache, Reader.counts).observations == 200,
        lambda: program.said,
    )
    assert program.process.poll() is None, program.said
    assert program.end() == 0


def test_that_what_stands_in_a_log_of_rubbish_does_no_harm(
    mosquitto: Mosquitto, tmp_path: Path, cache: Path, recording: Recording
) -> None:
    filled(cache)
    cache.with_name("city.venule-wal").write_bytes(os.urandom(100_000))
    program = recording(profile(tmp_path, mosquitto.url), cache)
    heard(cache)
    publish(mosquitto.port, numbered(0, 10))
    until(cache, lambda reader: reader.counts().observations == 3_010, "both are there")
    assert program.end() == 0
