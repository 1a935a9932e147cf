"""All that a trend shows at one moment, as a value: composed from the lines, painted by the canvas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from venule.desk.timebar.wording import duration_text
from venule.desk.trends.channel import Channel
from venule.desk.trends.cursors.cursors import NO_CURSORS, Cursors
from venule.desk.trends.panes import Arrangement, Pane, PaneKind, panes_of
from venule.desk.trends.readout import Reading, joined, reading_at
from venule.desk.trends.scale import Range, landmarks, value_range
from venule.desk.trends.strokes import Run, Strokes
from venule.desk.trends.window import TimeWindow
from venule.domain.alarm import Alarm
from venule.domain.clock import Clock
from venule.domain.instant import Instant
from venule.domain.note import Note
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.store.answers import Floats, Series

NO_RANGE = Range(0.0, 1.0)
FLAG_FOOT, FLAG_RISE = 0.2, 0.6
"""Where in its lane, one high, a flag lies when it is not set, and how far it rises when it is."""


@dataclass(frozen=True, slots=True, eq=False)
class LinePicture:
    """One line: its observations up to ``count``, what to stroke, and where the crosshair meets it.

    ``series`` is what was known when this was composed: the channel may have taken another answer since.
    ``gain`` and ``lift`` put its values on the pane's left axis: a flag into its lane, what is read at the right axis
    where it lies there, everything else where it is.
    """

    channel: Channel
    series: Series | None
    count: int
    strokes: Strokes | None
    runs: tuple[Run, ...]
    reading: Reading | None
    gain: float = 1.0
    lift: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class PanePicture:
    """One pane: its range, the quantity whose limits it shows, and words where there is nothing to draw.

    ``right`` is the range of the right axis, where there is one.
    """

    pane: Pane
    shown: Range
    ruling: Quantity | None
    lines: tuple[LinePicture, ...]
    alarms: tuple[Alarm, ...]
    empty: str
    right: Range | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class TrendPicture:
    """The whole trend. ``cross`` is the instant under the crosshair."""

    window: TimeWindow
    now: Instant
    live: bool
    origin: Instant
    panes: tuple[PanePicture, ...]
    cross: Instant | None
    focused: int | None
    cursors: Cursors = NO_CURSORS
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """What the picture is composed at: the window, the clock, the pointer and the choices of a person.

    ``ranges`` are the values chosen for a pane, by its key, and those of its right axis, by :func:`right_key`.
    """

    window: TimeWindow
    clock: Clock
    now: Instant
    origin: Instant
    cross: Instant | None
    focused: int | None
    ranges: Mapping[str, Range]
    alarms: tuple[Alarm, ...]
    arrangement: Arrangement = Arrangement.BY_UNIT
    cursors: Cursors = NO_CURSORS
    notes: tuple[Note, ...] = ()


def compose(channels: Sequence[Channel], moment: Moment) -> TrendPicture:
    """The picture of the lines at that moment."""
    by_datastream = {channel.line.datastream: channel for channel in channels}
    panes = tuple(
        _pane(pane, [by_datastream[line.datastream] for line in pane.lines], moment)
        for pane in panes_of((channel.line for channel in channels), moment.arrangement)
    )
    panes = _each_once(panes)
    return TrendPicture(
        window=moment.window,
        now=moment.now,
        live=moment.clock.live,
        origin=moment.origin,
        panes=panes,
        cross=moment.cross,
        focused=moment.focused,
        cursors=moment.cursors,
        notes=moment.notes,
    )


def _each_once(panes: tuple[PanePicture, ...]) -> tuple[PanePicture, ...]:
    """A note that is about more than one line is pinned in the first pane that it concerns, and in no other."""
    pinned: set[str] = set()
    result = []
    for pane in panes:
        notes = tuple(note for note in pane.notes if note.uid not in pinned)
        pinned |= {note.uid for note in notes}
        result.append(replace(pane, notes=notes))
    return tuple(result)


def _pane(pane: Pane, channels: list[Channel], moment: Moment) -> PanePicture:
    lines = tuple(_line(channel, moment) for channel in channels)
    if pane.kind is PaneKind.FLAGS:
        lines = tuple(_in_lane(line, lane, len(lines)) for lane, line in enumerate(lines))
    ruling = _ruling(pane, moment.focused)
    left, at_right = _by_axis(pane, lines)
    shown, right = Range(0.0, float(len(lines))), None
    if pane.kind is PaneKind.VALUES:
        shown = moment.ranges.get(pane.key) or _range(left, ruling, moment.window)
    if at_right:
        right = moment.ranges.get(right_key(pane.key)) or _range(at_right, None, moment.window)
        lines = tuple(_at_right(line, shown, right) if line in at_right else line for line in lines)
    return PanePicture(
        pane, shown, ruling, lines, _alarms_of(pane, moment), _empty(lines, moment), right, _notes_of(pane, moment)
    )


def right_key(pane: str) -> str:
    """Under what the range of a pane's right axis is kept."""
    return f"{pane} at the right"


