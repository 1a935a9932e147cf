"""`venule verify`: all of a file read and checked, beside a recorder or long after it, also against its manifest."""

import argparse
import getpass
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from venule.cli.ending import CommandProblem, heed_termination
from venule.cli.printing import print_json
from venule.cli.progress import Meter, clear_line
from venule.evidence.checking import faults
from venule.evidence.manifest import members, read_manifest
from venule.evidence.sealing import seal
from venule.store.beside import is_sealed, manifest_beside
from venule.store.hashing import Told
from venule.store.problem import StoreProblem
from venule.store.verification import Verdict, verify


def run(told: argparse.Namespace) -> int:
    """Print what was found; failure if anything is wrong."""
    heed_termination()
    path: Path = told.file
    manifest: Path | None = told.manifest or (manifest_beside(path) if is_sealed(path) else None)
    if told.seal and manifest is not None:
        raise CommandProblem(f"{path} is sealed already by {manifest.name}: verify it without --seal.")
    meter = Meter()
    try:
        verdict, damage = checked(path, meter)
        changed = [f"{fault}." for fault in faults(manifest, path, Bytes(meter, path))] if manifest is not None else []
    finally:
        clear_line()
    if damage is not None and not changed:
        raise damage
    found = verdict.found if verdict is not None else 1
    findings = verdict.findings if verdict is not None else (str(damage),)
    sound = not found and not changed
    sealed_by = sealing(path, meter) if told.seal and sound else None
    if told.json:
        figures = asdict(verdict) if verdict is not None else {}
        lines = {"found": found + len(changed), "findings": [*changed, *findings]}
        by = sealed_by or manifest
        print_json({"sound": sound, **figures, **lines, "manifest": by and str(by)})
    else:
        for finding in (*changed, *findings):
            print(finding)
    complain(path, found, len(findings), len(changed))
    if not told.json and verdict is not None:
        print(f"{path} is sound: {held(verdict)}.")
        for line in sealed(manifest):
            print(line)
        if sealed_by is not None:
            print(f"{path} is sealed by {sealed_by.name}; nothing that belongs to it is written any more.")
    return 0


def checked(path: Path, meter: Meter) -> tuple[Verdict | None, StoreProblem | None]:
    """What the file was found to be, or why it could not be opened."""
    try:
        return verify(path, lambda what, share: meter(f"{path}: {what}", share)), None
    except StoreProblem as problem:
        return None, problem


def complain(path: Path, found: int, told: int, changed: int) -> None:
    """Raise where anything is wrong, in one sentence."""
    if changed:
        more = f", and {counted(found, 'finding')} inside it" if found else ""
        raise CommandProblem(f"{path} is not as it was sealed: {counted(changed, 'difference')}{more}.")
    if found:
        more = f", the first {told} of which are told" if found > told else ""
        raise CommandProblem(f"{path} is not sound: {counted(found, 'finding')}{more}; restore it from a copy.")


class Bytes:
    """Adds up what was hashed, and shows how much of the files that is."""

    def __init__(self, meter: Meter, recording: Path) -> None:
        self._meter, self._name = meter, recording.name
        self._total = max(1, sum(path.stat().st_size for path in members(recording)))
        self._seen = 0

    def __call__(self, more: int) -> None:
        """Take in some bytes."""
        self._seen += more
        self._meter(f"{self._name}: SHA-256", min(1.0, self._seen / self._total))


def sealing(path: Path, meter: Meter) -> Path:
    """Seal the file and what belongs to it."""
    told: Told = Bytes(meter, path)
    try:
        return seal(path, time.time_ns() // 1000, getpass.getuser(), told)
    finally:
        clear_line()


def sealed(manifest: Path | None) -> Iterator[str]:
    """What the manifest says of a file that is as it was sealed."""
    if manifest is not None:
        told = read_manifest(manifest)
        files = counted(len(told.files), "file")
        yield f"It is as it was sealed on {told.made_at} by {told.made_by}: {files}, SHA-256."


def held(verdict: Verdict) -> str:
    """What a sound file holds, for people."""
    packed = f"{counted(verdict.observations, 'observation')} in {counted(verdict.chunks, 'chunk')}"
    return f"{packed}, {counted(verdict.waiting, 'row')} waiting to be packed"


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
