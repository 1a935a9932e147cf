"""The made-up cities that come with Venule: their streets for the simulators, their plan for the map."""

import json
import shutil
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from venule.demo.problem import DemoProblem
from venule.domain.geo import Position
from venule.sdk import City, Street

NAME = "lindenhaven"
STREETS = {"road", "road_major"}


def town_plan() -> Traversable:
    """The plan of the demo's city, a GeoJSON file."""
    return files("venule_resources").joinpath("cities", f"{NAME}.geojson")


def load_city() -> City:
    """The city as simulators see it."""
    try:
        plan = json.loads(town_plan().read_text(encoding="utf-8"))
    except (OSError, ModuleNotFoundError):
        raise DemoProblem("The demo's city is missing: install Venule again.") from None
    streets = (street(feature) for feature in plan["features"] if feature["properties"].get("layer") in STREETS)
    return City(plan["name"], Position(*plan["centre"]), tuple(streets), plan["utc_offset_s"])


def street(feature: dict[str, Any]) -> Street:
    """One street of the plan."""
    corners = tuple(Position(*corner[:2]) for corner in feature["geometry"]["coordinates"])
    return Street(feature["properties"].get("name", ""), corners)


def lay_plan_beside(cache: Path) -> None:
    """Put the plan where the desk looks for a recording's base map."""
    with as_file(town_plan()) as plan:
        shutil.copyfile(plan, cache.with_name(f"{cache.stem}.basemap.geojson"))
