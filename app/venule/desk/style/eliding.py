"""Shortening of names, so that what tells one from its neighbours stays readable: ids differ at their end."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

HEAD = 3
"""Characters kept at the beginning, so that the family of a name can still be seen."""


RANGE = " – "
"""Between the first and the last name of a shelf of the tree."""


def elided_range(metrics: QFontMetrics, text: str, width: int) -> str:
    """A name, or two names as ``first – last``: these follow one another, so it is their beginnings that count."""
    first, dash, last = text.partition(RANGE)
    if not dash or metrics.horizontalAdvance(text) <= width:
        return elided_name(metrics, text, width)
    half = (width - metrics.horizontalAdvance(RANGE)) // 2
    ends = (metrics.elidedText(name, Qt.TextElideMode.ElideRight, half) for name in (first, last))
    return RANGE.join(ends)


def elided_name(metrics: QFontMetrics, name: str, width: int) -> str:
    """The name with its middle taken out: a little of its beginning, and as much of its end as there is room for."""
    if metrics.horizontalAdvance(name) <= width:
        return name
    for tail in range(len(name) - HEAD - 1, 0, -1):
        short = f"{name[:HEAD]}…{name[-tail:]}"
        if metrics.horizontalAdvance(short) <= width:
            return short
    return "…"
