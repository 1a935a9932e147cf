"""`venule import --preview` shows how each column would be read and writes nothing; an interrupted import says so."""

import json
from pathlib import Path

import pytest

from venule.cli import import_files, main
from venule.interchange import importing
from venule.processes.progress import VARIABLE, decoded
from venule.store.reader import Reader

HOURS = "".join(f"28.03.2021 {hour:02}:00;{hour},5\n" for hour in range(3, 24))
LOCAL = f"Zeit (TT.MM.JJJJ hh:mm);Zufluss (m³/h)\n28.03.2021 01:59;3,4\n28.03.2021 02:30;viel\n{HOURS}"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "werk.csv"
    path.write_text(LOCAL, encoding="utf-8")
    return path


def test_that_a_preview_says_how_each_column_is_read_and_writes_nothing(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(table), "--preview", "--json", "--zone", "Europe/Berlin"]) == 0
    (seen,) = json.loads(capsys.readouterr().out)["tables"]
    time, flow = seen["columns"]
    assert (time["role"], time["type"]) == ("time", "day first, local time of Europe/Berlin")
    assert time["examples"][0] == ["28.03.2021 01:59", "2021-03-28T00:59:00Z"]
    assert (flow["role"], flow["type"], flow["unit"], flow["ucum"]) == (
        "value",
        "number, decimal comma",
        "m³/h",
        "m3/h",
    )
    assert flow["examples"] == [["3,4", "3.4"], ["viel", "'viel' is not a number"], ["3,5", "3.5"]]
    assert (seen["rows"], seen["refused"], seen["decimal"]) == (23, 1, ",")
    assert "clocks skipped 1 hour, and 1 row stands there and was refused" in seen["remarks"][0]
    assert [path.name for path in table.parent.iterdir()] == [table.name]


def test_that_a_preview_for_people_ends_with_what_has_to_be_told(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(table), "--preview"]) == 1
    said = capsys.readouterr()
    assert "Zufluss (m³/h)" in said.out
    assert "number, decimal comma" in said.out
    assert "name it with --zone" in said.err
    assert said.err.count("\n") == 1


def test_that_the_mapping_of_a_preview_reads_the_same(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from venule.desk.models.imports import answers_of, mapping_of, read_preview, toml

    arguments = ["import", str(table), "--preview", "--json"]
    assert main([*arguments, "--zone", "Europe/Berlin"]) == 0
    told = capsys.readouterr().out
    (seen,) = read_preview(told)
    mapping = table.with_suffix(".toml")
    mapping.write_text(toml([mapping_of(seen, answers_of(seen))]), encoding="utf-8")
    assert main([*arguments, "--mapping", str(mapping)]) == 0
    (first,), (second,) = (json.loads(text)["tables"] for text in (told, capsys.readouterr().out))
    for document in (first, second):
        del document["mapping"]
    assert first == second


def test_that_an_unknown_table_is_shown_with_its_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("street,house\nHigh Street,1\n")
    assert main(["import", str(path), "--preview", "--json"]) == 0
    (seen,) = json.loads(capsys.readouterr().out)["tables"]
    assert "neither places nor series were recognised" in seen["problem"]
    assert [column["examples"] for column in seen["columns"]] == [[["High Street", "High Street"]], [["1", "1"]]]


def test_that_an_import_needs_a_recording(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["import", str(table)])
    assert leaving.value.code == 2
    assert "--cache" in capsys.readouterr().err


def test_that_a_program_is_told_how_far_it_is(
    table: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "json")
    monkeypatch.setattr("venule.cli.progress.SHOWN_EVERY_S", 0.0)
    assert main(["import", str(table), "--cache", str(table.with_suffix(".venule")), "--zone", "Europe/Berlin"]) == 0
    lines = capsys.readouterr().err.splitlines()
    told = [progress for progress in map(decoded, lines) if progress is not None]
    assert [progress.what for progress in told] == ["looking at the recording", "packing"]
    assert told[-1].share == pytest.approx(0.98)


def test_that_an_interrupted_import_keeps_what_was_taken_in_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, cache = tmp_path / "long.csv", tmp_path / "long.venule"
    path.write_text("time,T1\n" + "".join(f"2026-05-01T{n // 60:02}:{n % 60:02}:00Z,{n}\n" for n in range(1000)))
    seen: list[str] = []

    class Stopper:
        def __call__(self, what: str, share: float | None = None) -> None:
            seen.append(what)
            if "500 taken in" in what:
                raise KeyboardInterrupt

    monkeypatch.setattr(importing, "ROWS_A_BATCH", 100)
    with monkeypatch.context() as patch:
        patch.setattr(import_files, "Meter", Stopper)
        assert main(["import", str(path), "--cache", str(cache)]) == 1
    assert capsys.readouterr().err.startswith("Interrupted: what was taken in by then stays")
    with Reader(cache) as reader:
        assert reader.counts().observations == 500
    assert main(["import", str(path), "--cache", str(cache)]) == 0
    assert "500 new observations (500 more were there already)" in capsys.readouterr().out


def test_that_a_script_gets_what_an_import_came_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "levels.csv"
    rows = "".join(f"2026-05-01T{hour:02}:00:00Z,1\n" for hour in range(9))
    path.write_text(f"time,T1\n{rows}2026-05-01T09:00:00Z,1,2\n")
    assert main(["import", str(path), "--cache", str(tmp_path / "city.venule"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["files"], told["observations"], told["known"], told["refused"]) == (1, 9, 0, 1)


@pytest.mark.parametrize("form", ["garbage", "%Q", "dayfirst"])
def test_that_a_form_of_times_that_nothing_has_is_wrong_usage(
    tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, cache = tmp_path / "levels.csv", tmp_path / "city.venule"
    path.write_text("time,T1\n2026-05-01T00:00:00Z,1\n")
    with pytest.raises(SystemExit) as leaving:
        main(["import", str(path), "--cache", str(cache), "--time-format", form])
    assert leaving.value.code == 2
    assert repr(form) in capsys.readouterr().err
    assert not cache.exists()


@pytest.mark.parametrize(("option", "value"), [("--zone", "Mars/Base"), ("--kind", "no.such")])
def test_that_what_cannot_be_read_leaves_no_recording(
    tmp_path: Path, option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, cache = tmp_path / "levels.csv", tmp_path / "city.venule"
    path.write_text("time,T1\n2026-05-01T00:00:00Z,1\n")
    assert main(["import", str(path), "--cache", str(cache), option, value]) == 1
    assert repr(value) in capsys.readouterr().err
    assert not cache.exists()


def test_that_a_preview_for_people_keeps_to_its_lines_whatever_a_file_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text('asset;time;value\n"A\n\x1b[31m1";2026-01-01T00:00Z;1,5\n', encoding="utf-8")
    assert main(["import", str(path), "--preview"]) == 0
    said = capsys.readouterr().out
    assert "A␣␣[31m1" in said
    assert "\x1b" not in said
