"""The demo town as plain data for simulators: streets, districts, mains, bays and garages in one compact file.

Lines are flat lists of whole microdegrees, east and north: the first pair counts from the centre, each other one from
the pair before it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
from demo_city_digest import digest
from demo_city_ground import ATTRIBUTION, LATITUDE, LONGITUDE, NAME, SEED, UTC_OFFSET_S, Floats, degrees
from demo_city_mains import Main, Plant
from demo_city_network import Street
from demo_city_parking import BayRow, CarPark
from demo_city_wards import Ward
from shapely import LineString

MICRO = 1e6
OFF_M = 0.15


def coded(points: Floats) -> list[int]:
    """A line in whole microdegrees, each place from the one before."""
    places = np.round((degrees(points) - (LONGITUDE, LATITUDE)) * MICRO).astype(int)
    return np.diff(places, axis=0, prepend=[[0, 0]]).ravel().tolist()


def line(shape: LineString) -> list[int]:
    """A line without the corners that do not bend it."""
    return coded(np.asarray(shape.simplify(OFF_M).coords))


class TownData(NamedTuple):
    """What simulators are told."""

    streets: list[Street]
    wards: list[Ward]
    mains: list[Main]
    plants: list[Plant]
    bay_rows: list[BayRow]
    car_parks: list[CarPark]


def content(town: TownData) -> dict[str, object]:
    """What the file says."""
    return {
        "name": NAME,
        "attribution": ATTRIBUTION,
        "seed": SEED,
        "generator": digest(),
        "centre": [LONGITUDE, LATITUDE],
        "utc_offset_s": UTC_OFFSET_S,
        "streets": [[street.name, street.kind, line(street.line)] for street in town.streets],
        "wards": [[ward.name, line(ward.shape.exterior)] for ward in town.wards],
        "mains": [[main.name, main.diameter_mm, main.ward, line(main.line)] for main in town.mains],
        "plants": [[plant.name, plant.kind, coded(np.array([plant.spot]))] for plant in town.plants],
        "bay_rows": [[row.street, row.bays, line(row.line)] for row in town.bay_rows],
        "car_parks": [[park.name, park.bays, coded(np.array([park.spot]))] for park in town.car_parks],
    }


def text(told: dict[str, object]) -> str:
    """The file: one street, district or pipe a line."""
    parts = []
    for name, value in told.items():
        if isinstance(value, list) and value and isinstance(value[0], list):
            rows = ",\n".join(json.dumps(row, separators=(",", ":"), ensure_ascii=False) for row in value)
            parts.append(f'"{name}":[\n{rows}\n]')
        else:
            parts.append(f'"{name}":{json.dumps(value, separators=(",", ":"), ensure_ascii=False)}')
    return "{" + ",\n".join(parts) + "}\n"


def write_data(target: Path, town: TownData) -> None:
    """Write the file."""
    target.write_text(text(content(town)), encoding="utf-8", newline="\n")
