"""Jobs run beside the desk, two at a time, tell how far they are, and end when they are asked to or with the desk."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from venule.desk.jobs import Finished, Jobs, Order, child
from venule.desk.jobs.order import Row, Stage
from venule.desk.jobs.strip import MOST_ROWS, JobStrip, progress_text
from venule.processes.progress import Estimate, Progress, decoded, encoded
from venule.store.writer import Writer

WORK = """
import os, sys
from venule.cli import ending
from venule.cli.progress import Meter, show_line
def run(_):
    {then}
sys.exit(ending.run(type("Told", (), {{"run": staticmethod(run)}})))
"""
FOR_EVER = """
    import time
    try:
        show_line("half way", 0.5)
        while True: time.sleep(0.01)
    finally:
        open({path!r}, "w").write("cleaned up")
"""
DONE = """
    show_line("half way", 0.5)
    print("All of it is done.")
    return 0
"""
STUBBORN = """
    import time
    while True:
        try:
            show_line("half way", 0.5)
            time.sleep(0.01)
        except KeyboardInterrupt:
            pass
"""

Run = Callable[[str], Order]


@pytest.fixture
def jobs(qtbot: QtBot) -> Jobs:
    return Jobs(QApplication.instance())


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch) -> Run:
    """An order for a child that does what a piece of Python says."""
    monkeypatch.setattr(child, "command_line", lambda arguments: (sys.executable, ["-c", arguments[0]]))
    return lambda then: Order("Work", (WORK.format(then=then),))


def finish(qtbot: QtBot, jobs: Jobs, begin: Callable[[], object]) -> Finished:
    with qtbot.waitSignal(jobs.finished, timeout=30_000) as heard:
        begin()
    finished = heard.args[0]
    assert isinstance(finished, Finished)
    return finished


def test_that_a_command_s_last_line_is_its_result(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    with Writer(tmp_path / "city.venule"):
        pass
    finished = finish(qtbot, jobs, lambda: jobs.start(Order("Verify", ("verify", str(tmp_path / "city.venule")))))
    assert finished.ok
    assert finished.sentence.endswith("is sound: 0 observations in 0 chunks, 0 rows waiting to be packed.")


def test_that_a_command_that_fails_tells_why(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    finished = finish(qtbot, jobs, lambda: jobs.start(Order("Compact", ("compact", str(tmp_path / "no.venule")))))
    assert (finished.ok, finished.cancelled) == (False, False)
    assert "There is nothing in" in finished.sentence


def test_that_progress_is_shown_and_the_result_stays_until_it_is_dismissed(
    qtbot: QtBot, jobs: Jobs, doing: Run
) -> None:
    seen = []
    jobs.changed.connect(lambda told: seen.append(told.rows))
    finished = finish(qtbot, jobs, lambda: jobs.start(doing(DONE)))
    assert (finished.ok, finished.sentence) == (True, "All of it is done.")
    assert ("half way", 0.5) in [(row.what, row.share) for rows in seen for row in rows]
    (row,) = jobs.seen.rows
    assert (row.stage, row.sentence) == (Stage.DONE, "All of it is done.")
    jobs.dismiss(row.number)
    assert jobs.seen.rows == ()


def test_that_a_cancelled_job_puts_its_things_in_order(qtbot: QtBot, jobs: Jobs, doing: Run, tmp_path: Path) -> None:
    left = tmp_path / "left"
    with qtbot.waitSignal(jobs.changed, check_params_cb=lambda told: told.rows[0].what == "half way", timeout=30_000):
        number = jobs.start(doing(FOR_EVER.format(path=str(left))))
    finished = finish(qtbot, jobs, lambda: jobs.cancel(number))
    assert (finished.ok, finished.cancelled, finished.sentence) == (False, True, "Work was cancelled.")
    assert left.read_text() == "cleaned up"
    assert jobs.seen.rows[0].stage is Stage.CANCELLED


def test_that_a_job_that_does_not_listen_is_killed(
    qtbot: QtBot, jobs: Jobs, doing: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child.Child.__init__, "__defaults__", (child.monotonic, 200))
    with qtbot.waitSignal(jobs.changed, check_params_cb=lambda told: told.rows[0].what == "half way", timeout=30_000):
        number = jobs.start(doing(STUBBORN))
    finished = finish(qtbot, jobs, lambda: jobs.cancel(number))
    assert (finished.ok, finished.sentence) == (False, "Work was cancelled.")


def test_that_the_desk_does_not_wait_for_a_job_that_only_reads(
    qtbot: QtBot, jobs: Jobs, doing: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, waited = replace(doing(STUBBORN), reads=True), []
    monkeypatch.setattr(child.Child, "_kill", lambda _: waited.append("it was asked first"))
    with qtbot.waitSignal(jobs.changed, check_params_cb=lambda told: told.rows[0].what == "half way", timeout=30_000):
        number = jobs.start(order)
    finished = finish(qtbot, jobs, lambda: jobs.cancel(number))
    assert (finished.ok, finished.cancelled, finished.sentence) == (False, True, "Work was cancelled.")
    assert not waited


def test_that_two_run_and_the_others_wait_their_turn(qtbot: QtBot, jobs: Jobs, doing: Run, tmp_path: Path) -> None:
    numbers = [jobs.start(doing(FOR_EVER.format(path=str(tmp_path / str(n))))) for n in range(4)]
    assert [row.stage for row in jobs.seen.rows] == [Stage.RUNNING, Stage.RUNNING, Stage.WAITING, Stage.WAITING]
    jobs.cancel(numbers[3])
    assert [row.stage for row in jobs.seen.rows][3] is Stage.CANCELLED
    with qtbot.waitSignal(jobs.changed, check_params_cb=lambda told: told.rows[0].what == "half way", timeout=30_000):
        pass
    finish(qtbot, jobs, lambda: jobs.cancel(numbers[0]))
    assert [row.stage for row in jobs.seen.rows][2] is Stage.RUNNING
    jobs.end()
    assert jobs.running == 0


def test_that_more_than_twenty_are_refused(qtbot: QtBot, jobs: Jobs, doing: Run, tmp_path: Path) -> None:
    order = doing(FOR_EVER.format(path=str(tmp_path / "x")))
    for _ in range(20):
        assert jobs.start(order)
    with qtbot.waitSignal(jobs.refused, timeout=1000) as heard:
        assert jobs.start(order) == 0
    assert "Twenty jobs are under way" in heard.args[0]
    jobs.end()


def test_that_the_end_of_the_desk_ends_every_job(
    qtbot: QtBot, jobs: Jobs, doing: Run, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    left = tmp_path / "left"
    with qtbot.waitSignal(jobs.changed, check_params_cb=lambda told: told.rows[0].what == "half way", timeout=30_000):
        jobs.start(doing(FOR_EVER.format(path=str(left))))
    jobs.end()
    assert left.read_text() == "cleaned up"
    assert "Work was ended with the desk" in caplog.text


def test_that_a_job_that_cannot_be_started_says_so(qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "command_line", lambda arguments: ("/nowhere/at/all", []))
    finished = finish(qtbot, jobs, lambda: jobs.start(Order("Work", ())))
    assert "Work could not be started" in finished.sentence


def test_that_the_strip_shows_jobs_and_leaves_with_the_last(
    styled: QApplication, qtbot: QtBot, jobs: Jobs, doing: Run
) -> None:
    strip = JobStrip()
    qtbot.addWidget(strip)
    jobs.changed.connect(strip.show_jobs)
    strip.cancelled.connect(jobs.cancel)
    strip.dismissed.connect(jobs.dismiss)
    finish(qtbot, jobs, lambda: jobs.start(doing(DONE)))
    (line,) = strip.lines
    assert (line.said, line.end.text(), line.open.isVisibleTo(strip)) == ("All of it is done.", "Dismiss", False)
    qtbot.keyClick(line.end, Qt.Key.Key_Return)
    assert strip.lines == ()
    assert strip.isHidden()


def test_that_the_strip_is_bounded(styled: QApplication, qtbot: QtBot, jobs: Jobs, doing: Run, tmp_path: Path) -> None:
    strip = JobStrip()
    qtbot.addWidget(strip)
    jobs.changed.connect(strip.show_jobs)
    for number in range(7):
        jobs.start(doing(FOR_EVER.format(path=str(tmp_path / str(number)))))
    assert len(strip.lines) == MOST_ROWS
    assert [progress_text(row) for row in jobs.seen.rows][:3] == [
        "starting", "starting", "waits for the jobs before it"
    ]  # fmt: skip
    jobs.end()


def test_that_a_failure_is_told_as_one() -> None:
    order = Order("Work", ())
    assert progress_text(Row(1, order, Stage.FAILED, sentence="There is no room.")) == "Failed: There is no room."
    assert progress_text(Row(1, order, Stage.RUNNING, "packing", 0.44, 83.0)) == "44 % · 83 s left · packing"


def test_that_progress_goes_over_a_line_and_back() -> None:
    for progress in (Progress("packing", 0.25), Progress("ein Ärger\n", None)):
        line = encoded(progress)
        assert "\n" not in line
        assert decoded(line) == progress
    for line in ("", "done", "{", "[1]", '{"what": 1, "share": 0}', '{"what": "x", "share": "y"}', '{"what": "x"}'):
        assert decoded(line) is None


def test_that_the_time_left_is_told_once_it_can_be() -> None:
    estimate = Estimate()
    told = [estimate.remaining_s(share, now) for share, now in ((0.0, 0.0), (0.1, 0.5), (0.25, 10.0), (0.5, 20.0))]
    assert told == [None, None, 30.0, 20.0]
    assert estimate.remaining_s(None, 21.0) is None
    assert estimate.remaining_s(0.1, 22.0) is None, "it began anew"
