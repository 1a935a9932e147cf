"""The pages: their text can be found and copied, they are the same each time, and odd content does not break them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.desk.map.tiles.plans import write_plan
from tests.desk.report.incident import FOLDED, HIGH, LOST, LOW, request, write_incident
from tests.desk.report.pdf_text import Pdf, misplaced, read_pdf
from tests.desk.town import NOON, alarm, write_town
from venule.desk.map.tiles.work.hands import OwnHands
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.report.gathering import gather
from venule.desk.report.request import ReportProblem, tell_nobody
from venule.desk.report.setting.pdf import Book, page_image, write_pdf
from venule.desk.report.writing import book, check
from venule.desk.style.palette import Theme
from venule.domain.asset import Asset
from venule.domain.instant import DAY, SECOND
from venule.domain.rule import Priority
from venule.store.batch import Batch
from venule.verticals.guard import Guard

MakeBook = Callable[..., Book]


@pytest.fixture
def make(styled: QApplication) -> Iterator[MakeBook]:
    """Makes the pages of a recording, with a map that is painted on the spot."""
    workers: list[Worker] = []

    def made(cache: Path, **more: object) -> Book:
        workers.append(Worker(QApplication.instance(), OwnHands))
        material, moment = gather(request(cache, **more), {}, tell_nobody)
        return book(material, moment, Guard(()), tell_nobody, workers[-1])

    yield made
    for worker in workers:
        worker.stop()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """The incident, with a base map beside it."""
    cache = write_incident(tmp_path / "upper_town.venule")
    write_plan(tmp_path).rename(tmp_path / "upper_town.basemap.geojson")
    return cache


def written(made: Book, place: Path) -> Pdf:
    """The file, read back."""
    write_pdf(made, place, lambda share: None)
    return read_pdf(place)


def test_that_the_text_can_be_found_and_copied(make: MakeBook, cache: Path, tmp_path: Path) -> None:
    found = written(make(cache, title="Überlauf – “oben”"), tmp_path / "report.pdf")
    assert found.title == "Überlauf – “oben”"
    for expected in (
        "On Sunday 3 May 2026 from 11:30 to 12:00 UTC, two alarms", "11:51:40 anna: pump off, crew on its way",
        "tank-1 (Upper tank)", "Überlauf – “oben”", "11.51000, 48.11000", "11:59:00, known 12:05:00", "SHA-256",
        "above 4.50", "the broker went away", "--from 2026-05-03T11:30:00Z", "11:45",
    ):  # fmt: skip
        assert "".join(expected.split()) in found.text, expected
    assert misplaced(tmp_path / "report.pdf") == []
    private = {letter for letter in found.text if "\ue000" <= letter <= "\uf8ff" or letter in "\ufffd\xad"}
    assert private == set()


def test_that_pages_are_numbered_and_fonts_embedded(make: MakeBook, cache: Path, tmp_path: Path) -> None:
    made = make(cache)
    found = written(made, tmp_path / "report.pdf")
    assert len(found.pages) == len(made.pages) >= 3
    for number, page in enumerate(found.pages, 1):
        assert f"Page{number}of{len(found.pages)}" in "".join(page.split())
        assert "IncidentreportUppertown" in "".join(page.split()).replace(",", "")
    assert found.embedded_fonts >= 2
    assert found.pictures == 1


def test_that_the_same_file_gives_the_same_pages(make: MakeBook, cache: Path) -> None:
    first, second = make(cache), make(cache)
    assert len(first.pages) == len(second.pages)
    for number in range(len(first.pages)):
        assert page_image(first, number) == page_image(second, number)
    assert page_image(make(cache, made_at=NOON + 2 * DAY), 0) != page_image(first, 0)


@pytest.mark.parametrize("how", [{"paper": "Letter"}, {"theme": Theme.DARK}])
def test_that_paper_and_look_can_be_chosen(make: MakeBook, cache: Path, how: dict[str, object]) -> None:
    usual, other = page_image(make(cache), 0), page_image(make(cache, **how), 0)
    assert usual.pixelColor(3, 3).lightness() > 250
    assert (usual.size() == other.size()) is ("paper" not in how)
    assert (other.pixelColor(3, 3).lightness() < 60) is ("theme" in how)


def test_that_text_stays_within_the_margins_and_scripts_without_a_font_are_told(make: MakeBook, tmp_path: Path) -> None:
    long = "Verschlussüberwachungsanlage" * 40
    odd = replace(HIGH, title="Úroveň Ύψος Уровень 水位", text=long, cause="a\nb\tc " * 300, action=long)
    made = make(write_incident(tmp_path / "town.venule", odd, LOW))
    for number in range(len(made.pages)):
        image = page_image(made, number)
        edge = round(14 / 25.4 * 96)
        beyond = image.copy(image.width() - edge, 0, edge, image.height())
        assert all(
            beyond.pixelColor(x, y).lightness() > 250 for x in range(0, edge, 3) for y in range(0, beyond.height(), 3)
        )
    found = written(made, tmp_path / "report.pdf")
    assert "ÚroveňΎψοςУровень" in found.text
    told = "nofontforsomelettersofthisreport" in found.text
    assert told is ("水" not in found.text)


def test_that_hundreds_of_alarms_are_set(make: MakeBook, tmp_path: Path) -> None:
    names = [f"meter-{number:04}" for number in range(500)]
    alarms = [replace(alarm(name, Priority.LOW, ago_s=600), title="Silent") for name in names]
    cache = write_town(tmp_path / "town.venule", alarms, Batch(assets=[Asset("water", name) for name in names]))
    found = written(make(cache), tmp_path / "report.pdf")
    assert len(found.pages) > 10
    assert "meter-0499" in found.text
    for page in found.pages[2:-2]:
        assert "Page" in "".join(page.split())


def test_that_nothing_but_a_lost_gateway_is_set_too(make: MakeBook, tmp_path: Path) -> None:
    found = written(make(write_incident(tmp_path / "town.venule", LOST, FOLDED)), tmp_path / "report.pdf")
    assert "onealarmwasraisedatonegateway" in found.text


def test_that_a_time_without_alarms_has_no_map(make: MakeBook, tmp_path: Path) -> None:
    found = written(make(write_town(tmp_path / "town.venule")), tmp_path / "report.pdf")
    assert "noalarmwasraised" in found.text
    assert found.pictures == 0


def test_that_a_file_that_cannot_be_written_leaves_the_old_one(make: MakeBook, cache: Path, tmp_path: Path) -> None:
    made = make(cache)
    with pytest.raises(ReportProblem, match="cannot be written"):
        write_pdf(made, tmp_path / "nowhere" / "report.pdf", lambda share: None)
    old = tmp_path / "report.pdf"
    old.write_bytes(b"old")

    def interrupt(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_pdf(made, old, interrupt)
    assert old.read_bytes() == b"old"
    assert [path.name for path in tmp_path.glob("report*")] == ["report.pdf"]


def test_that_what_cannot_be_asked_is_refused(tmp_path: Path) -> None:
    asked = request(tmp_path / "town.venule")
    check(asked)
    with pytest.raises(ReportProblem, match="ends before it begins"):
        check(replace(asked, end=asked.start))
    with pytest.raises(ReportProblem, match="no paper"):
        check(replace(asked, paper="A0", end=asked.start + SECOND))
