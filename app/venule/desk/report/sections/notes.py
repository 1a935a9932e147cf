"""Notes and commands: what operators wrote down, and what was sent to devices."""

from venule.desk.report.document import Block, Cell, Column, Paragraph, Row, Section, Table
from venule.desk.report.material import Material
from venule.desk.report.wording import NONE, Times, bounded, counted, flat

MOST_NOTES = 200
MOST_COMMANDS = 200
NOTE_COLUMNS = (
    Column("About", 0.13, times=True),
    Column("Written", 0.13, times=True),
    Column("Who", 0.12),
    Column("What about", 0.20),
    Column("Note", 0.42),
)
COMMAND_COLUMNS = (Column("Asked for", 0.25, times=True), Column("Asset", 0.35), Column("Command", 0.40))
LONGEST_NOTE = 2_000


def notes(material: Material) -> Section:
    """What was written down."""
    times = Times(material.request.start, material.request.end, material.zone)
    blocks: list[Block] = []
    if not material.is_commented:
        blocks.append(Paragraph("No operator's file lies beside the recording: notes are not known."))
    elif not material.notes:
        blocks.append(Paragraph("None recorded."))
    if remark := bounded(min(len(material.notes), MOST_NOTES), len(material.notes), "notes"):
        blocks.append(Paragraph(remark, weak=True))
    rows = []
    for note in material.notes[:MOST_NOTES]:
        where = material.name_of(note.network, note.asset) if note.asset else note.network or "the city"
        about = f"{where}, {note.quantity.replace('_', ' ')}" if note.quantity else where
        texts = (
            times.clock(note.at),
            times.clock(note.written_at),
            note.who or NONE,
            about,
            flat(note.text, LONGEST_NOTE),
        )
        rows.append(Row(tuple(map(Cell, texts))))
    if rows:
        blocks.append(Table(NOTE_COLUMNS, tuple(rows)))
    if material.notes_elsewhere:
        verb = "is" if material.notes_elsewhere == 1 else "are"
        left_out = f"{counted(material.notes_elsewhere, 'note')} of this time about other assets {verb} left out."
        blocks.append(Paragraph(left_out, weak=True))
    return Section("Notes", tuple(blocks))


def commands(material: Material) -> Section:
    """What was sent."""
    times = Times(material.request.start, material.request.end, material.zone)
    asked = material.events.commands
    if not asked:
        return Section("Commands", (Paragraph("None recorded."),))
    rows = tuple(
        Row(tuple(map(Cell, (times.clock(one.requested_at), material.name_of(one.network, one.asset), one.name))))
        for one in asked[:MOST_COMMANDS]
    )
    remark = bounded(len(rows), len(asked), "commands")
    blocks: list[Block] = [Paragraph(remark, weak=True)] if remark else []
    return Section("Commands", (*blocks, Table(COMMAND_COLUMNS, rows)))
