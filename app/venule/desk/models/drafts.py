"""A note while it is written: the time and the subjects offered, and the text so far; kept until it is written down."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from venule.desk.models.notes import Subject, subject_of
from venule.desk.models.wording import full_time
from venule.domain.instant import Instant, NotATime, from_datetime
from venule.domain.note import Note


class NotReadable(ValueError):
    """The time was not understood; the message says how to write it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """``subjects`` are offered, the narrowest first.

    ``in_place_of`` is the uid of the note that is changed, and ``original`` what that one says.
    """

    at: Instant
    subjects: tuple[Subject, ...]
    chosen: int = 0
    text: str = ""
    in_place_of: str = ""
    original: str = ""

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return self.subjects[self.chosen]

    @property
    def begun(self) -> bool:
        """Whether anything was typed that would be missed."""
        return self.text.strip() not in ("", self.original.strip())

    def same_place(self, other: "Draft") -> bool:
        """Whether both are about the same, at the same time."""
        return (self.at, self.subject) == (other.at, other.subject)

    def moved_to(self, other: "Draft") -> "Draft":
        """What was typed, about what the other is about."""
        return replace(other, text=self.text, in_place_of=self.in_place_of, original=self.original)


def draft_of(note: Note) -> Draft:
    """A note, to be changed."""
    return Draft(note.at, subject_of(note).widened(), 0, note.text, note.uid, note.text)


def read_time(text: str, offered: Instant) -> Instant:
    """The instant that was typed, in the zone where the desk stands; what is left as offered is just that instant."""
    if text.strip() == full_time(offered):
        return offered
    try:
        return from_datetime(datetime.fromisoformat(text.strip()).astimezone())
    except (ValueError, OverflowError, NotATime):
        raise NotReadable(f"Write the time as {full_time(offered)}.") from None


def encoded(draft: Draft | None) -> bytes:
    """A draft for the operator's file; empty without one."""
    if draft is None or not draft.begun:
        return b""
    subject = draft.subject
    names = [subject.network, subject.asset, subject.quantity]
    return json.dumps([draft.at, *names, draft.text, draft.in_place_of, draft.original]).encode()


def decoded(kept: bytes | None) -> Draft | None:
    """The draft of the last sitting; nothing where there is none, or none that can be read."""
    try:
        at, network, asset, quantity, text, uid, original = json.loads(kept or b"")
        subject = Subject(str(network), str(asset), str(quantity))
        return Draft(int(at), subject.widened(), 0, str(text), str(uid), str(original))
    except (ValueError, TypeError):
        return None
