"""Which line of the trends a key or a menu entry means, and how one line takes the place of another."""

from collections.abc import Callable

from venule.desk.trends.line import TrendLine
from venule.desk.trends.view import TrendView


def chosen_lines(view: TrendView, fits: Callable[[TrendLine], bool]) -> list[TrendLine]:
    """The line that is current in the legend, or every line where none is current, of those that fit."""
    current = [line for line in view.lines if line.datastream == view.stage.focused]
    return [line for line in current or view.lines if fits(line)]


def replace_line(view: TrendView, line: TrendLine, by: TrendLine) -> None:
    """Show a line in the place of another, current where that was."""
    focused = view.stage.focused == line.datastream
    view.stage.lineup.replace(line.datastream, by)
    if focused:
        view.stage.focused = by.datastream
    view.show_datastreams(view.lines)
