"""What the lines amount to between the cursors, in words: a row a line, for the table and for the clipboard."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from venule.desk.timebar.wording import clock_text, duration_text, moment_text
from venule.desk.trends.channel import Channel
from venule.desk.trends.cursors.cursors import Cursors
from venule.desk.trends.cursors.integral import integral_of
from venule.desk.trends.cursors.measuring import tally_of_series
from venule.desk.trends.legend import Row
from venule.desk.trends.line import TrendLine, number_text
from venule.desk.trends.picture import LinePicture, TrendPicture
from venule.desk.trends.rows import names_of
from venule.desk.trends.table import harmless
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND
from venule.domain.quantity import ValueKind
from venule.store.tally import Tally

NOTHING, PENDING, COUNTED_NOW = "–", "…", "being counted"
NOT_DRAWN = "not all drawn"
"""What is computed is measured by what is drawn of it: beyond that nothing is told, until it is zoomed out to."""

COLUMNS = ("Line", "Difference", "Mean", "Least", "Greatest", "Integral", "Observations", "Remarks")
PLAIN_COLUMNS = (
    "line", "unit", "difference", "mean", "least", "greatest", "integral", "integral_unit",
    "observations", "covered_s", "remarks",
)  # fmt: skip
HINTS = (
    "",
    "What was said last at the later cursor, less what was said last at the earlier one",
    "Over the time in which there was a value, by every observation: held values as steps, others as straight lines",
    "The least value observed, bad ones apart",
    "The greatest value observed, bad ones apart",
    "The area below the line, by every observation: rectangles below held values, trapezoids below others",
    "Values of usable quality between the cursors",
    "",
)


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One row: the line, its cells in the order of :data:`COLUMNS`, and what a spreadsheet is given."""

    channel: Channel
    cells: tuple[str, ...]
    plain: tuple[str, ...]


def measured_rows(picture: TrendPicture, tallies: Mapping[int, Tally]) -> list[Measured]:
    """A row a line, in the order of the panes; nothing without two cursors."""
    if picture.cursors.stretch is None:
        return []
    return [_row(line, picture, tallies) for pane in picture.panes for line in pane.lines]


def with_measured(legend: Sequence[Row], measured: Sequence[Measured]) -> list[Row]:
    """The rows of a legend with difference and mean below each name, for while there is no table to tell them."""
    if len(legend) != len(measured):
        return list(legend)
    return [
        replace(row, below=short, note=mean) for row, (short, mean) in zip(legend, map(_short, measured), strict=True)
    ]


def _short(row: Measured) -> tuple[str, str]:
    _, difference, mean, *_ = row.cells
    if difference == PENDING:
        return COUNTED_NOW, ""
    told = "" if difference == NOTHING else f"Δ {difference}"
    return told, "" if mean == NOTHING else f"mean {mean}"


def heading(cursors: Cursors, zone: tzinfo | None) -> str:
    """From when to when, and how long that is."""
    if cursors.stretch is None:
        return ""
    start, end = cursors.stretch
    later = clock_text(end, zone, fraction=True) if end - start < MINUTE else moment_text(end, zone)
    earlier = moment_text(start, zone)
    if earlier.rsplit(" ", 1)[0] == later.rsplit(" ", 1)[0]:
        later = later.rsplit(" ", 1)[1]
    return f"{earlier} to {later}, Δt {length_text(end - start)}"


