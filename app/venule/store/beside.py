"""What may lie beside a recording, by name: the day's profile, the manifest that seals it, a reviewer's own remarks."""

from pathlib import Path

MANIFEST = ".manifest.json"
PROFILE = ".profile.toml"
REVIEW = ".review.sqlite"


def manifest_beside(recording: Path) -> Path:
    """``city.manifest.json`` for ``city.venule``."""
    return recording.with_suffix(MANIFEST)


def profile_beside(recording: Path) -> Path:
    """``city.profile.toml`` for ``city.venule``: what it was recorded by."""
    return recording.with_suffix(PROFILE)


def review_beside(recording: Path) -> Path:
    """``city.review.sqlite`` for ``city.venule``: an operator's file of those who look at a sealed recording."""
    return recording.with_suffix(REVIEW)


def is_sealed(recording: Path) -> bool:
    """Whether a manifest lies beside it: then nothing that the manifest names may be written any more."""
    return manifest_beside(recording).is_file()
