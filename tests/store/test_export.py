"""What leaves the file is what went in: all of it, in order, named, with its unit and quality."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.packed import SIZES, arrivals, packed, settled
from tests.store.rows import T0, row, written
from venule.domain.instant import SECOND
from venule.domain.observation import Recorded
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.store import export
from venule.store.answers import ExportRow
from venule.store.batch import Batch, Declaration
from venule.store.reader import Reader
from venule.store.sizes import Sizes
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


@settings(max_examples=60, deadline=None)
@given(rows=arrivals(), sizes=SIZES, batch=st.integers(1, 9), at_a_time=st.sampled_from((1, 5, 20, 1000)))
def test_that_what_leaves_is_what_was_written_however_it_is_packed(
    rows: list[Recorded], sizes: Sizes, batch: int, at_a_time: int
) -> None:
    expected = sorted(settled(rows), key=lambda one: (one.asset, one.observed_at))
    with pytest.MonkeyPatch.context() as patch, packed(rows, sizes, batch) as reader:
        patch.setattr(export, "ROWS_AT_A_TIME", at_a_time)
        told = [(one.asset, one.observed_at, one.recorded_at, one.value) for one in reader.observations()]
        some = [one.value for one in reader.observations(T0 + 5 * SECOND, T0 + 30 * SECOND, ["a", "c"])]
    assert told == [(one.asset, one.observed_at, one.recorded_at, one.value) for one in expected]
    assert some == [
        one.value for one in expected if one.asset != "b" and 5 * SECOND <= one.observed_at - T0 < 30 * SECOND
    ]


@pytest.mark.parametrize("at_a_time", [1, 1000])
def test_that_values_leave_as_they_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_a_time: int) -> None:
    monkeypatch.setattr(export, "ROWS_AT_A_TIME", at_a_time)
    values = [1, 1.5, True, False, None, "open", "", 2**62, -(2**60) - 1, 0, -0.5]
    rows = [row("a", T0 + place, value) for place, value in enumerate(values)]
    path = tmp_path / "city.venule"
    with Writer(path) as writer, Reader(path) as reader:
        writer.write(Batch(observations=rows))
        for _ in range(2):
            assert [repr(one.value) for one in reader.observations()] == list(map(repr, values))
            writer.compact()


def test_that_a_selection_takes_its_start_and_leaves_its_end(tmp_path: Path) -> None:
    rows = [row(asset, T0 + number) for asset in "abc" for number in range(5)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        chosen = list(reader.observations(T0 + 1, T0 + 3, assets=["a", "c"], datastreams=["level"]))
        assert [(one.asset, one.observed_at - T0) for one in chosen] == [("a", 1), ("a", 2), ("c", 1), ("c", 2)]
        assert list(reader.observations(datastreams=["flow"])) == []


@pytest.mark.parametrize("at_a_time", [1, 1000])
def test_that_what_is_written_and_packed_meanwhile_stays_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_a_time: int
) -> None:
    monkeypatch.setattr(export, "ROWS_AT_A_TIME", at_a_time)
    path = tmp_path / "city.venule"
    with Writer(path) as writer, Reader(path) as reader:
        writer.write(Batch(observations=[row("a", T0), row("b", T0)]))
        leaving = reader.observations()
        first = next(leaving)
        writer.write(Batch(observations=[row("b", T0 - 1), row("b", T0 + 1), row("c", T0)]))
        writer.compact()
        assert reader.counts().observations == 5, "other questions are answered in between"
        assert [first.asset, *(one.asset for one in leaving)] == ["a", "b"]
        assert len(list(reader.observations())) == 5
