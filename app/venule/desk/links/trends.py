"""Links the trends: the opened asset's values become lines, questions go to the file, the clock is followed."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from venule.desk.models.alarm_lines import AlarmLine
from venule.desk.models.city import CityChange, CityModel
from venule.desk.models.reading import streams_by_weight
from venule.desk.models.selection import Selection
from venule.desk.pulse import Moment, Pulse
from venule.desk.query import Answer, QueryThread
from venule.desk.session import Archive
from venule.desk.trends.ghosts.past import FilePast
from venule.desk.trends.line import MAX_LINES, LatestValue, TrendLine
from venule.desk.trends.panes import Arrangement
from venule.desk.trends.question import SeriesAnswer, SeriesQuestion
from venule.desk.trends.sets import NotKept, StreamKey, line_of, line_text
from venule.desk.trends.view import TrendView
from venule.domain.basis import Basis
from venule.domain.instant import HOUR, Instant
from venule.domain.quality import Quality

FIRST_SPAN = 6 * HOUR
"""Long enough for devices that speak once an hour."""


@dataclass(frozen=True, slots=True)
class AskTrend:
    """A trend's question with the time it is asked for, and what "as of" it means."""

    asked: SeriesQuestion
    as_of: Instant
    basis: Basis = Basis.KNOWN

    def answer(self, archive: Archive) -> SeriesAnswer:
        asked, past = self.asked, FilePast(archive.reader, self.as_of, self.basis)
        if asked.made is not None:
            return SeriesAnswer(asked, past.series(asked.made, asked.start, asked.end, asked.points))
        return SeriesAnswer(asked, past.stored(asked.datastream, asked.start, asked.end, asked.points))


class TrendAsker:
    """What a trend view is given to ask with: it adds the time of the desk."""

    def __init__(self, query: QueryThread[Archive], pulse: Pulse) -> None:
        self._query, self._pulse = query, pulse

    def __call__(self, asked: SeriesQuestion) -> None:
        moment = self._pulse.moment()
        self._query.ask(f"trend/{asked.slot}", AskTrend(asked, moment.now, moment.clock.basis))


