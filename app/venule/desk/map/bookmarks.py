"""Views of the map that are kept under a name."""

import json
from dataclasses import dataclass

from venule.desk.map.camera import Camera
from venule.desk.map.places import Place

MOST = 50
"""Views kept; the next one is refused with a sentence, none is lost."""

LONGEST_NAME = 60
WITH_KEYS = 9
"""The first ones have the keys Ctrl+1 to Ctrl+9."""


class TooManyViews(Exception):
    """No further view is kept; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A view: where its middle is in the unit square, and how near it looks."""

    name: str
    x: float
    y: float
    zoom: float

    def seen_from(self, camera: Camera) -> Camera:
        """The view in a window of that size."""
        return camera.centred(self.x, self.y, self.zoom)


@dataclass(frozen=True, slots=True)
class Bookmarks:
    """All kept views in the order in which they were first kept."""

    every: tuple[Bookmark, ...] = ()

    def kept(self, name: str, camera: Camera) -> "Bookmarks":
        """With a view more, or another view under a name there is; raises :class:`TooManyViews` beyond :data:`MOST`."""
        mark = Bookmark(" ".join(name.split())[:LONGEST_NAME], camera.x, camera.y, camera.zoom)
        if any(one.name == mark.name for one in self.every):
            return Bookmarks(tuple(mark if one.name == mark.name else one for one in self.every))
        if len(self.every) >= MOST:
            raise TooManyViews(f"{MOST} views are kept already: forget one before you keep another.")
        return Bookmarks((*self.every, mark))

    def without(self, name: str) -> "Bookmarks":
        """Without the view of that name."""
        return Bookmarks(tuple(one for one in self.every if one.name != name))

    def free_name(self) -> str:
        """A name that no view has yet."""
        taken = {one.name for one in self.every}
        return next(name for name in (f"View {number}" for number in range(1, MOST + 2)) if name not in taken)

    def find(self, text: str) -> list[Place]:
        """Views in whose names every word of a text occurs."""
        words = text.casefold().split()
        named = [one for one in self.every if all(word in one.name.casefold() for word in words)]
        return [Place(one.name, "kept view", one.x, one.y, one.zoom) for one in named]

    def encoded(self) -> bytes:
        """As it lies in the operator's file."""
        return json.dumps([[one.name, one.x, one.y, one.zoom] for one in self.every]).encode()


def decoded(kept: bytes | None) -> Bookmarks:
    """What lies in the operator's file; what cannot be read of it is left out."""
    try:
        found = json.loads(kept or b"[]")
        marks = [Bookmark(str(name), float(x), float(y), float(zoom)) for name, x, y, zoom in found[:MOST]]
    except (ValueError, TypeError):
        return Bookmarks()
    return Bookmarks(tuple(marks))
