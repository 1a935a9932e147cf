"""What is exported can be read back as it was, whole or not at all."""

import csv
import errno
import io
import json
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.interchange.conftest import Import
from venule.domain.asset import Asset
from venule.domain.geo import Position
from venule.domain.instant import SECOND, from_iso
from venule.domain.observation import Recorded
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, Value, ValueKind
from venule.interchange.export import COLUMNS, HowFar, export
from venule.interchange.problem import InterchangeProblem
from venule.interchange.selection import Selection
from venule.store.batch import Batch, Declaration
from venule.store.reader import Reader
from venule.store.writer import Writer

AT = from_iso("2026-05-01T00:00:00Z")
VALUES: list[tuple[str, str, Value | None, str]] = [
    ("A", "level", 0.1 + 0.2, "0.30000000000000004"),
    ("B", "level", -5.5, "-5.5"),
    ("C", "level", 0.0, "0.0"),
    ("D", "level", 7, "7"),
    ("E", "level", None, ""),
    ("F", "open", True, "true"),
    ("G", "open", False, "false"),
    ("H", "note", "=1+1", "'=1+1"),
    ("I", "note", "-12", "-12"),
    ("J", "note", "@home", "'@home"),
]


@pytest.fixture
def recording(cache: Path) -> Path:
    """One observation an asset, each of another sort."""
    rows = [
        Recorded("net", asset, stream, AT + 1500, AT + SECOND, value, quality=Quality(5 if value is None else 0))
        for asset, stream, value, _ in VALUES
    ]
    with Writer(cache) as writer:
        writer.write(
            Batch(
                assets=[Asset("net", "A", position=Position(2.0, 41.0), label="Tank A"), Asset("net", "E")],
                declarations=[
                    *(Declaration("net", asset, Quantity("level", "m")) for asset in "ABCDE"),
                    *(Declaration("net", asset, Quantity("open", kind=ValueKind.FLAG)) for asset in "FG"),
                    *(Declaration("net", asset, Quantity("note", kind=ValueKind.TEXT)) for asset in "HIJ"),
                ],
                observations=rows,
            )
        )
    return cache


def exported(recording: Path, out: Path, selection: Selection | None = None, form: str | None = None) -> int:
    with Reader(recording) as reader:
        return export(reader, selection or Selection(), str(out), form)


