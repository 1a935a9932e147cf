"""One sitting at the desk: which files are open, who sits there, and what was remembered of the last time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from venule.store.operator import OperatorFile
from venule.store.problem import StoreProblem
from venule.store.reader import Reader

REMEMBERED = (
    "theme", "geometry", "layout", "share", "selected", "camera", "lines", "span", "unfolded", "columns",
    "views", "basemap", "panel",
)  # fmt: skip
LONGEST_NAME = 60
BASEMAPS = (".basemap.pmtiles", ".basemap.mbtiles", ".basemap.geojson")


@dataclass(frozen=True, slots=True)
class Session:
    """``basemap`` is ``None`` where no map lies beside the cache. ``remembered`` is what the last sitting left.

    ``profile`` is what the cache is recorded by, where that is known.
    """

    cache: Path
    who: str
    basemap: Path | None = None
    remembered: Mapping[str, bytes] = field(default_factory=dict)
    unwritable: str = ""
    workspace: str = ""
    profile: Path | None = None

    def memory_key(self, name: str) -> str:
        """Under which key something is kept; how many there may be in all, the operator's file bounds."""
        return memory_key(self.workspace, name)

    @property
    def city(self) -> str:
        """What the desk calls the file: its name without the ending."""
        return self.cache.stem.replace("_", " ").replace("-", " ").strip().capitalize()


class Archive:
    """The two files in the hands of the query thread: the cache to read, the operator's file to read and write."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.reader = Reader(cache)
        self.operator, self.unwritable = _operator_file(OperatorFile.path_beside(cache))

    def close(self) -> None:
        """Close both."""
        self.reader.close()
        if self.operator is not None:
            self.operator.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_session(
    cache: Path, who: str, basemap: Path | None = None, workspace: str = "", profile: Path | None = None
) -> Session:
    """Look at both files once and close them; a cache that cannot be read raises :class:`StoreProblem`.

    A workspace that is opened for the first time begins as the unnamed one was left.
    """
    workspace = workspace.strip()[:LONGEST_NAME]
    with Archive(cache) as archive:
        recall = archive.operator.recall if archive.operator is not None else _recall_nothing
        kept = {name: recall(memory_key(workspace, name)) for name in REMEMBERED}
        if not any(kept.values()):
            kept = {name: recall(name) for name in REMEMBERED}
        remembered = {name: value for name, value in kept.items() if value is not None}
        beside = basemap or find_basemap(cache)
        return Session(cache, who, beside, remembered, archive.unwritable, workspace, profile)


def memory_key(workspace: str, name: str) -> str:
    """The key of something in a workspace; the unnamed one has no prefix."""
    return f"workspace/{workspace}/{name}" if workspace else name


def _recall_nothing(key: str) -> bytes | None:
    return None


def find_basemap(cache: Path) -> Path | None:
    """The map that lies beside a cache: ``city.basemap.pmtiles`` for ``city.venule``, or ``.mbtiles``, ``.geojson``."""
    beside = (cache.with_name(cache.stem + ending) for ending in BASEMAPS)
    return next((path for path in beside if path.is_file()), None)


def _operator_file(path: Path) -> tuple[OperatorFile | None, str]:
    try:
        return OperatorFile(path), ""
    except (StoreProblem, OSError) as problem:
        reason = str(problem)
    try:
        return (OperatorFile(path, read_only=True) if path.is_file() else None), reason
    except (StoreProblem, OSError):
        return None, reason
