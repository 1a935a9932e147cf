"""How far one clock is ahead of another, as people write it: ``-1d``, ``+90min``, ``-1w 2h``."""

import re

from venule.domain.instant import DAY, HOUR, MINUTE, SECOND

UNITS = {"w": 7 * DAY, "d": DAY, "h": HOUR, "min": MINUTE, "s": SECOND}
WORDS = ((7 * DAY, "week"), (DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (SECOND, "second"))
FARTHEST = 100 * 365 * DAY

_PART = re.compile(r"\s*(\d{1,9}(?:\.\d{1,6})?)\s*(w|d|h|min|s)")


def shift_of(text: str) -> int:
    """Microseconds; raises :class:`ValueError` with a sentence for what is no such span, or beyond a hundred years."""
    told = text.strip().lower().replace("−", "-")
    sign, rest = (-1 if told[:1] == "-" else 1), told.removeprefix("-").removeprefix("+")
    found, place = 0, 0
    for part in _PART.finditer(rest):
        if part.start() != place:
            break
        found, place = found + round(float(part[1]) * UNITS[part[2]]), part.end()
    if rest.strip() == "0":
        return 0
    if not place or rest[place:].strip() or found > FARTHEST:
        raise ValueError(f"{text!r} is not a span of time such as -1d, +90min or -1w")
    return sign * found


def spelled(shift: int) -> str:
    """``1 day earlier``, ``1 hour 30 minutes later``; ``at the same time`` for none."""
    if not shift:
        return "at the same time"
    left, words = abs(shift), []
    for unit, name in WORDS:
        count, left = divmod(left, unit)
        if count:
            words.append(f"{count} {name}{'' if count == 1 else 's'}")
    if left or not words:
        words.append(f"{left / SECOND:g} seconds")
    return f"{' '.join(words)} {'earlier' if shift < 0 else 'later'}"
