"""Notes are never changed: what stood at any time is told again, as it was known then and as it is known today."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.rows import T0
from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.domain.note import Note
from venule.store import notes, operator_schema
from venule.store.operator import OperatorFile
from venule.store.problem import TooLarge

SECOND_VERSION = """
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'venule-desk','0001_tables','2026-11-22 19:58:02.301452+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'venule-desk','0002_placements','2026-11-22 19:58:02.301581+00:00');
CREATE TABLE memory (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value BLOB NOT NULL);
INSERT INTO "memory" VALUES(1,'layout',X'6F6E65');
CREATE TABLE placement (
        id INTEGER PRIMARY KEY,
        network TEXT NOT NULL,
        asset TEXT NOT NULL,
        longitude REAL,
        latitude REAL,
        placed_at INTEGER NOT NULL,
        who TEXT NOT NULL
    );
INSERT INTO "placement" VALUES(1,'net','lamp',2.17,41.4,2000000,'kim');
CREATE TABLE remark (
        id INTEGER PRIMARY KEY,
        alarm_uid TEXT NOT NULL,
        at INTEGER NOT NULL,
        who TEXT NOT NULL,
        comment TEXT NOT NULL,
        acknowledges INTEGER NOT NULL
    );
INSERT INTO "remark" VALUES(1,'net/a/high@1',1000000,'kim','pump sent',1);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX remark_at ON remark (at);
CREATE INDEX placement_at ON placement (placed_at);
PRAGMA application_id = 1447382596;
PRAGMA user_version = 2;
"""
"""A file as the second version of the format had it."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return OperatorFile.path_beside(tmp_path / "city.venule")


def note(uid: str, at: Instant = T0, written_at: Instant | None = None, **more: str) -> Note:
    return replace(Note(uid, at, at if written_at is None else written_at, "kim", f"text of {uid}"), **more)


def uids(told: tuple[Note, ...]) -> list[str]:
    return [one.uid for one in told]


def test_that_a_note_comes_back_as_it_was_written(path: Path) -> None:
    written = Note("u1", T0, T0 + 5, "Kim", "pump =1\nsent – ¿so?", "water", "tank-1", "level")
    with OperatorFile(path) as desk:
        desk.note(written)
    with OperatorFile(path, read_only=True) as reader:
        assert reader.notes(T0 + 5) == (written,)


def test_that_known_then_is_what_was_written_by_then_and_happened_then_what_is_about_a_time_by_then(path: Path) -> None:
    with OperatorFile(path) as desk:
        desk.note(note("at once", T0))
        desk.note(note("afterwards", T0 + 1, T0 + 100))
        desk.note(note("plan", T0 + 50, T0 + 2))
        assert uids(desk.notes(T0 + 10)) == ["at once", "plan"]
        assert uids(desk.notes(T0 + 10, Basis.HAPPENED)) == ["at once", "afterwards"]
        assert uids(desk.notes(T0 + 100)) == uids(desk.notes(T0 + 100, Basis.HAPPENED))
        assert desk.notes(T0 - 1) == desk.notes(T0 - 1, Basis.HAPPENED) == ()


def test_that_those_written_later_are_counted(path: Path) -> None:
    with OperatorFile(path) as desk:
        desk.note(note("at once", T0))
        desk.note(note("afterwards", T0, T0 + 100))
        desk.note(note("withdrawn", T0, T0 + 100))
        desk.note(note("of later", T0 + 60, T0 + 100))
        desk.withdraw("withdrawn", T0 + 101, "kim")
        assert desk.notes_written_later(T0 + 10) == 1
        assert desk.notes_written_later(T0 + 60) == 2
        assert desk.notes_written_later(T0 + 200) == 0


def test_that_a_withdrawn_note_is_still_told_as_of_the_time_before(path: Path) -> None:
    with OperatorFile(path) as desk:
        desk.note(note("one"))
        desk.withdraw("one", T0 + 10, "sam")
        assert uids(desk.notes(T0 + 9)) == ["one"]
        assert desk.notes(T0 + 10) == ()
        assert desk.notes(T0 + 9, Basis.HAPPENED) == (), "what happened is told by what is known today"
        desk.bring_back("one", T0 + 20, "sam")
        assert desk.notes(T0 + 19) == ()
        assert uids(desk.notes(T0 + 20)) == uids(desk.notes(T0 + 5, Basis.HAPPENED)) == ["one"]


