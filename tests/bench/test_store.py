"""`venule bench store`: what it writes is what it says, and a file that was kept can be measured again."""

import json
from pathlib import Path

import pytest

from venule.bench.store import Wishes, place, run, samples_in
from venule.bench.synthetic import City
from venule.bench.writing import Course, tuples
from venule.cli import main
from venule.cli.bench import measure_store
from venule.cli.parser import parse
from venule.store.columns import columns
from venule.store.problem import StoreProblem
from venule.store.reader import Reader


def silent(_: str) -> None:
    return


def test_that_the_file_holds_what_the_figures_say(tmp_path: Path) -> None:
    kept = tmp_path / "kept.venule"
    told = run(Wishes(7_000, 60, 1.0, keep=kept), silent)
    with Reader(kept) as reader:
        counts = reader.counts()
    assert (told["samples"], told["streams"]) == (counts.observations, counts.datastreams) == (7_000, 60)
    assert told["file_bytes"] == kept.stat().st_size
    assert told["bytes_a_sample"] == round(kept.stat().st_size / 7_000, 3)
    assert isinstance(told["tenths_per_s"], list)
    assert len(told["tenths_per_s"]) == 10


def test_that_reads_are_told_with_the_size_of_their_answers(tmp_path: Path) -> None:
    kept = tmp_path / "kept.venule"
    reads = run(Wishes(12_000, 4, 1.0, keep=kept), silent)["reads"]
    assert isinstance(reads, dict)
    assert reads["observations"] == 12_000
    assert (reads["series_full_range"]["samples"], reads["series_full_range"]["datastreams"]) == (3_000, 4)
    assert 1_000 <= reads["series_full_range"]["points"] <= 2_500
    assert reads["series_raw"]["samples"] == reads["series_raw"]["points"] > 200
    assert (reads["latest"]["values"], reads["latest"]["datastreams"]) == (4, 4)
    assert reads["changes"]["observations"] == pytest.approx(6_000, rel=0.01)
    again = run(Wishes(read=kept), silent)["reads"]
    assert isinstance(again, dict)
    assert {name: again[name] for name in ("observations", "page_cache")} == {
        name: reads[name] for name in ("observations", "page_cache")
    }


def test_that_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    there = tmp_path / "there.venule"
    there.write_text("mine")
    with pytest.raises(StoreProblem, match="is already there"), place(there):
        pass
    assert there.read_text() == "mine"


def test_that_tuples_say_what_the_columns_say() -> None:
    for batch in City(30, 1.0).batches(90):
        made = columns(list(tuples(batch)))
        assert made.names == batch.names
        for name in ("stream", "observed_at", "recorded_at", "number", "form", "quality", "provenance", "key"):
            assert getattr(made.rows, name).tolist() == getattr(batch.rows, name).tolist()


def test_that_the_course_of_the_work_is_told_by_tenths() -> None:
    course = Course(1_000)
    for done in range(50, 1_001, 50):
        course.note(done, 50, 1.0 if done <= 500 else 2.0)
    told = course.speed()
    assert told["tenths_per_s"] == [50] * 5 + [25] * 5
    assert told["last_to_first"] == 0.5


def test_that_memory_is_compared_from_the_second_tenth_on(monkeypatch: pytest.MonkeyPatch) -> None:
    resident = iter([10.0, 100.0, 90.0, 90.0, 120.0, 90.0, 90.0, 90.0, 90.0, 104.0])
    monkeypatch.setattr("venule.bench.writing.resident_mb", lambda: next(resident))
    course = Course(10)
    for done in range(1, 11):
        course.note(done, 1, 1.0)
    told = course.memory()
    assert (told["after_10_percent_mb"], told["at_the_end_mb"]) == (100.0, 104.0)
    assert (told["greatest_after_10_percent_mb"], told["end_to_10_percent"]) == (120.0, 1.04)


@pytest.mark.parametrize(
    ("arguments", "wishes"),
    [
        ([], Wishes(5_000_000, 10_000, 1.0)),
        (["--samples", "1000000000"], Wishes(1_000_000_000, 10_000, 1.0)),
        (["--slow"], Wishes(288_000_000, 100_000, 900.0)),
        (["--slow", "--days", "2"], Wishes(19_200_000, 100_000, 900.0)),
        (["--slow", "--samples", "7"], Wishes(7, 100_000, 900.0)),
        (["--streams", "5", "--interval-s", "60", "--days", "1"], Wishes(7_200, 5, 60.0)),
        (["--read", "x.venule"], Wishes(read=Path("x.venule"))),
    ],
)
def test_that_the_command_line_says_how_much(
    arguments: list[str], wishes: Wishes, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Wishes] = []
    monkeypatch.setattr("venule.bench.store.run", lambda told, _: asked.append(told) or {})
    assert measure_store(parse(["bench", "store", *arguments])) == {}
    assert asked == [wishes]


def test_that_the_answer_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "store", "--samples", "3000", "--streams", "50", "--json"]) == 0
    told = capsys.readouterr()
    document = json.loads(told.out)
    assert told.err == ""
    assert (document["bench"], document["samples"], document["by_form"]["samples"]) == ("store", 3_000, 3_000)
    assert {
        "seed",
        "made_of",
        "rows_a_transaction",
        "samples_per_s",
        "write_new_names",
        "write",
        "tend",
        "memory",
    } <= document.keys()
    assert document["reads"]["page_cache"]


def test_that_without_json_every_figure_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "store", "--samples", "500", "--streams", "5"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert ["samples", "500"] in [line.split() for line in lines]
    assert any(line.startswith("reads.latest.same_reader.max_ms ") for line in lines)


def test_that_days_make_whole_rounds() -> None:
    assert samples_in(30, 100_000, 900.0) == 288_000_000
    assert samples_in(0.0001, 10, 900.0) == 10
