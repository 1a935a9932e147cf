"""A file that cannot be used is refused in one sentence, and left as it was."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.rows import T0, row, written
from venule.store import disk
from venule.store import writer as writing
from venule.store.batch import Batch
from venule.store.problem import (
    Damaged,
    InUse,
    NewerCache,
    NoSuchFile,
    NotACache,
    ReadOnlyPlace,
    StoreProblem,
)
from venule.store.reader import Reader
from venule.store.schema import APPLICATION_ID, VERSION
from venule.store.writer import Writer

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


@pytest.fixture
def read_only_folder() -> Iterator[Path]:
    """A folder that this process may read and not write, even when it runs as root."""
    if sys.platform == "win32":
        pytest.skip("a folder's write permission is POSIX's")
    with tempfile.TemporaryDirectory() as folder:
        with Writer(Path(folder, "city.venule")) as writer:
            writer.write(Batch(observations=[row("a", T0)]))
        Path(folder, "city.venule").chmod(0o444)
        Path(folder).chmod(0o555)
        before = os.geteuid()
        if before == 0:
            os.seteuid(NOBODY)
        yield Path(folder)
        os.seteuid(before)
        Path(folder).chmod(0o755)


def test_that_a_read_only_folder_takes_no_writer(read_only_folder: Path) -> None:
    for name in ("city.venule", "new.venule"):
        with pytest.raises(ReadOnlyPlace, match=f"{name} may not be written"):
            Writer(read_only_folder / name)
    assert [file.name for file in read_only_folder.iterdir()] == ["city.venule"]


def test_that_a_finished_file_reads_from_a_read_only_folder(read_only_folder: Path) -> None:
    with Reader(read_only_folder / "city.venule") as reader:
        assert reader.latest(T0).number.tolist() == [1.0]


def test_that_a_file_left_shared_reads_from_a_read_only_folder(read_only_folder: Path) -> None:
    path = read_only_folder / "city.venule"
    content = bytearray(path.read_bytes())
    content[18:20] = (
        b"\x02\x02"  # the header's mark of a file whose log was in use, as when a reader outlived the writer
    )
    euid = os.geteuid()
    os.seteuid(0) if os.getuid() == 0 else None
    path.chmod(0o644)
    path.write_bytes(content)
    os.seteuid(euid)
    with Reader(path) as reader:
        assert reader.latest(T0).number.tolist() == [1.0]


def test_that_a_finished_file_stands_alone(path: Path) -> None:
    with written(path, Batch(observations=[row("a", T0)])) as reader:
        assert reader.counts().observations == 1
        assert sorted(file.name for file in path.parent.iterdir()) == ["city.venule"]


def test_that_a_newer_file_is_refused_and_left_alone(path: Path) -> None:
    Writer(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    for opening in (Reader, Writer):
        with pytest.raises(NewerCache, match="newer version"):
            opening(path)
    assert path.read_bytes() == before


def test_that_a_strangers_database_is_refused_and_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE observation (id INTEGER PRIMARY KEY)")
    connection.close()
    before = path.read_bytes()
    for opening in (Reader, Writer):
        with pytest.raises(NotACache, match="not a recording"):
            opening(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"time,value\n1,2\n" * 500, b"\x00" * 8192, b"x"])
def test_that_any_other_file_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for opening in (Reader, Writer):
        with pytest.raises(NotACache, match="is not a recording"):
            opening(path)
    assert path.read_bytes() == content


def test_that_a_folder_is_not_a_file(tmp_path: Path) -> None:
    for opening in (Reader, Writer):
        with pytest.raises(NotACache, match="is a folder"):
            opening(tmp_path)


def test_that_what_is_not_there_is_told(path: Path, tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match="There is no file"):
        Reader(path)
    for opening in (Reader, Writer):
        with pytest.raises(NoSuchFile, match="There is no folder"):
            opening(tmp_path / "nowhere" / "city.venule")


def test_that_an_empty_file_is_a_beginning(path: Path) -> None:
    path.touch()
    with pytest.raises(NoSuchFile, match="Nothing has been recorded"):
        Reader(path)
    with written(path, Batch(observations=[row("a", T0)])) as reader:
        assert reader.counts().observations == 1


@pytest.mark.parametrize("left", [0.1, 0.5, 0.9])
def test_that_a_truncated_file_is_told_as_damaged(path: Path, left: float) -> None:
    with written(path, Batch(observations=[row(f"asset {number}", T0 + number) for number in range(3000)])):
        pass
    os.truncate(path, int(path.stat().st_size * left))
    for opening in (Reader, Writer):
        with pytest.raises(Damaged, match="is damaged"):
            opening(path)


def test_that_damage_within_is_told_when_it_is_met(path: Path) -> None:
    with written(path, Batch(observations=[row(f"asset {number}", T0 + number) for number in range(3000)])):
        pass
    content = bytearray(path.read_bytes())
    content[20_000:-4096] = b"\xa5" * (len(content) - 24_096)
    path.write_bytes(content)
    with pytest.raises(Damaged, match="is damaged"), Reader(path) as reader:
        reader.latest(T0)


def test_that_there_is_one_writer(path: Path) -> None:
    with Writer(path) as writer:
        with pytest.raises(InUse, match=f"already being recorded by process {os.getpid()}"):
            Writer(path)
        assert writer.write(Batch(observations=[row("a", T0)])).observations == 1
    Writer(path).close()


def test_that_a_file_refused_is_not_held(path: Path) -> None:
    path.write_bytes(b"x" * 1000)
    with pytest.raises(NotACache):
        Writer(path)
    path.unlink()
    Writer(path).close()
    assert [file.name for file in path.parent.iterdir()] == ["city.venule"]


def test_that_a_killed_creation_leaves_an_empty_file_or_a_whole_one(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")  # all that a writer does before its one transaction of creation
    connection.close()
    with written(path, Batch(observations=[row("a", T0)])):
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        connection.close()


def test_that_a_network_disk_is_warned_of(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nnas:/city {tmp_path}/far\\040away nfs4 rw 0 0\n")
    far = tmp_path / "far away" / "city.venule"
    assert "nfs4" in (disk.local_disk(far, mounts) or "")
    assert disk.local_disk(tmp_path / "city.venule", mounts) is None
    assert disk.local_disk(far, tmp_path / "nothing") is None


def test_that_of_two_mounts_at_one_place_the_later_counts() -> None:
    table = "/dev/sda1 / ext4 rw 0 0\nnas:/x /data nfs rw 0 0\n/dev/sdb1 /data xfs rw 0 0\n"
    assert disk.file_system(Path("/data/city.venule"), table) == "xfs"
    assert disk.file_system(Path("/database/x"), table) == "ext4"


@pytest.mark.parametrize("table", ["log", "alarm", "tally"])
def test_that_a_file_without_one_of_its_tables_is_called_damaged(path: Path, table: str) -> None:
    Writer(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"DROP TABLE {table}")
    connection.close()
    for use in (Reader, Writer):
        with pytest.raises(Damaged, match=f"it has no table '{table}'"):
            use(path)


CLOSES_LAST = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT * FROM tally').connection.close()"


def test_that_reading_a_file_lets_go_of_no_lock_of_its_writer(path: Path) -> None:
    with Writer(path) as writer:
        Reader(path).close()
        subprocess.run([sys.executable, "-c", CLOSES_LAST, str(path)], check=True)
        assert path.with_name("city.venule-wal").exists(), "whoever closes a file last deletes its log"
        writer.write(Batch(observations=[row("a", T0)]))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_that_a_pipe_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    for use in (Reader, Writer):
        with pytest.raises(NotACache, match="a pipe or a device"):
            use(path)


@pytest.mark.parametrize("step", ["add_indexes", "Names"])
def test_that_a_file_that_cannot_be_made_ready_is_not_held(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    Writer(path).close()
    with monkeypatch.context() as patched:
        patched.setattr(writing, step, fail)
        with pytest.raises(StoreProblem):
            Writer(path)
    assert [file.name for file in path.parent.iterdir()] == ["city.venule"]
    Writer(path).close()
