"""The operator's file keeps what a person said, lets others read it meanwhile, and never grows without an end."""

from pathlib import Path

import pytest

from tests.store.rows import T0, written
from venule.store import operator
from venule.store.answers import Remark
from venule.store.operator import OperatorFile
from venule.store.problem import NoSuchFile, NotACache, TooLarge


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return OperatorFile.path_beside(tmp_path / "city.venule")


def test_that_it_lies_beside_its_cache() -> None:
    assert OperatorFile.path_beside(Path("/data/city.venule")) == Path("/data/city.desk.sqlite")


def test_that_a_remark_is_told_from_its_time_on(path: Path) -> None:
    with OperatorFile(path) as desk:
        desk.remark("net/a/high@1", T0 + 9, "kim", "pump sent", True)
        desk.remark("net/a/high@1", T0, "sam", "", False)
    with OperatorFile(path) as desk:
        assert desk.remarks(T0 - 1) == ()
        assert desk.remarks(T0 + 8) == (Remark("net/a/high@1", T0, "sam", "", False),)
        assert [remark.acknowledges for remark in desk.remarks(T0 + 9)] == [False, True]


def test_that_a_reader_sees_a_remark_as_soon_as_it_is_made(path: Path) -> None:
    with OperatorFile(path) as desk, OperatorFile(path, read_only=True) as recorder:
        assert recorder.remarks(T0) == ()
        desk.remark("uid", T0, "kim", "seen", True)
        assert len(recorder.remarks(T0)) == 1


def test_that_two_desks_may_write_in_turn(path: Path) -> None:
    with OperatorFile(path) as one, OperatorFile(path) as other:
        one.remark("uid", T0, "kim", "", True)
        other.remark("uid", T0, "sam", "", True)
        assert [remark.who for remark in one.remarks(T0)] == ["kim", "sam"]


def test_that_what_was_arranged_is_remembered(path: Path) -> None:
    with OperatorFile(path) as desk:
        assert desk.recall("layout") is None
        desk.remember("layout", b"\x00one")
        desk.remember("layout", b"two")
    with OperatorFile(path) as desk:
        assert desk.recall("layout") == b"two"


def test_that_the_thing_written_longest_ago_gives_way(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operator, "MAX_KEYS", 5)
    with OperatorFile(path) as desk:
        desk.remember("first", b"")
        desk.remember("second", b"")
        desk.remember("first", b"again")
        for number in range(operator.MAX_KEYS - 1):
            desk.remember(f"layout {number}", b"")
        assert desk.recall("second") is None
        assert desk.recall("first") == b"again"


def test_that_too_much_is_refused_in_a_sentence(path: Path) -> None:
    with OperatorFile(path) as desk:
        with pytest.raises(TooLarge, match="shorten it"):
            desk.remark("uid", T0, "kim", "x" * 4001, False)
        with pytest.raises(TooLarge, match="'layout'"):
            desk.remember("layout", bytes(operator.MAX_VALUE_BYTES + 1))
        assert desk.remarks(T0) == ()


def test_that_a_file_that_is_not_there_or_another_is_told(path: Path, tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile):
        OperatorFile(path, read_only=True)
    with written(tmp_path / "city.venule"), pytest.raises(NotACache, match="operator's file"):
        OperatorFile(tmp_path / "city.venule")
