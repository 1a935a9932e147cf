"""The document of a report: its first paragraph and its chapters say what the files hold, and what they do not."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.desk.report.incident import (
    EVERY_MINUTE,
    FOLDED,
    HIGH,
    LOST,
    LOW,
    gathered,
    report,
    section,
    texts,
    write_incident,
)
from tests.desk.town import NOON, REJECTS, alarm, write_town
from venule.desk.report.composing import CHAPTERS, compose
from venule.desk.report.document import Charts, MapPicture, Table, words
from venule.desk.report.request import ReportProblem
from venule.desk.report.scope import MOST_ASSETS
from venule.desk.report.sections.journal import MOST_ALARMS
from venule.desk.report.sections.timeline import MOST_ENTRIES
from venule.desk.report.writing import Written
from venule.domain.alarm import Status
from venule.domain.asset import Asset
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND
from venule.domain.note import Note
from venule.domain.rule import Priority
from venule.store import incident
from venule.store.batch import Batch
from venule.store.beside import manifest_beside, review_beside
from venule.store.operator import OperatorFile


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Two alarms at two tanks."""
    return write_incident(tmp_path / "upper_town.venule")


def test_that_the_first_paragraph_tells_the_incident(cache: Path) -> None:
    lead = report(cache).lead.text
    assert lead.startswith(
        "On Sunday 3 May 2026 from 11:30 to 12:00 UTC, two alarms were raised at two assets of the network water: "
        "1 × “Level high” and 1 × “Level uncertain”. The first, “Level high”, was raised at 11:50:00 at "
        "tank-1 (Upper tank); the most urgent was of high priority. At most two stood at one time; it was worst at "
        "11:55:00. The quickest acknowledgement came after 1 min, by anna; 1 of 2 were acknowledged. One still stood "
        "at the end of this time, and no return is recorded. One note is recorded, and no command."
    )
    assert "feeds were not heard for 1 min in 1 gap" in lead.lower()


def test_that_every_chapter_is_there_and_the_title_may_be_given(cache: Path) -> None:
    document = report(cache, title="Overflow at the upper tank")
    assert document.title == "Overflow at the upper tank"
    assert [one.title for one in document.sections] == [
        "Timeline", "Place", "Trends", "Alarm journal", "Notes", "Commands", "Coverage", "Evidence",
    ]  # fmt: skip
    assert len(CHAPTERS) == len(document.sections)
    assert report(cache).title == "Incident report, Upper town"


def test_that_the_timeline_has_everything_by_time_and_both_times_where_it_was_known_later(cache: Path) -> None:
    (table,) = (block for block in section(report(cache), "Timeline").blocks if isinstance(block, Table))
    told = [tuple(cell.text for cell in row.cells) for row in table.rows]
    assert [(when, what, where) for when, what, where, _ in told] == [
        ("11:50:00", "Raised", "tank-1 (Upper tank)"),
        ("11:51:40", "Acknowledged", "tank-1 (Upper tank)"),
        ("11:52:30, known 11:59:00", "Note", "tank-1 (Upper tank)"),
        ("11:53:20", "Feed lost", "feed tanks"),
        ("11:54:20", "Feed back", "feed tanks"),
        ("11:55:00", "Raised", "tank-2 (Lower tank)"),
        ("11:59:00, known 12:05:00", "Returned", "tank-1 (Upper tank)"),
        ("13:00:00", "Comment", "tank-1 (Upper tank)"),
    ]
    assert told[0][3] == "Level high: level 4.70 m, above 4.50 m"
    assert [row.cells[1].priority for row in table.rows][:1] == [Priority.HIGH]


def test_that_the_map_shows_the_assets_at_the_worst_moment(cache: Path) -> None:
    blocks = section(report(cache), "Place").blocks
    (picture,) = (block for block in blocks if isinstance(block, MapPicture))
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert picture.said == "At the worst moment, 3 May 2026, 11:55:00 UTC"
    assert [(row.cells[0].text, row.cells[1].text, row.cells[5].status) for row in table.rows] == [
        ("1", "tank-1 (Upper tank)", Status.ALARM),
        ("2", "tank-2 (Lower tank)", Status.WARNING),
    ]


