"""The made-up city that comes with Venule: its streets and pipes for the simulators, its tiles for the map."""

import json
import shutil
from collections.abc import Sequence
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from itertools import accumulate
from pathlib import Path
from typing import Any

from venule.demo.problem import DemoProblem
from venule.domain.geo import Position
from venule.sdk import BayRow, CarPark, City, Plant, Street, Ward, WaterMain

NAME = "lindenhaven"
MICRODEGREE = 1e-6


def city_file(ending: str) -> Traversable:
    """One of the two files of the demo's city: ``json`` or ``pmtiles``."""
    return files("venule_resources").joinpath("cities", f"{NAME}.{ending}")


def load_city() -> City:
    """The city as simulators see it; ``venule_resources.cities`` tells what the file says."""
    try:
        told = json.loads(city_file("json").read_text(encoding="utf-8"))
    except (OSError, ModuleNotFoundError):
        raise DemoProblem("The demo's city is missing: install Venule again.") from None
    return read_city(told)


def read_city(told: dict[str, Any]) -> City:
    """The city that a file tells of."""
    centre = Position(*told["centre"])
    return City(
        told["name"],
        centre,
        tuple(Street(name, line(centre, steps), kind) for name, kind, steps in told["streets"]),
        told["utc_offset_s"],
        tuple(Ward(name, line(centre, steps)[:-1]) for name, steps in told["wards"]),
        tuple(WaterMain(name, line(centre, steps), wide, ward) for name, wide, ward, steps in told["mains"]),
        tuple(Plant(name, kind, line(centre, steps)[0]) for name, kind, steps in told["plants"]),
        tuple(BayRow(street, line(centre, steps), bays) for street, bays, steps in told["bay_rows"]),
        tuple(CarPark(name, line(centre, steps)[0], bays) for name, bays, steps in told["car_parks"]),
    )


def line(start: Position, steps: Sequence[int]) -> tuple[Position, ...]:
    """Places from a flat list of steps east and north in microdegrees."""
    east, north = accumulate(steps[0::2]), accumulate(steps[1::2])
    return tuple(
        Position(start.longitude + x * MICRODEGREE, start.latitude + y * MICRODEGREE)
        for x, y in zip(east, north, strict=True)
    )


def lay_plan_beside(cache: Path) -> None:
    """Put the map where the desk looks for a recording's base map."""
    with as_file(city_file("pmtiles")) as tiles:
        shutil.copyfile(tiles, cache.with_name(f"{cache.stem}.basemap.pmtiles"))
