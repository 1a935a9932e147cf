"""Opens the files to be imported, each by its format and with the mapping that reads it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from venule.domain.asset import AssetKind
from venule.interchange.csv_table import csv_table
from venule.interchange.epanet import epanet_table
from venule.interchange.geojson_file import geojson_table
from venule.interchange.geopackage_file import geopackage_tables
from venule.interchange.mapping import TableMapping, mapping_for
from venule.interchange.parquet_file import parquet_table
from venule.interchange.problem import InterchangeProblem
from venule.interchange.recognition import recognise
from venule.interchange.table import Table
from venule.interchange.told import NOTHING, Told

Tables: TypeAlias = Callable[[Path, Sequence[str]], Sequence[Table]]
"""The tables in a file; the names of the columns are those a mapping declares for a file without a header line."""


def _only(read: Callable[[Path], Table]) -> Tables:
    return lambda path, header: (read(path),)


def _csv(path: Path, header: Sequence[str]) -> Sequence[Table]:
    return (csv_table(path, header),)


FORMATS: Mapping[str, Tables] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".txt": _csv,
    ".parquet": _only(parquet_table),
    ".pq": _only(parquet_table),
    ".geojson": _only(geojson_table),
    ".json": _only(geojson_table),
    ".gpkg": lambda path, header: geopackage_tables(path),
    ".inp": _only(epanet_table),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A table and how it is read; ``recognised`` if that was told by the table itself and by no mapping."""

    table: Table
    mapping: TableMapping
    recognised: bool = False


def open_sources(
    paths: Iterable[Path], mappings: tuple[TableMapping, ...], kinds: Mapping[str, AssetKind], told: Told = NOTHING
) -> tuple[Source, ...]:
    """Every file, inventories first, so that series find their assets known; else in the order they were named."""
    sources = [source for path in paths for source in open_file(path, mappings, kinds, told)]
    return tuple(sorted(sources, key=lambda source: source.mapping.layout != "inventory"))


def open_file(
    path: Path, mappings: tuple[TableMapping, ...], kinds: Mapping[str, AssetKind], told: Told = NOTHING
) -> Iterator[Source]:
    """The tables of one file, each with the mapping that was declared for it, or else the one its content suggests."""
    for table in tables_in(path, mappings):
        yield Source(table, mapping_of(table, mappings, kinds, told), recognised=not mappings)


def tables_in(path: Path, mappings: tuple[TableMapping, ...]) -> Sequence[Table]:
    """The tables of one file, before anything is known of what they hold."""
    if path.is_dir():
        raise InterchangeProblem(f"{path} is a folder; name the files in it.")
    if not path.is_file():
        raise InterchangeProblem(f"There is no file {path}; check the name.")
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    tables = FORMATS.get(suffixes[-1] if suffixes else "")
    if tables is None:
        raise InterchangeProblem(f"{path.name} is none of the formats that can be imported: {', '.join(FORMATS)}.")
    declared = mapping_for(path, mappings)
    return tables(path, declared.header if declared else ())


def mapping_of(
    table: Table, mappings: tuple[TableMapping, ...], kinds: Mapping[str, AssetKind], told: Told = NOTHING
) -> TableMapping:
    """How one table is read. What its format itself tells, a declared mapping need not say."""
    declared = mapping_for(table.path, mappings, table.layer)
    if declared is None and mappings:
        raise InterchangeProblem(f"No table of the mapping fits the file name {table.name!r}.")
    if declared is None:
        return recognise(table.told_decimal(told.decimal), kinds, told)
    kind_column = declared.kind_column or ("" if declared.kind else table.kind)
    return replace(declared, asset=declared.asset or table.asset, kind_column=kind_column)
