"""The project's tree: rooms with names, modules that say what they are for, one wheel that holds all of it."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT, VERTICALS, inside, python_files, top_level

NAMELESS = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
TOP_LEVEL = {
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "app",
    "packaging",
    "plugins",
    "pyproject.toml",
    "resources",
    "tests",
}
LONGEST_MODULE = 400
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_that_the_top_level_stays_as_it_is() -> None:
    assert {path.name for path in top_level()} == TOP_LEVEL


@pytest.mark.parametrize("path", python_files(), ids=inside)
def test_that_no_room_is_a_drawer_for_everything(path: Path) -> None:
    assert not NAMELESS & {part.removeprefix("_") for part in path.relative_to(ROOT).with_suffix("").parts}


@pytest.mark.parametrize("path", python_files("app", "plugins", "packaging"), ids=inside)
def test_that_a_module_stays_readable(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def test_that_the_wheel_holds_every_package() -> None:
    packages = {
        path.parent.relative_to(ROOT).as_posix()
        for source in ("app", "plugins", "resources")
        for path in (ROOT / source).glob("*/__init__.py")
    }
    assert set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == packages


def test_that_every_vertical_is_declared_as_a_stranger_would() -> None:
    declared = PROJECT["project"]["entry-points"]["venule.verticals"]
    assert declared == {
        package.removeprefix("venule_"): f"{package}:{package.removeprefix('venule_').title()}"
        for package in sorted(VERTICALS)
    }


def test_that_the_version_is_told_once() -> None:
    told = re.search(r'__version__ = "(.+)"', (ROOT / "app/venule/__init__.py").read_text(encoding="utf-8"))
    assert told is not None
    assert told[1] == PROJECT["project"]["version"]