def _by_axis(pane: Pane, lines: tuple[LinePicture, ...]) -> tuple[tuple[LinePicture, ...], tuple[LinePicture, ...]]:
    left = tuple(line for line in lines if line.channel.line not in pane.right)
    return left, tuple(line for line in lines if line.channel.line in pane.right)


def _at_right(line: LinePicture, shown: Range, right: Range) -> LinePicture:
    """Its values are read at the right axis: they are drawn where they would lie on the left one."""
    gain = shown.span / (right.span or 1.0)
    return replace(line, gain=gain, lift=shown.low - right.low * gain)


def _line(channel: Channel, moment: Moment) -> LinePicture:
    count = channel.count(moment.clock, moment.now)
    drawn = channel.draw(count, moment.origin)
    strokes, runs = drawn if drawn is not None else (None, ())
    reading = None
    if moment.cross is not None and channel.series is not None:
        reading = reading_at(channel.series, count, moment.cross, channel.line, moment.window.span)
    return LinePicture(channel, channel.series, count, strokes, runs, reading)


def _in_lane(line: LinePicture, lane: int, lanes: int) -> LinePicture:
    return replace(line, gain=FLAG_RISE, lift=lanes - 1 - lane + FLAG_FOOT)


def _ruling(pane: Pane, focused: int | None) -> Quantity | None:
    """The focused line's quantity, or the one that all lines share: limits of several would be confused."""
    if pane.kind is not PaneKind.VALUES:
        return None
    for line in pane.left:
        if line.datastream == focused:
            return line.quantity
    quantities = {line.quantity for line in pane.left}
    return quantities.pop() if len(quantities) == 1 else None


def _range(lines: Sequence[LinePicture], ruling: Quantity | None, window: TimeWindow) -> Range:
    """Around the values that can be trusted and seen; without any, around the limits."""
    ends = [end for line in lines if (end := _drawn_ends(line, window)) is not None]
    marks = landmarks(ruling) if ruling is not None else ()
    if ends:
        totals = all(line.channel.line.quantity.kind is ValueKind.COUNTER for line in lines)
        foot = [0.0] if any(line.channel.line.manner.bar_us for line in lines) else []
        return value_range(min(foot + [low for low, _ in ends]), max(foot + [high for _, high in ends]), marks, totals)
    return value_range(min(marks), max(marks), ()) if marks else NO_RANGE


def visible_ends(line: LinePicture, window: TimeWindow) -> tuple[float, float] | None:
    """The lowest and highest value observed within the window, bad ones apart."""
    return _ends(_seen(line, window))


def _drawn_ends(line: LinePicture, window: TimeWindow) -> tuple[float, float] | None:
    """The same, with where the line enters the window and leaves it."""
    return _ends(np.append(_seen(line, window), _at_edges(line, window)))


