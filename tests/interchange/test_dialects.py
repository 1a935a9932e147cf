"""Foreign dialects: decimal commas, day-first dates, local hours, units and zones out of headers, and no guess."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.interchange.conftest import NOW, Import
from venule.domain.instant import NotATime, from_datetime, to_iso
from venule.interchange.dates import ORDERS, has_date, orders_of, read_date
from venule.interchange.headers import Header, header, units_of
from venule.interchange.importing import import_sources
from venule.interchange.local_time import LocalTimes
from venule.interchange.mapping import TableMapping
from venule.interchange.problem import InterchangeProblem
from venule.interchange.sources import open_sources
from venule.interchange.times import reader_of_times, zone_of
from venule.interchange.told import Told, Unanswered
from venule.interchange.values import NotAValue, number
from venule.store.reader import Reader
from venule.verticals.guard import Guard

BERLIN = ZoneInfo("Europe/Berlin")
PUT_BACK = datetime(2021, 10, 31, 2)
PUT_FORWARD = datetime(2021, 3, 28, 2)
QUARTER = timedelta(minutes=15)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Date-time CET-CEST (DD/MM/YYYY HH:mm)", Header("Date-time", "", "day_first", "Europe/Brussels")),
        ("DMA 1 (L/s)", Header("DMA 1", "L/s")),
        ("Air temperature [°C]", Header("Air temperature", "°C")),
        ("Zeit (TT.MM.JJJJ hh:mm)", Header("Zeit", "", "day_first")),
        ("time (MM/DD/YYYY)", Header("time", "", "month_first")),
        ("Timestamp UTC", Header("Timestamp", "", "", "UTC")),
        ("Timestamp (UTC+2)", Header("Timestamp", "", "", "+02:00")),
        ("Time [Europe/Rome]", Header("Time", "", "", "Europe/Rome")),
        ("Timestamp CET", Header("Timestamp CET")),
        ("Tank (north)", Header("Tank (north)")),
        ("(L/s)", Header("(L/s)", "L/s")),
        ("T1", Header("T1")),
    ],
)
def test_that_a_header_says_what_it_declares_and_no_more(text: str, read: Header) -> None:
    assert header(text) == read


def test_that_brackets_are_units_only_where_every_one_of_them_is() -> None:
    assert units_of(["Pump (A)", "Pump (B)"])["Pump (A)"] == Header("Pump (A)")
    assert units_of(["Pump (A)", "Pump (V)"])["Pump (A)"] == Header("Pump (A)"), "both would be called Pump"
    assert units_of(["Current (A)", "Voltage (V)", "note"])["Current (A)"] == Header("Current", "A")


def test_that_no_zone_or_order_is_read_out_of_a_column_of_values() -> None:
    found = units_of(["Inflow Tank/North", "Pump -1", "P (m3/h) +2", "Level (m)"])
    assert found["Inflow Tank/North"].name == "Inflow Tank/North"
    assert found["Pump -1"] == Header("Pump -1")
    assert found["P (m3/h) +2"] == Header("P (m3/h) +2")
    assert found["Level (m)"] == Header("Level", "m")


def test_that_a_unit_that_one_column_declares_is_not_that_of_another(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = tmp_path / "plant.csv"
    path.write_text("time;P;Q [L/s]\n2026-05-01T00:00:00Z;1;2\n2026-05-01T01:00:00Z;1;2\n", encoding="utf-8")
    import_files(path)
    with Reader(cache) as reader:
        assert {(row.datastream, row.unit) for row in reader.observations()} == {("P", ""), ("Q", "L/s")}


@pytest.mark.parametrize(
    ("cells", "orders"),
    [
        (["01/02/2021 00:00", "13/02/2021 00:00"], {"day_first"}),
        (["01/02/2021 00:00", "02/13/2021 00:00"], {"month_first"}),
        (["01/02/2021 00:00", "02/03/2021 00:00"], {"day_first", "month_first"}),
        (["13/02/2021 00:00", "02/13/2021 00:00"], set()),
        (["01.02.2021 00:00"], {"day_first"}),
        (["2021/02/01 00:00"], {"year_first"}),
        (["nothing", ""], set()),
        (["31/02/2021", "01/01/2021"], set()),
    ],
)
def test_that_the_order_of_dates_is_told_by_all_of_them(cells: list[str], orders: set[str]) -> None:
    assert orders_of(cells) == orders


@given(st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)), st.sampled_from("/.-"), st.booleans())
def test_that_a_date_is_read_in_its_order(moment: datetime, sign: str, seconds: bool) -> None:
    moment = moment.replace(microsecond=0, second=moment.second if seconds else 0)
    clock = "%H:%M:%S" if seconds else "%H:%M"
    for order, pattern in zip(ORDERS, ("%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d"), strict=True):
        text = moment.strftime(f"{pattern} {clock}").replace("/", sign)
        assert read_date(text, order) == moment


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("31/12/2022 24:00", datetime(2023, 1, 1)),
        ("31/12/2022", datetime(2022, 12, 31)),
        ("6/1/14 00", datetime(2014, 1, 6)),
        ("31/12/2022 12:05 AM", datetime(2022, 12, 31, 0, 5)),
        ("31/12/2022 1:05:30,25 pm", datetime(2022, 12, 31, 13, 5, 30, 250_000)),
    ],
)
def test_that_odd_ways_to_write_a_time_are_read(text: str, read: datetime) -> None:
    assert read_date(text, "day_first") == read


@pytest.mark.parametrize("text", ["12/31/2022 00:00", "31/12/2022 25:00", "31/12/2022 13:00 PM", "31/12/022", "soon"])
def test_that_what_is_no_such_time_is_refused(text: str) -> None:
    with pytest.raises(NotATime):
        read_date(text, "day_first")


def test_that_a_date_without_its_hour_makes_no_column_of_times() -> None:
    assert not has_date("31/12/2022")
    assert has_date("31/12/2022 00:00")


def read_all(local: LocalTimes, times: list[datetime]) -> list[str]:
    return [to_iso(local.instant(at)) for at in times]


def quarters(begin: datetime, count: int) -> list[datetime]:
    return [begin + place * QUARTER for place in range(count)]


def test_that_a_doubled_hour_is_read_as_both_in_the_order_of_the_file() -> None:
    times = [PUT_BACK - QUARTER, *quarters(PUT_BACK, 4), *quarters(PUT_BACK, 5)]
    expected = [
        to_iso(from_datetime(datetime(2021, 10, 30, 23, 45, tzinfo=zone_of("UTC")) + n * QUARTER)) for n in range(10)
    ]
    local = LocalTimes(BERLIN, "Europe/Berlin")
    assert read_all(local, times) == expected
    assert "clocks doubled 1 hour, and 8 rows stand in it, read in their order" in local.remark("t.csv")


def test_that_a_file_whose_newest_row_comes_first_is_read_so_too() -> None:
    times = [PUT_BACK - QUARTER, *quarters(PUT_BACK, 4), *quarters(PUT_BACK, 5)]
    forwards = read_all(LocalTimes(BERLIN, "Europe/Berlin"), times)
    assert read_all(LocalTimes(BERLIN, "Europe/Berlin"), times[::-1]) == forwards[::-1]


def test_that_each_series_has_its_own_order() -> None:
    local = LocalTimes(BERLIN, "Europe/Berlin")
    read = [to_iso(local.instant(PUT_BACK, of)) for of in ("a", "b", "a", "b")]
    assert read == ["2021-10-31T00:00:00Z"] * 2 + ["2021-10-31T01:00:00Z"] * 2


def test_that_a_doubled_hour_that_stands_once_is_the_earlier_one_and_said_so() -> None:
    local = LocalTimes(BERLIN, "Europe/Berlin")
    assert read_all(local, quarters(PUT_BACK - QUARTER, 7))[1] == "2021-10-31T00:00:00Z"
    assert "4 rows stand in it, each once, and read as the earlier one" in local.remark("t.csv")


def test_that_a_time_that_never_was_is_refused_and_counted() -> None:
    local = LocalTimes(BERLIN, "Europe/Berlin")
    local.instant(PUT_FORWARD - QUARTER)
    for at in quarters(PUT_FORWARD, 4):
        with pytest.raises(NotATime, match="never was in Europe/Berlin: clocks skipped this hour"):
            local.instant(at)
    local.instant(PUT_FORWARD + timedelta(hours=1))
    said = local.remark("t.csv")
    assert "clocks skipped 1 hour, and 4 rows stand there and were refused" in said
    assert "its zone is +01:00" in said


def test_that_a_time_that_is_refused_says_nothing_of_the_clocks_between() -> None:
    read = LocalTimes(BERLIN, "Europe/Berlin")
    read.instant(PUT_BACK - timedelta(days=1))
    with pytest.raises(NotATime):
        read.instant(datetime(9999, 12, 31, 23, 59))
    assert read.remark("werk.csv") == ""


@given(st.integers(0, 2 * 366 * 24 * 4), st.integers(1, 400))
def test_that_whatever_was_once_a_time_is_found_again(begin: int, count: int) -> None:
    """Instants to local times in their order and back, over both changes of two years."""
    instants = [datetime(2021, 1, 1, tzinfo=zone_of("UTC")) + (begin + place) * QUARTER for place in range(count)]
    local = LocalTimes(BERLIN, "Europe/Berlin")
    naive = [at.astimezone(BERLIN).replace(tzinfo=None, fold=0) for at in instants]
    assume(not is_doubled(naive[0]))
    assert [local.instant(at) for at in naive] == [from_datetime(at) for at in instants]


def is_doubled(at: datetime) -> bool:
    """Whether a local time comes twice: a file that begins within such an hour cannot tell which half it is in."""
    return at.replace(tzinfo=BERLIN).utcoffset() != at.replace(tzinfo=BERLIN, fold=1).utcoffset()


def test_that_zones_are_named_or_are_offsets() -> None:
    read = {
        zone: reader_of_times("iso", zone)("2021-07-01T12:00") for zone in ("UTC", "+02:00", "UTC+2", "Europe/Berlin")
    }
    assert len({read["+02:00"], read["UTC+2"], read["Europe/Berlin"]}) == 1
    assert read["UTC"] - read["+02:00"] == 2 * 3600 * 10**6
    with pytest.raises(InterchangeProblem, match="There is no time zone 'Atlantis'"):
        zone_of("Atlantis")


@pytest.mark.parametrize(("text", "read"), [("3,41", 3.41), ("-0,5", -0.5), ("7", 7), ("1.234,5", 1234.5)])
def test_that_a_decimal_comma_makes_a_number(text: str, read: float) -> None:
    assert number(text, ",") == read


@pytest.mark.parametrize("text", ["1.234", "1.2", "1,2,3", "12.34,5"])
def test_that_a_dot_among_decimal_commas_is_not_guessed_at(text: str) -> None:
    with pytest.raises(NotAValue):
        number(text, ",")


def observed(cache: Path) -> list[tuple[str, str, str, object, str]]:
    with Reader(cache) as reader:
        return [
            (row.asset, row.datastream, to_iso(row.observed_at), row.value, row.unit) for row in reader.observations()
        ]


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_that_a_german_logger_s_file_needs_no_mapping(tmp_path: Path, cache: Path, import_files: Import) -> None:
    path = write(
        tmp_path / "logger.csv", "Zeitstempel (TT.MM.JJJJ hh:mm) MEZ/MESZ;Zufluss (m³/h);Druck (bar)",
        "31.10.2021 02:30;3,4;", "31.10.2021 02:30;3,5;4", "01.11.2021 00:00;;4,25",
    )  # fmt: skip
    summary = import_files(path)
    assert observed(cache) == [
        ("logger", "Druck", "2021-10-31T01:30:00Z", 4, "bar"),
        ("logger", "Druck", "2021-10-31T23:00:00Z", 4.25, "bar"),
        ("logger", "Zufluss", "2021-10-31T00:30:00Z", 3.4, "m3/h"),
        ("logger", "Zufluss", "2021-10-31T01:30:00Z", 3.5, "m3/h"),
    ]
    assert summary.rejects == 0
    assert "clocks doubled 1 hour, and 2 rows stand in it" in summary.remarks[0]


def test_that_a_decimal_comma_far_down_the_file_is_seen(tmp_path: Path, cache: Path, import_files: Import) -> None:
    rows = [f"2026-05-01T{n // 60:02}:{n % 60:02}:00Z;{n}" for n in range(1000)]
    summary = import_files(write(tmp_path / "d.csv", "time;level", *rows, "2026-05-01T20:00:00Z;3,41"))
    assert (summary.observations, summary.rejects) == (1001, 0)
    assert observed(cache)[-1][3] == 3.41


@pytest.mark.parametrize(
    ("rows", "complaint", "key"),
    [
        (("01/02/2021 00:00,1", "02/02/2021 00:00,1"), "may be day first or month first", "time_format"),
        (("13/02/2021 00:00,1", "02/13/2021 00:00,1"), "neither all day first nor all month first", "time_format"),
        (("13/02/2021 00:00,1",), "carry no zone, and no header names one; name it with --zone", "zone"),
    ],
)
def test_that_what_would_be_a_guess_is_asked(rows: tuple[str, ...], complaint: str, key: str, tmp_path: Path) -> None:
    path = write(tmp_path / "d.csv", "time,T1", *rows)
    with pytest.raises(Unanswered, match=complaint) as asked:
        open_sources([path], (), {})
    assert asked.value.key == key


def test_that_a_person_s_answers_are_taken(tmp_path: Path, cache: Path, guard: Guard) -> None:
    path = write(tmp_path / "d.csv", "time,T1", "01/02/2021 00:00,1500")
    told = Told(zone="Europe/Rome", time_format=("month_first",), unit="mm", kind="town.tank", network="Town")
    import_sources(open_sources([path], (), guard.kinds, told), cache, guard, NOW)
    assert observed(cache) == [("T1", "level", "2021-01-01T23:00:00Z", 1.5, "m")]
    with Reader(cache) as reader:
        assert [network.name for network in reader.catalogue().networks] == ["Town"]


def test_that_the_kind_and_the_quantity_follow_from_names_and_units(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    import_files(write(tmp_path / "plant.csv", "time,Water tank 1 (m),Water tank 2 (m)", "2026-05-01T00:00Z,1,2"))
    assert [row[:2] + row[4:] for row in observed(cache)] == [
        ("Water tank 1", "level", "m"), ("Water tank 2", "level", "m"),
    ]  # fmt: skip


def test_that_parquet_with_foreign_names_is_recognised(tmp_path: Path, cache: Path, import_files: Import) -> None:
    path = tmp_path / "p.parquet"
    times = [datetime(2026, 5, 1, hour) for hour in range(3)]
    columns = {"Messpunkt": times, "Fluss (L/s)": [1.0, None, 2.5], "__index_level_0__": [0, 1, 2]}
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    with pytest.raises(Unanswered, match="'Messpunkt' carry no zone"):
        import_files(path)
    aware = pyarrow.table(columns).set_column(0, "Messpunkt", pyarrow.array(times, pyarrow.timestamp("us", "UTC")))
    pyarrow.parquet.write_table(aware, path)
    import_files(path)
    assert observed(cache) == [
        ("Fluss", "value", "2026-05-01T00:00:00Z", 1.0, "L/s"), ("Fluss", "value", "2026-05-01T02:00:00Z", 2.5, "L/s"),
    ]  # fmt: skip


def test_that_a_mapping_may_name_an_order_of_dates(tmp_path: Path, cache: Path, import_files: Import) -> None:
    path = write(tmp_path / "d.csv", "when,T1", "02/01/2021 00:00,1", "31/12/2021 24:00,2")
    mapping = TableMapping(layout="wide", time="when", time_format="day_first", zone="+00:00")
    import_files(path, mapping=mapping)
    assert [row[2] for row in observed(cache)] == ["2021-01-02T00:00:00Z", "2022-01-01T00:00:00Z"]
    summary = import_files(path, mapping=replace(mapping, time_format="month_first"))
    assert summary.rejects == 1
