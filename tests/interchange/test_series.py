"""Series: long and wide tables become observations; what cannot be read is refused with its line."""

from pathlib import Path

import pytest

from tests.interchange.conftest import NOW, Import
from venule.domain.instant import from_iso
from venule.domain.quality import Provenance
from venule.interchange.mapping import TableMapping
from venule.interchange.problem import InterchangeProblem
from venule.store.answers import START
from venule.store.reader import Reader

FREE = TableMapping(layout="wide", kind="town.garage", network="garages", time="time", datastream="free")


def observed(cache: Path) -> list[tuple[str, str, str, object]]:
    """Asset, datastream, minute and value of every observation."""
    with Reader(cache) as reader:
        rows = reader.observations()
        return [(row.asset, row.datastream, iso(row.observed_at), row.value) for row in rows]


def iso(instant: int) -> str:
    from venule.domain.instant import to_iso

    return to_iso(instant)


def rejected(cache: Path) -> set[tuple[str, str]]:
    with Reader(cache) as reader:
        return {(refusal.topic, refusal.reason) for refusal in reader.rejects(2**62)}


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_that_a_blank_in_a_wide_table_never_becomes_zero(tmp_path: Path, cache: Path, import_files: Import) -> None:
    path = write(tmp_path / "d.csv", "time,A,B", "2026-05-01T00:00:00Z,190,", "2026-05-01T00:15:00Z,,0")
    import_files(path, mapping=FREE)
    assert observed(cache) == [
        ("A", "free", "2026-05-01T00:00:00Z", 190),
        ("B", "free", "2026-05-01T00:15:00Z", 0),
    ]


