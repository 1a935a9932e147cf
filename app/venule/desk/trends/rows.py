"""What the legend says of each line: its value and age now, or what the crosshair meets."""

from venule.desk.timebar.wording import age_text
from venule.desk.trends.legend import Row
from venule.desk.trends.line import LatestValue, value_text
from venule.desk.trends.picture import LinePicture, TrendPicture
from venule.desk.trends.readout import QUALITY_WORDS, reading_of

NOTHING = "–"


def legend_rows(picture: TrendPicture) -> list[Row]:
    """One row a line, in the order of the panes."""
    lines = [line for pane in picture.panes for line in pane.lines]
    return [_at_cross(line) if picture.cross is not None else _now(line, picture) for line in lines]


def _at_cross(line: LinePicture) -> Row:
    if line.reading is None:
        return Row(line.channel, NOTHING, "", "no observation")
    return Row(line.channel, line.reading.text, line.channel.line.unit, line.reading.note)


def _now(line: LinePicture, picture: TrendPicture) -> Row:
    """The newest observation that the clock allows, from the latest values or the end of the series."""
    latest, series = line.channel.latest, line.channel.series
    if latest is not None and (picture.live or latest.observed_at <= picture.now):
        return _latest(line, latest, picture)
    if series is None or not line.count:
        return Row(line.channel, NOTHING, "", "")
    reading = reading_of(series, line.count - 1, line.channel.line)
    note = _note(age_text(picture.now - reading.observed_at), reading.note)
    return Row(line.channel, reading.text, line.channel.line.unit, note)


def _latest(line: LinePicture, latest: LatestValue, picture: TrendPicture) -> Row:
    text = value_text(line.channel.line, latest.number, latest.text)
    note = _note(age_text(picture.now - latest.observed_at), QUALITY_WORDS[latest.quality])
    return Row(line.channel, text, line.channel.line.unit, note)


def _note(age: str, words: str) -> str:
    return f"{words}, {age} ago" if words else f"{age} ago"
