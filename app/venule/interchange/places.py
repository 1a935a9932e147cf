"""Reads where an asset stands from a row: degrees, a pair in one cell, or metres of a declared plan."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from venule.domain.geo import Position, position
from venule.interchange.mapping import TableMapping
from venule.interchange.problem import InterchangeProblem
from venule.interchange.projection import DEGREES, ToDegrees, to_degrees, why_unknown
from venule.interchange.table import Cell, Table

ToPosition: TypeAlias = Callable[[Sequence[Cell]], Position | None]


def reader_of_places(table: Table, mapping: TableMapping) -> ToPosition:
    """The function from a row's cells to its position; a place out of range or empty is no place."""
    if mapping.location:
        return location_reader(table, mapping.location)
    columns = (mapping.longitude, mapping.latitude) if mapping.longitude and mapping.latitude else table.place
    crs = mapping.crs or (table.crs if columns == table.place else "EPSG:4326")
    project = declared_projection(table, mapping, crs)
    if columns is None or project is None:
        return lambda cells: None
    x, y = (table.place_of(column) for column in columns)
    plain = crs in DEGREES

    def read(cells: Sequence[Cell]) -> Position | None:
        if max(x, y) >= len(cells):
            return None
        if plain:
            return position(cells[x], cells[y])
        try:
            return position(*project(np.float64(cells[x]), np.float64(cells[y])))  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            return None

    return read


def declared_projection(table: Table, mapping: TableMapping, default: str) -> ToDegrees | None:
    """How the table's coordinates become degrees; nothing where nobody says in which system they are.

    One that is declared in the mapping has to be known.
    """
    crs = mapping.crs or default
    project = to_degrees(crs) if crs else None
    if project is None and mapping.crs:
        raise InterchangeProblem(f"{table.name}: the coordinate system {crs!r} is not known here: {why_unknown(crs)}.")
    return project


def location_reader(table: Table, column: str) -> ToPosition:
    """Reads ``latitude, longitude`` in one cell, with or without brackets."""
    place = table.place_of(column)

    def read(cells: Sequence[Cell]) -> Position | None:
        text = str(cells[place] if place < len(cells) else "")
        latitude, _, longitude = text.strip("() ").partition(",")
        return position(longitude, latitude)

    return read


def unplaced_because(table: Table, mapping: TableMapping) -> str:
    """Why no row of a table that holds coordinates gets a place, as a sentence; empty if there is no such reason."""
    if (
        table.place is None
        or mapping.crs
        or mapping.location
        or (mapping.longitude and mapping.latitude != table.place[1])
    ):
        return ""
    if not table.crs:
        return f"{table.name} does not say in which system its coordinates are: declare 'crs' in a mapping."
    if to_degrees(table.crs) is None:
        return f"{table.name} has its coordinates in {table.crs}, and gives no places: {why_unknown(table.crs)}."
    return ""
