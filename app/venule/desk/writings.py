"""What the desk has written down in the operator's file: frozen orders, answered in the query thread like questions."""

from dataclasses import dataclass
from typing import ClassVar

from venule.desk.session import Archive
from venule.domain.geo import Position
from venule.domain.instant import Instant
from venule.domain.note import Note


class NotKept(Exception):
    """What the operator entered could not be written down; the message says why."""


@dataclass(frozen=True, slots=True)
class WriteRemark:
    """An acknowledgement or a comment to write down."""

    writes: ClassVar[bool] = True
    alarm_uid: str
    at: Instant
    who: str
    comment: str
    acknowledges: bool

    def answer(self, archive: Archive) -> None:
        if archive.operator is None or archive.unwritable:
            raise NotKept(f"This was not written down: {archive.unwritable or 'there is no place to write to'}")
        archive.operator.remark(self.alarm_uid, self.at, self.who, self.comment, self.acknowledges)


@dataclass(frozen=True, slots=True)
class WritePlacement:
    """A place to give to an asset, or, ``None``, to take back."""

    writes: ClassVar[bool] = True
    network: str
    asset: str
    place: Position | None
    at: Instant
    who: str

    def answer(self, archive: Archive) -> None:
        if archive.operator is None or archive.unwritable:
            raise NotKept(f"{self.asset} was not placed: {archive.unwritable or 'there is no place to write to'}")
        archive.operator.place(self.network, self.asset, self.place, self.at, self.who)


@dataclass(frozen=True, slots=True)
class WriteNote:
    """A note to keep, in place of another where that one is to be changed."""

    writes: ClassVar[bool] = True
    note: Note
    in_place_of: str = ""

    def answer(self, archive: Archive) -> None:
        if archive.operator is None or archive.unwritable:
            raise NotKept(f"The note was not kept: {archive.unwritable or 'there is no place to write to'}")
        archive.operator.note(self.note, self.in_place_of)


@dataclass(frozen=True, slots=True)
class WithdrawNote:
    """Notes to withdraw, or, ``back``, to let stand again."""

    writes: ClassVar[bool] = True
    uids: tuple[str, ...]
    at: Instant
    who: str
    back: bool = False

    def answer(self, archive: Archive) -> None:
        if archive.operator is None or archive.unwritable:
            raise NotKept(f"The note stays as it is: {archive.unwritable or 'there is no place to write to'}")
        tell = archive.operator.bring_back if self.back else archive.operator.withdraw
        for uid in self.uids:
            tell(uid, self.at, self.who)


@dataclass(frozen=True, slots=True)
class WriteMemory:
    """Something to start with the next time: a layout, the last view."""

    writes: ClassVar[bool] = True
    key: str
    value: bytes

    def answer(self, archive: Archive) -> None:
        if archive.operator is not None and not archive.unwritable:
            archive.operator.remember(self.key, self.value)
