"""Series, lines and answers for the tests of the trends."""

from collections.abc import Sequence

import numpy as np

from venule.desk.trends.line import TrendLine
from venule.domain.instant import MINUTE, SECOND, Instant
from venule.domain.quantity import Quantity, ValueKind
from venule.store.answers import Series

NOW: Instant = 1_762_261_509 * SECOND
PRESSURE = Quantity("pressure", "bar", decimals=2, warn_above=5.0, alarm_above=6.0)
FLOW = Quantity("flow", "m3/h")
OCCUPIED = Quantity("occupied", kind=ValueKind.FLAG, labels=("free", "occupied"))
MODE = Quantity("mode", kind=ValueKind.STATE)


def a_line(datastream: int = 1, quantity: Quantity = PRESSURE) -> TrendLine:
    """A line of an asset called by its datastream."""
    return TrendLine(datastream, f"Asset {datastream}", quantity, "water", f"a{datastream}")


def a_series(
    at: Sequence[int],
    number: Sequence[float] | None = None,
    *,
    datastream: int = 1,
    gaps: Sequence[int] = (),
    quality: Sequence[int] | None = None,
    provenance: Sequence[int] | None = None,
    labels: tuple[str, ...] = (),
) -> Series:
    """A series at these instants; ``gaps`` are the rows before which no line may be drawn."""
    count = len(at)
    gap_before = np.zeros(count, np.bool_)
    gap_before[list(gaps)] = True
    return Series(
        datastream,
        np.array(at, np.int64),
        np.array(range(count) if number is None else number, np.float64),
        np.array([0] * count if quality is None else quality, np.int8),
        np.array([0] * count if provenance is None else provenance, np.int8),
        gap_before,
        count,
        labels,
    )


def minutes(*count: float) -> list[int]:
    """Instants so many minutes before now."""
    return [NOW - round(each * MINUTE) for each in count]
