"""What the legend says of each line: its name, and its value and age now, or what the crosshair meets."""

from dataclasses import dataclass

from venule.desk.models.wording import QUALITY_WORDS, sentence
from venule.desk.timebar.wording import age_text
from venule.desk.trends.legend import Row
from venule.desk.trends.line import LatestValue, TrendLine, value_text
from venule.desk.trends.picture import LinePicture, TrendPicture
from venule.desk.trends.readout import reading_at, reading_of

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Told:
    """The value part of a row."""

    value: str
    unit: str
    note: str


def legend_rows(picture: TrendPicture) -> list[Row]:
    """One row a line, in the order of the panes. What all lines share stands above the chart, and not in each row."""
    lines = [line for pane in picture.panes for line in pane.lines]
    shared = subject_of(tuple(line.channel.line for line in lines))
    rows = []
    for line in lines:
        told = _at_cross(line) if picture.cross is not None else _now(line, picture)
        name, below = names_of(line.channel.line, shared)
        rows.append(Row(line.channel, name, below, told.value, told.unit, told.note))
    return rows


def subject_of(lines: tuple[TrendLine, ...]) -> str:
    """What all lines are about: the asset if they share one, else the quantity if they share that, else nothing."""
    for names in ({line.label for line in lines}, {sentence(line.quantity.display_name) for line in lines}):
        if len(names) == 1:
            return names.pop()
    return ""


def names_of(line: TrendLine, shared: str) -> tuple[str, str]:
    """Asset above quantity, each only where it does not stand above the chart already; what is aside stands always."""
    quantity, aside = sentence(line.quantity.display_name), sentence(line.aside)
    if line.label == shared:
        return quantity, aside
    return line.label, aside if quantity == shared else sentence(line.title)


def _at_cross(line: LinePicture) -> Told:
    if line.reading is None:
        return Told(NOTHING, "", "no observation")
    return Told(line.reading.text, line.channel.line.unit, line.reading.note)


def _now(line: LinePicture, picture: TrendPicture) -> Told:
    """The newest observation that the clock allows, from the latest values or the end of the series."""
    latest, series = line.channel.latest, line.series
    if latest is not None and (picture.live or latest.observed_at <= picture.now):
        return _latest(line, latest, picture)
    if series is None or not line.count:
        return Told(NOTHING, "", "")
    if line.channel.line.manner.ahead:
        return _ghost_now(line, picture)
    reading = reading_of(series, line.count - 1, line.channel.line)
    lasted = line.channel.line.manner.bar_us
    note = _note(age_text(picture.now - reading.observed_at - lasted), reading.note)
    if picture.now - reading.observed_at < lasted:
        note = f"{reading.note}, so far" if reading.note else "so far"
    return Told(reading.text, line.channel.line.unit, note)


def _ghost_now(line: LinePicture, picture: TrendPicture) -> Told:
    """What a ghost shows at the clock: the value of the earlier time."""
    what, series = line.channel.line, line.series
    found = None if series is None else reading_at(series, line.count, picture.now, what, picture.window.span)
    return Told(NOTHING, "", "") if found is None else Told(found.text, what.unit, found.note)


def _latest(line: LinePicture, latest: LatestValue, picture: TrendPicture) -> Told:
    text = value_text(line.channel.line, latest.number, latest.text)
    note = _note(age_text(picture.now - latest.observed_at), QUALITY_WORDS[latest.quality])
    return Told(text, line.channel.line.unit, note)


def _note(age: str, words: str) -> str:
    return f"{words}, {age} ago" if words else f"{age} ago"