def test_that_a_change_is_a_withdrawal_and_another_note(path: Path) -> None:
    with OperatorFile(path) as desk:
        desk.note(note("first"))
        desk.note(note("second", T0, T0 + 30), in_place_of="first")
        assert uids(desk.notes(T0 + 29)) == ["first"]
        assert uids(desk.notes(T0 + 30)) == ["second"]
        assert uids(desk.notes(T0, Basis.HAPPENED)) == ["second"]


def test_that_a_change_that_is_refused_withdraws_nothing(path: Path) -> None:
    with OperatorFile(path) as desk:
        desk.note(note("first"))
        with pytest.raises(TooLarge, match="shorten it"):
            desk.note(note("second", text="x" * (notes.MAX_NOTE + 1)), in_place_of="first")
        assert uids(desk.notes(T0 + 30)) == ["first"]
        desk.note(note("third", T0 + 1))


def test_that_the_same_note_again_stays_as_it_was(path: Path) -> None:
    with OperatorFile(path) as desk:
        desk.note(note("one"))
        desk.note(note("one", text="another text"))
        assert [one.text for one in desk.notes(T0)] == ["text of one"]


def test_that_an_answer_that_is_the_same_is_the_same_object(path: Path) -> None:
    with OperatorFile(path) as desk, OperatorFile(path) as other:
        desk.note(note("one"))
        first = desk.notes(T0 + 1)
        assert desk.notes(T0 + 2) is first
        other.withdraw("one", T0 + 2, "sam")
        assert desk.notes(T0 + 2) == ()
        assert desk.notes(T0 + 1) == first


def test_that_an_answer_has_an_end_and_keeps_the_newest(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "NOTES_TOLD", 2)
    with OperatorFile(path) as desk:
        for number in range(4):
            desk.note(note(f"n{number}", T0 - number, T0 + number))
        assert uids(desk.notes(T0 + 9)) == ["n3", "n2"], "the last written, by the times they are about"
        assert uids(desk.notes(T0 + 9, Basis.HAPPENED)) == ["n1", "n0"]
        assert desk.notes_written_later(T0) == 2


def test_that_a_file_of_the_second_version_is_read_as_it_is_and_brought_up_to_date_by_who_writes(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SECOND_VERSION)
    with OperatorFile(path, read_only=True) as reader:
        assert [remark.comment for remark in reader.remarks(T0)] == ["pump sent"]
        assert reader.notes(T0) == reader.notes(T0, Basis.HAPPENED) == ()
        assert reader.notes_written_later(T0) == 0
    with OperatorFile(path) as desk:
        desk.note(note("one"))
    with OperatorFile(path, read_only=True) as reader:
        assert uids(reader.notes(T0)) == ["one"]
        assert [remark.comment for remark in reader.remarks(T0)] == ["pump sent"]
        assert [one.asset for one in reader.placements(T0)] == ["lamp"]
        assert reader.recall("layout") == b"one"
    assert schema_of(path) == schema_of_new(path.with_name("new.desk.sqlite"))


def schema_of(path: Path) -> tuple[object, ...]:
    """The version and every table and index, with what is in no file's own hands left out."""
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        made = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL AND name NOT LIKE '%migrat%'")
        return version, sorted(made.fetchall())


def schema_of_new(path: Path) -> tuple[object, ...]:
    OperatorFile(path).close()
    assert schema_of(path)[0] == operator_schema.VERSION
    return schema_of(path)


STEPS = st.lists(
    st.tuples(st.sampled_from(["write", "withdraw", "bring back"]), st.integers(0, 4), st.integers(0, 9)), max_size=25
)


@settings(max_examples=50, deadline=None)  # each makes a file that is on the disk when it says so
@given(steps=STEPS)
def test_that_each_moment_is_told_later_as_it_was_told_then(
    steps: list[tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("notes") / "city.desk.sqlite"
    seen: dict[Instant, tuple[Note, ...]] = {}
    with OperatorFile(path) as desk:
        for now, (step, which, back) in enumerate(steps, T0):
            if step == "write":
                desk.note(note(f"n{which}", now - back, now))
            else:
                (desk.withdraw if step == "withdraw" else desk.bring_back)(f"n{which}", now, "kim")
            seen[now] = desk.notes(now)
        end = T0 + len(steps)
        assert {now: desk.notes(now) for now in sorted(seen, reverse=True)} == seen
        assert set(desk.notes(end, Basis.HAPPENED)) == set(desk.notes(end)), "in the end all of it is known"
