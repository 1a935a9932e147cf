"""Links the incident report: from what is on the desk to a filled-in sheet, and from there to a job that makes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from venule.desk.jobs import Order
from venule.desk.models.alarm_lines import AlarmLine
from venule.desk.models.city import CityModel
from venule.desk.models.wording import full_time
from venule.desk.pulse import Pulse
from venule.desk.timebar.view import TimeBar
from venule.desk.trends.view import TrendView
from venule.desk.views.main_window import MainWindow
from venule.desk.views.report_sheet import ReportDraft, ReportSheet
from venule.desk.views.search_box import Command
from venule.desk.whole import hindrance
from venule.domain.instant import HOUR, MINUTE, Instant, to_iso

AROUND_ALARM = 30 * MINUTE
"""How long before an alarm was raised, and after it had returned, its report is about."""

USUAL = HOUR
ENDING = ".pdf"
TITLE = "Incident report"
NO_ASSET = "There is no asset {} in this recording."


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the desk: where the time is, which stretch is chosen, what the trends show, which assets there are."""

    window: MainWindow
    time_bar: TimeBar
    trends: TrendView
    pulse: Pulse
    city: CityModel


class ReportLink(QObject):
    """``start`` begins a job. The report is made from the recording's file, while the desk goes on."""

    def __init__(self, shown: Shown, cache: Path, city: str, start: Callable[[Order], object]) -> None:
        super().__init__(shown.window)
        self._shown, self._cache, self._city, self._start = shown, cache, city, start
        self.sheet = ReportSheet(shown.window.centre, shown.window)
        self.sheet.wanted.connect(self.ask_file)
        shown.window.panes.alarms.report_asked.connect(self.report_alarm)

    def commands(self) -> tuple[Command, ...]:
        """What can be done."""
        return (Command("Incident report…", "Ctrl+R", self.open, "PDF print"),)

    @Slot()
    def open(self) -> None:
        """Ask for a report of the stretch that is chosen, or of the last hour, about what the trends show."""
        chosen, now = self._shown.time_bar.stretch, self._shown.pulse.moment().now
        start, end = (now - USUAL, now) if chosen is None else (chosen.start, chosen.end)
        self.sheet.open(ReportDraft(start, end, "", self._charted()))

    @Slot(object)
    def report_alarm(self, line: AlarmLine) -> None:
        """Ask for a report of an alarm: from half an hour before it to half an hour after, as far as time has gone."""
        alarm, now = line.alarm, self._shown.pulse.moment().now
        until = now if alarm.cleared_at is None else alarm.cleared_at + AROUND_ALARM
        start, end = alarm.raised_at - AROUND_ALARM, max(min(until, now), alarm.raised_at)
        named = () if alarm.of_gateway else (f"{alarm.network}/{alarm.subject}",)
        assets = tuple(dict.fromkeys((*named, *self._charted()))) if named else ()
        self.sheet.open(ReportDraft(start, end, f"{alarm.title}, {alarm.subject}", assets))

    @Slot(object)
    def ask_file(self, draft: ReportDraft) -> None:
        """Let a file be named, if every asset is there; the desk goes on meanwhile."""
        strange = strangers(self._shown.city, draft.assets)
        if strange:
            self.sheet.ask_assets_again(NO_ASSET.format(strange[0]))
            return
        dialog = QFileDialog(self._shown.window, "Save the incident report")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["PDF (*.pdf)"])
        dialog.setDefaultSuffix(ENDING)
        dialog.selectFile(str(self._cache.with_name(proposed_name(self._city, draft.start))))
        dialog.fileSelected.connect(lambda name: self.make(draft, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def make(self, draft: ReportDraft, place: Path) -> None:
        """Begin the job that makes it; the sheet stays where that is not possible."""
        if problem := hindrance(place):
            self.sheet.say(problem)
            return
        self.sheet.put_away()
        self._start(order(draft, self._cache, place))

    def _charted(self) -> tuple[str, ...]:
        """The assets whose datastreams the trends show."""
        names = (f"{line.network}/{line.asset}" for line in self._shown.trends.lines if line.asset)
        return tuple(dict.fromkeys(names))


def order(draft: ReportDraft, cache: Path, place: Path) -> Order:
    """The command that makes a report."""
    arguments = ["report", str(cache), "--out", str(place), "--from", to_iso(draft.start), "--to", to_iso(draft.end)]
    if draft.title:
        arguments.append(f"--title={draft.title}")
    arguments += [f"--asset={name}" for name in draft.assets]
    return Order(draft.title or TITLE, tuple(arguments), place)


def strangers(city: CityModel, names: Sequence[str]) -> list[str]:
    """Which of these names, as ``network/name`` or alone, no asset has."""
    wanted = set(names)
    for network, name in city.names.asset if wanted else ():
        wanted -= {name, f"{network}/{name}"}
    return [name for name in names if name in wanted]


def proposed_name(city: str, start: Instant) -> str:
    """A name for the file: city and beginning, without signs that a file system may refuse."""
    return f"{city} {full_time(start)[:-3].replace(':', '-')}{ENDING}"
