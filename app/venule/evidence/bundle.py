"""Writes a stretch of a recording with all that belongs to it: a new recording, what was said, the profile, a manifest.

All of it is made in a folder beside its place and moved there at the end, the manifest last.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from venule.evidence.manifest import ROW_BYTES, members, write_manifest
from venule.evidence.problem import EvidenceProblem
from venule.store.beside import manifest_beside, profile_beside
from venule.store.cut_record import Cut
from venule.store.excerpts.cutting import Wish, cut
from venule.store.operator import OperatorFile
from venule.store.operator_copy import copy_operator
from venule.store.problem import DiskFull
from venule.store.reader import Reader

ENDING = ".venule"

Progress = Callable[[str, float], None]

CUT_SHARE = 0.8
"""What cutting takes of the whole time; the rest is hashing."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What goes along: the profile it was recorded by, and how the desk was left, if asked."""

    profile: Path | None = None
    with_layouts: bool = False


def write_bundle(source: Path, out: Path, wish: Wish, extras: Extras, progress: Progress = lambda *_: None) -> Cut:
    """Write ``out``, which ends in ``.venule``, and what lies beside it. Nothing that is there is written over.

    Raises :class:`EvidenceProblem` and :class:`venule.store.problem.StoreProblem`.
    """
    if out.suffix != ENDING:
        raise EvidenceProblem(f"{out} has to end in {ENDING}, since its manifest is named by the rest of its name.")
    profile = extras.profile or profile_beside(source)
    targets = (OperatorFile.path_beside(out), profile_beside(out), out, manifest_beside(out))
    for path in targets:
        if path.exists():
            raise EvidenceProblem(f"{path} is there already; name another file to write, or move that one away.")
    if extras.profile is not None and not extras.profile.is_file():
        raise EvidenceProblem(f"There is no profile {extras.profile}; check the name.")
    with _workshop(out) as folder:
        made = folder / out.name
        found = cut(source, made, wish, lambda what, share: progress(what, CUT_SHARE * share))
        operator = OperatorFile.path_beside(source)
        if operator.is_file():
            target = OperatorFile.path_beside(made)
            copy_operator(operator, target, wish.since, wish.until, with_memory=extras.with_layouts)
        if profile.is_file():
            shutil.copyfile(profile, profile_beside(made))
        write_manifest(manifest_beside(made), made, wish.made_at, wish.who, _Hashing(made, progress))
        for path in targets:
            if (folder / path.name).exists():
                os.rename(folder / path.name, path)
    return found


class _Hashing:
    """Tells how far it is from the bytes that were looked at."""

    def __init__(self, recording: Path, progress: Progress) -> None:
        self._progress = progress
        self._seen = 0
        with Reader(recording) as reader:
            rows = reader.counts().observations
        self._total = 1 + ROW_BYTES * rows + sum(path.stat().st_size for path in members(recording))

    def __call__(self, more: int) -> None:
        self._seen += more
        self._progress("SHA-256", CUT_SHARE + (1 - CUT_SHARE) * min(1.0, self._seen / self._total))


@contextmanager
def _workshop(out: Path) -> Iterator[Path]:
    """A folder beside the place, which is gone afterwards with all that is still in it."""
    folder = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        folder.mkdir()
        yield folder
    except DiskFull:
        raise EvidenceProblem(f"No room is left on the disk of {out}; free some, then write it again.") from None
    except OSError as problem:
        raise EvidenceProblem(f"{out} cannot be written: {problem.strerror or problem}.") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
