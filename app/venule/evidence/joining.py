"""Joins several recordings into one, with what was said, noted and placed, in the order in which they were recorded."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from venule.domain.instant import Instant
from venule.evidence.problem import EvidenceProblem
from venule.store.answers import LAST
from venule.store.excerpts.joining import Joined, join
from venule.store.operator import OperatorFile
from venule.store.operator_copy import copy_operator
from venule.store.reader import Reader
from venule.store.writer import Writer

Progress = Callable[[str, float], None]


def join_recordings(sources: Sequence[Path], whole: Path, progress: Progress = lambda *_: None) -> Joined:
    """Lay all sources into ``whole``, which may be there already. What is told twice is there once.

    Raises :class:`EvidenceProblem` and :class:`venule.store.problem.StoreProblem`.
    """
    for source in sources:
        if whole.exists() and source.exists() and os.path.samefile(source, whole):
            raise EvidenceProblem(f"{source} cannot be joined to itself; name another --cache.")
    ordered = sorted(sources, key=_begins)
    with Writer(whole) as writer:
        done = join(writer, ordered, progress)
    for source in ordered:
        operator = OperatorFile.path_beside(source)
        if operator.is_file():
            copy_operator(operator, OperatorFile.path_beside(whole))
    return done


def _begins(source: Path) -> Instant:
    """When a recording begins; a cut may hold what was recorded long before."""
    with Reader(source) as reader:
        part = reader.cut()
        if part is not None and part.since is not None:
            return part.since
        return reader.counts().first_recorded_at or -LAST
