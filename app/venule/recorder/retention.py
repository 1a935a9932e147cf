"""What a profile says of how long observations are kept, told to the writer a slice at a time."""

from collections.abc import Callable

from venule.config import KeepDays, RetentionSettings
from venule.domain.instant import DAY, SECOND, Instant
from venule.domain.retention import Keep, Retention
from venule.store.writer import Writer

GIB = 2**30


class Keeping:
    """Lets go of what has had its time, of the profile's retention as of now."""

    def __init__(self, writer: Writer, settings: RetentionSettings, now: Callable[[], Instant]) -> None:
        self._writer = writer
        self._retention = retention(settings)
        self._now = now

    def slice(self) -> bool:
        """Do a slice; whether there may be more to do now."""
        return self._writer.retain(self._retention, self._now())

    @property
    def trouble(self) -> str:
        """What somebody should know, in one sentence."""
        return self._writer.retention_trouble


def retention(settings: RetentionSettings) -> Retention:
    """The same, as the store understands it."""
    most = None if settings.max_gib is None else settings.max_gib * GIB
    return Retention(_keep(settings.default), {name: _keep(keep) for name, keep in settings.quantities.items()}, most)


def _keep(keep: KeepDays) -> Keep:
    return Keep(_seconds(keep.raw), _seconds(keep.minute), _seconds(keep.hour))


def _seconds(days: int | None) -> int | None:
    return None if days is None else days * DAY // SECOND
