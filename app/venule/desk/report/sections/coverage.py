"""Coverage: how much was heard of each datastream, when feeds were lost, and what was refused."""

from collections.abc import Iterator

from venule.desk.report.document import Block, Cell, Column, Heading, Paragraph, Row, Section, Table
from venule.desk.report.hearing import Heard
from venule.desk.report.material import Material, Stream
from venule.desk.report.sections.cover import percent
from venule.desk.report.wording import NONE, Times, bounded, counted, flat
from venule.desk.timebar.wording import duration_text
from venule.domain.freshness import STALE_AFTER

MOST_GAPS = 100
STREAM_COLUMNS = (
    Column("Datastream", 0.29),
    Column("Expected every", 0.11, figures=True),
    Column("Observations", 0.12, figures=True),
    Column("Heard", 0.09, figures=True),
    Column("Longest silence", 0.24, times=True),
    Column("Remarks", 0.15),
)
GAP_COLUMNS = (
    Column("Feed", 0.22),
    Column("From", 0.17, times=True),
    Column("To", 0.17, times=True),
    Column("Lasted", 0.12),
    Column("Cause", 0.32),
)
REJECT_COLUMNS = (
    Column("Count", 0.10, figures=True),
    Column("Feed", 0.20),
    Column("Refused by", 0.16),
    Column("Reason", 0.54),
)
EXPLAINED = (
    "This is what the report does not know. A datastream counts as heard while its last observation is no older than "
    f"{STALE_AFTER} times the interval in which it is expected; of one without such an interval nothing can be said."
)


def coverage(material: Material) -> Section:
    """The section."""
    times = Times(material.request.start, material.request.end, material.zone)
    blocks: list[Block] = [Paragraph(EXPLAINED, weak=True)]
    if material.streams:
        if remark := bounded(len(material.streams), material.stream_count, "datastreams"):
            blocks.append(Paragraph(remark, weak=True))
        blocks.append(Table(STREAM_COLUMNS, tuple(_row(stream, times) for stream in material.streams)))
    else:
        blocks.append(Paragraph("No datastream is concerned."))
    blocks.extend(_gaps(material, times))
    blocks.extend(_rejects(material))
    return Section("Coverage", tuple(blocks))


def _row(stream: Stream, times: Times) -> Row:
    heard, subject = stream.heard, stream.subject
    silence = duration_text(heard.silence)
    if heard.observations:
        silence += f" from {times.clock(heard.silent_from)}"
    texts = (
        f"{subject.called}, {stream.quantity.display_name.lower()}",
        duration_text(stream.every_us) if stream.every_us else NONE,
        f"{heard.observations:,}",
        NONE if heard.share is None else percent(heard.share),
        silence if heard.observations else "the whole time",
        _remarks(heard) or NONE,
    )
    return Row(tuple(map(Cell, texts)))


def _remarks(heard: Heard) -> str:
    least = "at least " if heard.thinned else ""
    counts = ((heard.filled, "filled in later"), (heard.doubtful, "doubtful"), (heard.bad, "bad"))
    return ", ".join(f"{least}{count:,} {word}" for count, word in counts if count)


def _gaps(material: Material, times: Times) -> Iterator[Block]:
    yield Heading("Gaps of feeds")
    if not material.gaps:
        yield Paragraph("None recorded: every feed was heard all the time, as far as the recorder was running.")
        return
    shown = material.gaps[:MOST_GAPS]
    if remark := bounded(len(shown), len(material.gaps), "gaps"):
        yield Paragraph(remark, weak=True)
    rows = []
    for gap in shown:
        until = "not recorded" if gap.until is None else times.clock(gap.until)
        lasted = NONE if gap.until is None else duration_text(gap.until - gap.since)
        cause = flat(gap.cause) or "unknown"
        texts = (gap.feed, times.clock(gap.since), until, lasted, cause)
        rows.append(Row(tuple(map(Cell, texts))))
    yield Table(GAP_COLUMNS, tuple(rows))


def _rejects(material: Material) -> Iterator[Block]:
    yield Heading("Messages that were refused")
    events = material.events
    if not events.reject_count:
        yield Paragraph("None recorded in this time.")
        return
    untold = events.reject_count - sum(refusals.count for refusals in events.rejects)
    more = f" The reasons of {counted(untold, 'message')} are left out." if untold else ""
    yield Paragraph(f"{counted(events.reject_count, 'message')} of all feeds, by the time of recording.{more}")
    rows = []
    for one in events.rejects:
        texts = (f"{one.count:,}", one.feed or NONE, one.stage, flat(one.reason, 300))
        rows.append(Row(tuple(map(Cell, texts))))
    yield Table(REJECT_COLUMNS, tuple(rows))
