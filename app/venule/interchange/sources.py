"""Opens the files to be imported, each by its format and with the mapping that reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from venule.domain.asset import AssetKind
from venule.interchange.csv_table import csv_table
from venule.interchange.epanet import epanet_table
from venule.interchange.geojson_file import geojson_table
from venule.interchange.mapping import TableMapping, mapping_for
from venule.interchange.parquet_file import parquet_table
from venule.interchange.problem import InterchangeProblem
from venule.interchange.recognition import recognise
from venule.interchange.table import Table

FORMATS = {
    ".csv": csv_table,
    ".tsv": csv_table,
    ".txt": csv_table,
    ".parquet": parquet_table,
    ".pq": parquet_table,
    ".geojson": geojson_table,
    ".json": geojson_table,
    ".inp": epanet_table,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A table and how it is read."""

    table: Table
    mapping: TableMapping


def open_sources(
    paths: Iterable[Path], mappings: tuple[TableMapping, ...], kinds: Mapping[str, AssetKind]
) -> tuple[Source, ...]:
    """Every file, inventories first, so that series find their assets known; else in the order they were named."""
    sources = [open_source(path, mappings, kinds) for path in paths]
    return tuple(sorted(sources, key=lambda source: source.mapping.layout != "inventory"))


def open_source(path: Path, mappings: tuple[TableMapping, ...], kinds: Mapping[str, AssetKind]) -> Source:
    """One file, with the mapping that was declared for its name, or else the one that its content suggests."""
    if not path.is_file():
        raise InterchangeProblem(f"There is no file {path}.")
    declared = mapping_for(path, mappings)
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    reader = FORMATS.get(suffixes[-1] if suffixes else "")
    if reader is None:
        raise InterchangeProblem(f"{path.name} is none of the formats that can be imported: {', '.join(FORMATS)}.")
    table = csv_table(path, declared.header if declared else ()) if reader is csv_table else reader(path)
    if declared is not None:
        return Source(table, declared)
    if mappings:
        raise InterchangeProblem(f"No table of the mapping fits the file name {path.name!r}.")
    return Source(table, recognise(table, kinds))
