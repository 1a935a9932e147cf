"""Processes we start end with us: when asked, when we fall, when one of them does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from venule.processes.household import Household, ProcessProblem

PATIENCE_S = 20
PARENT = """
import sys, time
from pathlib import Path
from venule.processes.household import Household
with Household(Path(sys.argv[1])) as household:
    child = household.start("broker", "venule.broker", heard=True)
    print(child.line(), child._process.pid, flush=True)
    time.sleep(60)
"""


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_gone(process_id: int) -> bool:
    """Whether a process that is not our child has ended; one that nobody has buried yet has."""
    try:
        os.kill(process_id, 0)
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_that_leaving_ends_the_children_and_each_well(tmp_path: Path) -> None:
    with Household(tmp_path / "log" / "demo.log") as household:
        broker = household.start("broker", "venule.broker", heard=True)
        assert int(broker.line()) > 0
        household.check()
        assert broker.status is None
    assert broker.status == 0


def test_that_a_fallen_child_is_named_with_the_log(tmp_path: Path) -> None:
    with Household(tmp_path / "demo.log") as household:
        child = household.start("recorder", "venule", "info", str(tmp_path / "none.venule"))
        wait_until(lambda: child.status is not None)
        with pytest.raises(ProcessProblem, match=r"The recorder ended with status 1; the details are in .*demo\.log"):
            household.check()
    assert "none.venule" in (tmp_path / "demo.log").read_text()


def test_that_a_child_that_ends_before_its_word_is_told_of(tmp_path: Path) -> None:
    with Household(tmp_path / "demo.log") as household:
        child = household.start("city", "venule.demo.living", "none.toml", "none.venule", "1", "0", heard=True)
        with pytest.raises(ProcessProblem, match="The city ended before it was ready"):
            child.line()


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_that_children_end_even_when_their_parent_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path / "demo.log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline().split()[1])
        assert not is_gone(child)
        parent.send_signal(signal.SIGKILL)
        wait_until(lambda: is_gone(child))
