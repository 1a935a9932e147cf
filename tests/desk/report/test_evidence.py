"""Hashes of the files: of what is on the disk, and none of what is still changing."""

import hashlib
from pathlib import Path

import pytest

from venule.desk.report.evidence import file_facts


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Nine million bytes: more than are read at once."""
    path = tmp_path / "city.venule"
    path.write_bytes(b"venule---" * 1_000_000)
    return path


def test_that_the_hash_is_that_of_all_its_bytes(file: Path) -> None:
    shares: list[float] = []
    found = file_facts("recording", file, False, shares.append)
    assert found.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (found.name, found.size, found.why_not) == ("city.venule", 9_000_000, "")
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_that_a_file_a_recorder_writes_has_none(file: Path) -> None:
    found = file_facts("recording", file, True, lambda share: None)
    assert not found.sha256
    assert "is being written" in found.why_not


def test_that_a_file_with_rows_in_its_log_has_none(file: Path) -> None:
    file.with_name("city.venule-wal").write_bytes(b"rows")
    found = file_facts("recording", file, False, lambda share: None)
    assert not found.sha256
    assert "city.venule-wal" in found.why_not


def test_that_a_file_that_changes_meanwhile_has_none(file: Path) -> None:
    def meddle(share: float) -> None:
        with file.open("ab") as other:
            other.write(b"more")

    found = file_facts("recording", file, False, meddle)
    assert not found.sha256
    assert "changed" in found.why_not
