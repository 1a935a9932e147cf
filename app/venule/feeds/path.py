"""Dotted paths into a JSON document: ``rx.0.rssi`` is member "rssi" of the first element of member "rx"."""

from typing import Any, TypeAlias

from venule.domain.message import Unreadable

Path: TypeAlias = tuple[str, ...]


class Nothing(Unreadable):
    """A path leads nowhere in this document."""


def steps(dotted: str) -> Path:
    """The steps of a dotted path; none for the document itself."""
    return tuple(dotted.split(".")) if dotted else ()


def follow(document: Any, path: Path) -> Any:
    """What stands at a path; raises :class:`Nothing`, naming the path and the step that failed."""
    found = document
    for step in path:
        if isinstance(found, dict) and step in found:
            found = found[step]
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            raise Nothing(f"payload has no {'.'.join(path)!r}" + (f" ({step!r} is missing)" if len(path) > 1 else ""))
    return found


def find(document: Any, path: Path | None) -> Any:
    """What stands at an optional path, or ``None``."""
    if path is None:
        return None
    try:
        return follow(document, path)
    except Nothing:
        return None
