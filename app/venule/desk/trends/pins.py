"""Paints the notes of a pane as pins on its lower edge, or at the line that a note is about, and finds them again."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen

from venule.desk.trends.field import Field
from venule.desk.trends.marks import level
from venule.desk.trends.picture import LinePicture, PanePicture
from venule.domain.note import Note

STEM, HEAD, REACH = 7.0, 9.0, 9.0
Pin: TypeAlias = tuple[Note, QPointF]
"""A note and the point it is pinned to."""

MOST_PINS = 200
"""Pins of a pane that are painted: the newest of the stretch."""


def paint_pins(field: Field, pane: PanePicture) -> list[Pin]:
    """A sheet with a turned corner on a stem: at its line where the note is about one, else at the foot."""
    pins = list(pins_of(field, pane))
    for note, foot in pins:
        _paint_pin(field, foot, hollow=not note.quantity)
    return pins


def pins_of(field: Field, pane: PanePicture) -> Iterator[Pin]:
    """Each note with the point it is pinned to."""
    for note in sorted(pane.notes, key=lambda note: note.at)[-MOST_PINS:]:
        x = field.scale.x(note.at)
        if field.plot.left() <= x <= field.plot.right():
            yield note, QPointF(x, _height(field, pane, note))


def note_at(pins: Iterable[Pin], place: QPointF) -> Note | None:
    """The note whose pin is under a point."""
    near = [
        (abs(foot.x() - place.x()), note.uid, note)
        for note, foot in pins
        if abs(foot.x() - place.x()) <= REACH and -3 <= foot.y() - place.y() <= STEM + HEAD + 3
    ]
    return min(near)[2] if near else None


def _height(field: Field, pane: PanePicture, note: Note) -> float:
    """On the line it is about, where that has a value then; else on the lower edge."""
    names = (note.network, note.asset, note.quantity)
    for line in pane.lines:
        what = line.channel.line
        if (what.network, what.asset, what.quantity.name) == names and not what.worded:
            row = _row(line, note)
            return field.plot.bottom() - 1 if row is None else level(field, line, row)
    return field.plot.bottom() - 1


def _row(line: LinePicture, note: Note) -> int | None:
    """The observation at or before the note's time."""
    series = line.series
    if series is None:
        return None
    row = int(np.searchsorted(series.observed_at[: line.count], note.at, side="right")) - 1
    return row if row >= 0 and np.isfinite(series.number[row]) else None


def _paint_pin(field: Field, foot: QPointF, hollow: bool) -> None:
    """In grey, as a note is nothing abnormal: filled where it is about a line of the pane, else an outline."""
    painter, palette = field.painter, field.palette
    top = max(field.plot.top() + HEAD, foot.y() - STEM)
    painter.setPen(QPen(QColor(palette.text), 1.2))
    painter.drawLine(QLineF(foot.x(), foot.y(), foot.x(), top))
    sheet = QRectF(foot.x() - 1, top - HEAD, HEAD, HEAD)
    outline = QPainterPath(sheet.topLeft())
    outline.lineTo(sheet.right() - 3, sheet.top())
    outline.lineTo(sheet.right(), sheet.top() + 3)
    outline.lineTo(sheet.bottomRight())
    outline.lineTo(sheet.bottomLeft())
    outline.closeSubpath()
    painter.setBrush(QColor(palette.panel if hollow else palette.text))
    painter.drawPath(outline)
    painter.setBrush(Qt.BrushStyle.NoBrush)
