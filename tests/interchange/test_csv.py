"""CSV in all the ways it is met."""

import gzip
from pathlib import Path

import pytest

from venule.interchange.csv_table import csv_table
from venule.interchange.problem import InterchangeProblem


def rows(path: Path) -> list[list[object]]:
    return [list(row.cells) for row in csv_table(path).rows()]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_that_the_delimiter_is_found(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id{sign}lon{sign}lat\nA{sign}1.5{sign}2.5\n")
    table = csv_table(path)
    assert table.columns == ("id", "lon", "lat")
    assert rows(path) == [["A", "1.5", "2.5"]]


def test_that_a_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbfid,lon\nA,1\n")
    assert csv_table(path).columns == ("id", "lon")


def test_that_utf16_and_western_bytes_are_read(tmp_path: Path) -> None:
    for encoding in ("utf-16", "cp1252"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes("name,x\nMünster,1\n".encode(encoding))
        assert rows(path) == [["Münster", "1"]]


def test_that_western_bytes_far_into_a_file_keep_names_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join(["name,x", *["Tor,1"] * 20_000, "Süd,2", "Söd,3"]).encode("cp1252"))
    assert rows(path)[-2:] == [["Süd", "2"], ["Söd", "3"]]


def test_that_a_damaged_gzip_file_ends_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    packed = bytearray(gzip.compress("\n".join(f"{number},{number**3 % 7919}" for number in range(90_000)).encode()))
    packed[len(packed) * 3 // 4] ^= 0xFF
    path.write_bytes(packed)
    with pytest.raises(InterchangeProblem, match=r"breaks off after line \d+"):
        rows(path)


def test_that_a_line_break_within_quotes_stays_in_its_cell_and_lines_are_still_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,address\nA,"High Street\n4"\nB,Low Street\n')
    found = list(csv_table(path).rows())
    assert [(row.line, row.cells[0]) for row in found] == [(2, "A"), (4, "B")]
    assert found[0].cells[1] == "High Street\n4"


def test_that_a_decimal_comma_is_seen_where_it_can_be_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("time;p1\n2026-01-01T00:00Z;88,14\n")
    assert csv_table(path).decimal == ","
    path.write_text('time,p1\n2026-01-01T00:00Z,"88,14"\n')
    assert csv_table(path).decimal == ",", "two digits behind a comma are no thousands"
    for row in ('"1,234"', '"88,14",1.5', '"12,345,678"'):
        path.write_text(f"time,p1\n2026-01-01T00:00Z,{row}\n")
        assert csv_table(path).decimal == ".", row


def test_that_a_monstrous_cell_costs_its_row_and_not_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,note\nA," + "x" * 10_000_000 + "\nB,fine\n")
    found = list(csv_table(path).rows())
    assert "cannot be split" in found[0].problem
    assert found[-1].cells == ["B", "fine"]


def test_that_a_file_that_is_no_table_is_told_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "city.csv"
    path.write_bytes(b"SQLite format 3\0\x10\0\rrest\n")
    with pytest.raises(InterchangeProblem, match="is no CSV file; save it as one first"):
        csv_table(path)


def test_that_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"id,x\nA,1\n"))
    assert rows(path) == [["A", "1"]]


def test_that_nameless_and_repeated_columns_get_names_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",x,x\n0,1,2\n")
    assert csv_table(path).columns == ("column 1", "x", "column 3")


def test_that_an_empty_file_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("")
    with pytest.raises(InterchangeProblem, match=r"a\.csv is empty"):
        csv_table(path)


def test_that_bytes_of_another_encoding_far_into_a_file_cost_their_rows_and_change_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\n".join([b"name,x", "Süd,1".encode(), *[b"Tor,1"] * 20_000, b"S\xf6d,2", b"Tor,3"]))
    *_, odd, last = csv_table(path).rows()
    assert (odd.line, odd.cells) == (20_003, ())
    assert "no text in utf-8" in odd.problem
    assert (last.cells, last.problem) == (["Tor", "3"], "")
