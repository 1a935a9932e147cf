"""Tables as utilities export them: days and hours apart, daily values, totals, yes and no, units below the names."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from json import dumps
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interchange.conftest import NOW, Import
from venule.desk.models.imports import answers_of, mapping_of, read_preview, toml
from venule.domain.instant import NotATime, from_datetime, to_iso
from venule.interchange.csv_table import csv_table
from venule.interchange.header_lines import HeaderLines, header_lines
from venule.interchange.importing import Summary, import_sources
from venule.interchange.mapping import TableMapping, load_mapping
from venule.interchange.preview import TableSeen, preview
from venule.interchange.problem import InterchangeProblem
from venule.interchange.recognition import recognise
from venule.interchange.sources import open_sources
from venule.interchange.time_cells import clock_in, day_in
from venule.interchange.times import reader_of_times
from venule.interchange.told import Told, Unanswered
from venule.interchange.values import NotAValue, number
from venule.store.reader import Reader
from venule.verticals.guard import Guard

BERLIN = Told(zone="Europe/Berlin")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "werk.csv"


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def look(path: Path, told: Told = BERLIN) -> TableSeen:
    (seen,) = preview(path, (), {}, told)
    return seen


def take(path: Path, cache: Path, guard: Guard, told: Told = BERLIN) -> Summary:
    return import_sources(open_sources([path], (), guard.kinds, told), cache, guard, NOW)


Seen = tuple[str, str, str, object]


def observed(cache: Path) -> list[Seen]:
    with Reader(cache) as reader:
        return sorted(
            ((row.asset, row.datastream, to_iso(row.observed_at), row.value) for row in reader.observations()),
            key=lambda row: row[:3],
        )


def times_and_values(cache: Path) -> list[tuple[str, object]]:
    return [row[2:] for row in observed(cache)]


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        (("Datum;Uhrzeit;Q", "13.03.2024;0:00;1", "13.03.2024;1:00;2"), ("Datum", "Uhrzeit")),
        (("date;time;Q", "2024-03-13;00:00;1", "2024-03-13;01:00:00;2"), ("date", "time")),
        (("date;time;Q", "2024-03-13 00:00:00;12:00 AM;1", "2024-03-13 00:00:00;1:00 AM;2"), ("date", "time")),
        (("Date;Hour;Q", "20240313;0;1", "20240313;1;2"), ("Date", "Hour")),
        (("Jour;Heure;Q", "13/03/2024;0h;1", "13/03/2024;1h00;2"), ("Jour", "Heure")),
        (("Messtag;um;Q", "13.03.2024;00:00;1", "13.03.2024;01:00;2"), ("Messtag", "um")),
        (("Zeit;Datum;Q", "00:00;13.03.2024;1", "01:00;13.03.2024;2"), ("Datum", "Zeit")),
    ],
)
def test_that_a_day_and_its_hour_may_stand_in_two_columns(
    table: Path, cache: Path, guard: Guard, rows: tuple[str, ...], parts: tuple[str, str]
) -> None:
    write(table, *rows)
    seen = look(table)
    assert (seen.mapping["time"], seen.mapping["time_of_day"]) == parts
    assert (seen.first, seen.last, seen.refused) == ("2024-03-12T23:00:00Z", "2024-03-13T00:00:00Z", 0)
    summary = take(table, cache, guard)
    assert (summary.observations, summary.rejects, summary.remarks) == (2, 0, [])
    assert times_and_values(cache) == [("2024-03-12T23:00:00Z", 1), ("2024-03-13T00:00:00Z", 2)]


def test_that_hours_from_one_to_twenty_four_are_times_of_day_and_said_so(
    table: Path, cache: Path, guard: Guard
) -> None:
    write(table, "date,hour,value", *(f"2024-03-13,{hour},{hour}" for hour in range(1, 25)))
    summary = take(table, cache, guard)
    assert times_and_values(cache)[-1] == ("2024-03-13T23:00:00Z", 24)
    assert summary.remarks == [
        "werk.csv: its hours are numbered from 1 to 24, and are read as times of day: 24 is the midnight that ends "
        "the day."
    ]
    assert look(table).remarks == tuple(summary.remarks)
    write(table, "date,hour,value", *(f"2024-03-13,{hour},{hour}" for hour in range(24)))
    assert look(table).remarks == ()


@pytest.mark.parametrize("hour", ["25", "12:60", "noon", ""])
def test_that_a_row_without_such_an_hour_is_refused_and_the_rest_is_not(
    table: Path, cache: Path, guard: Guard, hour: str
) -> None:
    write(table, "date,time,value", "2024-03-13,10:00,1", f"2024-03-13,{hour},2", "2024-03-13,12:00,3")
    assert look(table).refused == 1
    summary = take(table, cache, guard)
    assert (summary.observations, summary.rejects) == (2, 1)


def test_that_local_hours_in_two_columns_are_doubled_and_skipped_as_elsewhere(
    table: Path, cache: Path, guard: Guard
) -> None:
    write(
        table, "Datum;Stunde;Q", "28.03.2021;1;1", "28.03.2021;2;2", "28.03.2021;3;3", "31.10.2021;1;4",
        "31.10.2021;2;5", "31.10.2021;2;6", "31.10.2021;3;7",
    )  # fmt: skip
    summary = take(table, cache, guard)
    assert times_and_values(cache)[-3:] == [
        ("2021-10-31T00:00:00Z", 5), ("2021-10-31T01:00:00Z", 6), ("2021-10-31T02:00:00Z", 7),
    ]  # fmt: skip
    assert (summary.observations, summary.rejects) == (6, 1)
    assert "clocks doubled 1 hour, and 2 rows stand in it" in summary.remarks[0]
    assert "clocks skipped 1 hour, and 1 row stands there and was refused" in summary.remarks[0]
    assert look(table).remarks == tuple(summary.remarks)


@pytest.mark.parametrize(
    ("header", "row", "last"),
    [
        ("year,month,day,P1", "2024,3,{},1.5", "2024-03-13T23:00:00Z"),
        ("Jahr,Monat,Tag,Stunde,P1", "2024,3,{},7,1.5", "2024-03-14T06:00:00Z"),
        ("Year,Month,Day,Hour,Minute,P1", "2024,03,{},7,30,1.5", "2024-03-14T06:30:00Z"),
    ],
)
def test_that_year_month_and_day_may_stand_apart(table: Path, header: str, row: str, last: str) -> None:
    write(table, header, *(row.format(day) for day in (12, 13, 14)))
    seen = look(table)
    assert (seen.mapping["time"], seen.last, seen.refused) == (header.split(",", 1)[0], last, 0)
    assert [column.column for column in seen.columns if column.role == "value"] == ["P1"]


def test_that_the_zone_of_times_in_several_columns_is_asked_for_and_may_stand_in_any_header(table: Path) -> None:
    write(table, "Datum;Uhrzeit;Q", "13.03.2024;10:00;1", "13.03.2024;11:00;2")
    with pytest.raises(Unanswered, match="carry no zone"):
        recognise(csv_table(table), {})
    write(table, "Datum;Uhrzeit (MEZ/MESZ);Q", "13.03.2024;10:00;1", "13.03.2024;11:00;2")
    assert recognise(csv_table(table), {}).zone == "Europe/Berlin"
    write(table, "date,time,Q", "2024-03-13,10:00+01:00,1", "2024-03-13,11:00+01:00,2")
    assert recognise(csv_table(table), {}).zone == ""


def test_that_the_order_of_days_in_two_columns_is_asked_where_it_would_be_a_guess(table: Path) -> None:
    write(table, "date,time,Q", "01/02/2024,10:00,1", "02/02/2024,10:00,2")
    with pytest.raises(Unanswered, match="may be day first or month first") as asked:
        recognise(csv_table(table), {}, BERLIN)
    assert asked.value.key == "time_format"
    told = Told(zone="Europe/Berlin", time_format=("month_first",))
    found = recognise(csv_table(table), {}, told)
    assert (found.time, found.time_of_day, found.time_format) == ("date", "time", "month_first")


def test_that_dates_and_times_of_parquet_are_put_together(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    days = [date(2024, 3, 13), date(2024, 3, 13), None]
    columns = {"date": days, "time": [time(0, 0), time(1, 30), time(2)], "Q": [1.5, 2.5, 3.5]}
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    seen = look(path)
    assert (seen.first, seen.last, seen.refused) == ("2024-03-12T23:00:00Z", "2024-03-13T00:30:00Z", 1)


def test_that_a_time_in_one_column_goes_before_a_day_and_an_hour(table: Path) -> None:
    write(table, "timestamp;date;hour;Q", "2024-03-13 10:05;2024-03-13;10;1", "2024-03-13 11:05;2024-03-13;11;2")
    assert recognise(csv_table(table), {}, BERLIN).parts_of_time() == ()


def test_that_midnights_that_come_once_each_need_no_hour_from_beside_them(table: Path) -> None:
    write(table, "Zeit;um;max", "13.03.2024 00:00;14:05;7", "14.03.2024 00:00;13:55;8")
    assert recognise(csv_table(table), {}, BERLIN).parts_of_time() == ()
    write(table, "Zeit;um;max", "13.03.2024 00:00;14:05;7", "13.03.2024 00:00;14:10;8")
    assert recognise(csv_table(table), {}, BERLIN).parts_of_time() == ("um",)


def test_that_what_the_desk_writes_as_a_mapping_reads_times_and_flags_as_the_preview_did(
    table: Path, tmp_path: Path, cache: Path, guard: Guard
) -> None:
    write(table, "Datum;Uhrzeit;Q [m³/h];an", "13.03.2024;10:00;1.250;ja", "13.03.2024;11:00;950,5;nein")
    (shown,) = read_preview(dumps({"tables": [asdict(look(table))]}))
    file = write(tmp_path / "m.toml", toml([mapping_of(shown, answers_of(shown))]))
    import_sources(open_sources([table], load_mapping(file), guard.kinds), cache, guard, NOW)
    by_mapping = observed(cache)
    take(table, tmp_path / "other.venule", guard)
    assert by_mapping == observed(tmp_path / "other.venule")
    assert [row[3] for row in by_mapping] == [1250, 950.5, True, False]


def test_that_a_mapping_says_the_parts_of_a_time_whole(tmp_path: Path) -> None:
    for line in ('month = "m"', 'minute = "min"'):
        file = write(tmp_path / "m.toml", "[[table]]", 'layout = "wide"', 'time = "y"', line)
        with pytest.raises(InterchangeProblem, match="'month' and 'day' go together"):
            load_mapping(file)


@given(st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)), st.booleans(), st.booleans())
def test_that_day_and_hour_together_are_the_time_that_they_were_split_from(
    moment: datetime, compact: bool, padded: bool
) -> None:
    moment = moment.replace(second=0, microsecond=0)
    day = moment.strftime("%Y%m%d" if compact else "%Y-%m-%d")
    clock = moment.strftime("%H:%M") if padded else f"{moment.hour}:{moment.minute:02}"
    read = reader_of_times("iso", "UTC")
    assert read(f"{day_in(day)} {clock_in(clock, None)}") == from_datetime(moment.replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("cell", "clock"), [("7", "07:00"), ("7.0", "07:00"), ("24", "24:00"), ("7h30", "07:30"), ("7 h", "07:00"),
                        ("7:05:30", "07:05:30"), ("7:05 pm", "07:05 pm"), ("x", "x")],
)  # fmt: skip
def test_that_times_of_day_are_written_with_two_digits(cell: str, clock: str) -> None:
    assert clock_in(cell, None) == clock


def test_that_an_hour_without_its_minute_is_no_time() -> None:
    assert clock_in("7", "5") == "07:05"
    with pytest.raises(NotATime, match="no minute beside the hour '7'"):
        clock_in("7", "")


def test_that_days_without_an_hour_are_the_midnight_they_begin_with_and_said_so(
    table: Path, cache: Path, guard: Guard
) -> None:
    write(table, "Datum;Volumen (m3)", "30.03.2024;10,5", "31.03.2024;11,5", "01.04.2024;12,5")
    said = "werk.csv: its times are days without an hour, and each is read as the midnight it begins with."
    assert said in look(table).remarks
    summary = take(table, cache, guard)
    assert said in summary.remarks
    assert times_and_values(cache) == [
        ("2024-03-29T23:00:00Z", 10.5), ("2024-03-30T23:00:00Z", 11.5), ("2024-03-31T22:00:00Z", 12.5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        ("date,station,value", "2024-03-13,A,1", "2024-03-13,B,2", "2024-03-14,A,3", "2024-03-14,B,4"),
        ("station,parameter,date,value", "A,p,2024-03-14,1", "A,q,2024-03-14,2", "A,p,2024-03-13,3"),
        ("date;Q", "20240313;1,5", "20240314;2,5"),
    ],
)
def test_that_days_may_come_again_for_another_series_and_run_backwards(table: Path, rows: tuple[str, ...]) -> None:
    seen = look(write(table, *rows))
    assert (seen.problem, seen.refused, seen.rows) == ("", 0, len(rows) - 1)


def test_that_days_without_an_hour_ask_for_their_zone(table: Path) -> None:
    write(table, "Datum;Q", "13.03.2024;1,5", "14.03.2024;2,5")
    with pytest.raises(Unanswered, match="carry no zone"):
        recognise(csv_table(table), {})


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("date,Q", "2024-03-13,1", "2024-03-13,2"), "come again, and no column of hours was recognised"),
        (("date,time,Q", "2024-03-13,1015,1", "2024-03-14,1030,2"), "neither places nor series"),
        (("name,date,height", "A,2014-05-01,4.5", "B,2011-02-01,5"), "neither places nor series"),
        (("pole,date,height", "1,2014-05-01,4.5", "2,2011-02-01,5", "3,2019-02-01,5"), "neither places nor series"),
        (("date,Q", "2024-03-13,1"), "neither places nor series"),
    ],
)
def test_that_days_that_may_be_something_else_make_no_daily_values(
    table: Path, rows: tuple[str, ...], said: str
) -> None:
    write(table, *rows)
    with pytest.raises(InterchangeProblem, match=said):
        recognise(csv_table(table), {}, BERLIN)


def test_that_an_inventory_with_places_stays_one_whatever_days_it_holds(table: Path) -> None:
    write(table, "name,date,lon,lat", "A,2014-05-01,9.1,45.4", "A,2015-05-01,9.2,45.5")
    assert recognise(csv_table(table), {}).layout == "inventory"


@pytest.mark.parametrize("place", [1, 2, 4])
@pytest.mark.parametrize(
    ("total", "lines"),
    [
        ("Summe;7;9", ["Zeit;Q;P", "13.03.2024 10:00;1,5;2", "13.03.2024 11:00;2,5;3", "13.03.2024 12:00;3;4"]),
        ("Total;;6", ["Datum;Uhrzeit;Q", "13.03.2024;10:00;1", "13.03.2024;11:00;2", "13.03.2024;12:00;3"]),
        ("Mittelwert 2024;2,2", ["Datum;Q", "13.03.2024;1,5", "14.03.2024;2,5", "15.03.2024;2,5"]),
    ],
)
def test_that_a_row_of_totals_is_refused_and_the_rest_is_read(
    table: Path, import_files: Import, place: int, total: str, lines: list[str]
) -> None:
    write(table, *lines[:place], total, *lines[place:])
    assert (look(table).problem, look(table).refused) == ("", 1)
    mapping = recognise(csv_table(table), {}, BERLIN)
    summary = import_files(table, mapping=mapping)
    assert (summary.observations, summary.rejects) == (3 * lines[0].count("Q") + 3 * lines[0].count("P"), 1)


def test_that_totals_first_do_not_hide_the_zone_of_the_times(table: Path) -> None:
    write(table, "time,Q", "Total,3", "Mean,1.5", "2024-03-13T10:00Z,1", "2024-03-13T11:00Z,2", "2024-03-13T12:00Z,2")
    found = recognise(csv_table(table), {})
    assert (found.time, found.time_format, found.zone) == ("time", "iso", "")


def test_that_a_column_of_words_is_none_of_times_for_a_few_of_them(table: Path) -> None:
    write(table, "time,Q", "2024-03-13T10:00Z,1", "later,2", "soon,2", "then,3")
    with pytest.raises(InterchangeProblem, match="neither places nor series"):
        recognise(csv_table(table), {})


@pytest.mark.parametrize(
    "words",
    [("true", "false"), ("YES", "no"), ("on", "off"), ("ja", "nein"), ("ein", "aus"), ("sì", "no"), ("oui", "non")],
)
def test_that_columns_of_yes_and_no_are_flags(table: Path, cache: Path, guard: Guard, words: Sequence[str]) -> None:
    yes, no = words
    write(
        table, "time;Q;running", f"2024-03-13T10:00Z;1,5;{yes}", "2024-03-13T11:00Z;2,5;", f"2024-03-13T12:00Z;3;{no}"
    )
    (column,) = [column for column in look(table).columns if column.column == "running"]
    assert (column.role, column.type, column.examples) == ("value", "flag", ((yes, "yes"), (no, "no")))
    summary = take(table, cache, guard)
    assert (summary.observations, summary.rejects, summary.remarks) == (5, 0, [])
    assert observed(cache)[3:] == [
        ("werk", "running", "2024-03-13T10:00:00Z", True), ("werk", "running", "2024-03-13T12:00:00Z", False),
    ]  # fmt: skip


def test_that_a_table_of_flags_alone_has_a_column_an_asset(table: Path, cache: Path, guard: Guard) -> None:
    write(table, "time,gate 1,gate 2", "2024-03-13T10:00Z,true,false", "2024-03-13T11:00Z,false,maybe")
    summary = take(table, cache, guard)
    assert [row[:2] for row in observed(cache)] == [("gate 1", "value")] * 2
    assert summary.remarks == ["werk.csv: left out: gate 2; --preview shows how each column is read."]


def test_that_values_of_a_long_table_may_be_flags(table: Path, cache: Path, guard: Guard) -> None:
    write(table, "time,sensor,value", "2024-03-13T10:00Z,A,on", "2024-03-13T11:00Z,A,off", "2024-03-13T12:00Z,A,")
    assert recognise(csv_table(table), {}).flags == ("value",)
    assert take(table, cache, guard).rejects == 0
    assert [row[3] for row in observed(cache)] == [True, False]


def test_that_ones_and_zeros_stay_numbers(table: Path) -> None:
    write(table, "time,a,b", "2024-03-13T10:00Z,1,true", "2024-03-13T11:00Z,0,0")
    assert recognise(csv_table(table), {}).flags == (), "a column of which one cell alone is a word is left out"


def test_that_booleans_of_parquet_are_flags(tmp_path: Path, cache: Path, guard: Guard) -> None:
    path = tmp_path / "p.parquet"
    times = pyarrow.array([1_710_324_000, 1_710_327_600], pyarrow.timestamp("s", "UTC"))
    pyarrow.parquet.write_table(pyarrow.table({"time": times, "open": [True, None], "Q": [1.5, 2.5]}), path)
    take(path, cache, guard)
    assert [row[3] for row in observed(cache)] == [1.5, 2.5, True]


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [("1.000", ",", 1000), ("-12.345.678", ",", -12345678), ("1.234,5", ",", 1234.5), ("1,234", ".", 1234)],
)
def test_that_the_other_sign_sets_thousands_apart_where_the_decimal_one_is_sure(
    text: str, decimal: str, value: float
) -> None:
    assert number(text, decimal, sure=True) == value


@pytest.mark.parametrize("text", ["0.125", "1.25", "1.2345", "1234.567", "1.234.5", "01.234", ".125"])
def test_that_no_dot_but_one_of_thousands_is_read_among_decimal_commas(text: str) -> None:
    with pytest.raises(NotAValue):
        number(text, ",", sure=True)


@pytest.mark.parametrize(
    ("cells", "decimal", "sure"),
    [
        (("1,5", "1.000"), ",", True),
        (("0,125", "1.000"), ",", True),
        (("1,234", "1.000"), ",", False),
        (("1,5", "45.4642"), ",", False),
        (("1,5", "0.125"), ",", False),
        (("1.5", "1,000"), ".", True),
        (("1,000,000", "1,000"), ".", True),
        (("1.000", "2.000"), ".", False),
    ],
)
def test_that_a_decimal_sign_is_sure_where_numbers_of_one_reading_say_so_and_none_gainsays(
    table: Path, cells: tuple[str, str], decimal: str, sure: bool
) -> None:
    write(table, "time;a", *(f"2024-03-13T1{place}:00Z;{cell}" for place, cell in enumerate(cells)))
    found = csv_table(table)
    assert (found.decimal, found.is_sure) == (decimal, sure)


def test_that_thousands_are_read_by_the_decimal_commas_of_other_columns(table: Path, cache: Path, guard: Guard) -> None:
    write(table, "time;a;b", "2024-03-13T10:00Z;1.000;1,5", "2024-03-13T11:00Z;2.000;1,6")
    assert [column.examples[:1] for column in look(table).columns][1:] == [(("1.000", "1000"),), (("1,5", "1.5"),)]
    assert [column.type for column in look(table).columns][1:] == [
        "number, decimal comma, dots set thousands apart", "number, decimal comma",
    ]  # fmt: skip
    summary = take(table, cache, guard)
    assert [row[3] for row in observed(cache)] == [1000, 2000, 1.5, 1.6]
    assert (summary.rejects, summary.remarks) == (0, [])


def test_that_a_person_s_comma_is_a_word_about_thousands_unless_the_numbers_gainsay_it(
    table: Path, tmp_path: Path, cache: Path, guard: Guard
) -> None:
    write(table, "time;a", "2024-03-13T10:00Z;1.000", "2024-03-13T11:00Z;2.000")
    take(table, cache, guard, Told(decimal=","))
    assert [row[3] for row in observed(cache)] == [1000, 2000]
    write(table, "time;a;b", "2024-03-13T10:00Z;1.125;0.5", "2024-03-13T11:00Z;2.125;0.25")
    with pytest.raises(InterchangeProblem, match="no column of numbers"):
        take(table, cache, guard, Told(decimal=","))


def test_that_a_mapping_s_comma_is_a_word_about_thousands_too(table: Path, cache: Path, import_files: Import) -> None:
    write(table, "time;a", "2024-03-13T10:00Z;1.000")
    import_files(table, mapping=TableMapping(layout="wide", time="time", decimal=","))
    assert [row[3] for row in observed(cache)] == [1000]


def test_that_the_import_itself_says_which_columns_it_left_out(table: Path, cache: Path, guard: Guard) -> None:
    write(table, "time;Q;state;blank;also", "2024-03-13T10:00Z;1;red;;x", "2024-03-13T11:00Z;2;green;;y")
    said = "werk.csv: left out: state, also; --preview shows how each column is read."
    assert take(table, cache, guard).remarks == [said]
    many = [f"word {number}" for number in range(9)]
    write(table, ";".join(["time", "Q", *many]), ";".join(["2024-03-13T10:00Z", "1", *["x"] * 9]))
    assert "word 4 and 4 more;" in take(table, cache, guard).remarks[0]


def test_that_an_import_by_a_mapping_leaves_out_what_it_says_without_a_word(table: Path, import_files: Import) -> None:
    write(table, "time;Q;state", "2024-03-13T10:00Z;1;red")
    mapping = TableMapping(layout="wide", time="time", skip=("state",))
    assert import_files(table, mapping=mapping).remarks == []


def test_that_a_line_of_units_below_the_names_is_one(table: Path, cache: Path, guard: Guard) -> None:
    write(
        table, "Zeit;Durchfluss;Druck;Pegel", "dd.mm.yyyy hh:mm;[m3/h];bar;müNN", "13.03.2024 10:00;1,5;2;3",
        "13.03.2024 11:00;1,6;2;3",
    )  # fmt: skip
    seen = look(table)
    assert [column.unit for column in seen.columns] == ["", "m3/h", "bar", "müNN"]
    summary = take(table, cache, guard)
    assert (summary.observations, summary.rejects) == (6, 0)
    assert summary.remarks == list(seen.remarks) == ["werk.csv: its first 2 lines are read as its header."]
    with Reader(cache) as reader:
        assert {(row.datastream, row.unit) for row in reader.observations()} == {
            ("Durchfluss", "m3/h"), ("Druck", "bar"), ("Pegel", "müNN"),
        }  # fmt: skip


def test_that_a_line_of_units_may_say_the_zone_and_the_order_of_days(table: Path) -> None:
    write(table, "time,P1,P2", "UTC,m,m", "2024-03-13 10:00,1,2")
    assert recognise(csv_table(table), {}).zone == "UTC"
    write(table, "time,P1,P2", "MM/DD/YYYY HH:mm,m,m", "01/02/2024 10:00,1,2")
    assert recognise(csv_table(table), {}, BERLIN).time_format == "month_first"


def test_that_units_of_one_sort_leave_a_column_an_asset(table: Path, cache: Path, guard: Guard) -> None:
    write(table, "Zeit;P101;P102", ";m3/h;m3/h", "Summe;3;3", "13.03.2024 10:00;1;2", "13.03.2024 11:00;2;1")
    assert (take(table, cache, guard).rejects, {row[0] for row in observed(cache)}) == (1, {"P101", "P102"})
    with Reader(cache) as reader:
        assert {row.unit for row in reader.observations()} == {"m3/h"}


TIME = "13.03.2024 10:00"


@pytest.mark.parametrize(
    ("rows", "names", "count"),
    [
        (["Zeit;A;B", f"{TIME};1;2"], "Zeit;A;B", 1),
        ([";Nord;;Süd", "Zeit;Q;p;Q", f"{TIME};1;2;3"], "Zeit;Nord Q;Nord p;Süd Q", 2),
        (["Station;P1;P2", "Zeit;Zulauf;Ablauf", ";m3/h;m3/h", f"{TIME};1;2"], "Zeit;P1 Zulauf;P2 Ablauf", 3),
        (["Werk Nord;;", "Zeit;Q;p", f"{TIME};1;2"], "Zeit;Q;p", 2),
        (["Werk;;", "Zeit;Q;an", ";m3/h;", f"{TIME};1;ja"], "Zeit;Q;an", 3),
        (["Zeit;A;B", "Summe;3;4", f"{TIME};1;2"], "Zeit;A;B", 1),
        (["Zeit;A;B", ";n/a;-", f"{TIME};1;2"], "Zeit;A;B", 1),
        (["Zeit;A;B", ";on;off", f"{TIME};1;2"], "Zeit;A;B", 1),
        (["Name;Art;Datum", "Pumpe;groß;", "Ventil;klein;13.03.2024"], "Name;Art;Datum", 1),
        (["Name;Art;Zahl;Datum", "Pumpe;groß;;", "Ventil;klein;3;13.03.2024"], "Name;Art;Zahl;Datum", 1),
        (["Name;Grad", "A;V", "B;A"], "Name;Grad", 1),
        (["Zeit;A;B", "defekt;kaputt", f"{TIME};1;2"], "Zeit;A;B", 1),
        ([f"{TIME};1;2", f"{TIME};x;y", f"{TIME};1;2"], f"{TIME};1;2", 1),
    ],
)  # fmt: skip
def test_that_lines_belong_to_a_header_only_where_words_stand_over_numbers(
    rows: list[str], names: str, count: int
) -> None:
    found = header_lines([row.split(";") for row in rows])
    assert (";".join(found.names), found.count) == (names, count)


def test_that_a_mapping_s_own_names_leave_every_line_to_the_rows(table: Path) -> None:
    write(table, "Zeit;Q", ";m3/h", f"{TIME};1")
    found = csv_table(table, ("a", "b"))
    assert (found.columns, found.header_lines, [row.line for row in found.rows()]) == (("a", "b"), 0, [1, 2, 3])
    assert header_lines([["Zeit", "Q"], ["", "m3/h"], [TIME, "1"]]) == HeaderLines(("Zeit", "Q"), {1: "m3/h"}, 2)


@pytest.mark.parametrize("name", ["Durchfluss [m³/h]", "Durchfluss (m³/h)"])
def test_that_a_unit_in_brackets_is_read_beside_a_line_of_units_or_without_one(table: Path, name: str) -> None:
    write(table, f"Zeit;{name};Druck (bar)", f"{TIME};1;2", f"{TIME[:-1]}5;1;2")
    assert [column.unit for column in look(table).columns] == ["", "m³/h", "bar"]
    write(table, f"Zeit;{name};Druck", ";;bar", f"{TIME};1;2", f"{TIME[:-1]}5;1;2")
    assert [column.unit for column in look(table).columns] == ["", "m³/h", "bar"]
