"""Seals a recording where it lies: from then on nothing that belongs to it is written, and any change can be told."""

from pathlib import Path

from venule.domain.instant import Instant
from venule.evidence.manifest import write_manifest
from venule.evidence.problem import EvidenceProblem
from venule.store.beside import manifest_beside
from venule.store.hashing import Told
from venule.store.operator import OperatorFile
from venule.store.operator_copy import fold
from venule.store.problem import InUse
from venule.store.writer import Writer


def seal(recording: Path, made_at: Instant, made_by: str, told: Told = lambda _: None) -> Path:
    """Fold all that belongs to a recording into its files and write their manifest beside them.

    Raises :class:`EvidenceProblem` where it is being written or sealed already.
    """
    manifest = manifest_beside(recording)
    if manifest.exists():
        raise EvidenceProblem(f"{recording} is sealed already by {manifest.name}; `venule verify` checks it.")
    try:
        with Writer(recording):  # which folds its log into it when it lets go
            pass
    except InUse:
        raise EvidenceProblem(
            f"{recording} is being recorded and changes all the time; end its recorder, then seal it."
        ) from None
    operator = OperatorFile.path_beside(recording)
    if operator.is_file():
        fold(operator)
    log = recording.with_name(f"{recording.name}-wal")
    if log.exists() and log.stat().st_size:
        raise EvidenceProblem(f"{recording} is open in another program; close that program, then seal it.")
    write_manifest(manifest, recording, made_at, made_by, told)
    return manifest
