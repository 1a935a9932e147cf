"""`venule report`: one PDF, or one sentence that says why there is none."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer

from tests.desk.report.incident import write_incident
from tests.desk.report.pdf_text import read_pdf
from venule.cli import main, report
from venule.processes.progress import VARIABLE

STRETCH = ["--from", "2026-05-03T11:30:00Z", "--to", "2026-05-03T12:00:00Z"]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """The incident."""
    return write_incident(tmp_path / "upper_town.venule")


@pytest.fixture(autouse=True)
def usual_ending() -> Iterator[None]:
    """The command takes SIGTERM for itself; the next test gets it back."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def test_that_a_report_is_written_and_told_in_a_sentence(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = cache.with_name("report.pdf")
    told = ["report", str(cache), "-o", str(place), *STRETCH, "--zone", "Europe/Berlin", "--title", "Overflow"]
    assert main([*told, "--asset", "water/tank-1"]) == 0
    said = capsys.readouterr()
    found = read_pdf(place)
    assert said.out == f"report.pdf: {len(found.pages)} pages, 1 alarm.\n"
    assert said.err == ""
    assert found.title == "Overflow"
    assert "13:50:00" in found.text
    assert "venulereportupper_town.venule-oREPORT.pdf" in found.text


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--asset", "bay-9"], "There is no asset 'bay-9'"),
        (["--to", "2026-05-03T11:00:00Z"], "The stretch ends before it begins"),
        (["-o", "nowhere/report.pdf"], "There is no folder nowhere"),
    ],
)
def test_that_what_cannot_be_made_is_told_in_a_sentence(
    cache: Path, more: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = cache.with_name("report.pdf")
    assert main(["report", str(cache), "-o", str(place), *STRETCH, *more]) == 1
    assert capsys.readouterr().err.startswith(sentence)
    assert not place.exists()


def test_that_neither_the_recording_nor_another_one_is_written_over(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = cache.read_bytes()
    assert main(["report", str(cache), "-o", str(cache), *STRETCH]) == 1
    assert "would be lost" in capsys.readouterr().err
    assert cache.read_bytes() == before


@pytest.mark.parametrize(
    "more", [["--paper", "A0"], ["--zone", "Mars/Olympus"], ["--theme", "pink"], ["--from", "soon"]]
)
def test_that_wrong_usage_has_a_status_of_its_own(cache: Path, more: list[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["report", str(cache), "-o", str(cache.with_name("report.pdf")), *STRETCH, *more])
    assert leaving.value.code == 2


def test_that_a_program_is_told_of_the_progress_up_to_the_end(cache: Path) -> None:
    place = cache.with_name("report.pdf")
    ended = subprocess.run(
        [sys.executable, "-m", "venule", "report", str(cache), "-o", str(place), *STRETCH],
        env={**os.environ, VARIABLE: "json"}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 0
    told = [json.loads(line) for line in ended.stderr.splitlines()]
    shares = [one["share"] for one in told]
    assert shares == sorted(shares)
    assert all(one["what"] for one in told)
    assert place.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("order", [signal.SIGINT, signal.SIGTERM])
def test_that_a_report_that_is_called_off_while_its_map_is_painted_leaves_nothing(
    cache: Path, order: signal.Signals, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Caller:
        """Calls it off from within a loop of Qt's, where what is raised is lost."""

        def __call__(self, what: str, share: float | None = None) -> None:
            if what == "painting the map":
                loop = QEventLoop()
                QTimer.singleShot(0, lambda: os.kill(os.getpid(), order))
                QTimer.singleShot(0, loop.quit)
                loop.exec()

    monkeypatch.setattr(report, "Meter", Caller)
    before = signal.getsignal(signal.SIGINT)
    place = cache.with_name("report.pdf")
    assert main(["report", str(cache), "-o", str(place), *STRETCH]) == 1
    assert capsys.readouterr().err == "Interrupted.\n"
    assert not place.exists()
    assert signal.getsignal(signal.SIGINT) is before
