"""One sitting at the desk: which files are open, who sits there, and what was remembered of the last time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from venule.store.operator import OperatorFile
from venule.store.problem import StoreProblem
from venule.store.reader import Reader

REMEMBERED = ("theme", "geometry", "layout", "splitter", "selected")
BASEMAPS = (".basemap.pmtiles", ".basemap.mbtiles", ".basemap.geojson")


@dataclass(frozen=True, slots=True)
class Session:
    """``basemap`` is ``None`` where no map lies beside the cache. ``remembered`` is what the last sitting left."""

    cache: Path
    who: str
    basemap: Path | None = None
    remembered: Mapping[str, bytes] = field(default_factory=dict)
    unwritable: str = ""

    @property
    def city(self) -> str:
        """What the desk calls the file: its name without the ending."""
        return self.cache.stem.replace("_", " ").replace("-", " ").strip().capitalize()


class Archive:
    """The two files in the hands of the query thread: the cache to read, the operator's file to read and write."""

    def __init__(self, cache: Path) -> None:
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


def open_session(cache: Path, who: str, basemap: Path | None = None) -> Session:
    """Look at both files once and close them; a cache that cannot be read raises :class:`StoreProblem`."""
    with Archive(cache) as archive:
        operator = archive.operator
        kept = {} if operator is None else {key: operator.recall(key) for key in REMEMBERED}
        remembered = {key: value for key, value in kept.items() if value is not None}
        return Session(cache, who, basemap or find_basemap(cache), remembered, archive.unwritable)


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
