"""The two cursors of a trend: instants between which the lines are measured, as a value."""

from dataclasses import dataclass, replace
from enum import StrEnum

from venule.domain.instant import Instant


class Which(StrEnum):
    """Names them, as their flags do."""

    A = "A"
    B = "B"


@dataclass(frozen=True, slots=True)
class Cursors:
    """Where they stand. Either may be left of the other; with one alone nothing is measured."""

    a: Instant | None = None
    b: Instant | None = None

    def placed(self, which: Which, at: Instant) -> "Cursors":
        """One of them put somewhere else."""
        return replace(self, a=at) if which is Which.A else replace(self, b=at)

    @property
    def stretch(self) -> tuple[Instant, Instant] | None:
        """The time between them, the earlier end first; none while one is missing or both stand at one place."""
        if self.a is None or self.b is None or self.a == self.b:
            return None
        return min(self.a, self.b), max(self.a, self.b)

    @property
    def set(self) -> tuple[tuple[Which, Instant], ...]:
        """Those that stand somewhere."""
        both = ((Which.A, self.a), (Which.B, self.b))
        return tuple((which, at) for which, at in both if at is not None)


NO_CURSORS = Cursors()
