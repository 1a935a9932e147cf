"""The lines that are shown: at most twelve, each with a number it keeps while it is there."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from venule.desk.trends.channel import Channel
from venule.desk.trends.line import MAX_LINES, LatestValue, TrendLine
from venule.desk.trends.panes import PaneKind, panes_of
from venule.desk.trends.question import SeriesAnswer, SeriesQuestion
from venule.desk.trends.window import TimeWindow


class TooManyLines(Exception):
    """One line more than can be told apart; the message is for the operator."""


class Lineup:
    """Owns the channels. Each line asks in a slot of its own, so that a newer question replaces its older one alone."""

    def __init__(self, slot: str) -> None:
        self._slot = slot
        self.channels: list[Channel] = []

    @property
    def lines(self) -> tuple[TrendLine, ...]:
        """What is shown, in the order in which it was added."""
        return tuple(channel.line for channel in self.channels)

    def add(self, line: TrendLine) -> None:
        """Add a line; one that is already shown is left as it is."""
        if any(channel.line.datastream == line.datastream for channel in self.channels):
            return
        if len(self.channels) >= MAX_LINES:
            raise TooManyLines(
                f"{MAX_LINES} lines are the most: remove one to see {line.quantity.display_name} of {line.label}."
            )
        taken = {channel.colour for channel in self.channels}
        colour = next(number for number in range(MAX_LINES) if number not in taken)
        self.channels.append(Channel(line, f"{self._slot}/{line.datastream}", colour))
        self._set_dashes()

    def replace(self, datastream: int, line: TrendLine) -> None:
        """Show another line in the place of one, in its colour; where the other is there already, that one goes."""
        if line.datastream == datastream:
            return
        if any(channel.line.datastream == line.datastream for channel in self.channels):
            self.remove(datastream)
            return
        self.channels = [
            Channel(line, f"{self._slot}/{line.datastream}", channel.colour)
            if channel.line.datastream == datastream
            else channel
            for channel in self.channels
        ]
        self._set_dashes()

    def remove(self, datastream: int) -> bool:
        """Remove a line; says whether it was there."""
        before = len(self.channels)
        self.channels = [channel for channel in self.channels if channel.line.datastream != datastream]
        self._set_dashes()
        return len(self.channels) < before

    def keep(self, lines: Iterable[TrendLine]) -> None:
        """Remove all but these."""
        kept = set(lines)
        self.channels = [channel for channel in self.channels if channel.line in kept]
        self._set_dashes()

    def _set_dashes(self) -> None:
        """The first line of each pane is whole: where nothing else is near, dashes would look like gaps."""
        by_datastream = {channel.line.datastream: channel for channel in self.channels}
        for pane in panes_of(self.lines):
            whole = [line for line in pane.lines if not line.manner.ghost]
            for place, line in enumerate(whole):
                by_datastream[line.datastream].dash = place if pane.kind is PaneKind.VALUES else 0
        ghosts: Counter[int] = Counter()
        for channel in self.channels:
            channel.shade = _shade(channel, by_datastream)
            if channel.shade is not None:
                channel.dash = ghosts[channel.shade]
                ghosts[channel.shade] += 1

    def questions(self, window: TimeWindow, pixels: int) -> list[SeriesQuestion]:
        """What must be asked now; each counts as asked."""
        asked = (channel.question(window, pixels) for channel in self.channels)
        return [question for question in asked if question is not None]

    def accept(self, answer: SeriesAnswer) -> bool:
        """Give an answer to the line that asked; says whether it still counted."""
        return any(
            channel.accept(answer) for channel in self.channels if channel.line.datastream == answer.question.datastream
        )

    @property
    def awaits(self) -> bool:
        """Whether any line has asked and not been answered."""
        return any(channel.awaits for channel in self.channels)

    def grow(self, datastreams: Collection[int] | None = None) -> bool:
        """Note that some datastreams, or all, have more to tell; says whether any is shown."""
        grown = [
            channel
            for channel in self.channels
            if datastreams is None or not channel.line.sources.isdisjoint(datastreams)
        ]
        for channel in grown:
            channel.grown = True
        return bool(grown)

    def forget(self) -> None:
        """Let no answer count that is still on its way."""
        for channel in self.channels:
            channel.forget()

    def set_latest(self, values: Iterable[LatestValue]) -> None:
        """Note the newest values."""
        by_datastream = {value.datastream: value for value in values}
        for channel in self.channels:
            channel.latest = by_datastream.get(channel.line.datastream, channel.latest)


def _shade(channel: Channel, by_datastream: Mapping[int, Channel]) -> int | None:
    """The colour of the line that a ghost is of; nothing for all others, and where that line is not shown.

    What another asset does has a colour of its own.
    """
    made = channel.line.made
    if made is None or not (channel.line.manner.ghost and channel.line.manner.ahead):
        return None
    like = by_datastream.get(made.parts[-1].datastream)
    return None if like is None else like.colour
