"""The project's own files, without what tools, builds and version control leave beside them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VERTICALS = {path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py")}
LEFT_BY_TOOLS = {"__pycache__", "build", "dist"}
HIDDEN_BUT_OURS = {".ci", ".gitignore"}


def top_level() -> list[Path]:
    """What a person sees at the project's root."""
    return [path for path in ROOT.iterdir() if not path.name.startswith(".") and path.name not in LEFT_BY_TOOLS]


def files() -> list[Path]:
    """Every file of the project, hidden ones of ours included."""
    places = [*top_level(), *(ROOT / name for name in HIDDEN_BUT_OURS)]
    return sorted(path for place in places for path in walk(place))


def walk(place: Path) -> list[Path]:
    """A file, or all files below a folder."""
    found = [place] if place.is_file() else place.rglob("*")
    return [path for path in found if path.is_file() and not LEFT_BY_TOOLS & set(path.parts)]


def python_files(*places: str) -> list[Path]:
    """Every Python file below some top-level folders, or below all of them."""
    return [
        path for path in files() if path.suffix == ".py" and (not places or path.relative_to(ROOT).parts[0] in places)
    ]


def inside(path: Path) -> str:
    """A path as the project names it; serves as the name of a test case."""
    return path.relative_to(ROOT).as_posix()


@cache
def syntax(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))