class TrendLink(QObject):
    """Shows the values of the asset opened last."""

    def __init__(
        self,
        view: TrendView,
        city: CityModel,
        selection: Selection,
        *,
        query: QueryThread[Archive],
        pulse: Pulse,
        zone: tzinfo | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._city, self._zone = view, city, zone
        self._asset: int | None = None
        self._recalled: tuple[str, ...] = ()
        view.set_span(FIRST_SPAN)
        pulse.ticked.connect(self.show_moment)
        city.changed.connect(self.follow)
        city.rebuilt.connect(self.renew)
        view.lines_changed.connect(self.renew)
        query.answered.connect(self.take)
        selection.opened.connect(self.show_asset)

    @property
    def span(self) -> int:
        """How much time is shown."""
        return self._view.stage.window.span

    def set_span(self, span_us: int) -> None:
        """Show so much time."""
        self._view.set_span(span_us)

    @property
    def arrangement(self) -> str:
        """How the lines are spread over panes."""
        return self._view.stage.arrangement

    def arrange(self, arrangement: str) -> None:
        """Spread them so; what was kept and is no arrangement changes nothing."""
        if arrangement in tuple(Arrangement):
            self._view.arrange(Arrangement(arrangement))

    def shown(self) -> list[StreamKey]:
        """The datastreams that are shown, by lasting names."""
        shown = [line for line in self._view.lines if line.made is None]
        return [(line.network, line.asset, line.quantity.name) for line in shown]

    def kept(self) -> tuple[str, ...]:
        """What is shown, made lines too, as it can be made again in another sitting."""
        return tuple(line_text(line) for line in self._view.lines)

    def recall(self, kept: Sequence[str]) -> None:
        """Show these again as soon as the catalogue holds them, unless something else is opened before."""
        self._recalled = tuple(kept[:MAX_LINES])
        self._show_recalled()

    def _show_recalled(self) -> None:
        lines = self.made_again(self._recalled) if self._city.now else ()
        if lines:
            self._recalled = ()
            self._view.show_datastreams(lines)

    def made_again(self, kept: Sequence[str]) -> tuple[TrendLine, ...]:
        """The kept lines that can be made of what this file holds."""
        lines = []
        for text in kept:
            with suppress(NotKept):
                lines.append(line_of(text, self.line_of_key, self._zone))
        return tuple(lines)

    def line_of_key(self, key: StreamKey) -> TrendLine | None:
        """The line of a datastream by its lasting names, if the catalogue holds it."""
        lines = lines_of_rows(self._city, rows_of_keys(self._city, [key]))
        return lines[0] if lines else None

    @Slot(object)
    def show_asset(self, asset: int) -> None:
        """All values of one asset. Put off until what is waiting has been painted: the first chart takes a while."""
        self._asset, self._recalled = asset, ()
        QTimer.singleShot(0, self._show_lines)

    @Slot()
    def _show_lines(self) -> None:
        if self._asset is not None and self._asset < len(self._city.status):
            rows = streams_by_weight(self._city, self._asset)
            self._view.show_datastreams(lines_of_rows(self._city, rows))
            self._asset = None
            self._view.header.fall_silent()
            if len(rows) > MAX_LINES:
                self._view.header.say(some_of(len(rows)))

    @Slot(object)
    def follow(self, change: CityChange) -> None:
        """What is shown has grown."""
        shown = {source for line in self._view.lines for source in line.sources}
        grown = shown & set(self._city.latest.id[change.datastreams].tolist()) if shown else shown
        if grown:
            self._view.note_growth(grown)
            self.renew(None)

    @Slot(object)
    def renew(self, _: object) -> None:
        """Tell the newest values of what is shown."""
        if self._recalled:
            self._show_recalled()
        ids = np.array([line.datastream for line in self._view.lines], np.int64)
        rows, found = self._city.latest.rows_of(ids)
        self._view.set_latest(
            _latest_of(self._city, row) for row in rows[found].tolist() if self._city.latest.known[row]
        )

    @Slot(object)
    def show_alarms(self, lines: Sequence[AlarmLine]) -> None:
        """Mark when alarms were raised."""
        self._view.set_alarms(tuple(line.alarm for line in lines))

    @Slot(object)
    def show_moment(self, moment: Moment) -> None:
        """Follow the clock."""
        self._view.set_clock(moment.clock, moment.now)

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """A series has come."""
        if isinstance(answer.value, SeriesAnswer):
            self._view.accept(answer.value)


def _latest_of(city: CityModel, row: int) -> LatestValue:
    latest = city.latest
    return LatestValue(
        int(latest.id[row]),
        int(latest.observed_at[row]),
        float(latest.number[row]),
        Quality(int(latest.quality[row])),
        latest.text.get(row, ""),
    )


def some_of(count: int) -> str:
    """That more values came than one can tell apart."""
    return f"{MAX_LINES} of {count} values are shown: remove some to add others."


def rows_of_keys(city: CityModel, keys: Sequence[StreamKey]) -> list[int]:
    """The rows of datastreams by network, asset and quantity, without those that the catalogue does not hold."""
    found = []
    for network, asset, quantity in keys:
        row = city.names.asset.get((network, asset))
        for stream in city.streams_of(row).tolist() if row is not None else ():
            if city.catalogue.quantities[city.catalogue.datastreams.quantity[stream]].name == quantity:
                found.append(stream)
    return found


def lines_of_rows(city: CityModel, rows: Sequence[int]) -> tuple[TrendLine, ...]:
    """Rows of datastreams as lines of a trend, at most as many as one can tell apart."""
    streams, assets = city.catalogue.datastreams, city.catalogue.assets
    lines = []
    for row in rows[:MAX_LINES]:
        asset, quantity = streams.asset[row], city.catalogue.quantities[streams.quantity[row]]
        network = city.catalogue.networks[assets.network[asset]].name
        name = assets.name[asset]
        every_us = int(streams.expected_every_us[row])
        lines.append(TrendLine(int(streams.id[row]), name, quantity, network, name, expected_every_us=every_us))
    return tuple(lines)
