"""What lies under the pointer on the time bar, in words."""

from datetime import tzinfo

from venule.desk.timebar.axis import TimeScale
from venule.desk.timebar.picture import SYMBOL, BarPicture
from venule.desk.timebar.wording import clock_text, duration_text, moment_text
from venule.domain.instant import Instant

MOST_ALARMS = 5


def hint_at(picture: BarPicture, scale: TimeScale, x: float, in_alarms: bool, zone: tzinfo | None) -> str:
    """The time there, and below it the alarms of that place, or the arrivals and gaps."""
    instant = scale.instant(x)
    lines = [moment_text(instant, zone)]
    lines += _alarms(picture, scale, x, zone) if in_alarms else [*_arrivals(picture, instant), *_gaps(picture, instant)]
    return "\n".join(lines)


def _alarms(picture: BarPicture, scale: TimeScale, x: float, zone: tzinfo | None) -> list[str]:
    cell = (x - scale.left) // SYMBOL
    found = [alarm for alarm in picture.alarms if (scale.x(alarm.raised_at) - scale.left) // SYMBOL == cell]
    found.sort(key=lambda alarm: (alarm.priority, alarm.raised_at))
    lines = [
        f"{clock_text(alarm.raised_at, zone)} {alarm.subject}: {alarm.title} ({alarm.priority.name.lower()})"
        for alarm in found[:MOST_ALARMS]
    ]
    return lines + ([f"and {len(found) - MOST_ALARMS} more"] if len(found) > MOST_ALARMS else [])


def _arrivals(picture: BarPicture, instant: Instant) -> list[str]:
    arrivals = picture.arrivals
    if arrivals is None or arrivals.width_us <= 0:
        return []
    index = (instant - arrivals.start) // arrivals.width_us
    if not 0 <= index < len(arrivals.count):
        return []
    return [f"{int(arrivals.count[index]):,} observations in {duration_text(arrivals.width_us)}"]


def _gaps(picture: BarPicture, instant: Instant) -> list[str]:
    return [
        f"{gap.feed} was not heard{_length(gap.since, gap.until)}: {gap.cause}"
        for gap in picture.gaps
        if gap.since <= instant and (gap.until is None or instant <= gap.until)
    ][:MOST_ALARMS]


def _length(since: Instant, until: Instant | None) -> str:
    return "" if until is None else f" for {duration_text(until - since)}"
