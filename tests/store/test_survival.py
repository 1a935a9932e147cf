"""What was committed stays, whatever happens to the process, the disk or the readers."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.store.rows import T0, alarm, everything, row, written
from venule.domain.asset import Asset
from venule.store.answers import START
from venule.store.batch import Batch, Written
from venule.store.problem import DiskFull
from venule.store.reader import Reader
from venule.store.writer import Writer

BURST = """
import sys
from pathlib import Path
from tests.store.rows import T0, row
from venule.store.batch import Batch
from venule.store.writer import Writer
with Writer(Path(sys.argv[1])) as writer:
    for batch in range(int(sys.argv[2])):
        rows = [row(f"asset {n % 50}", T0 + batch * 500 + n, float(n)) for n in range(500)]
        writer.write(Batch(observations=rows))
        print(batch + 1, flush=True)
"""

FILL = """
import sys
from pathlib import Path
from tests.store.rows import T0, row
from venule.store.batch import Batch
from venule.store.problem import DiskFull
from venule.store.reader import Reader
from venule.store.writer import Writer
path, committed = Path(sys.argv[1]), 0
try:
    with Writer(path) as writer:
        while True:
            writer.write(Batch(observations=[row(f"asset {n % 50}", T0 + committed + n) for n in range(1000)]))
            committed += 1000
except DiskFull as problem:
    print(problem)
with Reader(path) as reader:
    print(committed, reader.counts().observations, sum(1 for _ in reader.observations()))
"""

READ = """
import json, sys
from pathlib import Path
from tests.store.rows import T0
from venule.store.answers import START
from venule.store.reader import Reader
cursor, seen, wanted = START, [], int(sys.argv[2])
print(flush=True)
with Reader(Path(sys.argv[1])) as reader:
    while len(seen) < wanted:
        answer = reader.changes(cursor, T0 + 10**9)
        seen += answer.observed_at.tolist()
        cursor = answer.cursor
print(json.dumps(seen))
"""


def start(program: str, path: Path, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", program, str(path), str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")
@pytest.mark.parametrize("after", [1, 4, 11])
def test_that_a_kill_in_mid_burst_loses_nothing_committed(tmp_path: Path, after: int) -> None:
    path = tmp_path / "city.venule"
    with start(BURST, path, 100_000) as burst:
        assert burst.stdout is not None
        for _ in range(after):
            burst.stdout.readline()
        burst.send_signal(signal.SIGKILL)
        committed = after + len(burst.stdout.readlines())
    with Reader(path) as reader:  # before anybody has tidied up
        found = len(list(reader.observations()))
        assert found % 500 == 0
        assert committed * 500 <= found <= (committed + 1) * 500
        assert reader.counts().observations == found
    with Writer(path) as writer:  # and the lock died with its holder
        writer.write(Batch(observations=[row("asset 0", T0, 0.0)]))  # which is known
    with Reader(path) as reader:
        assert reader.counts().observations == found


def test_that_another_process_reads_everything_once_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path) as writer, start(READ, path, 20_000) as reading:
        assert reading.stdout is not None
        reading.stdout.readline()
        for batch in range(40):
            writer.write(Batch(observations=[row(f"asset {n % 9}", T0 + batch * 500 + n) for n in range(500)]))
        assert json.loads(reading.stdout.readline()) == [T0 + number for number in range(20_000)]


def test_that_a_full_disk_takes_back_the_batch_and_keeps_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path) as writer:
        writer.write(Batch(observations=[row("a", T0)]))
        pages = writer._connection.execute("PRAGMA page_count").fetchone()[0]
        writer._connection.execute(f"PRAGMA max_page_count = {pages + 3}")
        large = Batch(
            assets=[Asset("net", f"new {number}") for number in range(50)],
            observations=[row(f"new {number % 50}", T0 + number) for number in range(20_000)],
            alarms=[alarm("a", T0)],
        )
        with pytest.raises(DiskFull, match="No room is left"):
            writer.write(large)
        with Reader(path) as reader:
            assert (reader.counts().observations, reader.counts().assets, reader.counts().alarms) == (1, 1, 0)
        writer._connection.execute("PRAGMA max_page_count = 1000000")
        assert writer.write(large) == Written(20_000)
    with written(path) as reader:
        assert (reader.counts().observations, reader.counts().assets, reader.counts().alarms) == (20_001, 51, 1)


def in_small_file_system(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    """Run a command that alone sees 6 MB of disk mounted at the folder."""
    script = 'mount -t tmpfs -o size=6m tmpfs "$0" && exec "$@"'
    whole = ["unshare", "-rm", "sh", "-c", script, str(folder), *command]
    return subprocess.run(whole, check=False, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a small file system of its own, as Linux gives it")
def test_that_a_disk_without_room_loses_nothing_committed(tmp_path: Path) -> None:
    if in_small_file_system(tmp_path, "true").returncode:
        pytest.skip("this machine lets nobody mount a small file system")
    done = in_small_file_system(tmp_path, sys.executable, "-c", FILL, str(tmp_path / "city.venule"))
    sentence, figures = done.stdout.splitlines()
    assert "No room is left on the disk" in sentence
    committed, counted, read = map(int, figures.split())
    assert committed == counted == read > 1000


def test_that_a_reader_outlives_the_writer_and_meets_the_next(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path) as writer:
        writer.write(Batch(observations=[row("a", T0)]))
    with Reader(path) as reader:  # on a finished file, which the next writer makes a shared one again
        cursor = reader.latest(T0).cursor
        with Writer(path) as writer:
            writer.write(Batch(observations=[row("a", T0 + 1)]))
            first = reader.changes(cursor, T0 + 9)
        with Writer(path) as writer:
            writer.write(Batch(observations=[row("a", T0 + 2)]))
        assert first.observed_at.tolist() == [T0 + 1]
        assert reader.changes(first.cursor, T0 + 9).observed_at.tolist() == [T0 + 2]
        assert len(everything(reader, T0 + 9)[0].datastream) == 3


def test_that_a_reader_sees_one_moment_and_never_half_a_batch(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path) as writer, Reader(path) as reader:
        for batch in range(5):
            writer.write(Batch(observations=[row(f"asset {n}", T0 + batch) for n in range(20)]))
            assert reader.latest(T0 + 9).observed_at.tolist() == [T0 + batch] * 20
            assert len(reader.changes(START, T0 + 9).datastream) == 20 * (batch + 1)
