"""The export sheet proposes what is on the screen, and a job beside the desk writes it."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk.sitting import Sitting
from tests.desk.town import NOON, observed
from venule.desk.jobs import Finished
from venule.desk.links.exporting import ExportLink, What, When, arguments
from venule.desk.links.jobs import JobLink
from venule.desk.trends.ghosts.ghost import ghost_line
from venule.desk.trends.view import TrendView
from venule.desk.views.export_sheet import Chosen, Format
from venule.domain.basis import Basis
from venule.domain.instant import MINUTE, from_iso
from venule.domain.observation import Recorded
from venule.store.batch import Batch

Sit = Callable[..., Sitting]
LIMIT_MS = 30_000


@pytest.fixture
def sitting(sit: Sit) -> Sitting:
    return sit()


@pytest.fixture
def link(sitting: Sitting) -> ExportLink:
    found = sitting.window.findChild(ExportLink)
    assert isinstance(found, ExportLink)
    return found


def finish(sitting: Sitting, begin: Callable[[], object]) -> Finished:
    jobs = sitting.window.findChild(JobLink)
    assert isinstance(jobs, JobLink)
    with sitting.qtbot.waitSignal(jobs.jobs.finished, timeout=LIMIT_MS) as heard:
        begin()
    finished = heard.args[0]
    assert isinstance(finished, Finished)
    return finished


def titles(link: ExportLink) -> list[str]:
    return [link.sheet.what.itemText(row) for row in range(link.sheet.what.count())]


def test_that_everything_can_be_exported(sitting: Sitting, link: ExportLink, tmp_path: Path) -> None:
    link.open()
    assert titles(link) == ["everything"]
    out = tmp_path / "all.csv"
    finished = finish(sitting, lambda: link.start(link.sheet.chosen, out))
    assert finished.ok
    assert finished.sentence == "all.csv is written, 0.0 MiB."
    assert finished.order.makes == out
    with out.open(newline="") as file:
        assert len(list(csv.reader(file))) > 1
    assert link.sheet.isHidden()


def test_that_what_is_chosen_and_what_trends_show_is_proposed(
    sitting: Sitting, link: ExportLink, tmp_path: Path
) -> None:
    sitting.desk.selection.open(0)
    sitting.rest()
    link.open()
    catalogue = sitting.desk.city.catalogue
    name, network = catalogue.assets.name[0], catalogue.networks[int(catalogue.assets.network[0])].name
    assert titles(link)[:2] == ["everything", "the chosen 1 asset"]
    link.sheet.what.setCurrentIndex(1)
    assert link.sheet.chosen.what == What((f"{network}/{name}",)), "other networks may have one of that name"
    link.sheet.when.setCurrentIndex(0)
    out = tmp_path / "one.csv"
    finish(sitting, lambda: link.start(link.sheet.chosen, out))
    with out.open(newline="") as file:
        assert {row["asset"] for row in csv.DictReader(file)} == {name}


def test_that_the_export_of_trends_holds_what_they_show_and_nothing_else(sit: Sit, tmp_path: Path) -> None:
    also = Recorded("water", "tank-1", "occupied", NOON, NOON, True)  # its kind of value is shown of another asset
    sitting = sit(more=(Batch(observations=[also]),))
    link = sitting.window.findChild(ExportLink)
    assert isinstance(link, ExportLink)
    trends = sitting.panes.trends
    assert isinstance(trends, TrendView)
    kept = [json.dumps({"stream": key}) for key in (("water", "tank-1", "level"), ("parking", "bay-1", "occupied"))]
    level, taken = sitting.desk.trends.made_again(kept)
    trends.show_datastreams((level, taken, ghost_line(level, 1, None)))
    link.open()
    assert titles(link)[-1] == "what the trends show: 2 datastreams"
    link.sheet.when.setCurrentIndex(0)
    out = tmp_path / "trends.csv"
    finish(sitting, lambda: link.start(link.sheet.chosen, out))
    with out.open(newline="") as file:
        assert {(row["asset"], row["datastream"]) for row in csv.DictReader(file)} == {
            ("tank-1", "level"), ("bay-1", "occupied"),
        }  # fmt: skip


def test_that_the_sheet_stays_where_nothing_can_be_written(link: ExportLink, sitting: Sitting, tmp_path: Path) -> None:
    link.open()
    with sitting.qtbot.waitSignal(link.told, timeout=1000) as heard:
        link.start(link.sheet.chosen, tmp_path / "nowhere" / "all.csv")
    assert heard.args[0].endswith("all.csv cannot be written: choose another place.")
    assert link.sheet.isVisible()


def test_that_in_a_look_back_the_export_of_trends_ends_with_the_clock(sit: Sit, tmp_path: Path) -> None:
    late = observed("tank-1", 2.5, 1200)._replace(recorded_at=NOON - 5 * MINUTE)
    sitting = sit(at=NOON - 20 * MINUTE, more=(Batch(observations=[late]),))
    link = sitting.window.findChild(ExportLink)
    assert isinstance(link, ExportLink)
    sitting.desk.selection.open_named("tank-1")
    sitting.qtbot.waitUntil(lambda: bool(sitting.desk.trends.shown()))
    link.open()
    when = link.sheet.chosen.when
    assert isinstance(when, When)
    assert when.end == NOON - 20 * MINUTE + 1, "what is of that very moment is shown too"
    out = tmp_path / "trends.csv"
    finish(sitting, lambda: link.start(link.sheet.chosen, out))
    with out.open(newline="") as file:
        assert [row["value"] for row in csv.DictReader(file)] == ["2.0"], "the others were recorded later"
    sitting.pulse.hold_against(Basis.HAPPENED)
    link.open()
    assert isinstance(link.sheet.chosen.when, When)
    assert link.sheet.chosen.when.known_by is None


def test_that_a_recording_always_holds_everything_of_its_time(link: ExportLink, sitting: Sitting) -> None:
    sitting.desk.selection.open(0)
    sitting.rest()
    link.open()
    link.sheet.format.setCurrentIndex(list(Format).index(Format.RECORDING))
    link.sheet.format.activated.emit(link.sheet.format.currentIndex())
    assert not link.sheet.what.isEnabled()
    assert link.sheet.chosen.what == What()
    assert "Everything that was recorded in the time" in link.sheet.told


def test_that_choices_become_arguments_that_no_name_can_break(tmp_path: Path) -> None:
    when = When(from_iso("2026-05-01T00:00:00Z"), None)
    chosen = Chosen(What(("-x", "A B"), ("flow",)), when, Format.PARQUET)
    told = arguments(tmp_path / "c.venule", chosen, tmp_path / "o.parquet")
    assert told[2:] == (
        f"--out={tmp_path / 'o.parquet'}", "--format=parquet", "--from=2026-05-01T00:00:00Z",
        "--asset=-x", "--asset=A B", "--datastream=flow",
    )  # fmt: skip


def test_that_more_assets_than_a_command_line_holds_are_refused(link: ExportLink, sitting: Sitting) -> None:
    chosen = Chosen(What(tuple(str(number) for number in range(501))), When(), Format.CSV)
    with sitting.qtbot.waitSignal(link.told, timeout=1000) as heard:
        link.ask_file(chosen)
    assert "More than 500 assets are chosen" in heard.args[0]


def test_that_verifying_and_compacting_are_jobs(sitting: Sitting) -> None:
    jobs = sitting.window.findChild(JobLink)
    assert isinstance(jobs, JobLink)
    assert "is sound" in finish(sitting, jobs.verify).sentence
    compacted = finish(sitting, jobs.compact)
    assert compacted.ok, compacted.sentence
    assert "is compact: " in compacted.sentence
    assert [line.said for line in jobs.strip.lines] == [row.sentence for row in jobs.jobs.seen.rows]