def test_that_values_are_spelled_so_that_they_come_back_and_start_no_formula(recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    assert exported(recording, out) == len(VALUES)
    rows = list(csv.reader(io.StringIO(out.read_text())))
    assert tuple(rows[0]) == COLUMNS
    assert [row[5] for row in rows[1:]] == [spelling for *_, spelling in VALUES]
    assert rows[1] == [
        "net",
        "A",
        "level",
        "2026-05-01T00:00:00.001500Z",
        "2026-05-01T00:00:01Z",
        rows[1][5],
        "m",
        "good",
    ]
    assert rows[5][7] == "missing"


def test_that_a_selection_is_exported_and_a_mistyped_name_is_refused(recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    assert exported(recording, out, Selection(assets=("A", "F"))) == 2
    assert exported(recording, out, Selection(datastreams=("open",))) == 2
    with Writer(recording) as writer:
        again = Recorded("other", "A", "level", AT + 1500, AT + SECOND, 3.0)
        writer.write(Batch(declarations=[Declaration("other", "A", Quantity("level", "m"))], observations=[again]))
    assert exported(recording, out, Selection(assets=("A",))) == 2
    assert exported(recording, out, Selection(assets=("other/A", "net/F"))) == 2
    assert exported(recording, out.with_suffix(".geojson"), Selection(assets=("other/A",))) == 1
    assert exported(recording, out, Selection(datastreams=("other/A/level", "open"))) == 3
    assert exported(recording, out, Selection(assets=("net/A",), datastreams=("other/A/level",))) == 0
    assert exported(recording, out.with_suffix(".geojson"), Selection(datastreams=("other/A/level",))) == 1
    (feature,) = json.loads(out.with_suffix(".geojson").read_text())["features"]
    assert (feature["properties"]["network"], feature["properties"]["level"]) == ("other", 3.0)
    assert exported(recording, out, Selection(start=AT + 1501)) == 0
    assert exported(recording, out, Selection(end=AT + 1500)) == 0
    assert exported(recording, out, Selection(known_by=AT + SECOND)) == len(VALUES) + 1
    assert exported(recording, out, Selection(known_by=AT + SECOND - 1)) == 0
    with pytest.raises(InterchangeProblem, match="no asset named 'other/F'"):
        exported(recording, out, Selection(assets=("other/F",)))
    with pytest.raises(InterchangeProblem, match="no asset named 'Z'"):
        exported(recording, out, Selection(assets=("Z",)))
    with pytest.raises(InterchangeProblem, match="no datastream named 'other/A/open'"):
        exported(recording, out, Selection(datastreams=("other/A/open",)))
    with pytest.raises(InterchangeProblem, match="no datastream named 'flow'"):
        exported(recording, out, Selection(datastreams=("flow",)))


def test_that_a_failed_export_leaves_the_old_file_and_nothing_beside_it(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "o.csv"
    out.write_text("old")

    def fail(*_: object) -> None:
        raise RuntimeError("disk gone")

    with Reader(recording) as reader:
        monkeypatch.setattr(reader.__class__, "observations", fail)
        with pytest.raises(RuntimeError):
            export(reader, Selection(), str(out))
    assert out.read_text() == "old"
    assert not list(tmp_path.glob(".*part"))


def test_that_a_place_that_cannot_be_written_is_told_of(recording: Path, tmp_path: Path) -> None:
    with pytest.raises(InterchangeProblem, match="cannot be written: No such file or directory"):
        exported(recording, tmp_path / "nowhere" / "o.csv")


def test_that_csv_goes_to_standard_output_and_nothing_else_does(
    recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported(recording, Path("-"))
    assert len(capsys.readouterr().out.splitlines()) == len(VALUES) + 1
    with pytest.raises(InterchangeProblem, match="Only CSV"):
        exported(recording, Path("-"), form="parquet")


def test_that_parquet_keeps_numbers_and_times_as_what_they_are(recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.parquet"
    exported(recording, out, Selection(datastreams=("level", "open")))
    table = pyarrow.parquet.read_table(out)
    assert tuple(table.column_names) == COLUMNS
    assert str(table.schema.field("value").type) == "double"
    assert str(table.schema.field("observed_at").type) == "timestamp[us, tz=UTC]"
    assert table.column("value").to_pylist()[:6] == [0.1 + 0.2, -5.5, 0.0, 7.0, None, 1.0]
    exported(recording, out)
    assert str(pyarrow.parquet.read_schema(out).field("value").type) == "string"


def test_that_geojson_holds_each_asset_with_its_latest_values(recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.geojson"
    assert exported(recording, out) == 10
    features = {feature["properties"]["asset"]: feature for feature in json.loads(out.read_text())["features"]}
    assert features["A"]["geometry"] == {"type": "Point", "coordinates": [2.0, 41.0]}
    assert features["B"]["geometry"] is None
    assert features["A"]["properties"] | {} == {
        "network": "net", "asset": "A", "kind": "", "label": "Tank A", "level": 0.1 + 0.2, "level unit": "m",
        "level observed_at": "2026-05-01T00:00:00.001500Z", "level quality": "good",
    }  # fmt: skip
    assert features["E"]["properties"]["level"] is None
    assert features["F"]["properties"]["open"] is True


def test_that_an_export_can_be_imported_again(
    recording: Path, tmp_path: Path, import_files: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "one.csv", tmp_path / "two.csv"
    chosen = Selection(datastreams=("level", "open"))
    exported(recording, first, chosen)
    recording.unlink()
    summary = import_files(first)
    assert summary.rejects == 0
    exported(recording, second, chosen)
    assert second.read_text() == first.read_text()


def test_that_a_disk_that_takes_nothing_is_told_of_in_a_sentence(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(InterchangeProblem, match="cannot be written: Read-only file system"):
        exported(recording, tmp_path / "o.csv")


def test_that_an_export_tells_how_far_it_is_within_a_datastream_too() -> None:
    how_far = HowFar(streams=4, first=100, last=200)
    assert [how_far.share(1, 100), how_far.share(1, 150), how_far.share(2, 100), how_far.share(4, 200)] == [
        0.0, 0.125, 0.25, 1.0,
    ]  # fmt: skip
    assert HowFar(1, 100, 100).share(1, 100) == 0.0, "all at one time"
    assert how_far.share(5, 900) == 1.0, "what came in since it was looked at"
