"""Writes a file so that it is there whole or not at all, and says why where it cannot be."""

import os
from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile

from venule.store.disk import room


class Unwritten(Exception):
    """A file cannot be written; the message is one sentence for the operator."""


def write_whole(place: Path, content: bytes) -> None:
    """Put a file in its place, where the old one stays until the new one is whole. Raises :class:`Unwritten`."""
    if place.exists() and not place.is_file():  # a folder, or a device that would be replaced by a file
        raise Unwritten(f"{place.name} cannot be written: it is no file; choose another place.")
    file = QSaveFile(str(place))
    if file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(content) == len(content) and file.commit():
        return
    free = room(place)
    if free is not None and free < len(content):  # Qt does not tell a full disk from any other reason
        raise Unwritten(f"{place.name} cannot be written: no room is left on its disk; free some, or choose another.")
    raise Unwritten(f"{place.name} cannot be written ({file.errorString()}): choose another place.")


def hindrance(place: Path) -> str:
    """A sentence where it is plain beforehand that no file can be written there; nothing where it may be."""
    if place.is_dir() or not os.access(place.parent, os.W_OK):
        return f"{place} cannot be written: choose another place."
    return ""
