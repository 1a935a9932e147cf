"""From blocks to slots: how each block of a document is set."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import tzinfo

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from venule.desk.report.document import Block, Charts, Document, Facts, Heading, MapPicture, Paragraph, Section, Table
from venule.desk.report.setting.paper import (
    BODY,
    CHAPTER,
    GAP_BLOCK,
    GAP_CHAPTER,
    GAP_PART,
    LEAD,
    PART,
    PIXEL,
    POINT,
    SUBTITLE,
    TITLE,
    WEAK,
    Sheet,
)
from venule.desk.report.setting.pieces import Plate, Scaled, caption, fact_slots, row_piece, text_piece, titles_piece
from venule.desk.report.setting.slots import Slot
from venule.desk.style.palette import Palette
from venule.desk.trends.line import TrendLine
from venule.desk.trends.panes import Arrangement
from venule.desk.trends.stills.still import Exhibit, paint_trend, trend_height

PANE_PIXELS = 92.0
"""How high a small chart is."""

MapMaker = Callable[[MapPicture, float], Plate | None]
"""Makes the picture of a map as wide as it is told; ``None`` where there is nothing to be seen."""


class Typesetting:
    """Sets the blocks of one document for one kind of paper."""

    def __init__(self, sheet: Sheet, palette: Palette, zone: tzinfo | None, make_map: MapMaker) -> None:
        self._width = sheet.body_width
        self._palette, self._zone, self._make_map = palette, zone, make_map

    def slots(self, document: Document) -> list[Slot]:
        """All of it, in the order of reading."""
        width = self._width
        found = [
            Slot(text_piece(document.title, TITLE, width), keeps=True),
            Slot(text_piece(document.subtitle, SUBTITLE, width), 4 * POINT, keeps=True),
            Slot(text_piece(document.lead.text, LEAD, width), GAP_PART),
        ]
        for section in document.sections:
            found.extend(self._section(section))
        return found

    def _section(self, section: Section) -> Iterator[Slot]:
        yield Slot(text_piece(section.title, CHAPTER, self._width), GAP_CHAPTER, keeps=True)
        for number, block in enumerate(section.blocks):
            slots = self.slots_of(block)
            last_explains = number < len(section.blocks) - 1 and isinstance(block, Paragraph) and block.weak
            if last_explains and slots:
                slots[-1] = replace(slots[-1], keeps=True)
            yield from slots

    def slots_of(self, block: Block) -> list[Slot]:
        """One block."""
        width = self._width
        match block:
            case Heading(text, priority):
                return [Slot(text_piece(text, PART, width, priority), GAP_PART, keeps=True)]
            case Paragraph(text, lead, weak):
                return [Slot(text_piece(text, LEAD if lead else WEAK if weak else BODY, width), GAP_BLOCK)]
            case Facts():
                return _kept_to_first(fact_slots(block, width))
            case Table():
                return self._table(block)
            case Charts():
                return [self._charts(block)]
            case MapPicture():
                return self._map(block)

    def _table(self, table: Table) -> list[Slot]:
        titles = titles_piece(table.columns, self._width)
        rows = [row_piece(table.columns, row, self._width) for row in table.rows]
        first = [Slot(titles, GAP_BLOCK, keeps=True), Slot(rows[0])] if rows else []
        slots = [*first, *(Slot(row, head=titles) for row in rows[1:])]
        if len(rows) > 1:
            slots[-2] = replace(slots[-2], keeps=True)  # the last row goes over a page with the one before
        return slots

    def _charts(self, charts: Charts) -> Slot:
        exhibit = exhibit_of(charts)
        height = trend_height(exhibit, self._width / PIXEL, PANE_PIXELS) * PIXEL

        def draw(painter: QPainter, box: QRectF) -> None:
            paint_trend(painter, box, exhibit, self._palette, self._zone)

        return Slot(Scaled(self._width, height, draw), GAP_PART)

    def _map(self, picture: MapPicture) -> list[Slot]:
        plate = self._make_map(picture, self._width)
        if plate is None:
            return []
        return [Slot(plate, GAP_BLOCK, keeps=True), Slot(caption(picture.said, self._width), 3 * POINT)]


def _kept_to_first(slots: list[Slot]) -> list[Slot]:
    """A few facts stay together: what explains a table stands with it."""
    return [replace(slot, keeps=True) for slot in slots]


def exhibit_of(charts: Charts) -> Exhibit:
    """The charts as the trends paint them: everything up to the end of the stretch is known."""
    lines = tuple(
        (TrendLine(line.datastream, line.label, line.quantity, line.network, line.asset), line.series)
        for line in charts.lines
    )
    return Exhibit(lines, charts.start, charts.end, charts.end, charts.alarms, charts.notes, Arrangement.STACKED)
