"""The visible data as text: one observation a line, tabs between, ready for a spreadsheet."""

import math
from collections.abc import Iterator
from datetime import tzinfo

from venule.desk.models.wording import QUALITY_WORDS
from venule.desk.timebar.wording import local
from venule.desk.trends.line import TrendLine
from venule.desk.trends.picture import LinePicture, TrendPicture, visible_rows
from venule.desk.trends.readout import reading_of
from venule.domain.quality import Quality

HEADER = ("observed_at", "asset", "quantity", "value", "unit", "quality")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def visible_table(picture: TrendPicture, zone: tzinfo | None) -> str:
    """All observations in the window, as decimated for the screen, line after line."""
    rows: list[tuple[str, ...]] = [HEADER]
    for pane in picture.panes:
        for line in pane.lines:
            rows.extend(_rows(line, picture, zone))
    return "\n".join("\t".join(row) for row in rows) + "\n"


def _rows(line: LinePicture, picture: TrendPicture, zone: tzinfo | None) -> Iterator[tuple[str, ...]]:
    series, what = line.series, line.channel.line
    rows = visible_rows(line, picture.window)
    if series is None:
        return
    for row in range(rows.start, rows.stop):
        yield (
            local(int(series.observed_at[row]), zone).isoformat(),
            harmless(what.label),
            harmless(what.title),
            _value(line, row, what),
            what.unit,
            QUALITY_WORDS[Quality(int(series.quality[row]))] or "good",
        )


def _value(line: LinePicture, row: int, what: TrendLine) -> str:
    series = line.series
    if series is None:
        return ""
    if what.in_lanes:
        return harmless(reading_of(series, row, what).text)
    number = float(series.number[row])
    return "" if math.isnan(number) else repr(number)


def harmless(text: str) -> str:
    """A text for a cell. A name that a spreadsheet would run as a formula is quoted, and no name breaks a row."""
    text = " ".join(text.split("\t")).replace("\n", " ")
    return f"'{text}" if text.startswith(FORMULA) else text