def test_that_the_journal_explains_each_kind_once_and_tells_each_occurrence(cache: Path) -> None:
    told = texts(report(cache), "Alarm journal")
    for expected in (
        "Level high, high priority", "The inlet valve did not close.", "The tank overflows.",
        "Close the valve by hand.", "15 min", "11:59:00, known 12:05:00", "9 min", "11:51:40 by anna",
        "11:51:40 anna: pump off, crew on its way", "13:00:00 ben: valve repaired", "Level uncertain, low priority",
    ):  # fmt: skip
        assert expected in told
    assert told.index("Level high, high") < told.index("Level uncertain, low")


def test_that_notes_of_the_assets_are_told_and_those_of_others_counted(cache: Path) -> None:
    told = texts(report(cache), "Notes")
    assert "Water on the street" in told
    assert "Parking is closed" not in told
    assert "1 note of this time about other assets is left out." in told


def test_that_it_says_plainly_that_there_are_no_commands(cache: Path) -> None:
    assert "None recorded." in texts(report(cache), "Commands")


def test_that_coverage_tells_shares_silences_gaps_and_rejects(tmp_path: Path) -> None:
    cache = write_incident(tmp_path / "town.venule", more=(EVERY_MINUTE, REJECTS))
    document = report(cache)
    table = next(block for block in section(document, "Coverage").blocks if isinstance(block, Table))
    told = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows}
    assert told["tank-1 (Upper tank), level"][:4] == ["1 min", "29", "93 %", "4 min from 11:46:00"]
    assert told["tank-2 (Lower tank), level"] == ["1 min", "1", "1 %", "29 min from 11:30:00", "1 doubtful"]
    rest = texts(document, "Coverage")
    assert "the broker went away" in rest
    assert "2 messages of all feeds" in rest
    assert "payload is not JSON" in rest


def test_that_the_trends_show_what_is_in_alarm_with_its_alarms_and_notes(cache: Path) -> None:
    (charts,) = (block for block in section(report(cache), "Trends").blocks if isinstance(block, Charts))
    assert [(line.asset, line.quantity.name) for line in charts.lines] == [("tank-1", "level"), ("tank-2", "level")]
    assert {one.uid for one in charts.alarms} == {HIGH.uid, LOW.uid}
    assert [note.uid for note in charts.notes] == ["n1"]


def test_that_the_same_file_gives_the_same_report_but_for_when_it_was_made(cache: Path) -> None:
    first, second = report(cache), report(cache, made_at=NOON + 2 * DAY)
    assert first.made == "Made on 4 May 2026, 12:00:00 UTC by Venule 0.1.0."
    assert list(words(first))[:-1] == list(words(second))[:-1]
    assert first.made != second.made


def test_that_assets_may_be_named(cache: Path) -> None:
    document = report(cache, assets=("parking/bay-1",))
    assert "no alarm was raised at the asset named" in document.lead.text
    assert "No alarm stood in this time" in texts(document, "Alarm journal")
    assert "Parking is closed" in texts(document, "Notes")
    with pytest.raises(ReportProblem, match="no asset 'bay-9'"):
        report(cache, assets=("bay-9",))


def test_that_a_time_without_alarms_is_reported_too(tmp_path: Path) -> None:
    document = report(write_town(tmp_path / "town.venule"))
    assert "no alarm was raised." in document.lead.text
    assert "No operator's file lies beside the recording: notes are not known." in texts(document, "Notes")
    assert "No asset is concerned" in texts(document, "Place")
    assert "Nothing is recorded of this time." in texts(document, "Timeline")


def test_that_a_recording_that_ends_earlier_is_told(cache: Path) -> None:
    lead = report(cache, end=NOON + HOUR).lead.text
    assert "The recording ends at 12:00:00: what happened after that is not known." in lead


def test_that_what_is_folded_under_a_gateway_stands_in_its_line(tmp_path: Path) -> None:
    document = report(write_incident(tmp_path / "town.venule", HIGH, LOST, FOLDED))
    assert "with 1 alarm folded under the alarm of a gateway" in document.lead.text
    assert "Tank silent" not in texts(document, "Timeline").replace(document.lead.text, "")
    assert "Folded under it, unknown because of it: tank-2" in texts(document, "Alarm journal")
    assert "1 further asset behind lost gateways is not listed" in texts(document, "Place")


def test_that_a_lost_gateway_alone_shows_the_assets_behind_it(tmp_path: Path) -> None:
    document = report(write_incident(tmp_path / "town.venule", LOST, FOLDED))
    assert "one alarm was raised at one gateway" in document.lead.text
    assert "tank-2 (Lower tank)" in texts(document, "Place")


