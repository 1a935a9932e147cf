"""Profiles, tables, targets and pictures that cannot be: one sentence each, and never at the cost of a recording."""

import csv
import gzip
import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.conftest import Venule, ended
from tests.flows.recording import MAPPED, ask
from tests.store.rows import T0, row
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.writer import Writer

PROFILE = MAPPED.format(url="mqtt://127.0.0.1:1", more="")
WRONG_PROFILES: dict[str, tuple[str, str]] = {
    "no TOML": ("[[feed\n", "is not TOML"),
    "empty": ("", "at least one [[feed]] table is expected"),
    "one table": (PROFILE.replace("[[feed]]", "[feed]"), "[[feed]]"),
    "no name": (PROFILE.replace('name     = "street lights"', ""), "feed 1: name must be a text"),
    "no broker": (PROFILE.replace('broker   = "mqtt://127.0.0.1:1"', ""), "feed 1: broker must be a text"),
    "no topics": (PROFILE.replace('topics   = ["city/+/+/+"]', ""), "feed 1: topics must be a list of topic filters"),
    "no mapping": (PROFILE.split("[feed.json]")[0], "needs a table [feed.json]"),
    "unknown dialect": (PROFILE.replace('= "json"', '= "morse"'), "must be one of auto, json, chirpstack, plain"),
    "unknown key": (PROFILE.replace("qos ", "quos "), "feed 1: quos is not a key that a profile knows"),
    "wrong type": (PROFILE.replace("= 1\n", '= "one"\n'), "feed 1: qos must be a whole number from 0 to 1, not 'one'"),
    "a flag for a number": (PROFILE.replace("= 1\n", "= true\n"), "feed 1: qos must be a whole number"),
    "no topic filter": (PROFILE.replace("city/+/+/+", "city/#/level"), "'city/#/level' is not an MQTT topic filter"),
    "port beyond all": (PROFILE.replace(":1\"", ":70000\""), "must read mqtt://host:port"),
    "password": (PROFILE.replace("qos ", 'password = "hunter2"\nqos '), "password may not stand in a profile"),
    "password in the address": (PROFILE.replace("//", "//ada:hunter2@"), "may not hold a user or password"),
    "password in a wrong address": (PROFILE.replace("mqtt://", "tcp://ada:hunter2@"), "must read mqtt://host:port"),
    "password not there": (
        PROFILE.replace("qos ", 'user = "ada"\npassword_env = "NO_SUCH_VARIABLE"\nqos '), "NO_SUCH_VARIABLE"
    ),
    "no asset in the template": (PROFILE.replace("{asset}", "+"), "must name {asset}"),
    "no certificates": (PROFILE.replace("qos ", 'ca = "no.pem"\nqos '), "feed 1: ca: there is no file"),
}  # fmt: skip
LONG = '[[table]]\nmatch = "*"\nlayout = "long"\nasset = "asset"\ntime = "time"\nvalue = "value"\n'
HEADER = b"asset,time,value\n"
LINE = b"A,2026-05-01T00:00:00Z,1\n"
PACKED = gzip.compress(HEADER + b"".join(b"A,2026-05-01T00:00:00Z,%d\n" % zlib.crc32(b"%d" % n) for n in range(5_000)))
POINT = {"type": "Point", "coordinates": [1, 2]}


