"""The trends: datastreams of the incident as small charts over one time axis."""

from venule.desk.report.document import Block, ChartLine, Charts, Paragraph, Section
from venule.desk.report.material import Material, Stream
from venule.desk.report.wording import bounded

EXPLAINED = (
    "Shaded: the normal range. Dashed: limits, with the priority of the alarm beyond them. Bar and sign at the upper "
    "edge: while an alarm stood. A line is broken where nothing was heard; rings were filled in later, triangles are "
    "doubtful, crosses are bad values."
)
A_GROUP = 4
"""Charts that stand together above one time axis."""


def trends(material: Material) -> Section:
    """The section."""
    charted = list(material.charted())
    if not charted:
        return Section("Trends", (Paragraph("No datastream that is concerned was heard in this time."),))
    remark = bounded(len(charted), material.stream_count, "datastreams of these assets")
    blocks: list[Block] = [Paragraph(" ".join(filter(None, (EXPLAINED, remark))), weak=True)]
    for first in range(0, len(charted), A_GROUP):
        lines = tuple(filter(None, map(_line, charted[first : first + A_GROUP])))
        alarms = tuple(one.alarm for one in material.alarms)
        blocks.append(Charts(lines, material.request.start, material.request.end, alarms, material.notes))
    return Section("Trends", tuple(blocks))


def _line(stream: Stream) -> ChartLine | None:
    subject, series = stream.subject, stream.series
    if series is None:
        return None
    return ChartLine(stream.datastream, subject.called, stream.quantity, subject.network, subject.name, series)