def test_that_alarms_of_before_are_told_as_such(tmp_path: Path) -> None:
    before = replace(HIGH, raised_at=NOON - 2 * HOUR, raised_recorded_at=NOON - 2 * HOUR, uid="older")
    again = replace(HIGH, raised_at=NOON - 3 * HOUR, uid="gone", cleared_at=NOON - 2 * HOUR)
    document = report(write_incident(tmp_path / "town.venule", HIGH, before, again))
    assert "one alarm was raised" in document.lead.text
    assert "One more had been raised before and stood already." in document.lead.text


def test_that_a_file_that_is_being_written_gets_no_hash(tmp_path: Path) -> None:
    cache = write_incident(tmp_path / "town.venule")
    document = report(cache, made_at=NOON + SECOND)
    told = texts(document, "Evidence")
    assert "left out: the file is being written" in told
    assert "cut the stretch out: venule export town.venule" in told


def test_that_many_alarms_are_bounded_and_the_bounds_are_told(tmp_path: Path) -> None:
    names = [f"meter-{number:04}" for number in range(600)]
    alarms = [replace(alarm(name, Priority.LOW, ago_s=600), title="Silent") for name in names]
    alarms += [replace(alarm(names[0], Priority.HIGH, ago_s=500), title="Burst")]
    cache = write_town(
        tmp_path / "town.venule", alarms, Batch(assets=[Asset("water", name, "water.meter") for name in names])
    )
    document = report(cache)
    assert f"{MOST_ALARMS:,} of 601 alarms are shown." in texts(document, "Alarm journal")
    assert f"{MOST_ENTRIES:,} of 601 entries are shown." in texts(document, "Timeline")
    assert f"{MOST_ASSETS} of 600 assets are shown." in texts(document, "Place")
    assert "Burst" in texts(document, "Timeline").replace(document.lead.text, "")
    assert "No place is known of any of these assets" in texts(document, "Place")


def test_that_an_asset_that_no_vertical_knows_has_no_kind(tmp_path: Path) -> None:
    cache = write_town(tmp_path / "town.venule", [alarm("stray")], Batch(assets=[Asset("water", "stray")]))
    (table,) = (block for block in section(report(cache), "Place").blocks if isinstance(block, Table))
    assert [cell.text for cell in table.rows[0].cells][1:3] == ["stray", "–"]


def test_that_what_reviewers_added_to_a_sealed_recording_is_told_and_hashed(cache: Path) -> None:
    manifest_beside(cache).write_text("{}")
    with OperatorFile(review_beside(cache)) as review:
        review.note(Note("r1", NOON - 100 * SECOND, NOON + DAY, "eve", "The valve was an old one", "water", "tank-1"))
    document = report(cache)
    assert "The valve was an old one" in texts(document, "Notes")
    assert "Water on the street" in texts(document, "Notes")
    told = texts(document, "Evidence")
    assert all(name in told for name in ("upper_town.manifest.json", "upper_town.review.sqlite"))


def test_that_nothing_is_written_beside_the_recording(tmp_path: Path) -> None:
    cache = write_town(tmp_path / "town.venule", [HIGH])
    compose(gathered(cache))
    assert not OperatorFile.path_beside(cache).exists()


def test_that_a_stretch_over_midnight_is_told_with_its_days(tmp_path: Path) -> None:
    cache = write_incident(tmp_path / "town.venule")
    document = report(cache, start=NOON - DAY, end=NOON + MINUTE)
    assert document.lead.text.startswith("From Saturday 2 May 2026, 12:00, to Sunday 3 May 2026, 12:01 UTC,")
    assert "3 May 11:50:00" in texts(document, "Timeline")


def test_that_the_first_paragraph_tells_of_alarms_that_are_not_read(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "That is not all" not in report(cache).lead.text
    monkeypatch.setattr(incident, "ALARMS_TOLD", 1)
    document = report(cache)
    assert (
        "a report reads the first 1 alarms that stood in its time, and 2 did; a shorter time can be told whole."
    ) in document.lead.text
    assert "1 further alarms of this time were not read." in "\n".join(words(document))
    assert Written(Path("a.pdf"), 2, 1, unread=9).sentence() == (
        "a.pdf: 2 pages, 1 alarm, and 9 more were not read: ask for a shorter time."
    )
