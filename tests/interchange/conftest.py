"""Small files to import, and a recording to import them into."""

from collections.abc import Callable
from pathlib import Path

import pytest

from venule.domain.instant import from_iso
from venule.interchange.importing import Summary, import_sources
from venule.interchange.mapping import TableMapping
from venule.interchange.sources import open_sources
from venule.sdk import Above, AssetKind, Priority, Quantity, Rule, ValueKind, Vertical
from venule.verticals.discovery import Found
from venule.verticals.guard import Guard

NOW = from_iso("2026-11-22T12:00:00Z")
FREE = Quantity("free", "1", kind=ValueKind.COUNT, low=0)
OPEN = Quantity("open", kind=ValueKind.FLAG, labels=("closed", "open"))
LEVEL = Quantity("level", "m", warn_above=4.0)
GARAGE = AssetKind("garage", quantities=(FREE, OPEN), aliases=("car park", "garage"))
TANK = AssetKind(
    "tank",
    quantities=(LEVEL,),
    expected_every_s=60,
    aliases=("water tank",),
    rules=(Rule("overflow", Above(5.0), "level", Priority.HIGH, action="Close the inlet."),),
)

Import = Callable[..., Summary]


class Town(Vertical):
    """A vertical of the tests' own."""

    name = "town"
    kinds = (GARAGE, TANK)


@pytest.fixture
def guard() -> Guard:
    return Guard([Found("town", "tests", "1", 1, Town())])


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


@pytest.fixture
def import_files(cache: Path, guard: Guard) -> Import:
    """Imports files into `cache`, with a mapping or by recognition."""

    def run(*paths: Path, mapping: TableMapping | None = None) -> Summary:
        mappings = () if mapping is None else (mapping,)
        return import_sources(open_sources(paths, mappings, guard.kinds), cache, guard, NOW)

    return run