def length_text(span_us: int) -> str:
    """A length of time to the second, and below a minute to the millisecond."""
    if span_us < MINUTE:
        return f"{span_us / SECOND:.3f} s"
    days, rest = divmod(span_us, DAY)
    hours, rest = divmod(rest, HOUR)
    parts = ((days, "d"), (hours, "h"), (rest // MINUTE, "min"), (rest % MINUTE // SECOND, "s"))
    return " ".join(f"{count} {name}" for count, name in parts if count)


def as_table(rows: list[Measured], heading: str) -> str:
    """For a spreadsheet: tabs between cells."""
    return "\n".join("\t".join(line) for line in [(heading,), PLAIN_COLUMNS, *(row.plain for row in rows)]) + "\n"


def _row(line: LinePicture, picture: TrendPicture, tallies: Mapping[int, Tally]) -> Measured:
    what = line.channel.line
    name = ": ".join(word for word in names_of(what, "") if word)
    if what.made is not None and _reaches_beyond(line, picture.cursors):
        return _without(line.channel, name, NOTHING, NOT_DRAWN)
    tally = _tally(line, picture, tallies)
    if tally is None:
        return _without(line.channel, name, PENDING, COUNTED_NOW)
    cells = (name, *_figures(what, tally), f"{tally.count:,}".replace(",", "\u2009"), remarks(what, tally))
    return Measured(line.channel, cells, _plain(what, tally, name))


def _without(channel: Channel, name: str, sign: str, why: str) -> Measured:
    """A row without figures."""
    nothing = ("",) * (len(PLAIN_COLUMNS) - 2)
    return Measured(channel, (name, *(sign for _ in COLUMNS[1:-1]), why), (harmless(name), *nothing, why))


def _reaches_beyond(line: LinePicture, cursors: Cursors) -> bool:
    """Whether a line that is measured by what is drawn of it is not drawn over the whole stretch."""
    covers, stretch = line.channel.covers, cursors.stretch
    if covers is None or stretch is None:
        return False
    return stretch[0] < covers[0] or covers[1] < stretch[1]


def _tally(line: LinePicture, picture: TrendPicture, tallies: Mapping[int, Tally]) -> Tally | None:
    what, stretch = line.channel.line, picture.cursors.stretch
    if what.made is None or stretch is None:
        return tallies.get(what.datastream)
    series = line.series
    return None if series is None else tally_of_series(series, line.count, stretch, what.held_as_steps)


def _figures(what: TrendLine, tally: Tally) -> tuple[str, ...]:
    """Difference, mean, least, greatest and integral, as far as they make sense of such a quantity."""
    kind = what.quantity.kind
    if what.worded:
        return (NOTHING,) * 5
    if kind is ValueKind.FLAG:
        share = NOTHING if math.isnan(tally.mean) else f"{tally.mean:.1%} of the time".replace("%", " %")
        return NOTHING, share, NOTHING, NOTHING, _time_set(what, tally)
    difference = _with_unit(tally.last - tally.first, what, sign=True)
    least, greatest = _with_unit(tally.least, what), _with_unit(tally.greatest, what)
    if kind is ValueKind.COUNTER:
        return difference, NOTHING, least, greatest, NOTHING
    return difference, _with_unit(tally.mean, what, finer=True), least, greatest, _integral(what, tally)


def _plain(what: TrendLine, tally: Tally, name: str) -> tuple[str, ...]:
    """The figures as numbers in full, as far as they make sense of such a quantity; empty where there is none."""
    total, into = what.quantity.kind is ValueKind.COUNTER, integral_of(what.quantity.unit)
    summed = not (what.worded or total)
    figures = (
        tally.last - tally.first if not what.in_lanes else float("nan"),
        tally.mean if summed else float("nan"),
        tally.least if not what.in_lanes else float("nan"),
        tally.greatest if not what.in_lanes else float("nan"),
        tally.area / into.seconds if summed and tally.covered_s else float("nan"),
    )
    told = (repr(float(figure)) if math.isfinite(figure) else "" for figure in figures)
    unit = into.unit if summed else ""
    counted = (str(tally.count), f"{tally.covered_s:.3f}")
    return (harmless(name), what.unit, *told, unit, *counted, remarks(what, tally))


def _time_set(what: TrendLine, tally: Tally) -> str:
    return f"{what.quantity.labels[1]} for {duration_text(round(tally.area * SECOND))}"


def _integral(what: TrendLine, tally: Tally) -> str:
    if not (tally.covered_s and math.isfinite(tally.area)):
        return NOTHING
    into = integral_of(what.quantity.unit)
    return f"{number_text(tally.area / into.seconds)} {into.unit}"


def _with_unit(number: float, what: TrendLine, *, sign: bool = False, finer: bool = False) -> str:
    """A value with its unit; a mean has a decimal more than what it is a mean of."""
    if not math.isfinite(number):
        return NOTHING
    decimals = what.quantity.decimals
    text = number_text(number, decimals + 1 if finer and decimals is not None else decimals)
    return f"{'+' if sign and number > 0 else ''}{text} {what.unit}".rstrip()


def remarks(what: TrendLine, tally: Tally) -> str:
    """How far it can be trusted: what is still being counted, not covered, left out, or known by roll-ups alone."""
    told = []
    if not tally.whole:
        share = (tally.until - tally.start) / max(1, tally.end - tally.start)
        told.append(f"being counted, {max(0.0, share):.0%} done".replace("%", " %"))
    if what.made is not None:
        told.append("of the points drawn")
    if tally.whole and tally.coverage < 0.995 and not what.worded and what.quantity.kind is not ValueKind.COUNTER:
        told.append(f"{tally.coverage:.0%} of the time covered".replace("%", " %"))
    if tally.left_out:
        told.append(f"{tally.left_out} bad left out")
    if tally.rolled:
        told.append("of roll-ups" if tally.rolled == tally.count else "partly of roll-ups")
    if what.quantity.kind is ValueKind.COUNTER and tally.last < tally.first:
        told.append("it began anew within")
    return ", ".join(told)
