"""All names of a base map, gathered from the worker while it has nothing to paint, for whoever looks for a place."""

from collections.abc import Sequence

from venule.desk.map.tiles.basemap import Name, Rank
from venule.desk.map.tiles.labellines import length
from venule.desk.map.tiles.work.claims import Claim
from venule.desk.map.tiles.work.wishes import Survey, Surveyed

MOST_FAILURES = 3
"""Portions that are passed over before no more are asked for."""

MOST_NAMES = 50_000
"""More are not kept: that is a country, which is looked through for less than its streets."""


class NameGatherer:
    """Grows from portion to portion. Of a name that occurs often the longest stretch is kept."""

    def __init__(self, claim: Claim, before: Sequence[Claim]) -> None:
        self._claim, self._before = claim, before
        self._found: dict[tuple[str, Rank], Name] = {}
        self._next: int | None = 0
        self._failures = 0
        claim.listen(self._take)

    @property
    def names(self) -> Sequence[Name]:
        """Those found so far."""
        return tuple(self._found.values())

    def go_on(self) -> None:
        """Ask for the next portion, if there is one and all that is wanted before has come."""
        if self._next is not None and all(claim.idle for claim in (self._claim, *self._before)):
            self._claim.want([Survey(self._next)])

    def _take(self) -> None:
        for done in self._claim.take():
            told, more = done.painted.told, True
            if isinstance(told, Surveyed):
                self._keep(told.names)
                more = told.more and len(self._found) < MOST_NAMES
            else:
                self._failures += 1
            if isinstance(done.wish, Survey):
                self._next = done.wish.portion + 1 if more and self._failures <= MOST_FAILURES else None
        self.go_on()

    def _keep(self, names: Sequence[Name]) -> None:
        for name in names:
            held = self._found.get((name.text, name.rank))
            if held is None or length(name.x, name.y) > length(held.x, held.y):
                self._found[name.text, name.rank] = name
