"""What is exported, imported and exported again is the same file: no text, no time, no quality is lost on the way."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.interchange.conftest import NOW
from venule.domain.asset import Asset
from venule.domain.geo import Position
from venule.domain.instant import HOUR, SECOND, from_iso
from venule.domain.observation import Recorded
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, Value, ValueKind
from venule.domain.shape import Shape, area, line
from venule.domain.unit import to_ucum
from venule.interchange.cells import FORMULA, bare, harmless
from venule.interchange.export import export
from venule.interchange.importing import import_sources
from venule.interchange.parquet_file import TEXTS as MISTAKABLE
from venule.interchange.problem import InterchangeProblem
from venule.interchange.selection import Selection
from venule.interchange.sources import open_sources
from venule.store.batch import Batch, Declaration
from venule.store.reader import Reader
from venule.store.writer import Writer
from venule.verticals.guard import Guard

BEGIN = from_iso("2026-05-01T00:00:00Z")
MS = 1000
UNITS = ("", "m", "m3/h", "Cel", "°C", "furlong", "=1+1", "1", " m")

NASTY = st.sampled_from(
    ["=1+1", "'=1+1", "''=x", "+49 30", "-", "@home", "\ttab", "\rreturn", "a\rb", "a\nb", '"quoted"', "a,b;c|d",
     " wide ", "", "NA", "none", "nan", "inf", "-inf", "true", "True", "007", "1e5", "1_0", "-5", "+5", "5.", "1.50",
     "－１", "漏水", "\ufeffmark", "\x00nul", "\u2028", "'", "2026-05-01T00:00:00Z"]
)  # fmt: skip
TEXTS = st.one_of(NASTY, st.text(st.characters(exclude_categories=("Cs",)), max_size=12))
NAMES = TEXTS.filter(lambda text: text and "/" not in text)
NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**53), 2**53),
    st.sampled_from([0.0, -0.0, 1e16, 5e-324]),
)
VALUES: st.SearchStrategy[Value | None] = st.one_of(NUMBERS, st.booleans(), TEXTS, st.none())


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    """A few datastreams of whatever name, with whatever values, at times a few microseconds apart."""
    names = draw(st.lists(st.tuples(NAMES, NAMES, NAMES), min_size=1, max_size=4, unique=True))
    declarations, rows = [], []
    for network, asset, datastream in names:
        kind, unit = draw(st.sampled_from(list(ValueKind))), draw(st.sampled_from(UNITS))
        declarations.append(Declaration(network, asset, Quantity(datastream, to_ucum(unit), kind=kind), unit))
        for _ in range(draw(st.integers(0, 6))):
            observed_at = BEGIN + draw(st.integers(-3, 3))
            recorded_at = BEGIN + draw(st.integers(0, 5 * MS))
            value, key = draw(VALUES), draw(st.integers(0, 2))
            quality = Quality.MISSING if value is None else draw(st.sampled_from(list(Quality)[:-1]))
            rows.append(
                Recorded(network, asset, datastream, observed_at, recorded_at, value, None, quality, "", source_key=key)
            )
    return Batch(declarations=declarations, observations=rows)


def export_of(recording: Path, out: Path) -> None:
    with Reader(recording) as reader:
        export(reader, Selection(), str(out))


def there_and_back(first: Path, folder: Path) -> Path:
    """The export of what the import of an export holds."""
    second = folder / "second.venule"
    guard = Guard([])
    summary = import_sources(open_sources([first], (), guard.kinds), second, guard, NOW)
    assert summary.rejects == 0
    again = folder / f"again{first.suffix}"
    export_of(second, again)
    return again


def written(batch: Batch, folder: Path) -> Path:
    recording = folder / "first.venule"
    with Writer(recording) as writer:
        writer.write(batch)
        writer.compact()
    return recording


@settings(max_examples=25, deadline=None)
@given(batches())
def test_that_a_csv_file_comes_back_as_it_was(batch: Batch) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        first = folder / "first.csv"
        export_of(written(batch, folder), first)
        assert there_and_back(first, folder).read_bytes() == first.read_bytes()


@settings(max_examples=25, deadline=None)
@given(batches())
def test_that_a_parquet_file_comes_back_as_it_was(batch: Batch) -> None:
    from pyarrow.parquet import read_table

    with TemporaryDirectory() as name:
        folder = Path(name)
        first = folder / "first.parquet"
        export_of(written(batch, folder), first)
        again = there_and_back(first, folder)
        assert read_table(again).equals(read_table(first))


@pytest.mark.parametrize("told", ["true", "5", "-0.5"])
def test_that_a_text_in_parquet_stays_one_however_it_is_spelled(told: str, tmp_path: Path) -> None:
    said = [Recorded("n", "a", "state", at, at, value, None, Quality.GOOD, "") for at, value in ((1, told), (2, "b"))]
    number = Recorded("n", "a", "level", 1, 1, 5.0, None, Quality.GOOD, "")
    first = tmp_path / "first.parquet"
    export_of(written(Batch(observations=[*said, number]), tmp_path), first)
    there_and_back(first, tmp_path)
    with Reader(tmp_path / "second.venule") as reader:
        assert {row.value for row in reader.observations()} == {told, "b", 5}


def test_that_metadata_of_somebody_else_is_told_of(tmp_path: Path) -> None:
    import pyarrow
    from pyarrow.parquet import write_table

    path = tmp_path / "odd.parquet"
    write_table(pyarrow.table({"a": [1]}).replace_schema_metadata({MISTAKABLE: "[5"}), path)
    with pytest.raises(InterchangeProblem, match=r"odd\.parquet is not a readable Parquet file"):
        list(open_sources([path], (), Guard([]).kinds))


DEGREES = st.floats(-80, 80, allow_nan=False).map(lambda number: round(number, 7)).filter(bool)
POINTS = st.tuples(DEGREES, DEGREES)
PROPERTIES = st.dictionaries(
    NAMES.filter(lambda name: name not in ("network", "asset", "kind", "label")), TEXTS, max_size=3
)


def triangle(x: float, y: float, size: int) -> Shape:
    """An area whose right angle lies there."""
    return area([[(x, y), (x + size, y), (x, y + size)]])


TRIANGLES = st.builds(triangle, DEGREES, DEGREES, st.integers(1, 5))


@st.composite
def inventories(draw: st.DrawFn) -> Batch:
    """Assets with and without places, kinds, labels and properties."""
    names = draw(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=4, unique=True))
    assets = []
    for network, asset in names:
        place = draw(st.none() | POINTS.map(lambda point: Position(*point)))
        closed = draw(st.none() | TRIANGLES)
        points = draw(st.none() | st.lists(POINTS, min_size=2, max_size=4, unique=True))
        assets.append(
            Asset(
                network, asset, kind=draw(st.sampled_from(["", "water.pipe", "own.thing"])), label=draw(TEXTS),
                position=place, properties=draw(PROPERTIES), shape=closed or (None if points is None else line(points)),
            )
        )  # fmt: skip
    return Batch(assets=assets)


@settings(max_examples=25, deadline=None)
@given(inventories())
def test_that_an_inventory_in_geojson_comes_back_as_it_was(batch: Batch) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        first = folder / "first.geojson"
        export_of(written(batch, folder), first)
        assert there_and_back(first, folder).read_bytes() == first.read_bytes()


@given(TEXTS)
@example("'=1")
def test_that_no_cell_begins_like_a_formula_and_every_text_is_found_again(text: str) -> None:
    spelled = harmless(text)
    assert bare(spelled) == text
    if spelled.startswith(tuple(FORMULA)):
        float(spelled)


@pytest.mark.parametrize("hostile", ["=cmd|' -C calc'!A0", "@SUM(1)", "+1+1", "-1+1", "\t=1", "＝1"])
def test_that_every_column_of_a_csv_export_is_harmless(hostile: str, tmp_path: Path) -> None:
    row = Recorded(hostile, hostile, hostile, BEGIN, BEGIN + SECOND, hostile)
    declaration = Declaration(hostile, hostile, Quantity(hostile, kind=ValueKind.TEXT), hostile)
    out = tmp_path / "o.csv"
    export_of(written(Batch(declarations=[declaration], observations=[row]), tmp_path), out)
    header, cells = csv.reader(io.StringIO(out.read_text(), newline=""))
    assert not [cell for cell in (*header, *cells) if cell.startswith(tuple(FORMULA))]
    assert [cells[place] for place in (0, 1, 2, 5, 6)] == [f"'{hostile}"] * 5


def test_that_a_late_row_keeps_both_its_times(tmp_path: Path) -> None:
    rows = [Recorded("n", "a", "s", BEGIN + late, BEGIN + HOUR - late, float(late)) for late in (1, 0)]
    first = tmp_path / "first.csv"
    export_of(written(Batch(declarations=[Declaration("n", "a", Quantity("s"))], observations=rows), tmp_path), first)
    assert there_and_back(first, tmp_path).read_text() == first.read_text()
