"""Alarms on the time bar: a lane a priority, and in it a sign where the first was raised, with how many stand there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from venule.desk.style.fonts import font
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.style.symbols import paint_priority
from venule.desk.timebar.axis import TimeScale
from venule.domain.alarm import Alarm
from venule.domain.instant import Instant
from venule.domain.rule import Priority
from venule.store.occurrences import AlarmMarks

LANE = 12
LANES = LANE * len(Priority)
SIGN, SYMBOL = 11, 12
MOST_TOLD = 9_999


@dataclass(frozen=True, slots=True)
class Group:
    """Alarms that share a sign: from ``left`` to ``right`` in pixels, and from one instant to another."""

    left: float
    right: float
    count: int
    since: Instant
    until: Instant


def count_text(count: int) -> str:
    """How many stand behind a sign; a single one needs no number."""
    return "" if count < 2 else f"{count:,}" if count <= MOST_TOLD else f"{count // 1000:,} k"


def groups(marks: AlarmMarks, priority: Priority, scale: TimeScale, width_of: Callable[[str], float]) -> list[Group]:
    """The signs of one lane from left to right; each is as wide as its number, and none covers another."""
    counted = marks.count[priority - 1]
    found: list[Group] = []
    for cell in np.flatnonzero(counted).tolist():
        since = marks.start + cell * marks.width_us
        x = scale.x(since + marks.width_us // 2)
        centre = max(x, scale.left + SIGN / 2 + 1) if x >= scale.left else x  # whole at the edge
        group = _sign(centre, int(counted[cell]), since, since + marks.width_us, width_of)
        if found and group.left < found[-1].right + Space.HAIR:
            last = found.pop()
            centre = last.left + SIGN / 2
            group = _sign(centre, last.count + group.count, last.since, group.until, width_of)
        found.append(group)
    return found


def _sign(centre: float, count: int, since: Instant, until: Instant, width_of: Callable[[str], float]) -> Group:
    left, text = centre - SIGN / 2, count_text(count)
    return Group(left, left + SIGN + (Space.HAIR + width_of(text) if text else 0.0), count, since, until)


def lane_of(y: float) -> Priority | None:
    """The lane at a height below the top of the strip."""
    return Priority(int(y // LANE) + 1) if 0 <= y < LANES else None


def group_at(marks: AlarmMarks, priority: Priority, scale: TimeScale, x: float) -> Group | None:
    """The sign under the pointer."""
    for group in groups(marks, priority, scale, QFontMetricsF(font(Type.CAPTION)).horizontalAdvance):
        if group.left - Space.HAIR <= x <= group.right + Space.HAIR:
            return group
    return None


def paint_lanes(painter: QPainter, box: QRectF, scale: TimeScale, marks: AlarmMarks, palette: Palette) -> None:
    """Paint the lanes below the top edge of a box, the most urgent uppermost."""
    painter.setFont(font(Type.CAPTION))
    width_of = QFontMetricsF(font(Type.CAPTION)).horizontalAdvance
    for priority, group in _all(marks, scale, width_of):
        top = box.top() + (priority - 1) * LANE
        sign = QRectF(round(group.left), top + (LANE - SIGN) / 2, SIGN, SIGN)
        paint_priority(painter, sign, priority, palette)
        painter.setPen(QColor(palette.text))
        painter.setFont(font(Type.CAPTION))
        words = QRectF(sign.right() + Space.HAIR, top, group.right - group.left, LANE)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, count_text(group.count))


def worst_by_cell(alarms: tuple[Alarm, ...], scale: TimeScale) -> list[Alarm]:
    """The most urgent alarm raised in each cell as wide as a symbol, so that a flood paints no more than one row does.

    For a chart, which has one row for all. The least urgent come first: they are painted below the others.
    """
    worst: dict[int, Alarm] = {}
    for alarm in alarms:
        if scale.start <= alarm.raised_at <= scale.end:
            cell = int((scale.x(alarm.raised_at) - scale.left) // SYMBOL)
            if cell not in worst or alarm.priority < worst[cell].priority:
                worst[cell] = alarm
    return sorted(worst.values(), key=lambda alarm: -alarm.priority)


def _all(marks: AlarmMarks, scale: TimeScale, width_of: Callable[[str], float]) -> Iterator[tuple[Priority, Group]]:
    for priority in Priority:
        for group in groups(marks, priority, scale, width_of):
            if group.right >= scale.left and group.left <= scale.left + scale.width:
                yield priority, group
