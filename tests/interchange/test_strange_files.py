"""Files as they come from elsewhere: other encodings and line ends, no header, no rows, packed by mistake."""

import gzip
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pyarrow
import pyarrow.parquet
import pytest

from tests.interchange.conftest import Import
from venule.domain.instant import from_iso
from venule.interchange.csv_table import csv_table
from venule.interchange.parquet_file import parquet_table
from venule.interchange.preview import preview
from venule.interchange.problem import InterchangeProblem
from venule.interchange.recognition import recognise
from venule.interchange.times import reader_of_times
from venule.interchange.told import Told
from venule.interchange.values import NotAValue, number

TEXT = "time;a;b\n2026-01-01T00:00Z;1,5;2,5\n2026-01-01T01:00Z;1,6;2,6\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_that_two_bytes_a_letter_are_read_with_and_without_a_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding))
    assert csv_table(path).columns == ("time", "a", "b")
    assert [row.cells[1] for row in csv_table(path).rows()] == ["1,5", "1,6"]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_that_lines_may_end_in_any_way(tmp_path: Path, end: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.replace("\n", end).encode())
    assert csv_table(path).columns == ("time", "a", "b")
    assert len(list(csv_table(path).rows())) == 2


def test_that_blank_lines_before_the_header_are_no_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"\n\n{TEXT}")
    assert csv_table(path).columns == ("time", "a", "b")
    assert [row.line for row in csv_table(path).rows()] == [4, 5]
    path.write_text("\n\n\n")
    with pytest.raises(InterchangeProblem, match="is empty"):
        csv_table(path)


def test_that_a_line_break_in_a_header_stays_in_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('time;"flow\nnorth"\n2026-01-01T00:00Z;1,5\n')
    assert csv_table(path).columns == ("time", "flow\nnorth")


def test_that_packed_files_under_the_name_of_a_text_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(TEXT.encode()))
    with pytest.raises(InterchangeProblem, match=r"let its name end in \.csv\.gz"):
        csv_table(path)
    with ZipFile(path, "w") as archive:
        archive.writestr("inside.csv", TEXT)
    with pytest.raises(InterchangeProblem, match="ZIP archive"):
        csv_table(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("time,a\n", "no row that could be read below its header"),
        ("2026-01-01T00:00Z,1.5\n2026-01-01T01:00Z,1.6\n", "its first line holds values"),
        ("time,a\n2026-01-01T00:00Z,red\n", "no column of numbers"),
    ],
)
def test_that_a_table_that_cannot_be_recognised_says_what_it_lacks(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(InterchangeProblem, match=said):
        recognise(csv_table(path), {})


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1'234.5", ".", 1234.5), ("1’234’567", ".", 1234567), ("1 234,5", ",", 1234.5), ("1\u00a0234", ".", 1234),
        ("1\u202f234,25", ",", 1234.25), ("1,234.5", ".", 1234.5), ("-1,234,567", ".", -1234567),
        ("1.234.567", ",", 1234567),
    ],
)  # fmt: skip
def test_that_thousands_may_be_set_apart_where_that_is_no_guess(text: str, decimal: str, value: float) -> None:
    assert number(text, decimal) == value


@pytest.mark.parametrize("text", ["1,234", "1 23", "1 234 56", "1'234 567", "1,23.4", "12 34", "1,234.5,6"])
def test_that_what_may_not_be_thousands_is_refused(text: str) -> None:
    with pytest.raises(NotAValue):
        number(text, ".")


def test_that_midnight_may_be_the_end_of_a_day(tmp_path: Path) -> None:
    read = reader_of_times("iso", "Europe/Rome")
    assert read("2024-03-13 24:00") == read("2024-03-14 00:00")
    assert read("2024-12-31T24:00:00Z") == from_iso("2025-01-01T00:00:00Z")
    with pytest.raises(ValueError, match=r"no such hour|not a time"):
        read("2024-03-13 24:30")


@pytest.mark.parametrize("form", ["epoch_s", "%Y%m%d%H%M"])
def test_that_times_are_found_by_the_form_that_a_person_says(tmp_path: Path, form: str) -> None:
    path = tmp_path / "a.csv"
    times = ["202403131000", "202403131100"] if "%" in form else ["1710324000", "1710327600"]
    path.write_text(f"time,a\n{times[0]},1.5\n{times[1]},2.5\n")
    with pytest.raises(InterchangeProblem):
        recognise(csv_table(path), {})
    found = recognise(csv_table(path), {}, Told(zone="UTC", time_format=(form,)))
    assert (found.time, found.time_format) == ("time", form)


