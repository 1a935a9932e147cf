"""Tiles of servers on the disk: a file each, used longest ago goes first, never more bytes than it was given."""

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import orjson

from venule.desk.map.tiles.basemap import Tile
from venule.domain.instant import Instant

FORM = 1
FULL = 0.9
"""The share of the room that is left in use when room is made."""

LARGEST_HEAD_BYTES = 2048
LONGEST_SAID = 256
LARGEST_BODY_BYTES = 4 * 1024 * 1024


class Kept(NamedTuple):
    """A tile as its server gave it, empty where the server has none, and what to say when it is asked for again."""

    body: bytes
    fresh_until: Instant
    tag: str = ""
    modified: str = ""


class Entry(NamedTuple):
    """A file, when it was used last, and how large it is."""

    used: float
    size: int
    path: Path


class TileStore:
    """May be asked from any thread; every call reads or writes the disk.

    Several desks may share a folder: each counts what it adds itself, and all there is when it makes room.
    """

    def __init__(self, folder: Path, room_bytes: int) -> None:
        self.folder, self._room = folder, room_bytes
        self._used: int | None = None
        self._lock = Lock()

    def get(self, url: str, tile: Tile) -> Kept | None:
        """What is kept of a source's tile; ``None`` for nothing, and for what is damaged."""
        path = self._path(url, tile)
        try:
            with path.open("rb") as file:
                head, body = file.readline(LARGEST_HEAD_BYTES), file.read(LARGEST_BODY_BYTES + 1)
        except OSError:
            return None
        with suppress(OSError):  # of a disk that is only read
            os.utime(path)
        return _parsed(head, body)

    def put(self, url: str, tile: Tile, kept: Kept) -> None:
        """Keep a tile; raises :class:`OSError` where the disk does not take it."""
        path = self._path(url, tile)
        said = [text if len(text) <= LONGEST_SAID else "" for text in (kept.tag, kept.modified)]
        head = orjson.dumps([FORM, len(kept.body), kept.fresh_until, *said])
        part = path.with_suffix(f".{os.getpid()}.part")
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock:
            before = _size(path)
            try:
                part.write_bytes(head + b"\n" + kept.body)
                os.replace(part, path)
            finally:
                part.unlink(missing_ok=True)
            self._make_room(_size(path) - before)

    def _path(self, url: str, tile: Tile) -> Path:
        source = sha256(url.encode()).hexdigest()[:16]  # the address may hold a key, which belongs into no file's name
        return self.folder / source / str(tile.level) / str(tile.column) / f"{tile.row}.tile"

    def _make_room(self, grown: int) -> None:
        """Count what came, and let go of what was used longest ago when it is too much."""
        self._used = sum(entry.size for entry in self._entries()) if self._used is None else self._used + grown
        if self._used <= self._room:
            return
        entries = sorted(self._entries())
        self._used = sum(entry.size for entry in entries)
        for entry in entries:
            if self._used <= FULL * self._room:
                return
            with suppress(OSError):
                entry.path.unlink()
                self._used -= entry.size

    def _entries(self) -> Iterator[Entry]:
        """All files there are, whoever wrote them."""
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = Path(folder, name)
                with suppress(OSError):
                    told = path.stat()
                    yield Entry(told.st_mtime, told.st_size, path)


def _parsed(head: bytes, body: bytes) -> Kept | None:
    """What a file says; nothing if it is cut off or of another form."""
    try:
        form, length, fresh_until, tag, modified = orjson.loads(head)
    except (ValueError, TypeError):
        return None
    told = isinstance(fresh_until, int) and isinstance(tag, str) and isinstance(modified, str)
    return Kept(body, fresh_until, tag, modified) if told and form == FORM and length == len(body) else None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
