"""Words for what the desk shows: ages, times, values with their unit, qualities."""

from math import isfinite, isnan

from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant, to_datetime
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.domain.unit import shown

QUALITY_WORDS = {
    Quality.GOOD: "",
    Quality.UNCERTAIN: "uncertain",
    Quality.ESTIMATED: "estimated",
    Quality.STALE: "stale",
    Quality.BAD: "bad",
    Quality.MISSING: "missing",
}
PROVENANCE_WORDS = {
    Provenance.TIME_ASSUMED: "time assumed",
    Provenance.RETAINED: "retained",
    Provenance.BACKFILLED: "filled later",
    Provenance.SIMULATED: "simulated",
    Provenance.MANUAL: "manual",
}
NOTHING = "—"
PLAINLY_TO = 1e15
"""Greater numbers are written with a power of ten: nobody counts zeros."""
THIN_SPACE = "\u2009"


def age(span_us: int) -> str:
    """How long ago, in the largest units that say enough: ``48 s``, ``12 min``, ``3 h 05 min``, ``4 d 2 h``."""
    span = max(0, span_us)
    if span < MINUTE:
        return f"{span // SECOND} s"
    if span < HOUR:
        return f"{span // MINUTE} min"
    if span < DAY:
        return f"{span // HOUR} h {span % HOUR // MINUTE:02} min"
    return f"{span // DAY} d {span % DAY // HOUR} h"


def clock_time(instant: Instant) -> str:
    """The time of day where the desk stands."""
    return f"{to_datetime(instant).astimezone():%H:%M:%S}"


def day_time(instant: Instant) -> str:
    """Date and minute where the desk stands."""
    return f"{to_datetime(instant).astimezone():%Y-%m-%d %H:%M}"


def full_time(instant: Instant) -> str:
    """Date and second where the desk stands."""
    return f"{to_datetime(instant).astimezone():%Y-%m-%d %H:%M:%S}"


def moment(instant: Instant, now: Instant) -> str:
    """The time of day, with the date where it is not of the same day as ``now``."""
    there, here = to_datetime(instant).astimezone(), to_datetime(now).astimezone()
    return f"{there:%H:%M:%S}" if there.date() == here.date() else f"{there:%d %b %H:%M}"


def number(value: float, quantity: Quantity) -> str:
    """A number in the decimals its quantity declares, or in as many as its scale calls for."""
    if not isfinite(value):
        return NOTHING
    if abs(value) >= PLAINLY_TO:
        return with_power(value)
    return f"{value:,.{_decimals(value, quantity)}f}".replace("-", "−").replace(",", THIN_SPACE)


def with_power(value: float) -> str:
    """A number with four figures and a power of ten."""
    figures, _, power = f"{value:.3e}".partition("e")
    return f"{figures.rstrip('0').rstrip('.')}e{int(power)}".replace("-", "−")


def _decimals(value: float, quantity: Quantity) -> int:
    if quantity.kind is ValueKind.COUNT or (quantity.decimals is None and value == int(value) and abs(value) < 1e6):
        return 0
    if quantity.decimals is not None:
        return quantity.decimals
    size = abs(value)
    return 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 0.1 else 4


def value_text(value: float, text: str | None, quantity: Quantity) -> tuple[str, str]:
    """What to write for a value, and its unit. A flag is told by its label, a text is told as it is."""
    if text is not None:
        return text, ""
    if isnan(value):
        return NOTHING, shown(quantity.unit)
    if quantity.kind is ValueKind.FLAG:
        return quantity.labels[bool(value)], ""
    return number(value, quantity), shown(quantity.unit)


def quality_text(quality: Quality, provenance: Provenance, reason: str) -> str:
    """Everything that lessens trust in a value, in words; empty for a plain good one."""
    words = [QUALITY_WORDS[quality], *(word for flag, word in PROVENANCE_WORDS.items() if flag in provenance)]
    told = ", ".join(word for word in words if word)
    return f"{told}: {reason}" if told and reason else told or reason


def plural(count: int, noun: str) -> str:
    """``1 asset``, ``2 assets``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def sentence(text: str) -> str:
    """With a capital at the beginning."""
    return text[:1].upper() + text[1:]


def scale_end(value: float) -> str:
    """The number at an end of a scale, in as many digits as it needs."""
    return f"{value:,.6g}".replace("-", "−").replace(",", THIN_SPACE)
