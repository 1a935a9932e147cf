"""`venule verify`: what a sound file is told to hold, and how a script learns of one that is not."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.rows import T0, row
from venule.cli import main
from venule.store.batch import Batch
from venule.store.writer import Writer

KEYS = [
    "sound", "version", "stretches", "chunks", "observations", "waiting", "rollups", "buckets", "found", "findings",
    "manifest",
]  # fmt: skip


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Some rows packed, others not."""
    path = tmp_path / "city.venule"
    with Writer(path, durable=False) as writer:
        writer.write(Batch(observations=[row(f"a{n % 9}", T0 + n, n * 0.5) for n in range(1_000)]))
        writer.compact()
        writer.write(Batch(observations=[row("a0", T0 + 2_000)]))
    return path


def harm(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE chunk SET n = n + 1")
        connection.commit()


def test_that_a_sound_file_is_told_in_a_sentence(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(cache)]) == 0
    said = capsys.readouterr()
    assert said.out == f"{cache} is sound: 1,000 observations in 1 chunk, 1 row waiting to be packed.\n"
    assert said.err == ""


def test_that_a_script_gets_these_things(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(cache), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == KEYS
    assert (told["sound"], told["observations"], told["waiting"], told["findings"]) == (True, 1_000, 1, [])
    assert told["manifest"] is None


def test_that_it_works_beside_a_recorder(cache: Path) -> None:
    with Writer(cache):
        assert main(["verify", str(cache)]) == 0


def test_that_findings_are_printed_and_the_status_tells(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    harm(cache)
    assert main(["verify", str(cache)]) == 1
    said = capsys.readouterr()
    assert "Chunk 1 of stretch 1: it says n 1001 where its rows say 1000.\n" in said.out
    assert said.err == f"{cache} is not sound: 2 findings; restore it from a copy.\n"


def test_that_a_script_gets_the_findings_too(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    harm(cache)
    assert main(["verify", str(cache), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["sound"], told["found"], len(told["findings"])) == (False, 2, 2)


def test_that_a_truncated_file_is_one_sentence(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.truncate(cache, cache.stat().st_size // 2)
    assert main(["verify", str(cache)]) == 1
    said = capsys.readouterr()
    assert "is damaged" in said.err
    assert said.err.count("\n") == 1


def test_that_a_terminal_shows_how_far_it_is(
    cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("venule.cli.progress.SHOWN_EVERY_S", 0.0)
    assert main(["verify", str(cache)]) == 0
    shown = capsys.readouterr().err.split("\r\033[K")
    assert shown[1] == f"{cache}: SQLite's own checks, 0%"
    assert shown[-2:] == [f"{cache}: observations, 100%", ""]
