"""How far a long command is: lines of JSON on its standard error for whoever started it, and what is left of it."""

import json
from dataclasses import dataclass

VARIABLE = "VENULE_PROGRESS"
"""Environment variable under which a command tells its progress to a program instead of a terminal: ``json``."""
LIFELINE = "VENULE_LIFELINE"
"""Environment variable under which a command is interrupted when its standard input ends."""

JSON = "json"
SOON_S = 1.0
LITTLE = 0.01
"""Before this time and this share nothing is said of what is left: it would be a guess."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done, and which share of the whole is done, where that is known: 0 to 1."""

    what: str
    share: float | None = None


def encoded(progress: Progress) -> str:
    """One line, without its end."""
    return json.dumps({"what": progress.what, "share": progress.share}, ensure_ascii=False)


def decoded(line: str) -> Progress | None:
    """The progress in a line; ``None`` if the line is something else."""
    if not line.startswith("{"):
        return None
    try:
        body = json.loads(line)
        what, share = body["what"], body["share"]
    except (ValueError, KeyError, RecursionError):
        return None
    if not isinstance(what, str) or isinstance(share, bool) or not isinstance(share, int | float | None):
        return None
    return Progress(what, None if share is None else min(max(float(share), 0.0), 1.0))


class Estimate:
    """How long what is left will take, if it goes on as it went. A share that falls back begins anew."""

    def __init__(self) -> None:
        self._began_s: float | None = None
        self._first = self._last = 0.0

    def remaining_s(self, share: float | None, now_s: float) -> float | None:
        """Seconds that are left at this share; ``None`` while nobody can tell."""
        if share is None:
            return None
        if self._began_s is None or share < self._last:
            self._began_s, self._first = now_s, share
        self._last = share
        spent_s, done = now_s - self._began_s, share - self._first
        if spent_s < SOON_S or done < LITTLE:
            return None
        return spent_s / done * (1.0 - share)


def spelled(remaining_s: float) -> str:
    """A length of time as people say it: ``20 s``, ``3 min``, ``1.5 h``."""
    if remaining_s < 90:
        return f"{max(round(remaining_s), 1)} s"
    if remaining_s < 90 * 60:
        return f"{remaining_s / 60:.0f} min"
    return f"{remaining_s / 3600:.1f} h"
