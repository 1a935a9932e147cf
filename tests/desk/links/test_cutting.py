"""The stretch chosen on the time bar is cut out by a job, and can be opened beside what it was cut out of."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.desk.sitting import Sitting
from tests.desk.town import NOON
from venule.cli import main
from venule.desk.jobs import Finished
from venule.desk.links.cutting import CutLink
from venule.desk.links.jobs import JobLink
from venule.desk.timebar.events import StretchChosen
from venule.domain.instant import MINUTE
from venule.store.reader import Reader

LIMIT_MS = 30_000


@pytest.fixture
def sitting(sit: Callable[..., Sitting]) -> Sitting:
    return sit()


@pytest.fixture
def link(sitting: Sitting) -> CutLink:
    found = sitting.window.findChild(CutLink)
    assert isinstance(found, CutLink)
    return found


def test_that_a_stretch_becomes_a_sealed_recording(sitting: Sitting, link: CutLink, tmp_path: Path) -> None:
    jobs = sitting.window.findChild(JobLink)
    assert isinstance(jobs, JobLink)
    out = tmp_path / "incident.venule"
    with sitting.qtbot.waitSignal(jobs.jobs.finished, timeout=LIMIT_MS) as heard:
        link.start(out, NOON - 20 * MINUTE, NOON)
    finished = heard.args[0]
    assert isinstance(finished, Finished)
    assert finished.sentence == "incident.venule is written, with its manifest beside it."
    with Reader(out) as reader:
        part = reader.cut()
        assert part is not None
        assert (part.since, part.until) == (NOON - 20 * MINUTE, NOON)
        assert part.opening == 1
    assert main(["verify", str(out)]) == 0


def test_that_a_file_is_asked_for_only_where_a_stretch_is_chosen(sitting: Sitting, link: CutLink) -> None:
    (command,) = link.commands()
    command.run()
    assert sitting.window.notice.text == "Choose a stretch on the time bar first: [ begins it, and ] ends it."
    assert sitting.window.findChild(QFileDialog) is None
    sitting.panes.time_bar.set_stretch(StretchChosen(NOON - 20 * MINUTE, NOON))
    command.run()
    dialog = sitting.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.reject()
