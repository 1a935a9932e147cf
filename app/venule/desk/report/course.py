"""The course of an incident in figures: what was raised, when most of it stood, who acknowledged it, how it ended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from venule.domain.alarm import Alarm
from venule.domain.instant import Instant
from venule.domain.rule import Priority
from venule.store.answers import Remark


@dataclass(frozen=True, slots=True)
class Told:
    """One alarm with what operators said of it, oldest first."""

    alarm: Alarm
    remarks: tuple[Remark, ...] = ()

    @property
    def acknowledgement(self) -> Remark | None:
        """The first one that acknowledges it."""
        return next((remark for remark in self.remarks if remark.acknowledges), None)


def told(alarms: Iterable[Alarm], remarks: Iterable[Remark]) -> tuple[Told, ...]:
    """Alarms with their remarks, in the order of the alarms."""
    said: dict[str, list[Remark]] = {}
    for remark in remarks:
        said.setdefault(remark.alarm_uid, []).append(remark)
    by_time = {uid: tuple(sorted(some, key=lambda remark: remark.at)) for uid, some in said.items()}
    return tuple(Told(alarm, by_time.get(alarm.uid, ())) for alarm in alarms)


def worst_moment(alarms: Sequence[Alarm], start: Instant, end: Instant) -> Instant:
    """The first time of the stretch at which most alarms stood, the urgent ones first; its beginning without any.

    Alarms that are folded under another one count only where nothing else differs.
    """
    changes: dict[Instant, list[tuple[Alarm, int]]] = {}
    for alarm in alarms:
        since, until = max(alarm.raised_at, start), alarm.cleared_at
        if since <= end:
            changes.setdefault(since, []).append((alarm, 1))
            if until is not None and until <= end:
                changes.setdefault(max(until, since), []).append((alarm, -1))
    standing, best, moment = _none(), _none(), start
    for at in sorted(changes):
        for alarm, by in changes[at]:
            standing[(int(alarm.priority), bool(alarm.parent))] += by
        if _weight(standing) > _weight(best):
            best, moment = dict(standing), at
    return moment


def _none() -> dict[tuple[int, bool], int]:
    return {(int(priority), folded): 0 for priority in Priority for folded in (False, True)}


def _weight(standing: Mapping[tuple[int, bool], int]) -> tuple[int, ...]:
    return tuple(standing[(int(priority), folded)] for folded in (False, True) for priority in sorted(Priority))


def most_at_once(alarms: Sequence[Alarm], start: Instant, end: Instant) -> int:
    """How many alarms stood together at most; of two at one time, a return comes before a raising."""
    ours = [one for one in alarms if one.raised_at <= end and (one.cleared_at is None or one.cleared_at > start)]
    changes = [(max(one.raised_at, start), 1) for one in ours]
    changes += [(one.cleared_at, -1) for one in ours if one.cleared_at is not None and one.cleared_at <= end]
    standing = most = 0
    for _, by in sorted(changes):
        standing += by
        most = max(most, standing)
    return most


def standing_at(alarms: Iterable[Alarm], at: Instant) -> tuple[Alarm, ...]:
    """The alarms that stood at a time, by their observed times."""
    return tuple(one for one in alarms if one.raised_at <= at and (one.cleared_at is None or one.cleared_at > at))
