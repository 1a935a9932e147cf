"""Where the panes lie: one width of axis for all, lanes as high as their words, the rest shared by the values."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from venule.desk.style.metrics import Space
from venule.desk.trends.panes import Pane, PaneKind

AXIS_WIDTH = 76
RIGHT_MARGIN = Space.SMALL
RIGHT_AXIS_WIDTH = 60
TITLE_HEIGHT = 18
FLAG_LANE = 34
WORD_LANE = 24
LEAST_VALUES = 54
"""With its title a pane has 70 pixels and more; where all together need more than there is, they scroll."""

GAP = Space.TIGHT


@dataclass(frozen=True, slots=True)
class PaneBox:
    """The title's line, the axis at its left, the field the lines are drawn in, and what is free at its right."""

    title: QRectF
    axis: QRectF
    plot: QRectF
    right: QRectF


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes of all panes, from the top, and the height they need together."""

    boxes: tuple[PaneBox, ...]
    height: float


def right_margin(panes: Sequence[Pane]) -> int:
    """What is kept free at the right of all panes: room for an axis where one of them has it."""
    return RIGHT_AXIS_WIDTH if any(pane.right for pane in panes) else RIGHT_MARGIN


def lay_out(panes: Sequence[Pane], width: float, height: float) -> Layout:
    """Stack the panes into a width; they grow to the height, and beyond it when they must."""
    fixed = sum(_lanes_height(pane) for pane in panes) + len(panes) * (TITLE_HEIGHT + GAP)
    values = sum(pane.kind is PaneKind.VALUES for pane in panes)
    each = max(float(LEAST_VALUES), (height - fixed) / values) if values else 0.0
    margin = right_margin(panes)
    boxes: list[PaneBox] = []
    top = 0.0
    for pane in panes:
        tall = round(each) if pane.kind is PaneKind.VALUES else _lanes_height(pane)
        boxes.append(_box(top, width, tall, margin))
        top += TITLE_HEIGHT + tall + GAP
    return Layout(tuple(boxes), max(0.0, top - GAP))


def least_height(panes: Sequence[Pane]) -> int:
    """Below this the panes must scroll."""
    return round(lay_out(panes, 0, 0).height)


def _lanes_height(pane: Pane) -> int:
    lane = {PaneKind.VALUES: 0, PaneKind.FLAGS: FLAG_LANE, PaneKind.WORDS: WORD_LANE}[pane.kind]
    return lane * len(pane.lines)


def _box(top: float, width: float, tall: float, margin: float) -> PaneBox:
    below = top + TITLE_HEIGHT
    field = max(1.0, width - AXIS_WIDTH - margin)
    return PaneBox(
        QRectF(AXIS_WIDTH, top, field, TITLE_HEIGHT),
        QRectF(0, below, AXIS_WIDTH, tall),
        QRectF(AXIS_WIDTH, below, field, tall),
        QRectF(AXIS_WIDTH + field, below, margin, tall),
    )
