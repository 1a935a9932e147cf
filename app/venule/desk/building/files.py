"""Links what comes in and goes out by files."""

from dataclasses import dataclass

from venule.desk.building.parts import Desk, Means
from venule.desk.links.cutting import CutLink
from venule.desk.links.exporting import ExportLink, Screen
from venule.desk.links.importing import ImportLink
from venule.desk.links.jobs import JobLink
from venule.desk.links.report import ReportLink, Shown
from venule.desk.views.search_box import Command


@dataclass(frozen=True, slots=True)
class Files:
    """What can be done with files; ``keyed`` are those that the sheet of keys tells."""

    commands: tuple[Command, ...]
    keyed: tuple[Command, ...]


def link_files(desk: Desk, means: Means) -> Files:
    """What comes in and goes out: jobs, reports, imports, exports and cuts."""
    window, cache, look = desk.window, means.session.cache, means.look
    trends, time_bar = desk.chart, desk.time_bar
    job_link = JobLink(cache, window)
    shown = Shown(window, time_bar, trends, means.pulse, desk.city)
    report_link = ReportLink(shown, cache, means.session.city, job_link.jobs.start)
    import_link = ImportLink(cache, job_link.jobs, look, window)
    import_link.imported.connect(desk.opening.start)
    screen = Screen(desk.city, desk.selection, trends, time_bar)
    export_link = ExportLink(cache, job_link.jobs, look, screen, window)
    cut_link = CutLink(means.session, job_link.jobs, time_bar, window)
    job_link.told.connect(window.notice.say)
    import_link.told.connect(window.notice.say)
    export_link.told.connect(window.notice.say)
    cut_link.told.connect(window.notice.say)
    keyed = report_link.commands() + import_link.commands() + export_link.commands()
    return Files(keyed + job_link.commands() + cut_link.commands(), keyed)
