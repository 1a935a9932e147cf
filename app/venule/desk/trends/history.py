"""The way through zooms, back and forward: what a trend showed before a person moved it, a bounded number of times."""

from dataclasses import dataclass

from venule.desk.trends.scale import Range
from venule.desk.trends.window import TimeWindow

MOST = 100
"""Places kept in either direction; beyond it the oldest is forgotten."""


@dataclass(frozen=True, slots=True)
class Place:
    """A window, and the values chosen for panes by their keys."""

    window: TimeWindow
    ranges: tuple[tuple[str, Range], ...] = ()


class History:
    """Moves that follow one another closely are one: :meth:`settle` tells when a person has come to rest."""

    def __init__(self) -> None:
        self._behind: list[Place] = []
        self._ahead: list[Place] = []
        self._moving = False

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return bool(self._behind)

    @property
    def can_go_forward(self) -> bool:
        """Whether somebody went back from a place."""
        return bool(self._ahead)

    def depart(self, here: Place) -> None:
        """A person begins to move away; what lay ahead is forgotten."""
        if self._moving:
            return
        self._moving = True
        self._ahead.clear()
        if not self._behind or self._behind[-1] != here:
            self._behind = [*self._behind[-MOST + 1 :], here]

    def settle(self) -> None:
        """The person has come to rest: the next move is one of its own."""
        self._moving = False

    def back(self, here: Place) -> Place | None:
        """The place before this one, which lies ahead from then on."""
        return self._pass(self._behind, self._ahead, here)

    def forward(self, here: Place) -> Place | None:
        """The place that was gone back from last."""
        return self._pass(self._ahead, self._behind, here)

    def _pass(self, taken: list[Place], given: list[Place], here: Place) -> Place | None:
        self._moving = False
        if not taken:
            return None
        given.append(here)
        return taken.pop()
