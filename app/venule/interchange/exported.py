"""What `venule export` wrote comes in again exactly as it was: names, texts, qualities and both times."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from math import isfinite

from venule.domain.bounded import Bounded
from venule.domain.instant import NotATime, from_datetime, from_iso
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Quantity, Value, ValueKind
from venule.domain.unit import to_ucum
from venule.interchange.cells import bare, spelled
from venule.interchange.rows import Context, Item, Kept, Refused, Rows, shown
from venule.interchange.table import Cell, Row
from venule.recorder.streams import MAX_STREAMS
from venule.store.batch import Declaration

COLUMNS = ("network", "asset", "datastream", "observed_at", "recorded_at", "value", "unit", "quality")
QUALITIES = {quality.name.lower(): quality for quality in Quality}
INTEGER = re.compile(r"-?\d{1,19}", re.ASCII)
BREADTH = (ValueKind.FLAG, ValueKind.MEASURE, ValueKind.TEXT, ValueKind.EVENT)
"""Kinds of values, each of which may hold what those before it hold."""

LARGEST = 2**63 - 1
NO_VALUE = "the source sent no value"
NO_REASON = "an export does not say why"


def exported(context: Context) -> Rows:
    """One row an observation; what its datastream is goes before its first one, and again when it proves otherwise."""
    places = [context.place(column) for column in COLUMNS]
    width, text_of = len(context.table.columns), bare if context.table.guarded else str
    known: Bounded[tuple[str, str, str], Quantity] = Bounded(MAX_STREAMS)
    count = Repetitions()

    def read(row: Row) -> Iterator[Item]:
        if len(row.cells) != width:
            yield Refused(row.line, f"has {len(row.cells)} cells where there are {width} columns", shown(row))
            return
        cells = [row.cells[place] for place in places]
        *names, unit = (text_of("" if cell is None else str(cell)) for cell in (*cells[:3], cells[6]))
        try:
            observed_at, recorded_at = instant(cells[3]), instant(cells[4])
            quality = QUALITIES[str(cells[7])]
        except (NotATime, KeyError) as problem:
            told = str(problem) if isinstance(problem, NotATime) else f"{cells[7]!r} is no quality"
            yield Refused(row.line, told, shown(row))
            return
        network, asset, datastream = names
        as_text = (network, asset, datastream) in context.table.texts
        value = None if quality is Quality.MISSING else str(cells[5]) if as_text else value_in(cells[5], text_of)
        again = count(network, asset, datastream, observed_at, value)
        quantity = quantity_of(known.get((network, asset, datastream)), datastream, unit, value, again)
        declaration = None
        if quantity is not known.get((network, asset, datastream)):
            known[network, asset, datastream] = quantity
            declaration = Declaration(network, asset, quantity, unit)
        reason = NO_VALUE if quality is Quality.MISSING else "" if quality is Quality.GOOD else NO_REASON
        yield Kept(
            Recorded(
                network, asset, datastream, observed_at, recorded_at, value, None, quality, reason,
                Provenance.IMPORTED, again,
            ),
            declaration,
        )  # fmt: skip

    return read


class Repetitions:
    """Counts the same value of the same moment in rows that follow one another: only events are exported twice."""

    def __init__(self) -> None:
        self._moment: tuple[object, ...] = ()
        self._seen: dict[str | float | None, int] = {}

    def __call__(self, network: str, asset: str, datastream: str, at: int, value: Value | None) -> int:
        """How often it came before."""
        if (moment := (network, asset, datastream, at)) != self._moment:
            self._moment, self._seen = moment, {}
        same = (
            value if value is None or isinstance(value, str) else float(value)
        )  # as the file counts: 1 is 1.0 is true
        count = self._seen[same] = self._seen.get(same, -1) + 1
        return count


def instant(cell: Cell) -> int:
    """A time of the export."""
    return from_datetime(cell) if isinstance(cell, datetime) else from_iso(str(cell))


def value_in(cell: Cell, text_of: Callable[[str], str]) -> Value:
    """A value: of a text only what is spelled just as the export spells a flag or a number is one."""
    if not isinstance(cell, str):
        assert not isinstance(cell, datetime)
        return "" if cell is None else cell
    if cell in ("true", "false"):
        return cell == "true"
    number = number_in(cell)
    return text_of(cell) if number is None else number


def number_in(text: str) -> float | int | None:
    """The number that is spelled so."""
    try:
        number = int(text) if INTEGER.fullmatch(text) else float(text)
    except ValueError:
        return None
    if not isfinite(number) or (isinstance(number, int) and abs(number) > LARGEST):
        return None
    return number if spelled(number) == text else None


def quantity_of(known: Quantity | None, name: str, unit: str, value: Value | None, again: int) -> Quantity:
    """What a datastream is taken for, by its values until now: what holds most of them wins."""
    kinds = [ValueKind.EVENT] if again else [known.kind] if known is not None else []
    if value is not None or not kinds:
        kinds.append(
            ValueKind.FLAG
            if isinstance(value, bool)
            else ValueKind.TEXT
            if isinstance(value, str)
            else ValueKind.MEASURE
        )
    kind = max(kinds, key=BREADTH.index)
    if known is not None and known.kind is ValueKind.FLAG and kind is ValueKind.MEASURE:
        kind = ValueKind.TEXT  # a measure without a unit says nothing that would take the place of a flag
    return known if known is not None and known.kind is kind else Quantity(name, to_ucum(unit), kind=kind)
