"""A sealed recording is reviewed with what was said and arranged at the time, and nothing that was sealed changes."""

import hashlib
from pathlib import Path

import pytest

from tests.desk.town import NOON, write_town
from venule.desk.session import Archive, open_session
from venule.desk.writings import WritePlacement, WriteRemark
from venule.domain.basis import Basis
from venule.domain.geo import Position
from venule.domain.instant import DAY, HOUR
from venule.domain.note import Note
from venule.store.beside import manifest_beside, profile_beside, review_beside
from venule.store.operator import OperatorFile
from venule.store.problem import ReadOnlyPlace

LATER = NOON + 365 * DAY


def note(uid: str, at: int, written_at: int) -> Note:
    return Note(uid, at, written_at, "kim", "seen")


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A town with an operator's file; that a manifest lies there is all that the desk looks at."""
    path = write_town(tmp_path / "town.venule", ())
    with OperatorFile(OperatorFile.path_beside(path)) as operator:
        operator.remark("uid", NOON - HOUR, "kim", "on my way", True)
        operator.note(note("then", NOON - HOUR, NOON - HOUR))
        operator.place("water", "tank-1", Position(11.0, 48.0), NOON - HOUR, "kim")
        operator.remember("theme", b"light")
    manifest_beside(path).write_text("{}", encoding="utf-8")
    return path


def digests(path: Path) -> list[str]:
    return [hashlib.sha256(one.read_bytes()).hexdigest() for one in (path, OperatorFile.path_beside(path))]


def test_that_what_was_said_at_the_time_is_told_as_of_a_time(sealed: Path) -> None:
    with Archive(sealed) as archive:
        assert archive.unwritable == ""
        assert archive.operator is not None
        assert archive.operator.remarks(NOON - 2 * HOUR) == ()
        assert [remark.comment for remark in archive.operator.remarks(NOON)] == ["on my way"]
        assert [one.uid for one in archive.operator.notes(NOON)] == ["then"]
        assert archive.operator.notes(NOON - 2 * HOUR) == ()
        assert [one.asset for one in archive.operator.placements(NOON)] == ["tank-1"]
    assert open_session(sealed, "Ada").remembered == {"theme": b"light"}


def test_that_nothing_that_was_sealed_is_written(sealed: Path) -> None:
    before = digests(sealed)
    with Archive(sealed) as archive:
        operator = archive.operator
        assert operator is not None
        WriteRemark("uid", LATER, "eve", "why so late?", False).answer(archive)
        WritePlacement("water", "tank-1", Position(12.0, 49.0), LATER, "eve").answer(archive)
        operator.note(note("review", NOON - 2 * HOUR, LATER))
        operator.remember("theme", b"dark")
        assert [remark.who for remark in operator.remarks(LATER)] == ["kim", "eve"]
        assert [one.place for one in operator.placements(LATER)] == [Position(12.0, 49.0)]
        assert operator.recall("theme") == b"dark"
    assert digests(sealed) == before
    assert review_beside(sealed).is_file()
    with Archive(sealed) as archive:
        assert archive.operator is not None
        assert [one.uid for one in archive.operator.notes(NOON)] == ["review", "then"]


def test_that_the_reviewers_notes_are_told_though_they_were_written_later(sealed: Path) -> None:
    with Archive(sealed) as archive:
        assert archive.operator is not None
        archive.operator.note(note("review", NOON - HOUR, LATER))
        for basis in Basis:
            assert {one.uid for one in archive.operator.notes(NOON, basis)} == {"then", "review"}
        told = archive.operator.notes(NOON)
        assert archive.operator.notes(NOON) is told
        assert archive.operator.placements(NOON) is archive.operator.placements(NOON)


def test_that_a_sealed_note_stays_and_ones_own_can_be_taken_back(sealed: Path) -> None:
    with Archive(sealed) as archive:
        assert archive.operator is not None
        archive.operator.note(note("review", NOON - HOUR, LATER))
        with pytest.raises(ReadOnlyPlace, match="stays as it is"):
            archive.operator.withdraw("then", LATER, "eve")
        with pytest.raises(ReadOnlyPlace, match="stays as it is"):
            archive.operator.note(note("other", NOON, LATER), in_place_of="then")
        archive.operator.withdraw("review", LATER, "eve")
        assert [one.uid for one in archive.operator.notes(NOON)] == ["then"]
        archive.operator.bring_back("review", LATER + 1, "eve")
        assert len(archive.operator.notes(NOON)) == 2


def test_that_a_sealed_recording_without_an_operators_file_is_reviewed_too(sealed: Path) -> None:
    OperatorFile.path_beside(sealed).unlink()
    with Archive(sealed) as archive:
        assert archive.operator is not None
        assert archive.operator.notes(NOON) == ()
        assert archive.operator.notes_written_later(NOON) == 0
        archive.operator.note(note("review", NOON, LATER))
        assert len(archive.operator.notes(NOON)) == 1
    assert not OperatorFile.path_beside(sealed).exists()


def test_that_a_review_is_kept_with_the_user_where_its_folder_may_not_be_written(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    review_beside(sealed).mkdir()  # what nobody can open as a file, whoever runs the tests
    with Archive(sealed) as archive:
        assert archive.operator is not None
        archive.operator.note(note("review", NOON, LATER))
    (kept,) = (tmp_path / "data").rglob("*.sqlite")
    assert kept.name.startswith("town.review-")


def test_that_the_profile_beside_a_recording_is_used(sealed: Path) -> None:
    assert open_session(sealed, "Ada").profile is None
    profile_beside(sealed).write_text('name = "Town"\n', encoding="utf-8")
    assert open_session(sealed, "Ada").profile == profile_beside(sealed)
    assert open_session(sealed, "Ada", profile=Path("mine.toml")).profile == Path("mine.toml")
