"""`venule verify`: all of a file read and checked, beside a recorder or long after it."""

import argparse
from dataclasses import asdict
from pathlib import Path
from time import monotonic

from venule.cli.ending import CommandProblem
from venule.cli.printing import print_json
from venule.cli.progress import clear_line, show_line
from venule.store.verification import Verdict, verify

SHOWN_EVERY_S = 0.2


def run(told: argparse.Namespace) -> int:
    """Print what was found; failure if anything is wrong."""
    path: Path = told.file
    try:
        verdict = verify(path, Shown(path))
    finally:
        clear_line()
    if told.json:
        print_json({"sound": not verdict.found, **asdict(verdict)})
    else:
        for finding in verdict.findings:
            print(finding)
    if verdict.found:
        more = f", the first {len(verdict.findings)} of which are told" if verdict.found > len(verdict.findings) else ""
        raise CommandProblem(f"{path} is not sound: {counted(verdict.found, 'finding')}{more}; restore it from a copy.")
    if not told.json:
        print(f"{path} is sound: {held(verdict)}.")
    return 0


class Shown:
    """How far it is, on a terminal, a few times a second."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._again_at = 0.0

    def __call__(self, what: str, share: float) -> None:
        """Show it, if the last was shown long enough ago."""
        if monotonic() >= self._again_at:
            show_line(f"{self._path}: {what}, {share:.0%}")
            self._again_at = monotonic() + SHOWN_EVERY_S


def held(verdict: Verdict) -> str:
    """What a sound file holds, for people."""
    packed = f"{counted(verdict.observations, 'observation')} in {counted(verdict.chunks, 'chunk')}"
    return f"{packed}, {counted(verdict.waiting, 'row')} waiting to be packed"


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