def test_that_imported_rows_were_recorded_when_they_were_observed(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = write(tmp_path / "d.csv", "time,A", "2026-05-01T00:00:00Z,190")
    import_files(path, mapping=FREE)
    at = from_iso("2026-05-01T00:00:00Z")
    with Reader(cache) as reader:
        (row,) = reader.observations()
        values = reader.changes(START, at)
        assert len(reader.changes(START, at - 1).datastream) == 0
    assert (row.observed_at, row.recorded_at) == (at, at)
    assert Provenance(int(values.provenance[0])) & Provenance.IMPORTED


def test_that_the_same_series_twice_adds_nothing_not_even_its_refusals(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    lines = ["time,A,B", "2026-05-01T00:00:00Z,190,7", "2026-05-01T00:15:00Z,many,8", "no time,1,2"]
    path = write(tmp_path / "d.csv", *lines)
    first = import_files(path, mapping=FREE)
    with Reader(cache) as reader:
        before = reader.counts()
    second = import_files(path, mapping=FREE)
    with Reader(cache) as reader:
        after = reader.counts()
    assert (first.observations, first.rejects) == (3, 2)
    assert (second.observations, second.duplicates, second.rejects) == (0, 3, 2)
    assert (after.observations, after.rejects, after.assets) == (before.observations, before.rejects, before.assets)


def test_that_two_different_values_at_one_time_are_both_kept(tmp_path: Path, cache: Path, import_files: Import) -> None:
    path = write(tmp_path / "d.csv", "time,A", *["2026-05-01T00:00:00Z,190"] * 2, "2026-05-01T00:00:00Z,191")
    summary = import_files(path, mapping=FREE)
    assert (summary.observations, summary.duplicates) == (2, 1)


def test_that_what_cannot_be_read_is_refused_with_its_file_and_line(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    lines = [
        "time,A,B",
        "yesterday,1,2",
        "2026-05-01T00:00:00,1,2",
        "2026-05-01T00:00:00Z,x,2",
        "2026-05-01T01:00:00Z,3",
    ]
    path = write(tmp_path / "d.csv", *lines)
    import_files(path, mapping=FREE)
    assert observed(cache) == [("B", "free", "2026-05-01T00:00:00Z", 2)]
    assert rejected(cache) == {
        ("d.csv:2", "'yesterday' is not a time as declared"),
        ("d.csv:3", "time '2026-05-01T00:00:00' has no zone"),
        ("d.csv:4", "A: 'x' is not a number"),
        ("d.csv:5", "has 2 cells where there are 3 columns"),
    }


@pytest.mark.parametrize("text", ["nan", "inf", "1e999", "1_000", "12,5", "0x10"])
def test_that_what_is_no_number_is_not_taken_for_one(
    text: str, tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = write(tmp_path / "d.csv", "time;A;B", f"2026-05-01T00:00:00Z;{text};5")
    from dataclasses import replace

    import_files(path, mapping=replace(FREE, decimal="."))
    assert [row[0] for row in observed(cache)] == ["B"]


def test_that_a_declared_spelling_of_nothing_is_no_value(tmp_path: Path, cache: Path, import_files: Import) -> None:
    path = write(tmp_path / "d.csv", "time,A,B", "2026-05-01T00:00:00Z,-999,5")
    from dataclasses import replace

    import_files(path, mapping=replace(FREE, missing=("-999",)))
    assert observed(cache) == [("B", "free", "2026-05-01T00:00:00Z", 5)]


def test_that_local_times_are_read_in_their_zone(tmp_path: Path, cache: Path, import_files: Import) -> None:
    path = write(tmp_path / "d.csv", "time,A", "01/07/2026 02:00,1", "01/12/2026 02:00,2")
    mapping = TableMapping(layout="wide", time="time", time_format="%d/%m/%Y %H:%M", zone="Europe/Rome")
    import_files(path, mapping=mapping)
    assert [row[2] for row in observed(cache)] == ["2026-07-01T00:00:00Z", "2026-12-01T01:00:00Z"]


def test_that_a_column_a_datastream_belongs_to_the_asset_of_its_row(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = write(tmp_path / "d.csv", "code,total,taken,at", "P1,65,3,1779840000000", "P2,512,,1779840000000")
    mapping = TableMapping(
        layout="wide", columns="datastream", asset="code", time="at", time_format="epoch_ms",
        datastreams={"taken": "occupied", "total": "capacity"},
    )  # fmt: skip
    import_files(path, mapping=mapping)
    assert [row[:2] + row[3:] for row in observed(cache)] == [
        ("P1", "capacity", 65), ("P1", "occupied", 3), ("P2", "capacity", 512),
    ]  # fmt: skip


def test_that_a_decimal_comma_is_a_number(tmp_path: Path, cache: Path, import_files: Import) -> None:
    path = write(tmp_path / "flows.csv", "Timestamp;p227;level", "2019-01-01 00:00:00;88,14;3,41")
    import_files(path, mapping=TableMapping(layout="wide", time="Timestamp", zone="Etc/UTC"))
    assert [row[3] for row in observed(cache)] == [3.41, 88.14]


def test_that_a_declared_flag_is_read_as_one(tmp_path: Path, cache: Path, import_files: Import) -> None:
    lines = ["time,place,what,v", "2026-05-01T00:00:00Z,A,open,closed", "2026-05-01T01:00:00Z,A,open,1"]
    path = write(tmp_path / "d.csv", *lines)
    mapping = TableMapping(
        layout="long", kind="town.garage", time="time", asset="place", datastream_column="what", value="v"
    )
    import_files(path, mapping=mapping)
    assert [row[3] for row in observed(cache)] == [False, True]


def test_that_long_and_wide_tables_are_recognised(tmp_path: Path, cache: Path, import_files: Import) -> None:
    long = write(tmp_path / "l.csv", "sensor,time,parameter,value,unit", "S1,2026-05-01T00:00:00+02:00,ph,7.1,pH")
    wide = write(tmp_path / "w.csv", "timestamp,T1,T2", "2026-05-01T00:00:00Z,1.5,2")
    named = write(tmp_path / "t7.csv", "timestamp,level", "2026-05-01T00:00:00Z,1.5")
    import_files(long, wide, named)
    assert [(asset, stream, value) for asset, stream, _, value in observed(cache)] == [
        ("S1", "ph", 7.1), ("t7", "level", 1.5), ("T1", "value", 1.5), ("T2", "value", 2),
    ]  # fmt: skip


def test_that_a_table_without_a_zone_is_refused_rather_than_guessed(tmp_path: Path, import_files: Import) -> None:
    path = write(tmp_path / "d.csv", "time,A", "2026-05-01T00:00:00,190")
    with pytest.raises(InterchangeProblem, match=r"the times in its column 'time' carry no zone"):
        import_files(path)


def test_that_a_table_nobody_understands_is_refused_with_its_columns(tmp_path: Path, import_files: Import) -> None:
    path = write(tmp_path / "d.csv", "zone,street", "1,High Street")
    with pytest.raises(InterchangeProblem, match=r"neither places nor series .* \(zone, street\)"):
        import_files(path)


def test_that_limits_are_judged_by_the_times_of_the_rows(tmp_path: Path, cache: Path, import_files: Import) -> None:
    lines = ["time,T1", "2026-05-01T00:00:00Z,3", "2026-05-01T01:00:00Z,5.5", "2026-05-01T02:00:00Z,3"]
    path = write(tmp_path / "d.csv", *lines)
    mapping = TableMapping(layout="wide", kind="town.tank", time="time", datastream="level")
    import_files(path, mapping=mapping)
    with Reader(cache) as reader:
        told = {(alarm.rule, iso(alarm.raised_at), iso(alarm.cleared_at or 0)) for alarm in reader.alarms(NOW)}
        during = reader.alarms(from_iso("2026-05-01T01:30:00Z"))
    assert told == set(), "returned more than a week ago"
    assert {alarm.subject for alarm in during} == {"T1"}
    assert all(alarm.cleared_at is None for alarm in during)
    import_files(path, mapping=mapping)
    with Reader(cache) as reader:
        assert reader.counts().alarms == len(during)


def test_that_a_file_that_says_nothing_of_an_asset_raises_no_alarm_of_silence(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = write(tmp_path / "d.csv", "time,T1", "2026-05-01T00:00:00Z,3", "2026-05-08T00:00:00Z,3")
    import_files(path, mapping=TableMapping(layout="wide", kind="town.tank", time="time", datastream="level"))
    with Reader(cache) as reader:
        assert reader.counts().alarms == 0
