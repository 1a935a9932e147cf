"""Which cache and which profile were used last: how bare `venule` knows what to open."""

import json
from pathlib import Path
from typing import NamedTuple

import platformdirs

from venule.interchange.atomic import replacing
from venule.interchange.problem import InterchangeProblem


class LastUsed(NamedTuple):
    """A cache, and the profile it was recorded by where there is one."""

    cache: Path
    profile: Path | None


def state_file() -> Path:
    """Where it is written down."""
    return platformdirs.user_state_path("venule", appauthor=False) / "last.json"


def remember(cache: Path, profile: Path | None) -> None:
    """Write down what is used now. A desk opened on the cache that was recorded last keeps its profile."""
    before = recall()
    if profile is None and before is not None and before.cache == cache.resolve():
        profile = before.profile
    told = {"cache": str(cache.resolve()), "profile": str(profile.resolve()) if profile else None}
    try:
        state_file().parent.mkdir(parents=True, exist_ok=True)
        with replacing(state_file()) as part:
            part.write_text(json.dumps(told), encoding="utf-8")
    except (OSError, InterchangeProblem):
        return  # a convenience: a home that cannot be written is no reason not to work


def recall() -> LastUsed | None:
    """What was used last, or ``None``."""
    try:
        told = json.loads(state_file().read_text(encoding="utf-8"))
        return LastUsed(Path(told["cache"]), Path(told["profile"]) if told["profile"] else None)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def profile_of(cache: Path) -> Path | None:
    """The profile a cache was recorded by, if it was the one used last."""
    last = recall()
    return last.profile if last is not None and last.cache == cache.resolve() else None