@pytest.mark.parametrize("word", ["", "NA", "N/A", "n.a.", "NaN", "null", "None", "-", "--", "---", "#N/A", "?", "\\N"])
def test_that_nothing_is_spelled_in_many_ways(tmp_path: Path, import_files: Import, word: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"time,a\n2026-01-01T00:00Z,1.5\n2026-01-01T01:00Z,{word}\n")
    summary = import_files(path)
    assert (summary.observations, summary.rejects) == (1, 0)
    assert summary.sentence() == "1 file: 1 asset, 1 new observation, nothing refused."


def test_that_nanoseconds_are_cut_to_what_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    times = pyarrow.array([1_710_324_000_123_456_789, None], pyarrow.timestamp("ns", "Europe/Rome"))
    plain = pyarrow.array([1_710_324_000_123_456_789, None], pyarrow.timestamp("ns"))
    pyarrow.parquet.write_table(pyarrow.table({"time": times, "local": plain, "a": [1.5, None]}), path)
    first, second = parquet_table(path).rows()
    assert isinstance(first.cells[0], datetime)
    assert (first.cells[0].microsecond, str(first.cells[1])) == (123456, "2024-03-13 10:00:00.123456")
    assert list(second.cells) == [None, None, None]


def test_that_rows_of_separators_hold_nothing_and_are_no_refusals(tmp_path: Path, import_files: Import) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f";;\n{TEXT};;\n ; ;\n")
    summary = import_files(path)
    assert (summary.observations, summary.rejects) == (4, 0)


def test_that_a_line_that_names_the_separator_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"sep=;\r\n{TEXT}")
    assert csv_table(path).columns == ("time", "a", "b")
    assert [row.line for row in csv_table(path).rows()] == [3, 4]
    path.write_text("sep=;\n")
    with pytest.raises(InterchangeProblem, match="is empty"):
        csv_table(path)


def test_that_a_column_without_a_name_of_its_own_is_not_left_out_in_silence(
    tmp_path: Path, import_files: Import
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("time,flow,flow,\n2026-01-01T00:00Z,1.5,2.5,\n2026-01-01T01:00Z,1.6,2.6,\n")
    said = "a.csv: left out for want of a name of its own: column 3; give each one in the file's header."
    summary = import_files(path)
    assert (summary.observations, summary.remarks) == (2, [said])
    (seen,) = preview(path, (), {}, Told())
    assert seen.remarks == (said,)


def test_that_columns_of_one_name_in_parquet_are_not_mixed(tmp_path: Path, import_files: Import) -> None:
    path = tmp_path / "a.parquet"
    times = pyarrow.array([1_710_324_000, 1_710_327_600], pyarrow.timestamp("s", "UTC"))
    arrays = [times, pyarrow.array([1.5, 2.5]), pyarrow.array([7.5, 8.5])]
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(arrays, names=["time", "a", "a"]), path)
    summary = import_files(path)
    assert summary.observations == 2
    assert "left out for want of a name of its own: column 3" in summary.remarks[0]


@pytest.mark.parametrize("kind", [pyarrow.time64("ns"), pyarrow.duration("ns")])
def test_that_columns_of_other_nanoseconds_break_nothing_off(
    tmp_path: Path, import_files: Import, kind: pyarrow.DataType
) -> None:
    path = tmp_path / "a.parquet"
    times = pyarrow.array([1_710_324_000], pyarrow.timestamp("s", "UTC"))
    odd = pyarrow.array([123_456_789], kind)
    pyarrow.parquet.write_table(pyarrow.table({"time": times, "a": [1.5], "odd": odd}), path)
    assert import_files(path).observations == 1


def test_that_numbers_beyond_what_a_file_holds_are_floats_or_refused() -> None:
    assert number("9223372036854775807", ".") == 2**63 - 1
    assert repr(number("9223372036854775808", ".")) == "9.223372036854776e+18"
    for digits in (400, 5_000):
        with pytest.raises(NotAValue, match="not a finite number"):
            number("9" * digits, ".")


@pytest.mark.parametrize("name", ["Messgröße", "grandezza", "Parameter", "observed_property"])
def test_that_what_is_measured_is_told_by_its_column_in_several_languages(
    tmp_path: Path, import_files: Import, name: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"sensor;{name};zeit;wert\nS;flow;2026-01-01T00:00Z;1,5\nS;head;2026-01-01T00:00Z;2,5\n")
    assert import_files(path).observations == 2
    assert recognise(csv_table(path), {}).datastream_column == name
