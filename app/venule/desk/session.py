"""One sitting at the desk: which files are open, who sits there, and what was remembered of the last time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import platformdirs

from venule.store.beside import is_sealed, profile_beside, review_beside
from venule.store.operator import OperatorFile
from venule.store.problem import StoreProblem
from venule.store.reader import Reader
from venule.store.reviewing import ReviewedFile

REMEMBERED = (
    "theme", "geometry", "layout", "share", "selected", "camera", "lines", "span", "unfolded", "columns",
    "views", "basemap", "panel", "draft", "trends", "panes",
)  # fmt: skip
LONGEST_NAME = 60
BASEMAPS = (".basemap.pmtiles", ".basemap.mbtiles", ".basemap.geojson")


@dataclass(frozen=True, slots=True)
class Session:
    """``basemap`` is ``None`` where no map lies beside the cache. ``remembered`` is what the last sitting left.

    ``profile`` is what the cache is recorded by, where that is known. Of one that ``is_sealed`` nothing is written.
    """

    cache: Path
    who: str
    basemap: Path | None = None
    remembered: Mapping[str, bytes] = field(default_factory=dict)
    unwritable: str = ""
    workspace: str = ""
    profile: Path | None = None
    is_sealed: bool = False

    def memory_key(self, name: str) -> str:
        """Under which key something is kept; how many there may be in all, the operator's file bounds."""
        return memory_key(self.workspace, name)

    @property
    def city(self) -> str:
        """What the desk calls the file: its name without the ending."""
        return self.cache.stem.replace("_", " ").replace("-", " ").strip().capitalize()


class Archive:
    """The two files in the hands of the query thread: the cache to read, the operator's file to read and write.

    Of a sealed recording both are read alone, and what is written goes to a file of the review.
    """

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.reader = Reader(cache)
        self.operator: OperatorFile | ReviewedFile | None
        self.operator, self.unwritable = (_reviewed_file if is_sealed(cache) else _operator_file)(cache)

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
        told = profile or _profile(cache)
        return Session(cache, who, beside, remembered, archive.unwritable, workspace, told, is_sealed(cache))


def memory_key(workspace: str, name: str) -> str:
    """The key of something in a workspace; the unnamed one has no prefix."""
    return f"workspace/{workspace}/{name}" if workspace else name


def _recall_nothing(key: str) -> bytes | None:
    return None


def _profile(cache: Path) -> Path | None:
    """The one that lies beside the cache, as beside a recording that was handed on."""
    path = profile_beside(cache)
    return path if path.is_file() else None


def find_basemap(cache: Path) -> Path | None:
    """The map that lies beside a cache: ``city.basemap.pmtiles`` for ``city.venule``, or ``.mbtiles``, ``.geojson``."""
    beside = (cache.with_name(cache.stem + ending) for ending in BASEMAPS)
    return next((path for path in beside if path.is_file()), None)


def _operator_file(cache: Path) -> tuple[OperatorFile | None, str]:
    path = OperatorFile.path_beside(cache)
    try:
        return OperatorFile(path), ""
    except (StoreProblem, OSError) as problem:
        reason = str(problem)
    return _evidence(path), reason


def _reviewed_file(cache: Path) -> tuple[OperatorFile | ReviewedFile | None, str]:
    """Nothing that was sealed is written; where its folder may not be written, the review is kept with the user."""
    evidence, reason = _evidence(OperatorFile.path_beside(cache)), ""
    for path in (review_beside(cache), _own_review(cache)):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return ReviewedFile(evidence, OperatorFile(path)), ""
        except (StoreProblem, OSError) as problem:
            reason = reason or str(problem)
    return evidence, reason


def _evidence(path: Path) -> OperatorFile | None:
    try:
        return OperatorFile(path, read_only=True) if path.is_file() else None
    except (StoreProblem, OSError):
        return None


def _own_review(cache: Path) -> Path:
    """By the place of the recording, since two of one name may be reviewed."""
    place = hashlib.sha256(str(cache.resolve()).encode()).hexdigest()[:16]
    return (
        platformdirs.user_data_path("venule", appauthor=False)
        / "reviews"
        / f"{review_beside(cache).stem}-{place}.sqlite"
    )