def _ends(number: Floats) -> tuple[float, float] | None:
    return (float(number.min()), float(number.max())) if number.size else None


def _seen(line: LinePicture, window: TimeWindow) -> Floats:
    rows, series = visible_rows(line, window), line.series
    if series is None:
        return np.empty(0)
    number = series.number[rows]
    return number[np.isfinite(number) & (series.quality[rows] < Quality.BAD)]


def _at_edges(line: LinePicture, window: TimeWindow) -> list[float]:
    """The values at which a line that goes on from an observation to the next crosses the window's edges."""
    rows, series, what = visible_rows(line, window), line.series, line.channel.line
    if series is None or what.manner.bar_us:
        return []
    found = []
    for after, edge in ((rows.start, window.start), (rows.stop, window.end)):
        if 0 < after < line.count and joined(series, after - 1):
            here, there = (float(series.number[row]) for row in (after - 1, after))
            since, until = (int(series.observed_at[row]) for row in (after - 1, after))
            share = 0.0 if what.held_as_steps else (edge - since) / max(1, until - since)
            found.append(here * (1 - share) + there * share)
    return found


def visible_rows(line: LinePicture, window: TimeWindow) -> slice:
    """The observations within the window, and the bar that reaches into it."""
    series = line.series
    if series is None:
        return slice(0, 0)
    at, lasts = series.observed_at[: line.count], line.channel.line.manner.bar_us
    since = np.searchsorted(at, window.start - lasts, side="right" if lasts else "left")
    return slice(int(since), int(np.searchsorted(at, window.end, side="right")))


def _alarms_of(pane: Pane, moment: Moment) -> tuple[Alarm, ...]:
    """The alarms of the pane's assets that concern what it shows, or the asset as a whole."""
    concerned = {(line.network, line.asset, name) for line in pane.lines for name in ("", line.quantity.name)}
    return tuple(
        alarm
        for alarm in moment.alarms
        if not alarm.of_gateway
        and (alarm.network, alarm.subject, alarm.quantity) in concerned
        and (moment.clock.live or alarm.raised_at <= moment.now)
    )


def _notes_of(pane: Pane, moment: Moment) -> tuple[Note, ...]:
    """The notes of the stretch that concern what the pane shows; those of a network or of the city concern every pane.

    In a look back none that is about a time ahead of the clock.
    """
    about = {(line.network, line.asset, line.quantity.name) for line in pane.lines}
    about |= {(network, asset, "") for network, asset, _ in about} | {(network, "", "") for network, _, _ in about}
    return tuple(
        note
        for note in moment.notes
        if moment.window.start <= note.at <= moment.window.end
        and (moment.clock.live or note.at <= moment.now)
        and (not note.network or (note.network, note.asset, note.quantity) in about)
    )


def _empty(lines: Sequence[LinePicture], moment: Moment) -> str:
    """Words for a pane of which every line was answered and none has anything to show."""
    for line in lines:
        rows = visible_rows(line, moment.window)
        if line.series is None or rows.start != rows.stop or _at_edges(line, moment.window):
            return ""
    if all(line.channel.line.made is not None and line.series is not None and line.series.total for line in lines):
        return "No value can be computed in this span"
    return "No observation in this span" + _last_heard(lines, moment)


def _last_heard(lines: Sequence[LinePicture], moment: Moment) -> str:
    known = [line.channel.latest.observed_at for line in lines if line.channel.latest is not None]
    for line in lines:
        if line.series is not None and line.count:
            known.append(int(line.series.observed_at[line.count - 1]))
    earlier = [at for at in known if at < moment.window.start]
    later = [at for at in known if at > moment.window.end]
    if earlier:
        return f"; the last was {duration_text(moment.window.start - max(earlier))} earlier"
    if later:
        return f"; the next known one is {duration_text(min(later) - moment.window.end)} later"
    return ""
