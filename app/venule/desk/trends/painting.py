"""Paints a whole trend but its curves: what lies below them and what lies above, on any painter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from venule.desk.style.fonts import font
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.timebar.axis import TimeScale
from venule.desk.trends import backdrop, lanes, marks, pins
from venule.desk.trends.counters import bars
from venule.desk.trends.field import Field
from venule.desk.trends.layout import Layout
from venule.desk.trends.panes import PaneKind
from venule.desk.trends.picture import PanePicture, TrendPicture


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A picture with where it lies and how it is coloured."""

    picture: TrendPicture
    layout: Layout
    scale: TimeScale
    palette: Palette
    zone: tzinfo | None

    def fields(self, painter: QPainter) -> Iterator[tuple[Field, PanePicture]]:
        """Every pane, ready to be painted."""
        for pane, box in zip(self.picture.panes, self.layout.boxes, strict=True):
            yield Field(painter, self.palette, box, self.scale, pane.shown), pane


def paint_under(painter: QPainter, scene: Scene) -> None:
    """Everything below the curves; the ground is the caller's."""
    ticks = scene.scale.ticks(scene.zone).ticks
    for field, pane in scene.fields(painter):
        if pane.ruling is not None:
            backdrop.paint_normal_band(field, pane.ruling)
        backdrop.paint_time_grid(field, ticks)
        _paint_kind(field, pane, scene)
        marks.paint_now(field, scene.picture)
        marks.paint_stretch(field, scene.picture)
        backdrop.paint_frame(field)
        backdrop.paint_title(field, pane.pane.title, pane.pane.right_title)
        _paint_empty(field, pane.empty)


def paint_over(painter: QPainter, scene: Scene) -> list[pins.Pin]:
    """Everything above the curves; tells where notes were pinned."""
    pinned: list[pins.Pin] = []
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for field, pane in scene.fields(painter):
        worded = pane.pane.kind is PaneKind.WORDS
        for line in () if worded else pane.lines:
            marks.paint_tail(field, line, scene.picture)
            marks.paint_quality(field, line, scene.picture)
        marks.paint_alarms(field, pane.alarms, scene.picture)
        pinned += pins.paint_pins(field, pane)
        marks.paint_cursors(field, scene.picture)
        marks.paint_crosshair(field, pane, scene.picture)
        if not worded:
            marks.paint_tags(field, pane.lines, scene.picture)
    return pinned


def _paint_kind(field: Field, pane: PanePicture, scene: Scene) -> None:
    match pane.pane.kind:
        case PaneKind.FLAGS:
            lanes.paint_flags(field, pane.lines)
        case PaneKind.WORDS:
            lanes.paint_words(field, pane.lines)
        case PaneKind.VALUES:
            backdrop.paint_value_axis(field)
            if pane.right is not None:
                backdrop.paint_right_axis(field, pane.right)
            for line in pane.lines:
                bars.paint_bars(field, line, scene.picture)
            if pane.ruling is not None:
                backdrop.paint_limits(field, pane.ruling)


def _paint_empty(field: Field, text: str) -> None:
    if text:
        field.painter.setFont(font(Type.SMALL))
        field.painter.setPen(QColor(field.palette.text_weak))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        field.painter.drawText(QRectF(field.plot).adjusted(Space.SMALL, 0, -Space.SMALL, 0), flags, text)
