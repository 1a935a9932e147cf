"""`venule report`: one PDF of what happened in a stretch of time."""

import argparse
import signal
import time
from pathlib import Path
from typing import Self

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
        with Steps() as steps:
            written = write_report(request, place, steps)
    except ReportProblem as problem:
        raise CommandProblem(str(problem)) from None
    finally:
        clear_line()
    print(written.sentence())
    return 0


class Steps:
    """Tells of each step, and ends at the next one if Ctrl+C or SIGTERM ask for it: amid calls of Qt that is lost."""

    def __init__(self) -> None:
        self._meter = Meter()
        self._asked = False

    def __enter__(self) -> Self:
        self._before = {one: signal.signal(one, self._ask) for one in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for one, handler in self._before.items():
            signal.signal(one, handler)

    def __call__(self, what: str, share: float | None) -> None:
        """Show how far it is."""
        if self._asked:
            raise KeyboardInterrupt
        self._meter(what, share)

    def _ask(self, *_: object) -> None:
        self._asked = True
