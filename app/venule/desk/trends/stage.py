"""What a trend is about at any time, without a widget: its lines, its window, the clock, and what a person chose."""

from collections.abc import Mapping
from dataclasses import replace

from venule.desk.trends.cursors.cursors import NO_CURSORS, Cursors
from venule.desk.trends.history import History, Place
from venule.desk.trends.line import TrendLine
from venule.desk.trends.lineup import Lineup
from venule.desk.trends.panes import Arrangement
from venule.desk.trends.picture import Moment, TrendPicture, compose
from venule.desk.trends.question import SeriesQuestion
from venule.desk.trends.scale import Range
from venule.desk.trends.window import TimeWindow
from venule.domain.alarm import Alarm
from venule.domain.clock import Clock
from venule.domain.instant import HOUR, Instant
from venule.domain.note import Note


class Stage:
    """Owns the state of one trend view. The window follows the clock until a person moves it away."""

    def __init__(self, slot: str) -> None:
        self.lineup = Lineup(slot)
        self.window = TimeWindow(-HOUR, 0)
        self.clock = Clock()
        self.now: Instant = 0
        self.alarms: tuple[Alarm, ...] = ()
        self.notes: tuple[Note, ...] = ()
        self.cursors: Cursors = NO_CURSORS
        self.arrangement = Arrangement.BY_UNIT
        self.history = History()
        self.focused: int | None = None
        self._origin: Instant | None = None
        self._ranges: dict[str, Range] = {}
        self._chosen_span = self.window.span

    def set_clock(self, clock: Clock, now: Instant) -> None:
        """Follow the clock. After a jump everything is asked again.

        Where time turns back no older answer counts, but within a look back: there it is shown as far as the clock
        allows until the next one comes, or a replay backwards and a hand that drags would outrun slow answers for ever.
        """
        if self._origin is None:
            self._origin = now
        back = now < self.now
        if back and (clock.live or self.clock.live or clock.basis is not self.clock.basis):
            self.lineup.forget()
        if back or clock != self.clock:
            self.lineup.grow()
        self.clock, self.now = clock, now
        self.window = self.window.at(now)

    def show(self, lines: tuple[TrendLine, ...]) -> None:
        """Show these lines and no others."""
        self._ranges.clear()
        self.lineup.keep(lines)
        for line in lines:
            self.lineup.add(line)

    def questions(self, pixels: int) -> list[SeriesQuestion]:
        """What must be asked now; nothing before the clock is known."""
        return [] if self._origin is None else self.lineup.questions(self.window, pixels)

    def picture(self, cross: Instant | None) -> TrendPicture:
        """The picture of this moment. The crosshair reads nothing ahead of the clock in a look back."""
        seen = cross is not None and self.window.start <= cross <= self.window.end
        known = cross is not None and (self.clock.live or cross <= self.now)
        moment = Moment(
            window=self.window,
            clock=self.clock,
            now=self.now,
            origin=self._origin or 0,
            cross=cross if seen and known else None,
            focused=self.focused,
            ranges=self._ranges,
            alarms=self.alarms,
            arrangement=self.arrangement,
            cursors=self.cursors,
            notes=self.notes,
        )
        return compose(self.lineup.channels, moment)

    def set_span(self, span_us: int) -> None:
        """Show so much time."""
        self.window = self.window.spanning(span_us, self.now)
        self._chosen_span = self.window.span

    def arrange(self, arrangement: Arrangement) -> None:
        """Spread the values over panes in another way; ranges chosen for panes are of those panes alone."""
        self.arrangement = arrangement
        self._ranges.clear()

    def pan(self, by_us: float) -> None:
        """Move by a length of time; later when positive."""
        self.depart()
        self.window = self.window.panned(round(by_us), self.now)

    def zoom(self, factor: float, about: Instant | None = None) -> None:
        """Show more (``factor`` above 1) or less about an instant, or about the middle."""
        self.depart()
        middle = (self.window.start + self.window.end) // 2
        self.window = self.window.zoomed(factor, middle if about is None else about, self.now)

    def zoom_to(self, start: Instant, end: Instant, values: Mapping[str, Range]) -> None:
        """Show exactly that stretch, and in some panes, by their keys, exactly those values."""
        self.depart()
        self._ranges |= {key: shown for key, shown in values.items() if shown.span > 0}
        self.window = self.window.between(start, end, self.now)

    def follow(self) -> None:
        """Follow the clock, from now on."""
        self.depart()
        self.window = self.window.following_at(self.now)

    def hold(self) -> None:
        """Stay here while the clock goes on."""
        self.window = replace(self.window, following=False)

    def reset(self) -> None:
        """Follow the clock with the span that was chosen last, and values filling their panes."""
        self.depart()
        self._ranges.clear()
        self.set_span(self._chosen_span)
        self.window = self.window.following_at(self.now)

    def depart(self) -> None:
        """A person is about to move away from here."""
        self.history.depart(self._place())

    def back(self) -> bool:
        """Show again what was shown before the last move; says whether there was any."""
        return self._return_to(self.history.back(self._place()))

    def forward(self) -> bool:
        """Take back the last step back; says whether there was any."""
        return self._return_to(self.history.forward(self._place()))

    def _place(self) -> Place:
        return Place(self.window, tuple(self._ranges.items()))

    def _return_to(self, place: Place | None) -> bool:
        if place is None:
            return False
        self._ranges = dict(place.ranges)
        self.window = place.window.at(self.now)
        return True