def features(**feature: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", **feature}]}).encode()


WRONG_TABLES: dict[str, tuple[bytes, str]] = {
    "empty.csv": (b"", "is empty"),
    "header.csv": (HEADER, "no row that could be read below its header"),
    "binary.csv": (bytes(range(256)) * 20, "binary.csv"),
    "no.csv.gz": (LINE, "cannot be read"),
    "cut.csv.gz": (PACKED[: len(PACKED) // 2], "breaks off after line"),
    "rotten.csv.gz": (PACKED[:12] + b"\xff" * 8 + PACKED[20:], "rotten.csv.gz"),
    "cut.geojson": (b'{"features": [', "is not GeoJSON"),
    "list.geojson": (features(geometry=[1, 2], properties={}), "list.geojson"),
    "text.geojson": (features(geometry=POINT, properties="abc"), "text.geojson"),
    "binary.inp": (bytes(range(256)) * 20, "no EPANET input file"),
    "binary.parquet": (bytes(range(256)) * 20, "not a readable Parquet file"),
}
WRONG_MAPPINGS: dict[str, tuple[str, str]] = {
    "no TOML": ("[[table\n", "is not TOML"),
    "no table": ("", "must hold [[table]] sections"),
    "no such column": (LONG.replace('"asset"', '"lamp"'), "has no column 'lamp'"),
    "unknown key": (LONG + 'colour = "red"\n', "there is no key 'colour'"),
    "wrong type": (LONG + "unit = 5\n", "'unit' must be a text, not 5"),
    "no such kind": (LONG + 'kind = "noise.meter"\n', "There is no kind of asset 'noise.meter'"),
    "no such zone": (LONG + 'zone = "Mars/Olympus"\n', "There is no time zone 'Mars/Olympus'"),
    "for another file": (LONG.replace('"*"', '"other-*"'), "No table of the mapping fits"),
}


@pytest.fixture
def full(cache: Path) -> Path:
    """A recording that must not be lost."""
    with Writer(cache) as writer:
        writer.write(Batch(observations=[row(f"asset {n}", T0 + n) for n in range(100)]))
    return cache


@pytest.mark.parametrize("fault", WRONG_PROFILES)
def test_that_a_wrong_profile_is_told_by_its_name_and_key(
    fault: str, tmp_path: Path, cache: Path, venule: Venule
) -> None:
    text, told = WRONG_PROFILES[fault]
    profile = tmp_path / "bristol.toml"
    profile.write_text(text, encoding="utf-8")
    sentence = venule("record", profile, "--cache", cache, "--for", "1").sentence
    assert told in sentence
    assert "hunter2" not in sentence
    assert "bristol.toml" in sentence


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.write_bytes(b"\xff\xfe")], ids=["folder", "binary"])
def test_that_what_is_no_profile_is_told(
    make: Callable[[Path], object], tmp_path: Path, cache: Path, venule: Venule
) -> None:
    profile = tmp_path / "bristol.toml"
    assert "bristol.toml" in venule("record", profile, "--cache", cache).sentence
    make(profile)
    assert "bristol.toml" in venule("record", profile, "--cache", cache).sentence
    assert not cache.exists()


@pytest.mark.parametrize("name", WRONG_TABLES)
def test_that_a_table_that_cannot_be_read_is_told(name: str, tmp_path: Path, full: Path, venule: Venule) -> None:
    content, told = WRONG_TABLES[name]
    table = tmp_path / name
    table.write_bytes(content)
    assert told in venule("import", table, "--cache", full).sentence
    assert ask(full, Reader.counts).observations >= 100


@pytest.mark.parametrize("fault", WRONG_MAPPINGS)
def test_that_a_wrong_mapping_is_told(fault: str, tmp_path: Path, full: Path, venule: Venule) -> None:
    mapping, table = tmp_path / "mapping.toml", tmp_path / "table.csv"
    text, told = WRONG_MAPPINGS[fault]
    mapping.write_text(text, encoding="utf-8")
    table.write_bytes(HEADER + LINE)
    assert told in venule("import", table, "--cache", full, "--mapping", mapping).sentence
    assert ask(full, Reader.counts).observations == 100


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"B", "has 1 cells where there are 3 columns"),
        (b"B,2026-05-01T00:00:00Z", ""),
        (b"B,soon,1", "time"),
        (b"B,2026-05-01T00:00:00Z,many", "'many' is not a number"),
        (b"B,2026-05-01T00:00:00Z,nan(1)", "is not a number"),
        (b"B,2026-05-01T00:00:00Z,1e999", "is not a finite number"),
        (b"B,2026-05-01T00:00:00Z," + b"1" * 400, "number"),
        (b"B,0001-01-01T00:00:00+14:00,1", ""),
        (b",2026-05-01T00:00:00Z,1", "asset"),
        (b"\xc9,2026-05-01T00:00:00Z,many", "'many' is not a number"),
    ],
)
def test_that_a_bad_row_is_kept_as_such_and_costs_no_other(
    line: bytes, reason: str, tmp_path: Path, full: Path, venule: Venule
) -> None:
    mapping, table = tmp_path / "mapping.toml", tmp_path / "table.csv"
    mapping.write_text(LONG, encoding="utf-8")
    table.write_bytes(HEADER + LINE + line + b"\n" + LINE.replace(b"A", b"C"))
    done = venule("import", table, "--cache", full, "--mapping", mapping)
    assert (done.status, done.err) == (0, "")
    counts = json.loads(venule("info", full, "--json").out or "{}")
    valued = [told for told in csv.DictReader(venule("export", full, "-o", "-").out.splitlines()) if told["value"]]
    assert {told["asset"] for told in valued if told["network"] == "table"} == {"A", "C"}
    assert counts["observations"] + counts["rejects"] == 103
    if reason:
        assert reason in ask(full, lambda reader: reader.rejects(2**62))[0].reason


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_that_a_target_without_room_is_told(full: Path) -> None:
    assert "No space left" in ended("export", full, "-o", "/dev/full").sentence
    device = os.open("/dev/full", os.O_WRONLY)
    try:
        for arguments in (("export", full, "-o", "-"), ("info", full)):
            assert "No space left" in ended(*arguments, out=device).sentence
    finally:
        os.close(device)


