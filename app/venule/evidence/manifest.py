"""The manifest of a recording: which files belong to it, what they come to in SHA-256, and what they say in figures."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from venule import __version__
from venule.domain.instant import Instant, to_iso
from venule.evidence.problem import EvidenceProblem
from venule.interchange.atomic import replacing
from venule.store.beside import profile_beside
from venule.store.hashing import Told, file_digest
from venule.store.operator import OperatorFile
from venule.store.reader import Reader

VERSION = 1
LARGEST = 1024 * 1024
"""Bytes of a manifest: it names a handful of files."""

ROW_BYTES = 26
"""What an observation comes to where what it says is hashed, beside its file."""

FIGURES = (
    "assets", "datastreams", "observations", "rejects", "alarms", "first_observed_at", "last_observed_at",
    "first_recorded_at", "last_recorded_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file by its name, which lies in the manifest's own folder."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``content_sha256`` is of what the recording says, ``files`` of how that lies on the disk."""

    recording: str
    made_at: str
    made_by: str
    content_sha256: str
    files: tuple[FileEntry, ...]


def members(recording: Path) -> tuple[Path, ...]:
    """The files that a manifest seals, as far as they are there."""
    every = (recording, OperatorFile.path_beside(recording), profile_beside(recording))
    return tuple(path for path in every if path.is_file())


def write_manifest(path: Path, recording: Path, made_at: Instant, made_by: str, told: Told = lambda _: None) -> None:
    """Write the manifest of what lies there now; ``told`` hears of each byte that is looked at."""
    with Reader(recording) as reader:
        counts, part = reader.counts(), reader.cut()
        content = reader.content_digest(lambda rows: told(rows * ROW_BYTES))
    figures = {name: getattr(counts, name) for name in FIGURES}
    document = {
        "venule_manifest": VERSION,
        "program": f"venule {__version__}",
        "made_at": to_iso(made_at),
        "made_by": made_by,
        "recording": recording.name,
        "cut": None
        if part is None
        else {"of": part.source, "from": _iso(part.since), "to": _iso(part.until), "opening": part.opening},
        **{name: _iso(value) if name.endswith("_at") else value for name, value in figures.items()},
        "content_sha256": content,
        "files": [
            {"name": one.name, "bytes": one.stat().st_size, "sha256": file_digest(one, told)}
            for one in members(recording)
        ],
    }
    with replacing(path) as part_path:
        part_path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_manifest(path: Path) -> Manifest:
    """What a manifest says. Raises :class:`EvidenceProblem` where it is none that this version can read."""
    try:
        if path.stat().st_size > LARGEST:
            raise EvidenceProblem(f"{path} is too large to be a manifest of Venule; name another with --manifest.")
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EvidenceProblem(f"There is no manifest {path}; check the name.") from None
    except (OSError, ValueError):
        raise EvidenceProblem(f"{path} cannot be read as a manifest of Venule; name another with --manifest.") from None
    if isinstance(document, dict) and isinstance(version := document.get("venule_manifest"), int) and version > VERSION:
        raise EvidenceProblem(f"{path} was written by a newer version of Venule; update Venule to check it.")
    try:
        return _told(document)
    except (KeyError, TypeError, ValueError):
        raise EvidenceProblem(f"{path} is not a whole manifest of Venule; name another with --manifest.") from None


def _told(document: Mapping[str, object]) -> Manifest:
    files = document["files"]
    if document["venule_manifest"] != VERSION or not isinstance(files, list):
        raise ValueError
    return Manifest(
        _text(document["recording"]),
        _text(document["made_at"]),
        _text(document["made_by"]),
        _text(document["content_sha256"]),
        tuple(FileEntry(_name(one["name"]), int(one["bytes"]), _text(one["sha256"])) for one in files),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _name(value: object) -> str:
    """A name alone: a manifest speaks of its own folder."""
    name = _text(value)
    if name != Path(name).name or name in ("", ".", ".."):
        raise ValueError
    return name


def _iso(instant: Instant | None) -> str | None:
    return None if instant is None else to_iso(instant)
