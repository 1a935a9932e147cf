"""The lines of the alarm list, as values: each alarm with what was said of it, ordered, children under their parent."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from venule.desk.questions import AlarmsSeen
from venule.domain.alarm import Alarm, AlarmState, alarm_state
from venule.domain.instant import Instant
from venule.store.answers import Remark

ACTIVE = (AlarmState.ACTIVE_UNACKNOWLEDGED, AlarmState.ACTIVE_ACKNOWLEDGED)
SETTLED = AlarmState.NORMAL
"""By a name of its own: a thousand times looked up in its class it costs more than the lines."""

UNACKNOWLEDGED = (AlarmState.ACTIVE_UNACKNOWLEDGED, AlarmState.RETURNED_UNACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One line. ``children`` counts the alarms folded under it; ``depth`` is 1 for such a child."""

    alarm: Alarm
    state: AlarmState
    acknowledged_by: str = ""
    acknowledged_at: Instant | None = None
    comment: str = ""
    children: int = 0
    depth: int = 0

    @property
    def uid(self) -> str:
        """The occurrence's lasting name."""
        return self.alarm.uid

    @property
    def active(self) -> bool:
        """Whether the condition stands."""
        return self.state in ACTIVE

    @property
    def since(self) -> Instant:
        """When it entered its state: raised, or returned."""
        cleared = self.alarm.cleared_at
        return self.alarm.raised_at if self.active or cleared is None else cleared

    @property
    def unacknowledged(self) -> bool:
        """Whether nobody has said yet that they saw it."""
        return self.state in UNACKNOWLEDGED


URGENCY = (
    AlarmState.ACTIVE_UNACKNOWLEDGED,
    AlarmState.RETURNED_UNACKNOWLEDGED,
    AlarmState.ACTIVE_ACKNOWLEDGED,
    AlarmState.NORMAL,
)
_ACTIVE = (0, 2)


def lines_of(seen: AlarmsSeen, unfolded: frozenset[str] = frozenset()) -> tuple[AlarmLine, ...]:
    """The list from its top: unacknowledged first, and of these the active; then by priority, then the newest.

    Settled alarms are left out. Acknowledging never hides an active line: it leaves only when its condition has gone
    and somebody has seen it.
    """
    return folded(every_line(seen), unfolded)


def folded(lines: Iterable[AlarmLine], unfolded: frozenset[str]) -> tuple[AlarmLine, ...]:
    """The lines without the children of those that are not unfolded."""
    return tuple(line for line in lines if not line.depth or line.alarm.parent in unfolded)


def every_line(seen: AlarmsSeen) -> tuple[AlarmLine, ...]:
    """The list with every child shown below its parent."""
    said = _by_alarm(seen.remarks)
    lines = (_line(alarm, seen.as_of, said.get(alarm.uid)) for alarm in seen.alarms)
    shown = {line.alarm.uid: line for line in lines if line.state is not SETTLED}
    below: dict[str, list[AlarmLine]] = {}
    tops: list[AlarmLine] = []
    for line in shown.values():
        if line.alarm.parent in shown:
            below.setdefault(line.alarm.parent, []).append(line)
        else:
            tops.append(line)
    tops.sort(key=_urgency)
    return tuple(chain.from_iterable(_with_children(line, below) for line in tops) if below else tops)


def _with_children(line: AlarmLine, below: dict[str, list[AlarmLine]]) -> list[AlarmLine]:
    children = below.get(line.uid)
    if children is None:
        return [line]
    return [_with(line, children=len(children)), *(_with(child, depth=1) for child in sorted(children, key=_urgency))]


def _urgency(line: AlarmLine) -> tuple[int, int, int, str]:
    alarm, urgency = line.alarm, URGENCY.index(line.state)
    since = alarm.raised_at if urgency in _ACTIVE or alarm.cleared_at is None else alarm.cleared_at
    return urgency, alarm.priority, -since, alarm.uid


def _by_alarm(remarks: Iterable[Remark]) -> dict[str, list[Remark]]:
    said: dict[str, list[Remark]] = {}
    for remark in sorted(remarks, key=lambda remark: remark.at):
        said.setdefault(remark.alarm_uid, []).append(remark)
    return said


def _line(alarm: Alarm, as_of: Instant, said: list[Remark] | None) -> AlarmLine:
    if not said:
        return AlarmLine(alarm, alarm_state(alarm.active(as_of), False))
    first = next((remark for remark in said if remark.acknowledges), None)
    comment = next((remark.comment for remark in reversed(said) if remark.comment), "")
    state = alarm_state(alarm.active(as_of), first is not None)
    return AlarmLine(alarm, state, first.who if first else "", first.at if first else None, comment)


def _with(line: AlarmLine, children: int = 0, depth: int = 0) -> AlarmLine:
    return AlarmLine(line.alarm, line.state, line.acknowledged_by, line.acknowledged_at, line.comment, children, depth)