@pytest.mark.parametrize("name", ["nowhere/out.csv", "nowhere/out.parquet", "nowhere/out.geojson", "."])
def test_that_a_target_that_cannot_be_written_is_told(name: str, tmp_path: Path, full: Path, venule: Venule) -> None:
    assert "cannot be written" in venule("export", full, "-o", tmp_path / name).sentence
    assert [path.name for path in tmp_path.iterdir()] == [full.name]


def test_that_a_mistyped_name_is_told_and_nothing_written(tmp_path: Path, full: Path, venule: Venule) -> None:
    for option in ("--asset", "--datastream"):
        told = venule("export", full, "-o", tmp_path / "out.csv", option, "asset 1O").sentence
        assert "named 'asset 1O'" in told
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(("command", "linked"), [("export", False), ("export", True), ("desk", True)])
def test_that_nothing_is_written_over_the_recording_itself(
    command: str, linked: bool, tmp_path: Path, full: Path
) -> None:
    target = full
    if linked:
        target = tmp_path / "out.png"
        target.symlink_to(full)
    before = full.read_bytes()
    arguments = {"export": ("-o", target), "desk": ("--size", "800x600", "--screenshot", target)}
    done = ended(command, full, *arguments[command])
    assert full.read_bytes() == before
    assert full.name in done.sentence


def test_that_a_picture_that_cannot_be_saved_is_told(tmp_path: Path, full: Path) -> None:
    sentence = ended("desk", full, "--size", "800x600", "--screenshot", tmp_path / "nowhere" / "out.png").sentence
    assert "cannot be" in sentence


def test_that_a_desk_that_did_not_open_is_not_remembered(tmp_path: Path) -> None:
    foreign = tmp_path / "notes.venule"
    foreign.write_text("Notes, and nothing that was recorded.")
    assert "is not a recording of Venule" in ended("desk", foreign).sentence
    assert "try `venule demo`" in ended().sentence


def test_that_an_asset_of_no_kind_can_be_looked_at(tmp_path: Path, full: Path) -> None:
    picture = tmp_path / "out.png"
    done = ended("desk", full, "--select", "asset 1", "--size", "1280x800", "--screenshot", picture)
    assert (done.status, done.out) == (0, "")
    assert "Traceback" not in done.err, done.err


def test_that_a_time_beyond_the_calendar_is_wrong_usage(tmp_path: Path, full: Path) -> None:
    done = ended(
        "desk", full, "--at", "0001-01-01T00:00:00+14:00", "--size", "800x600", "--screenshot", tmp_path / "out.png"
    )
    assert done.status == 2, done
    assert "Traceback" not in done.err
