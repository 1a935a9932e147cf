"""Where the desk finds the entries of tile servers, and where it keeps their tiles."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import platformdirs

from venule.config import Basemaps, BasemapSettings, ProfileProblem, load_basemaps, load_profile
from venule.config.basemaps import CACHE_MIB

NAME = "basemaps.toml"


class Found(NamedTuple):
    """All entries, and a sentence for each file that cannot be used."""

    basemaps: Basemaps
    problems: tuple[str, ...]


def tile_folder() -> Path:
    """Where tiles are kept between two sittings."""
    return platformdirs.user_cache_path("venule", appauthor=False) / "tiles"


def own_file() -> Path:
    """The user's own file of entries."""
    return platformdirs.user_config_path("venule", appauthor=False) / NAME


def find_basemaps(cache: Path, profile: Path | None) -> Found:
    """Entries of the profile, of ``city.basemaps.toml`` beside ``city.venule``, of the user; the first of each name."""
    problems: list[str] = []
    sources: dict[str, BasemapSettings] = {}
    cache_mib = CACHE_MIB
    for entries in _read(cache, profile, problems):
        cache_mib = entries.cache_mib
        for source in entries.sources:
            sources.setdefault(source.name, source)
    return Found(Basemaps(tuple(sources.values()), cache_mib), tuple(problems))


def _read(cache: Path, profile: Path | None, problems: list[str]) -> Iterator[Basemaps]:
    """What can be read; of what cannot, why."""
    try:
        if profile is not None and profile.is_file():
            yield Basemaps(load_profile(profile).basemaps)
    except ProfileProblem as problem:
        problems.append(f"{problem}.")
    for path in (cache.with_name(f"{cache.stem}.{NAME}"), own_file()):
        try:
            if path.is_file():
                yield load_basemaps(path)
        except ProfileProblem as problem:
            problems.append(f"{problem}.")
