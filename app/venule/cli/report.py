"""`venule report`: one PDF of what happened in a stretch of time."""

import argparse
import signal
import time
from pathlib import Path

from venule.cli.display import prepare_display
from venule.cli.ending import CommandProblem
from venule.cli.progress import Meter, clear_line
from venule.cli.target import refuse_recordings

NO_FOLDER = "There is no folder {}; create it, or name another file to write."


def run(told: argparse.Namespace) -> int:
    """Write the report and say how long it is; SIGTERM ends it as Ctrl+C does, and leaves no half of a file."""
    place: Path = told.out
    refuse_recordings(place, told.file)
    if not place.parent.is_dir():
        raise CommandProblem(NO_FOLDER.format(place.parent))
    prepare_display()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    from venule.desk.report.request import ReportProblem, Request
    from venule.desk.report.writing import write_report
    from venule.desk.style.palette import Theme

    request = Request(
        cache=told.file,
        start=told.start,
        end=told.end,
        made_at=time.time_ns() // 1000,
        title=told.title,
        assets=tuple(told.asset),
        zone=told.zone,
        theme=Theme(told.theme),
        paper=told.paper,
    )
    try:
        written = write_report(request, place, Meter())
    except ReportProblem as problem:
        raise CommandProblem(str(problem)) from None
    finally:
        clear_line()
    print(written.sentence())
    return 0
