"""The alarm journal: each kind of alarm explained once, with everything that was raised of it and what was said."""

from collections.abc import Iterator, Sequence

from venule.desk.report.course import Told
from venule.desk.report.document import Block, Cell, Column, Facts, Heading, Paragraph, Row, Section, Table
from venule.desk.report.material import Material
from venule.desk.report.wording import NONE, PRIORITIES, Times, bounded, flat
from venule.desk.timebar.wording import duration_text
from venule.domain.instant import SECOND

MOST_ALARMS = 500
"""Occurrences that are listed; those of high priority first."""

MOST_REMARKS = 8
"""Remarks under one occurrence."""

MOST_FOLDED = 12
"""Names of folded alarms under their gateway's."""

COLUMNS = (
    Column("Raised", 0.15, times=True),
    Column("Returned", 0.15, times=True),
    Column("Stood for", 0.10),
    Column("Acknowledged", 0.16, times=True),
    Column("Where", 0.17),
    Column("Observed", 0.27),
)


def journal(material: Material) -> Section:
    """The section."""
    times = Times(material.request.start, material.request.end, material.zone)
    ordered = sorted(material.tops, key=lambda one: (one.alarm.priority, one.alarm.raised_at, one.alarm.uid))
    shown = ordered[:MOST_ALARMS]
    blocks: list[Block] = []
    if not shown:
        blocks.append(Paragraph("No alarm stood in this time at what the report is about."))
    if remark := _bounds(material, len(shown), len(ordered)):
        blocks.append(Paragraph(remark, weak=True))
    for group in _groups(shown):
        blocks.extend(_blocks(group, material, times))
    return Section("Alarm journal", tuple(blocks))


def _bounds(material: Material, shown: int, count: int) -> str:
    more = f"{material.unread:,} further alarms of this time were not read." if material.unread else ""
    return " ".join(part for part in (bounded(shown, count, "alarms"), more) if part)


def _groups(shown: Sequence[Told]) -> list[list[Told]]:
    """Those of one rule and one explanation together, in the order of their first."""
    groups: dict[object, list[Told]] = {}
    for one in shown:
        alarm = one.alarm
        key = (alarm.priority, alarm.rule, alarm.title, alarm.cause, alarm.consequence, alarm.action)
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _blocks(group: Sequence[Told], material: Material, times: Times) -> Iterator[Block]:
    alarm = group[0].alarm
    yield Heading(f"{alarm.title}, {PRIORITIES[alarm.priority]} priority", alarm.priority)
    explained = [
        (name, flat(text))
        for name, text in (("Cause", alarm.cause), ("Consequence", alarm.consequence), ("Action", alarm.action))
        if text
    ]
    if alarm.respond_within_s is not None:
        explained.append(("Respond within", duration_text(round(alarm.respond_within_s * SECOND))))
    if explained:
        yield Facts(tuple(explained))
    yield Table(COLUMNS, tuple(_row(one, material, times) for one in group))


def _row(one: Told, material: Material, times: Times) -> Row:
    alarm, found = one.alarm, one.acknowledgement
    raised = times.both(alarm.raised_at, alarm.raised_recorded_at)
    returned, stood = "not recorded", NONE
    if alarm.cleared_at is not None:
        returned = times.both(alarm.cleared_at, alarm.cleared_recorded_at or alarm.cleared_at)
        stood = duration_text(alarm.cleared_at - alarm.raised_at)
    acknowledged = "not recorded" if found is None else f"{times.clock(found.at)} by {found.who}"
    where = material.name_of(alarm.network, alarm.subject, of_gateway=alarm.of_gateway)
    cells = (raised, returned, stood, acknowledged, where, flat(alarm.text, 160) or NONE)
    return Row(tuple(map(Cell, cells)), tuple(_below(one, material, times)))


def _below(one: Told, material: Material, times: Times) -> Iterator[str]:
    said = [remark for remark in one.remarks if remark.comment]
    for remark in said[:MOST_REMARKS]:
        yield f"{times.clock(remark.at)} {remark.who}: {flat(remark.comment)}"
    if len(said) > MOST_REMARKS:
        yield f"{len(said) - MOST_REMARKS:,} further remarks are in the operator's file."
    folded = sorted({other.alarm.subject for other in material.alarms if other.alarm.parent == one.alarm.uid})
    if folded:
        names = ", ".join(folded[:MOST_FOLDED])
        more = f" and {len(folded) - MOST_FOLDED:,} more" if len(folded) > MOST_FOLDED else ""
        yield f"Folded under it, unknown because of it: {names}{more}"
