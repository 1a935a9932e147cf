"""Discovery of verticals: a record for each declared entry point, good or bad, and never an exception."""

import importlib
import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from importlib.metadata import Distribution, EntryPoint, distributions
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
    entries, unreadable = _declared()
    return (*settle(entries), *unreadable)


def _declared() -> tuple[list[EntryPoint], list[Found]]:
    """The entry points of all packages, and the packages whose metadata cannot be read.

    Package by package: asked for all at once, the standard library gives none when one package's are broken.
    """
    entries: dict[tuple[str, str], EntryPoint] = {}
    unreadable: list[Found] = []
    for package in distributions():
        try:
            ours = [entry for entry in package.entry_points if entry.group == GROUP]
        except Exception as problem:  # metadata are a stranger's text
            name, version = _identity(package)
            fault = f"its entry points cannot be read, so that no vertical in it is found: {told(problem)}"
            unreadable.append(Found(name, name, version, None, None, fault))
        else:
            for entry in ours:  # the first package of a name hides others further down the search path
                entries.setdefault((_identity(package)[0], entry.name), entry)
    return list(entries.values()), unreadable


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
    package, version = ("", "") if entry.dist is None else _identity(entry.dist)
    found = Found(entry.name, package, version, None, None)
    try:
        with redirect_stdout(sys.stderr):  # what it prints while it is imported is no part of our own output
            return _judged(entry.load(), entry, found)
    except KeyboardInterrupt:
        raise
    except BaseException as problem:  # exits, and panics of extensions written in Rust, are no ``Exception``
        return replace(found, problem=f"cannot be imported: {told(problem)}")


def _judged(loaded: object, entry: EntryPoint, found: Found) -> Found:
    if not (isinstance(loaded, type) and issubclass(loaded, Vertical)):
        return replace(found, problem=f"{entry.value} is not a class that inherits Vertical")
    api: object = loaded.api
    found = replace(found, api=api if isinstance(api, int) else None)
    if api != API:
        return replace(found, problem=f"was written for API {api}; this program offers API {API}")
    return _made(loaded, found)


def _made(kind: type[Vertical], found: Found) -> Found:
    try:
        vertical = kind()
        problem = problem_of(vertical)
    except KeyboardInterrupt:
        raise
    except BaseException as failure:
        return replace(found, problem=f"cannot be started: {told(failure)}")
    return replace(found, problem=problem) if problem else replace(found, vertical=vertical)


def _identity(package: Distribution) -> tuple[str, str]:
    """A package's name and version; broken metadata are no reason to fail."""
    try:
        return str(package.name), str(package.version)
    except Exception:  # whatever is wrong with them, what the package declares is still shown
        return "", ""


def told(problem: BaseException) -> str:
    """An exception as one line: its kind and what it says."""
    try:
        words = " ".join(str(problem).split())
    except KeyboardInterrupt:
        raise
    except BaseException:  # a stranger's exception may fail even to say what it is
        words = ""
    return f"{type(problem).__name__}: {words[:300]}" if words else type(problem).__name__
