"""The notes about one asset on its page: the newest in full, and how many more there are."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from venule.desk.models.notes import subject_of
from venule.desk.models.wording import moment, plural
from venule.desk.style.metrics import Space
from venule.desk.views.labels import flowing
from venule.domain.instant import Instant
from venule.domain.note import Note

MOST_SHOWN = 5


def note_block(notes: Iterable[Note], asset: tuple[str, str], now: Instant) -> QWidget | None:
    """The notes about an asset and its values, the newest time first; nothing where there is none."""
    mine = [note for note in notes if (note.network, note.asset) == asset]
    if not mine:
        return None
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.HAIR)
    for note in sorted(mine, key=lambda note: (note.at, note.written_at), reverse=True)[:MOST_SHOWN]:
        about = f"{subject_of(note).quantity.replace('_', ' ')} · " if note.quantity else ""
        column.addWidget(flowing(note.text))
        column.addWidget(flowing(f"{about}{moment(note.at, now)} · {note.who}", "weak"))
        column.addSpacing(Space.TIGHT)
    if len(mine) > MOST_SHOWN:
        column.addWidget(flowing(f"and {plural(len(mine) - MOST_SHOWN, 'more note')} in the list of notes", "weak"))
    return content
