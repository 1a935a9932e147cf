"""Holds files against their manifest: what is missing, what was changed, what lies there that was not sealed."""

from collections.abc import Iterator
from pathlib import Path

from venule.evidence.manifest import ROW_BYTES, FileEntry, Manifest, members, read_manifest
from venule.evidence.problem import EvidenceProblem
from venule.store.hashing import Told, file_digest
from venule.store.problem import StoreProblem
from venule.store.reader import Reader

SAME = "its observations are the same, as after packing, and whether its names and alarms are is not known"


def faults(path: Path, recording: Path, told: Told = lambda _: None) -> Iterator[str]:
    """What is not as the manifest ``path`` says of a recording and what belongs to it; nothing where all of it is.

    The files lie beside the recording. Raises :class:`EvidenceProblem` where the manifest cannot be read.
    """
    manifest = read_manifest(path)
    if manifest.recording not in {one.name for one in manifest.files}:
        raise EvidenceProblem(f"{path} does not say what its recording comes to; name another with --manifest.")
    places = {entry: _place(entry, manifest, recording) for entry in manifest.files}
    for entry, there in places.items():
        yield from _file_faults(entry, there, manifest, told, is_recording=there == recording)
    for extra in (*members(recording), *_logs(recording)):
        if extra not in places.values():
            yield f"{extra.name} lies beside the recording and was not sealed with it"


def _place(entry: FileEntry, manifest: Manifest, recording: Path) -> Path:
    """Where a file lies: under its own name, unless it was given another together with its recording."""
    own, stem = recording.parent / entry.name, Path(manifest.recording).stem
    if not entry.name.startswith(f"{stem}."):
        return own
    renamed = recording.with_name(f"{recording.stem}{entry.name.removeprefix(stem)}")
    return renamed if renamed.is_file() or entry.name == manifest.recording else own


def _file_faults(entry: FileEntry, there: Path, manifest: Manifest, told: Told, *, is_recording: bool) -> Iterator[str]:
    if not there.is_file():
        yield f"{entry.name} is missing"
        return
    size = there.stat().st_size
    if size == entry.size and file_digest(there, told) == entry.sha256:
        return
    how = f"it has {size:,} bytes and had {entry.size:,}" if size != entry.size else "as long as before"
    said = f"{there.name} was changed after {manifest.made_at}: {how}"
    yield f"{said}; {_content(there, manifest, told)}" if is_recording else said


def _content(recording: Path, manifest: Manifest, told: Told) -> str:
    """Whether a recording whose bytes are others says the same, as after it was packed anew."""
    try:
        with Reader(recording) as reader:
            same = reader.content_digest(lambda rows: told(rows * ROW_BYTES)) == manifest.content_sha256
    except StoreProblem:
        return "what it says cannot be read"
    return SAME if same else "its observations are others"


def _logs(recording: Path) -> Iterator[Path]:
    """What SQLite has not folded into a file yet, and would read with it."""
    for path in members(recording):
        log = path.with_name(f"{path.name}-wal")
        if log.is_file() and log.stat().st_size:
            yield log
