"""The place: the assets of the incident in the state of its worst moment, on the map and in a list."""

from venule.desk.report.document import Block, Cell, Column, MapPicture, Paragraph, Row, Section, Table
from venule.desk.report.material import Material, Subject
from venule.desk.report.wording import NONE, Times, bounded, counted
from venule.desk.style.symbols import WORDS

COLUMNS = (
    Column("No.", 0.06, figures=True),
    Column("Asset", 0.24),
    Column("Kind", 0.15),
    Column("Network, gateway", 0.25),
    Column("Longitude, latitude", 0.18, times=True),
    Column("State", 0.12),
)


def place(material: Material) -> Section:
    """The section."""
    times = Times(material.request.start, material.request.end, material.zone)
    subjects = material.subjects
    if not subjects:
        return Section("Place", (Paragraph("No asset is concerned, so no map is shown."),))
    placed = [subject for subject in subjects if subject.place is not None]
    blocks: list[Block] = []
    rows = tuple(subject.row for subject in subjects)
    if placed:
        blocks.append(MapPicture(rows, material.scope.gateways, _said(material, times)))
    else:
        blocks.append(Paragraph("No place is known of any of these assets, so no map is shown."))
    unplaced = len(subjects) - len(placed)
    remarks = [f"States are those at {times.clock(material.worst)}, when it was worst."] if material.alarms else []
    remarks.append(bounded(len(subjects), material.scope.asset_count, "assets"))
    if placed and material.request.basemap is None:
        remarks.append("No base map lies beside the recording.")
    if material.scope.folded:
        remarks.append(
            f"{counted(material.scope.folded, 'further asset')} behind lost gateways "
            f"{'is' if material.scope.folded == 1 else 'are'} not listed: nothing is known of them but that."
        )
    if unplaced and placed:
        remarks.append(f"Of {unplaced:,} no place is known: they are not on the map.")
    if text := " ".join(filter(None, remarks)):
        blocks.append(Paragraph(text, weak=True))
    blocks.append(Table(COLUMNS, tuple(map(_row, subjects))))
    return Section("Place", tuple(blocks))


def _said(material: Material, times: Times) -> str:
    return f"{'At the worst moment' if material.alarms else 'At the beginning'}, {times.whole(material.worst)}"


def _row(subject: Subject) -> Row:
    heard_by = f"{subject.network}, {subject.gateway}" if subject.gateway else subject.network
    where = NONE
    if subject.place is not None:
        where = f"{subject.place.longitude:.5f}, {subject.place.latitude:.5f}".replace("-", "−")
    return Row(
        (
            Cell(str(subject.number)),
            Cell(subject.called),
            Cell(subject.kind or NONE),
            Cell(heard_by),
            Cell(where),
            Cell(WORDS[subject.status], status=subject.status),
        )
    )
