"""An incident in the town that can be counted by hand, and what is asked of a report of it."""

from dataclasses import replace
from datetime import UTC
from pathlib import Path

from tests.desk.town import LEVEL, NOON, WATER, alarm, observed, write_town
from venule.desk.report.composing import compose
from venule.desk.report.document import Document, Section, words
from venule.desk.report.gathering import gather
from venule.desk.report.material import Material
from venule.desk.report.request import Request, tell_nobody
from venule.domain.alarm import Alarm
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND
from venule.domain.liveness import FeedGap
from venule.domain.note import Note
from venule.domain.rule import Priority
from venule.store.batch import Batch
from venule.store.operator import OperatorFile

HIGH = alarm(
    "tank-1",
    ago_s=600,
    title="Level high",
    text="level 4.70 m, above 4.50 m",
    quantity=LEVEL.name,
    cause="The inlet valve did not close.",
    consequence="The tank overflows.",
    action="Close the valve by hand.",
    respond_within_s=900.0,
    cleared_at=NOON - 60 * SECOND,
    cleared_recorded_at=NOON + 300 * SECOND,
)
LOW = replace(alarm("tank-2", Priority.LOW, ago_s=300), title="Level uncertain", quantity=LEVEL.name)
LOST = replace(alarm("gw-valley", ago_s=200), of_gateway=True, title="Gateway lost")
FOLDED = replace(alarm("tank-2", Priority.LOW, ago_s=190), title="Tank silent", parent=LOST.uid)
GAP = FeedGap("tanks", NOON - 400 * SECOND, NOON - 340 * SECOND, "the broker went away", recoverable=False)
TOLD_BY_TOWN, SILENT = (900, 1800), (660, 720, 780)
EVERY_MINUTE = Batch(
    observations=[
        observed("tank-1", 3.0 + age / 1800, age) for age in range(0, 1801, 60) if age not in TOLD_BY_TOWN + SILENT
    ]
)
"""The upper tank, heard each minute but for four minutes; with what the town tells, 29 observations."""


def request(cache: Path, **more: object) -> Request:
    """The last half hour before noon, in UTC."""
    asked = Request(cache, NOON - 30 * MINUTE, NOON, NOON + DAY, zone=UTC)
    return replace(asked, **more)  # type: ignore[arg-type]


def write_incident(path: Path, *alarms: Alarm, more: tuple[Batch, ...] = (EVERY_MINUTE,)) -> Path:
    """The town with two alarms, a lost feed and what an operator said."""
    write_town(path, alarms or (HIGH, LOW), *more, Batch(gaps=[GAP]))
    with OperatorFile(OperatorFile.path_beside(path)) as operator:
        operator.remark(HIGH.uid, NOON - 500 * SECOND, "anna", "pump off, crew on its way", True)
        operator.remark(HIGH.uid, NOON + HOUR, "ben", "valve repaired", False)
        operator.note(
            Note("n1", NOON - 450 * SECOND, NOON - 60 * SECOND, "anna", "Water on the street", WATER, "tank-1")
        )
        operator.note(Note("n2", NOON - 450 * SECOND, NOON, "anna", "Parking is closed", "parking", "bay-1"))
    return path


def gathered(cache: Path, **more: object) -> Material:
    """What both files tell, without any vertical."""
    return gather(request(cache, **more), {}, tell_nobody)[0]


def report(cache: Path, **more: object) -> Document:
    """The document."""
    return compose(gathered(cache, **more))


def section(document: Document, title: str) -> Section:
    """A chapter of it."""
    return next(one for one in document.sections if one.title == title)


def texts(document: Document, title: str) -> str:
    """All that a chapter says."""
    return "\n".join(words(replace(document, sections=(section(document, title),))))
