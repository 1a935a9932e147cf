"""`venule bench trends`: what it writes is what it says, and every part of it is measured."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from venule.bench.trends import END, SPAN, STREAMS, Wishes, run, write
from venule.domain.instant import MINUTE, SECOND
from venule.store.problem import StoreProblem
from venule.store.reader import Reader


def silent(_: str) -> None:
    return


def test_that_the_file_holds_so_many_samples_of_each_over_the_span(tmp_path: Path) -> None:
    write(tmp_path / "a.venule", 100, SPAN, silent)
    with Reader(tmp_path / "a.venule") as reader:
        counts = reader.counts()
        series = reader.series(1, END - SPAN, END, 1_000, END)
    assert (counts.datastreams, counts.observations) == (STREAMS, 100 * STREAMS)
    assert (int(series.observed_at[-1]), len(series.observed_at)) == (END, 100)
    assert not series.gap_before.any()


def test_that_moves_jumps_and_appending_are_measured(qtbot: QtBot, tmp_path: Path) -> None:
    kept = tmp_path / "kept.venule"
    told = run(Wishes(samples=300, keep=kept, short=True), silent)
    on_file, append = told["on_file"], told["append"]
    assert isinstance(on_file, dict)
    assert isinstance(append, dict)
    assert on_file["pan_all"]["count"] == 3
    assert on_file["zoom_in"]["span_days"] < 365
    assert on_file["jumps"]["count"] == 2
    assert append["behind_all"]["frame"]["count"] == append["behind_a_minute"]["frame"]["count"] == 2
    with Reader(kept) as reader:
        assert reader.counts().last_observed_at == END


def test_that_a_file_that_is_there_is_not_written_over(qtbot: QtBot, tmp_path: Path) -> None:
    write(tmp_path / "a.venule", 60, MINUTE, silent)
    with pytest.raises(StoreProblem, match="already there"):
        run(Wishes(samples=10, keep=tmp_path / "a.venule", short=True), silent)
    with Reader(tmp_path / "a.venule") as reader:
        assert reader.counts().first_observed_at == END - MINUTE + SECOND
