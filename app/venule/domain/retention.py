"""How long observations are kept as they came, then as one value a minute, then an hour; and in how much room."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

from venule.domain.instant import DAY, SECOND

LEAST_RAW_S = DAY // SECOND
"""Raw observations stay for a day at least: by then what comes late has mostly come."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Ages in seconds, ``None`` for ever.

    Numbers and flags become one value a minute after ``raw_s``, one an hour after ``minute_s``, and go after
    ``hour_s``. Words have no mean: they stay as they came for ``hour_s``. Missing values go after ``raw_s``.
    """

    raw_s: int | None = None
    minute_s: int | None = None
    hour_s: int | None = None

    def __post_init__(self) -> None:
        if self.raw_s is not None and self.raw_s < LEAST_RAW_S:
            raise ValueError("raw observations are kept for a day at least")
        ages = [inf if age is None else age for age in (self.raw_s, self.minute_s, self.hour_s)]
        if ages != sorted(ages):
            raise ValueError("minutes are kept no shorter than raw observations, and hours no shorter than minutes")


FOR_EVER = Keep()


@dataclass(frozen=True, slots=True)
class Retention:
    """What is kept of each quantity by its name, and of all others; ``max_bytes`` bounds the file if it is given."""

    default: Keep = FOR_EVER
    quantities: Mapping[str, Keep] = field(default_factory=dict)
    max_bytes: int | None = None

    @property
    def is_endless(self) -> bool:
        """Whether nothing ever goes."""
        keeps = (self.default, *self.quantities.values())
        return self.max_bytes is None and all(keep == FOR_EVER for keep in keeps)
