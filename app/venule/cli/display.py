"""Before Qt is loaded: a display or none, and the one pair of Qt binding and Python that must not meet."""

import os

from venule.cli.ending import CommandProblem
from venule.doctor.screen import has_display, qt_hazard


def prepare_display() -> None:
    """Let Qt draw into memory where there is no screen, and refuse the fatal pair with a sentence rather than crash."""
    if hazard := qt_hazard():
        raise CommandProblem(hazard)
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
