"""What lies under the pointer on the time bar, in words."""

from datetime import tzinfo

from PySide6.QtCore import QPoint

from venule.desk.style.symbols import PRIORITY_WORDS
from venule.desk.timebar.axis import TimeScale
from venule.desk.timebar.lanes import Group, group_at, lane_of
from venule.desk.timebar.marks import pin_at, stretch_text
from venule.desk.timebar.picture import BarPicture
from venule.desk.timebar.wording import clock_text, duration_text, moment_text
from venule.domain.instant import Instant
from venule.domain.rule import Priority

MOST_TOLD = 5
LONGEST_NOTE = 120
HOW = "Drag to look back. With Shift: choose a stretch. With Ctrl, or the middle button: move the bar. Wheel: zoom"


def hint_at(picture: BarPicture, scale: TimeScale, place: QPoint, zone: tzinfo | None) -> str:
    """The time there, and below it the alarms of that sign, or the notes, arrivals and gaps."""
    x, instant = float(place.x()), scale.instant(place.x())
    lane = lane_of(place.y())
    group = None if lane is None else group_at(picture.alarms, lane, scale, x)
    if lane is not None and group is not None:
        return "\n".join(_alarms(picture, lane, group, zone))
    found = [*_notes(picture, scale, x, zone), *_stretch(picture, instant, zone)]
    lines = [moment_text(instant, zone), *found, *_arrivals(picture, instant), *_gaps(picture, instant), HOW]
    return "\n".join(lines)


def _alarms(picture: BarPicture, lane: Priority, group: Group, zone: tzinfo | None) -> list[str]:
    marks = picture.alarms
    lines = [f"{moment_text(group.since, zone)}: {_plural(group.count, PRIORITY_WORDS[lane])} raised"]
    told = [alarm for alarm in marks.told if alarm.priority is lane and group.since <= marks.at(alarm) < group.until]
    told.sort(key=marks.at)
    lines += [f"{clock_text(marks.at(one), zone)} {one.subject}: {one.title}" for one in told[:MOST_TOLD]]
    more = group.count - min(len(told), MOST_TOLD)
    return lines + ([f"and {more:,} more"] if more > 0 and told else [])


def _plural(count: int, word: str) -> str:
    return f"{count:,} alarm{'' if count == 1 else 's'} of {word} priority"


def _notes(picture: BarPicture, scale: TimeScale, x: float, zone: tzinfo | None) -> list[str]:
    pin = pin_at(picture.notes, scale, x)
    if pin is None:
        return []
    lines = [f"{clock_text(note.at, zone)} {note.who}: {_short(note.text)}" for note in pin.notes[:MOST_TOLD]]
    return lines + ([f"and {len(pin.notes) - MOST_TOLD} more notes"] if len(pin.notes) > MOST_TOLD else [])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NOTE else f"{line[: LONGEST_NOTE - 1]}…"


def _stretch(picture: BarPicture, instant: Instant, zone: tzinfo | None) -> list[str]:
    chosen = picture.stretch
    if chosen is None or not chosen[0] <= instant <= chosen[1]:
        return []
    return [f"Chosen: {stretch_text(*chosen, zone)} (Esc lets go of it)"]


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
    ][:MOST_TOLD]


def _length(since: Instant, until: Instant | None) -> str:
    return "" if until is None else f" for {duration_text(until - since)}"
