"""Discovery of verticals: a record for each declared entry point, good or bad, and never an exception."""

import importlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from platformdirs import user_data_path

from venule.sdk import API, Vertical
from venule.verticals.declaration import problem_of

GROUP = "venule.verticals"


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one entry point: a vertical, or the sentence that says why it is none."""

    name: str
    package: str
    version: str
    api: int | None
    vertical: Vertical | None
    problem: str = ""


def plugin_folder() -> Path:
    """Where a person without rights on the installation puts plugins: ``pip install --no-deps --target`` here."""
    return user_data_path("venule", appauthor=False) / "plugins"


def discover(folder: Path | None = None) -> tuple[Found, ...]:
    """Every vertical declared on this installation and in the plugin folder (the user's own unless one is given).

    The folder goes to the end of the search path, so that nothing in it can take the place of an installed package.
    """
    place = str(plugin_folder() if folder is None else folder)
    if Path(place).is_dir() and place not in sys.path:
        sys.path.append(place)
        importlib.invalidate_caches()
    return settle(entry_points(group=GROUP))


def settle(declared: Iterable[EntryPoint]) -> tuple[Found, ...]:
    """Load each entry point, in the order of their names; of two verticals with one name the first stands."""
    results: list[Found] = []
    names: set[str] = set()
    for entry in sorted(declared, key=lambda one: (one.name, one.value)):
        found = _load(entry)
        if found.vertical is not None and found.vertical.name in names:
            found = replace(found, vertical=None, problem=f"another vertical is named {found.vertical.name!r} already")
        if found.vertical is not None:
            names.add(found.vertical.name)
        results.append(found)
    return tuple(results)


def _load(entry: EntryPoint) -> Found:
    package, version = _origin(entry)
    try:
        loaded = entry.load()
    except (Exception, SystemExit) as problem:
        return Found(entry.name, package, version, None, None, f"cannot be imported: {told(problem)}")
    api = getattr(loaded, "api", None)
    stated = api if isinstance(api, int) else None
    if not (isinstance(loaded, type) and issubclass(loaded, Vertical)):
        return Found(entry.name, package, version, stated, None, f"{entry.value} is not a class that inherits Vertical")
    if api != API:
        reason = f"was written for API {api}; this program offers API {API}"
        return Found(entry.name, package, version, stated, None, reason)
    return _made(loaded, Found(entry.name, package, version, stated, None))


def _made(kind: type[Vertical], found: Found) -> Found:
    try:
        vertical = kind()
        problem = problem_of(vertical)
    except (Exception, SystemExit) as failure:
        return replace(found, problem=f"cannot be started: {told(failure)}")
    return replace(found, problem=problem) if problem else replace(found, vertical=vertical)


def _origin(entry: EntryPoint) -> tuple[str, str]:
    """Which package declares it; broken metadata are no reason to fail."""
    try:
        return (entry.dist.name, entry.dist.version) if entry.dist is not None else ("", "")
    except Exception:  # metadata are a stranger's text: whatever is wrong with them, the entry point is still shown
        return "", ""


def told(problem: BaseException) -> str:
    """An exception as one line: its kind and what it says."""
    try:
        words = " ".join(str(problem).split())
    except Exception:  # a stranger's exception may fail even to say what it is
        words = ""
    return f"{type(problem).__name__}: {words[:300]}" if words else type(problem).__name__
