"""The timeline: alarms, what operators said and did, and what could not be heard, in one list by time."""

from collections.abc import Iterator
from dataclasses import dataclass

from venule.desk.report.course import Told
from venule.desk.report.document import Block, Cell, Column, Paragraph, Row, Section, Table
from venule.desk.report.material import Material
from venule.desk.report.wording import NONE, Times, bounded, counted, flat
from venule.domain.instant import Instant
from venule.domain.liveness import Subject
from venule.domain.rule import Priority

MOST_ENTRIES = 400
"""Entries in the list; where there are more, the less telling ones give way."""

LONGEST_TEXT = 240
"""Characters of a text here; journal and notes have more of it."""

COLUMNS = (Column("Time", 0.17, times=True), Column("What", 0.14), Column("Where", 0.27), Column("Details", 0.42))
EXPLAINED = (
    "Times are those at which it happened, as the devices told them; where the recorder knew more than a minute later, "
    "both times are told."
)
FIRST, SECOND, THIRD = range(3)
"""What is kept before what, where not all of it can be shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    at: Instant
    when: str
    what: str
    where: str
    text: str
    weight: int
    priority: Priority | None = None


def timeline(material: Material) -> Section:
    """The section."""
    times = Times(material.request.start, material.request.end, material.zone)
    every = sorted(_entries(material, times), key=lambda entry: (entry.at, entry.weight, entry.where, entry.what))
    chosen = sorted(range(len(every)), key=lambda place: (every[place].weight, place))[:MOST_ENTRIES]
    shown = [every[place] for place in sorted(chosen)]
    folded = len(material.alarms) - len(material.tops)
    left_out = (
        f"{counted(folded, 'alarm')} folded under another one {'is' if folded == 1 else 'are'} left out."
        if folded
        else ""
    )
    remarks = (EXPLAINED, left_out, bounded(len(shown), len(every), "entries"))
    blocks: list[Block] = [Paragraph(" ".join(filter(None, remarks)), weak=True)]
    if shown:
        blocks.append(Table(COLUMNS, tuple(map(_row, shown))))
    else:
        blocks.append(Paragraph("Nothing is recorded of this time."))
    return Section("Timeline", tuple(blocks))


def _row(entry: Entry) -> Row:
    what = Cell(entry.what, entry.priority)
    return Row((Cell(entry.when), what, Cell(entry.where), Cell(flat(entry.text, LONGEST_TEXT) or NONE)))


def _entries(material: Material, times: Times) -> Iterator[Entry]:
    for one in material.tops:
        yield from _of_alarm(one, material, times)
    for note in material.notes:
        where = material.name_of(note.network, note.asset) if note.asset else note.network or "the city"
        when = times.both(note.at, note.written_at)
        yield Entry(note.at, when, "Note", where, f"{note.who}: {note.text}" if note.who else note.text, FIRST)
    for command in material.events.commands:
        where = material.name_of(command.network, command.asset)
        yield Entry(command.requested_at, times.clock(command.requested_at), "Command", where, command.name, FIRST)
    yield from _of_gaps(material, times)
    yield from _of_claims(material, times)


def _of_alarm(one: Told, material: Material, times: Times) -> Iterator[Entry]:
    alarm = one.alarm
    where = material.name_of(alarm.network, alarm.subject, of_gateway=alarm.of_gateway)
    weight = FIRST if alarm.priority is Priority.HIGH else SECOND
    text = f"{alarm.title}: {alarm.text}" if alarm.text else alarm.title
    when = times.both(alarm.raised_at, alarm.raised_recorded_at)
    yield Entry(alarm.raised_at, when, "Raised", where, text, weight, alarm.priority)
    if alarm.cleared_at is not None:
        when = times.both(alarm.cleared_at, alarm.cleared_recorded_at or alarm.cleared_at)
        yield Entry(alarm.cleared_at, when, "Returned", where, alarm.title, THIRD)
    for remark in one.remarks:
        what = "Acknowledged" if remark.acknowledges else "Comment"
        said = f"{remark.who}: {remark.comment}" if remark.comment else f"by {remark.who}"
        text = f"{alarm.title}, {said}"
        yield Entry(remark.at, times.clock(remark.at), what, where, text, FIRST)


def _of_gaps(material: Material, times: Times) -> Iterator[Entry]:
    for gap in material.gaps:
        text = gap.cause or "cause unknown"
        text += "; what was missed can be delivered later" if gap.recoverable else "; what was missed is lost"
        where = f"feed {gap.feed}"
        yield Entry(gap.since, times.clock(gap.since), "Feed lost", where, text, SECOND)
        if gap.until is not None:
            yield Entry(gap.until, times.clock(gap.until), "Feed back", where, "", SECOND)


def _of_claims(material: Material, times: Times) -> Iterator[Entry]:
    """What was said of the assets and their gateways; of feeds the gaps tell."""
    ours = {(Subject.ASSET, subject.network, subject.name) for subject in material.subjects}
    ours |= {(Subject.GATEWAY, subject.network, subject.gateway) for subject in material.subjects if subject.gateway}
    for claim in material.events.claims:
        if (claim.subject, claim.network, claim.name) in ours:
            name = material.name_of(claim.network, claim.name, of_gateway=claim.subject is Subject.GATEWAY)
            what = claim.presence.value.capitalize()
            yield Entry(claim.at, times.clock(claim.at), what, name, claim.cause, THIRD)
