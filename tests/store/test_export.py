"""What leaves the file is what went in: all of it, in order, named, with its unit and quality."""

from pathlib import Path

import pytest

from tests.store.rows import T0, row, written
from venule.domain.observation import Recorded
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.store import export
from venule.store.answers import ExportRow
from venule.store.batch import Batch, Declaration
from venule.store.reader import Reader
from venule.store.writer import Writer


def test_that_rows_carry_their_names_unit_and_quality(tmp_path: Path) -> None:
    declared = [
        Declaration("net", "a", Quantity("level", unit="m"), "metres"),
        Declaration("net", "b", Quantity("level"), "furlongs"),
        Declaration("net", "c", Quantity("open", kind=ValueKind.FLAG)),
    ]
    rows = [
        Recorded("net", "c", "open", T0, T0 + 9, True),
        Recorded("net", "a", "level", T0 + 1, T0 + 9, 2.5, None, Quality.UNCERTAIN, "clock"),
        Recorded("net", "b", "level", T0 + 2, T0 + 9, None, None, Quality.MISSING),
    ]
    with written(tmp_path / "city.venule", Batch(declarations=declared, observations=rows)) as reader:
        assert list(reader.observations()) == [
            ExportRow("net", "a", "level", T0 + 1, T0 + 9, 2.5, "m", "uncertain"),
            ExportRow("net", "b", "level", T0 + 2, T0 + 9, None, "furlongs", "missing"),
            ExportRow("net", "c", "open", T0, T0 + 9, True, "", "good"),
        ]


@pytest.mark.parametrize("page", [1, 3, 100])
def test_that_pages_neither_lose_nor_repeat_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    monkeypatch.setattr(export, "_PAGE", export._PAGE.replace(str(export.PAGE), str(page)))
    rows = [row(asset, T0 + number // 2, float(number), key=number % 2) for asset in "ba" for number in range(9)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        assert [(one.asset, one.value) for one in reader.observations()] == [
            (asset, float(number)) for asset in "ab" for number in range(9)
        ]


def test_that_a_selection_takes_its_start_and_leaves_its_end(tmp_path: Path) -> None:
    rows = [row(asset, T0 + number) for asset in "abc" for number in range(5)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        chosen = list(reader.observations(T0 + 1, T0 + 3, assets=["a", "c"], datastreams=["level"]))
        assert [(one.asset, one.observed_at - T0) for one in chosen] == [("a", 1), ("a", 2), ("c", 1), ("c", 2)]
        assert list(reader.observations(datastreams=["flow"])) == []


def test_that_what_is_written_meanwhile_stays_out(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path) as writer, Reader(path) as reader:
        writer.write(Batch(observations=[row("a", T0), row("b", T0)]))
        leaving = reader.observations()
        first = next(leaving)
        writer.write(Batch(observations=[row("b", T0 - 1), row("b", T0 + 1), row("c", T0)]))
        assert [first.asset, *(one.asset for one in leaving)] == ["a", "b"]
        assert len(list(reader.observations())) == 5
