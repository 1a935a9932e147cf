"""Places for the tests of the map: random towns, and the real lights of four cities."""

import csv
from pathlib import Path

import numpy as np
import numpy.typing as npt

from venule.domain.geo import Floats, to_mercator

Bytes = npt.NDArray[np.int8]
LIGHTS = {
    "bristol_streetlights.csv": ("longitude", "latitude"),
    "san_jose_streetlights.csv": ("LONGITUDE", "LATITUDE"),
    "baton_rouge_streetlights.csv": ("longitude", "latitude"),
    "washington_dc_downtown_streetlights.csv": ("XCOORD", "YCOORD"),
}


def town(count: int, seed: int = 7) -> tuple[Floats, Floats, Bytes]:
    """Assets in the unit square around one middle, a few of them at shared places, with mixed statuses."""
    random = np.random.default_rng(seed)
    x, y = 0.53 + random.normal(0, 2e-4, count), 0.33 + random.normal(0, 2e-4, count)
    shared = count // 20
    x[:shared], y[:shared] = x[-1:], y[-1:]
    return x, y, random.choice(5, count, p=[0.8, 0.1, 0.05, 0.03, 0.02]).astype(np.int8)


def lights(folder: Path) -> tuple[Floats, Floats]:
    """All lights of the inventories, in the unit square."""
    degrees = [row for name in LIGHTS for row in read(folder / name)]
    longitude, latitude = np.array(degrees).T
    return to_mercator(longitude, latitude)


def read(path: Path) -> list[tuple[float, float]]:
    """Longitude and latitude of each row of one inventory."""
    east, north = LIGHTS[path.name]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(number(row[east]), number(row[north])) for row in csv.DictReader(file)]


def number(text: str) -> float:
    """A number, or ``nan`` for a blank."""
    return float(text) if text.strip() else float("nan")
