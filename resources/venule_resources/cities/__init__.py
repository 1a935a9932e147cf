"""The demo cities: generated towns as GeoJSON, and their streets as plain data.

Each feature has a property ``layer``: ``green``, ``water``, ``building``, ``road``, ``road_major``, ``country_lane``,
``country_road`` or ``place`` (with ``rank`` ``city``, ``district`` or ``village``), and ``name`` where it has one.
Features come in the order they are painted in.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
DEMO = "lindenhaven"
ROADS = ("road", "road_major")


@dataclass(frozen=True, slots=True)
class CityFile:
    """One city as its file tells it. ``centre`` and all coordinates are longitude and latitude in degrees, WGS 84."""

    name: str
    centre: tuple[float, float]
    utc_offset_s: int
    features: tuple[dict[str, Any], ...]

    def streets(self) -> list[tuple[str, tuple[tuple[float, float], ...]]]:
        """Name and corners of every street; one that a river cuts comes in pieces of one name."""
        return [
            (str(feature["properties"]["name"]), tuple((x, y) for x, y in feature["geometry"]["coordinates"]))
            for feature in self.features
            if feature["properties"]["layer"] in ROADS
        ]


def city_path(name: str = DEMO) -> Path:
    """Where the file of a city lies."""
    return FOLDER / f"{name}.geojson"


def load_city(name: str = DEMO) -> CityFile:
    """Read a city that we ship."""
    body = json.loads(city_path(name).read_text(encoding="utf-8"))
    longitude, latitude = body["centre"]
    return CityFile(body["name"], (longitude, latitude), body["utc_offset_s"], tuple(body["features"]))
