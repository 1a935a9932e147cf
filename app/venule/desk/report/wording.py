"""Times, numbers and lists in the words of a report: what a mayor reads, and a lawyer cannot misread."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import tzinfo

from venule.desk.timebar.wording import duration_text, local, zone_text
from venule.domain.instant import MINUTE, Instant
from venule.domain.rule import Priority

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PRIORITIES = {Priority.HIGH: "high", Priority.MEDIUM: "medium", Priority.LOW: "low"}
NONE = "–"
LONGEST = 600
"""Characters of a text that somebody typed, in a table; the rest stays in the operator's file, which is said."""

KNOWN_LATE = MINUTE
"""What was known later than this after it happened is told with both times."""

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class Times:
    """Tells times of one stretch: the day is left out where all of it is of one day."""

    def __init__(self, start: Instant, end: Instant, zone: tzinfo | None) -> None:
        self._zone = zone
        self._day = local(start, zone).date()
        self._one_day = self._day == local(end, zone).date()
        self.start, self.end = start, end

    def clock(self, at: Instant) -> str:
        """``14:05:12``, with the day where it is not that of the stretch."""
        moment = local(at, self._zone)
        there = "" if self._one_day and moment.date() == self._day else f"{moment.day} {MONTHS[moment.month - 1][:3]} "
        year = f"{moment.year} " if there and moment.year != self._day.year else ""
        return f"{there}{year}{moment:%H:%M:%S}"

    def minute(self, at: Instant) -> str:
        """``14:05``, with the day where it is not that of the stretch."""
        return self.clock(at)[:-3]

    def whole(self, at: Instant) -> str:
        """``21 November 2026, 14:05:12 CET (UTC+1)``."""
        moment = local(at, self._zone)
        return f"{self.date(at)}, {moment:%H:%M:%S} {zone_text(at, self._zone)}"

    def date(self, at: Instant) -> str:
        """``21 November 2026``."""
        moment = local(at, self._zone)
        return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"

    def stretch(self) -> str:
        """``Saturday 21 November 2026, 14:05:00 to 15:32:00 CET (UTC+1), 1 h 27 min``."""
        begin, finish = local(self.start, self._zone), local(self.end, self._zone)
        lasted = duration_text(self.end - self.start)
        there = zone_text(self.end, self._zone)
        if self._one_day:
            when = f"{self.day(self.start)}, {begin:%H:%M:%S} to {finish:%H:%M:%S}"
        else:
            when = f"{self.day(self.start)}, {begin:%H:%M:%S} to {self.day(self.end)}, {finish:%H:%M:%S}"
        first = zone_text(self.start, self._zone)
        zones = there if first == there else f"{first}, later {there}"
        return f"{when} {zones}, {lasted}"

    def day(self, at: Instant) -> str:
        """``Saturday 21 November 2026``."""
        return f"{WEEKDAYS[local(at, self._zone).weekday()]} {self.date(at)}"

    def between(self) -> str:
        """``On Saturday 21 November 2026 from 14:05 to 15:32``, or from one day to another."""
        begin, finish = local(self.start, self._zone), local(self.end, self._zone)
        zone = zone_text(self.end, self._zone)
        if self._one_day:
            return f"On {self.day(self.start)} from {begin:%H:%M} to {finish:%H:%M} {zone}"
        return f"From {self.day(self.start)}, {begin:%H:%M}, to {self.day(self.end)}, {finish:%H:%M} {zone}"

    def both(self, happened: Instant, known: Instant) -> str:
        """When it happened, and when it became known where that was later by more than :data:`KNOWN_LATE`."""
        if known - happened <= KNOWN_LATE:
            return self.clock(happened)
        return f"{self.clock(happened)}, known {self.clock(known)}"


def number_word(count: int) -> str:
    """``three``, or ``13``."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """``1 alarm``, ``4 alarms``."""
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


def listed(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def tallied(words: Iterable[str], most: int = 4) -> str:
    """``3 × “Night flow high” and 1 × “Leak”``, those met most often first."""
    counts = sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0]))
    parts = [f"{count:,} × “{word}”" for word, count in counts[:most]]
    rest = sum(count for _, count in counts[most:])
    return listed([*parts, f"{rest:,} of other kinds"] if rest else parts)


def bounded(shown: int, count: int, noun: str) -> str:
    """``12 of 48 assets are shown.``; nothing where all are."""
    return "" if shown >= count else f"{shown:,} of {count:,} {noun} are shown."


def flat(text: str, longest: int = LONGEST) -> str:
    """A text in one paragraph, cut where it is longer than a table can hold."""
    joined = " ".join(text.split())
    return (
        joined if len(joined) <= longest else f"{joined[: longest - 1].rstrip()}… ({len(joined):,} characters in all)"
    )


def size_text(size: int) -> str:
    """``1,234,567 bytes``."""
    return f"{size:,} bytes"
