"""What a trend is about at any time, without a widget: its lines, its window, the clock, and what a person chose."""

from venule.desk.trends.line import TrendLine
from venule.desk.trends.lineup import Lineup
from venule.desk.trends.picture import Moment, TrendPicture, compose
from venule.desk.trends.question import SeriesQuestion
from venule.desk.trends.scale import Range
from venule.desk.trends.window import TimeWindow
from venule.domain.alarm import Alarm
from venule.domain.clock import Clock
from venule.domain.instant import HOUR, Instant


class Stage:
    """Owns the state of one trend view. The window follows the clock until a person moves it away."""

    def __init__(self, slot: str) -> None:
        self.lineup = Lineup(slot)
        self.window = TimeWindow(-HOUR, 0)
        self.clock = Clock()
        self.now: Instant = 0
        self.alarms: tuple[Alarm, ...] = ()
        self.focused: int | None = None
        self._origin: Instant | None = None
        self._ranges: dict[str, Range] = {}
        self._chosen_span = self.window.span

    def set_clock(self, clock: Clock, now: Instant) -> None:
        """Follow the clock. After a jump everything is asked again, and after one backwards no older answer counts."""
        if self._origin is None:
            self._origin = now
        if now < self.now:
            self.lineup.forget()
        if clock != self.clock:
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
        )
        return compose(self.lineup.channels, moment)

    def set_span(self, span_us: int) -> None:
        """Show so much time."""
        self.window = self.window.spanning(span_us, self.now)
        self._chosen_span = self.window.span

    def pan(self, by_us: float) -> None:
        """Move by a length of time; later when positive."""
        self.window = self.window.panned(round(by_us), self.now)

    def zoom(self, factor: float, about: Instant | None = None) -> None:
        """Show more (``factor`` above 1) or less about an instant, or about the middle."""
        middle = (self.window.start + self.window.end) // 2
        self.window = self.window.zoomed(factor, middle if about is None else about, self.now)

    def zoom_to(self, start: Instant, end: Instant, pane: str, values: Range | None) -> None:
        """Show exactly that stretch, and in one pane exactly those values."""
        if values is not None and values.span > 0:
            self._ranges[pane] = values
        self.window = self.window.between(start, end, self.now)

    def follow(self) -> None:
        """Follow the clock again."""
        self.window = self.window.following_at(self.now)

    def reset(self) -> None:
        """Follow the clock with the span that was chosen last, and values filling their panes."""
        self._ranges.clear()
        self.set_span(self._chosen_span)
        self.follow()
