"""`venule demo` as a person types it: a picture, or a while, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from venule.store.reader import Reader

PATIENCE_S = 120
PNG = b"\x89PNG\r\n\x1a\n"


def run_demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "venule", "demo", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


def processes_about(path: Path) -> dict[int, str]:
    """Ids and command lines of all processes that name a path, but for our own."""
    if not Path("/proc/self/cmdline").exists():
        pytest.skip("this system does not list its processes")
    found = {}
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(path) in line and str(os.getpid()) != entry.parent.name:
            found[int(entry.parent.name)] = line
    return found


def test_that_a_picture_of_a_living_city_is_taken_and_nothing_is_left_behind(tmp_path: Path) -> None:
    cache, picture = tmp_path / "town.venule", tmp_path / "desk.png"
    done = run_demo("--assets", "120", "--rate", "50", "--cache", str(cache), "--screenshot", str(picture))
    assert done.returncode == 0, done.stderr
    assert picture.read_bytes().startswith(PNG)
    assert picture.stat().st_size > 20_000
    assert processes_about(tmp_path) == {}
    with Reader(cache) as reader:
        counts, status = reader.counts(), reader.recorder()
    assert counts.networks >= 3
    assert 80 <= counts.assets <= 160
    assert counts.rejects == 0
    assert status is not None
    assert status.stopped
    assert status.recorded > 0


def test_that_it_ends_when_its_time_is_up_and_keeps_nothing_unasked(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "venule", "demo", "--assets", "60", "--for", "2"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob("venule-demo-*")) == []
    assert processes_about(tmp_path) == {}


def test_that_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    done = run_demo("--cache", str(tmp_path / "nowhere" / "town.venule"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "nowhere" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
@pytest.mark.parametrize("victim", ["desk", "demo"])
def test_that_all_end_when_the_desk_crashes_or_the_demo_is_told_to_end(victim: str, tmp_path: Path) -> None:
    cache = tmp_path / "town.venule"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "venule", "demo", "--assets", "30", "--cache", str(cache)]
    with (tmp_path / "stderr").open("w") as said:
        demo = subprocess.Popen(command, env=environment, stderr=said)
    desk = wait_for_desk(tmp_path)
    os.kill(desk if victim == "desk" else demo.pid, signal.SIGKILL if victim == "desk" else signal.SIGTERM)
    status = demo.wait(PATIENCE_S)
    told = (tmp_path / "stderr").read_text()
    assert processes_about(tmp_path) == {}
    assert "Traceback" not in told
    if victim == "desk":
        assert status == 1
        assert f"The desk ended with status -{signal.SIGKILL:d}" in told
    else:
        assert status == 0


def wait_for_desk(folder: Path) -> int:
    """The id of the desk's process, once there is one."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        desks = [number for number, line in processes_about(folder).items() if " venule desk " in line]
        if desks:
            return desks[0]
        assert time.monotonic() < deadline
        time.sleep(0.1)
