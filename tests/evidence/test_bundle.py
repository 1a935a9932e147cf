"""A cut leaves with all that belongs to it and a manifest; the manifest tells whatever is changed afterwards."""

import hashlib
import json
import os
import struct
from pathlib import Path

import pytest

from tests.store.rows import T0, alarm, row
from venule.cli import main
from venule.domain.instant import HOUR, MINUTE, to_iso
from venule.domain.note import Note
from venule.evidence import bundle
from venule.store.batch import Batch
from venule.store.beside import manifest_beside, profile_beside, review_beside
from venule.store.operator import OperatorFile
from venule.store.problem import DiskFull, ReadOnlyPlace
from venule.store.reader import Reader
from venule.store.writer import Writer

FROM, TO = T0 + HOUR, T0 + 2 * HOUR


def note(uid: str, at: int, written_at: int, text: str = "seen") -> Note:
    return Note(uid, at, written_at, "kim", text)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was used last is nobody's business here."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """Three hours, with an operator's file and a profile."""
    path = tmp_path / "city.venule"
    with Writer(path, durable=False) as writer:
        rows = [row("pump", T0 + n * MINUTE, n * 0.5) for n in range(180)]
        writer.write(Batch(observations=rows, alarms=[alarm("pump", FROM + MINUTE, TO + MINUTE)]))
    with OperatorFile(OperatorFile.path_beside(path)) as operator:
        operator.remark("net/pump/high", FROM + 5, "kim", "on my way", True)
        operator.remark("net/pump/high", TO + 5, "sam", "", True)
        operator.note(note("early", T0, T0))
        operator.note(note("within", FROM + 7, FROM + 8))
        operator.note(note("afterwards", FROM + 9, TO + HOUR))
        operator.note(note("later", TO + 7, TO + 8))
        operator.remember("layout", b"wide")
    profile_beside(path).write_text('name = "City"\n', encoding="utf-8")
    return path


def cut(city: Path, *more: str) -> Path:
    out = city.with_name("incident.venule")
    told = ["export", str(city), "-o", str(out), "--from", to_iso(FROM), "--to", to_iso(TO), *more]
    assert main(told) == 0
    return out


def content_of(reader: Reader) -> str:
    """The same as the page on the format tells it, of observations that are numbers."""
    main, before = hashlib.sha256(), None
    for one in reader.observations():
        if before != (before := one[:3]):
            main.update(json.dumps(one[:3], ensure_ascii=False).encode() + b"\n")
        main.update(struct.pack("<qqdBB", one.observed_at, one.recorded_at, one.value, 2, 0))
    return hashlib.sha256(main.digest() + hashlib.sha256().digest()).hexdigest()


def verified(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    capsys.readouterr()
    status = main(["verify", str(path), *more])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_that_four_files_leave_together(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = cut(city)
    made = {path.name for path in city.parent.glob("*incident*")}
    assert made == {"incident.venule", "incident.desk.sqlite", "incident.profile.toml", "incident.manifest.json"}
    status, said = verified(out, capsys)
    assert status == 0
    assert "3 files, SHA-256" in said


def test_that_the_ending_or_the_format_ask_for_a_recording(city: Path) -> None:
    assert main(["export", str(city), "-o", str(city.with_name("whole.venule")), "--format", "venule"]) == 0
    with Reader(city) as one, Reader(city.with_name("whole.venule")) as other:
        assert list(one.observations()) == list(other.observations())


def test_that_what_was_said_by_the_end_goes_along(city: Path) -> None:
    with OperatorFile(OperatorFile.path_beside(cut(city)), read_only=True) as operator:
        assert [remark.comment for remark in operator.remarks(TO + HOUR)] == ["on my way"]
        assert [one.uid for one in operator.notes(TO + 2 * HOUR)] == ["early", "within", "afterwards"]
        assert operator.recall("layout") is None


def test_that_layouts_go_along_if_asked(city: Path) -> None:
    with OperatorFile(OperatorFile.path_beside(cut(city, "--layouts")), read_only=True) as operator:
        assert operator.recall("layout") == b"wide"


def test_that_an_alarm_is_told_as_far_as_it_was_known(city: Path) -> None:
    with Reader(cut(city)) as reader:
        (told,) = reader.alarms(TO + HOUR)
        assert told.cleared_at is None


def test_that_the_manifest_can_be_checked_with_nothing_of_ours(city: Path) -> None:
    out = cut(city)
    told = json.loads(manifest_beside(out).read_text(encoding="utf-8"))
    for entry in told["files"]:
        content = out.with_name(entry["name"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["bytes"], entry["sha256"])
    with Reader(out) as reader:
        assert told["content_sha256"] == content_of(reader)
    assert told["cut"] == {"of": "city.venule", "from": to_iso(FROM), "to": to_iso(TO), "opening": 1}
    assert told["observations"] == 62


def test_that_nothing_there_is_written_over(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    city.with_name("incident.desk.sqlite").write_bytes(b"mine")
    assert main(["export", str(city), "-o", str(city.with_name("incident.venule"))]) == 1
    assert "is there already" in capsys.readouterr().err
    assert city.with_name("incident.desk.sqlite").read_bytes() == b"mine"
    assert not city.with_name("incident.venule").exists()


def test_that_nothing_is_left_of_a_cut_that_failed(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["export", str(city), "-o", str(city.with_name("x.venule")), "--from", to_iso(TO), "--to", to_iso(FROM)]
    assert main(told) == 1
    assert "cannot end before it begins" in capsys.readouterr().err
    assert not list(city.parent.glob("*x.venule*"))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["-o", "-", "--format", "venule"], "cannot be written to standard output"),
        (["-o", "part.venule", "--asset", "pump"], "cut by time alone"),
        (["-o", "part.venule", "--known-by", "2026-05-01"], "cut by time alone"),
        (["-o", "part.csv", "--layouts"], "go with a recording"),
        (["-o", "part.sqlite", "--format", "venule"], "has to end in .venule"),
        (["-o", "part.VENULE"], "has to end in .venule"),
        (["-o", "part.venule", "--profile", "nowhere.toml"], "There is no profile"),
    ],
)
def test_that_what_makes_no_sense_is_refused(
    city: Path, more: list[str], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(city.parent)
    assert main(["export", str(city), *more]) == 1
    assert told in capsys.readouterr().err


def test_that_changed_missing_and_further_files_are_told(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = cut(city)
    profile_beside(out).write_text('name = "Another"\n', encoding="utf-8")
    OperatorFile.path_beside(out).unlink()
    status, said = verified(out, capsys)
    assert status == 1
    assert "incident.profile.toml was changed after" in said
    assert "incident.desk.sqlite is missing.\n" in said
    assert "is not as it was sealed: 2 differences." in said


def test_that_a_file_that_was_not_sealed_is_told(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    OperatorFile.path_beside(city).unlink()
    profile_beside(city).unlink()
    out = cut(city)
    with OperatorFile(OperatorFile.path_beside(out)) as operator:
        operator.remark("net/pump/high", FROM, "mallory", "all was well", True)
    status, said = verified(out, capsys)
    assert status == 1
    assert "incident.desk.sqlite lies beside the recording and was not sealed with it" in said


def test_that_packing_anew_is_told_from_other_content(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, other = cut(city), city.with_name("other.venule")
    sealed = manifest_beside(out)
    os.rename(sealed, city.with_name("kept.json"))
    with Writer(out, durable=False) as writer:
        writer.apply(lambda connection, *_: connection.execute("UPDATE asset SET label = 'Pump'"))
    status, said = verified(out, capsys, "--manifest", str(city.with_name("kept.json")))
    assert status == 1
    assert "its observations are the same" in said
    with Writer(out, durable=False) as writer:
        writer.write(Batch(observations=[row("pump", TO + 1, 99.0)]))
    _, said = verified(out, capsys, "--manifest", str(city.with_name("kept.json")))
    assert "its observations are others" in said
    assert not other.exists()


def test_that_files_that_were_renamed_together_are_as_they_were_sealed(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = cut(city)
    for path in list(city.parent.glob("incident.*")):
        os.rename(path, path.with_name(path.name.replace("incident", "incident (1)")))
    renamed = out.with_name("incident (1).venule")
    assert verified(renamed, capsys)[0] == 0
    OperatorFile.path_beside(renamed).unlink()
    assert "incident.desk.sqlite is missing" in verified(renamed, capsys)[1]


def test_that_a_full_disk_is_told_of_the_file_that_was_to_be_written(
    city: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull(f"No room is left on the disk of {city}.")

    monkeypatch.setattr(bundle, "cut", full)
    out = city.with_name("incident.venule")
    assert main(["export", str(city), "-o", str(out)]) == 1
    assert f"disk of {out};" in capsys.readouterr().err
    assert not list(city.parent.glob("*incident*"))


def test_that_a_stretch_in_which_nothing_was_recorded_is_told(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cut(city)
    assert capsys.readouterr().err == ""
    late = ["export", str(city), "-o", str(city.with_name("late.venule")), "--from", "2090-01-01T00:00:00Z"]
    assert main(late) == 0
    assert "Nothing was recorded in that stretch" in capsys.readouterr().err


def test_that_sealing_is_one_document_to_a_script(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = verified(city, capsys, "--seal", "--json")
    assert (status, json.loads(said)["manifest"]) == (0, str(manifest_beside(city)))
    assert verified(city, capsys)[0] == 0


def test_that_joining_is_one_document_to_a_script(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = str(city.with_name("whole.venule"))
    for told in ({"observations": 180, "known": 0}, {"observations": 0, "known": 180}):
        assert main(["import", str(city), "--cache", whole, "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"recordings": 1, **told}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--zone", "UTC"], "A recording says all of itself"),
        (["--mapping", "any"], "A recording says all of itself"),
        (["--preview"], "nothing to preview"),
    ],
)
def test_that_what_describes_a_table_is_not_said_of_a_recording(
    city: Path, more: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = city.with_name("whole.venule")
    assert main(["import", str(city), "--cache", str(whole), *more]) == 1
    assert sentence in capsys.readouterr().err
    assert not whole.exists()


def test_that_a_script_gets_the_differences(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = cut(city)
    profile_beside(out).unlink()
    status, said = verified(out, capsys, "--json")
    told = json.loads(said[: said.rindex("}") + 1])
    assert (status, told["sound"], told["found"]) == (1, False, 1)
    assert told["manifest"] == str(manifest_beside(out))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"venule_manifest": 1, "files": 7}', "\x00"])
def test_that_what_is_no_manifest_is_one_sentence(city: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    manifest_beside(city).write_text(content, encoding="utf-8")
    status, said = verified(city, capsys)
    assert status == 1
    assert "manifest of Venule" in said
    assert said.count("\n") == 1


def test_that_a_newer_manifest_asks_for_a_newer_program(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest_beside(city).write_text('{"venule_manifest": 99}', encoding="utf-8")
    assert "newer version of Venule" in verified(city, capsys)[1]


def test_that_a_manifest_speaks_of_its_own_folder_alone(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = cut(city)
    told = json.loads(manifest_beside(out).read_text(encoding="utf-8"))
    told["files"][1]["name"] = "../city.venule"
    manifest_beside(out).write_text(json.dumps(told), encoding="utf-8")
    assert "not a whole manifest" in verified(out, capsys)[1]


def test_that_a_recording_is_sealed_where_it_lies(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verified(city, capsys, "--seal")[0] == 0
    assert verified(city, capsys)[0] == 0
    with pytest.raises(ReadOnlyPlace, match="sealed as evidence"):
        Writer(city)
    assert "sealed already" in verified(city, capsys, "--seal")[1]


def test_that_a_recording_being_written_cannot_be_sealed(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Writer(city, durable=False):
        status, said = verified(city, capsys, "--seal")
    assert status == 1
    assert "is being recorded and changes all the time; end its recorder, then seal it." in said
    assert not manifest_beside(city).exists()


def test_that_a_review_changes_nothing_sealed(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = cut(city)
    with OperatorFile(review_beside(out)) as own:
        own.note(note("mine", FROM, TO + 9 * HOUR))
    assert verified(out, capsys)[0] == 0


def test_that_recordings_are_joined_by_the_command(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    early, late = city.with_name("early.venule"), city.with_name("late.venule")
    assert main(["export", str(city), "-o", str(early), "--to", to_iso(TO)]) == 0
    assert main(["export", str(city), "-o", str(late), "--from", to_iso(FROM)]) == 0
    whole = city.with_name("whole.venule")
    capsys.readouterr()
    assert main(["import", str(late), str(early), "--cache", str(whole)]) == 0
    assert "180 observations joined" in capsys.readouterr().out
    with Reader(city) as one, Reader(whole) as other:
        assert list(one.observations()) == list(other.observations())
        assert one.alarms(TO + HOUR) == other.alarms(TO + HOUR)
    beside = [OperatorFile(OperatorFile.path_beside(path), read_only=True) for path in (city, whole)]
    assert beside[0].remarks(TO + HOUR) == beside[1].remarks(TO + HOUR)
    assert beside[0].notes(TO + 2 * HOUR) == beside[1].notes(TO + 2 * HOUR)
    for one in beside:
        one.close()


def test_that_a_recording_is_not_joined_to_itself_or_to_tables(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(city), "--cache", str(city)]) == 1
    assert "cannot be joined to itself" in capsys.readouterr().err
    assert main(["import", str(city), "x.csv", "--cache", str(city.with_name("w.venule"))]) == 1
    assert "imported apart" in capsys.readouterr().err
