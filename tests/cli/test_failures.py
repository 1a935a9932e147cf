"""A failure is one sentence on standard error; a stack trace never reaches a person."""

import json
import sqlite3
from pathlib import Path

import platformdirs
import pytest

from venule.cli import main

PROFILE = '[[feed]]\nname = "a"\nbroker = "mqtt://127.0.0.1:1"\ntopics = ["x"]\n'


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a failing command says."""
    assert main(arguments) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    return told.err


@pytest.mark.parametrize("command", [["info"], ["export", "-o", "out.csv"], ["compact"], ["verify"]])
def test_that_a_file_that_is_not_there_is_told_of(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "gone.venule" in complaint(capsys, *command, str(tmp_path / "gone.venule"))


def test_that_something_else_than_a_cache_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "notes.venule"
    other.write_text("just some notes, long enough to be read as a header of something else than a database")
    assert "notes.venule" in complaint(capsys, "info", str(other))
    foreign = tmp_path / "foreign.venule"
    sqlite3.connect(foreign).execute("CREATE TABLE a (b)").connection.close()
    assert "foreign.venule" in complaint(capsys, "info", str(foreign))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "[[feed]]"),
        (PROFILE.replace("mqtt:", "http:"), "mqtt://host:port"),
        (PROFILE + 'password = "x"', "password_env"),
    ],
)
def test_that_a_wrong_profile_is_told_by_its_file_and_what_is_expected(
    text: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "city.toml"
    profile.write_text(text)
    sentence = complaint(capsys, "record", str(profile), "--cache", str(tmp_path / "c.venule"))
    assert "city.toml" in sentence
    assert told in sentence


def test_that_a_wrong_import_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cache = str(tmp_path / "c.venule")
    assert "There is no file" in complaint(capsys, "import", str(tmp_path / "no.csv"), "--cache", cache)
    sheet = tmp_path / "table.xlsx"
    sheet.write_text("x")
    assert "none of the formats" in complaint(capsys, "import", str(sheet), "--cache", cache)
    assert "shipped ones are: german_garages" in complaint(
        capsys, "import", str(sheet), "--cache", cache, "--mapping", "french"
    )


def test_that_the_unforeseen_is_one_sentence_and_the_trace_is_in_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("venule.cli.info.Reader", fail)
    told = complaint(capsys, "info", str(tmp_path))
    log = platformdirs.user_log_path("venule", appauthor=False) / "venule.log"
    assert "ZeroDivisionError" in told
    assert str(log) in told
    assert "Traceback" in log.read_text()


def test_that_bare_venule_says_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    assert "try `venule demo`" in complaint(capsys)


def test_that_a_last_file_that_is_gone_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from venule.cli.lastused import remember

    remember(tmp_path / "gone.venule", None)
    assert "gone.venule, which was open last, is gone" in complaint(capsys)


def test_that_a_broken_last_used_file_is_as_none(capsys: pytest.CaptureFixture[str]) -> None:
    from venule.cli.lastused import recall, remember, state_file

    remember(Path("a.venule"), Path("a.toml"))
    remember(Path("a.venule"), None)
    assert recall() == (Path("a.venule").resolve(), Path("a.toml").resolve())
    state_file().write_text(json.dumps({"cache": 5}))
    assert recall() is None


def test_that_what_a_file_holds_does_not_speak_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "a.csv"
    table.write_text('"na\x1b[31mme\n2",b\nred,blue\n')
    told = complaint(capsys, "import", str(table), "--cache", str(tmp_path / "city.venule"))
    assert "na␣[31mme 2, b" in told
