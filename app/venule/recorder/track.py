"""One ladder watched on one asset: which level stands, which is about to, and the alarm that tells of it."""

from collections import deque
from dataclasses import replace

from venule.domain.alarm import Alarm, alarm_uid
from venule.domain.instant import Instant
from venule.domain.quantity import Value
from venule.domain.rule import Changes, Unchanged
from venule.recorder.ladder import Ladder, Level, in_us

NOTHING = -1
"""No level of the ladder."""


class Track:
    """The life of a ladder. Levels change on observed time; a delay that runs out between observations counts too.

    A higher level is a new occurrence, and the one below it ends.
    """

    __slots__ = ("_asset", "_due", "_goal", "_ladder", "_network", "_run", "_since", "_value", "alarm", "level")

    def __init__(self, network: str, asset: str, ladder: Ladder) -> None:
        self._network = network
        self._asset = asset
        self._ladder = ladder
        self._run: Run | Flutter | None = _memory(ladder)
        self._goal = self.level = NOTHING
        self._since: Instant = 0
        self._value: Value = 0
        self.alarm: Alarm | None = None
        self._due: Instant | None = None

    def resume(self, alarm: Alarm) -> None:
        """Go on with an alarm that stood when an earlier recorder stopped."""
        for number, level in enumerate(self._ladder):
            if level.rule.name == alarm.rule:
                self._goal = self.level = number
                self.alarm = alarm

    def observe(self, value: Value, observed_at: Instant, recorded_at: Instant) -> list[Alarm]:
        """Take in an observation that is not older than the last, and tell which alarms that changed."""
        changed = self._arrive(observed_at, recorded_at)
        self._value = value
        self._aim(self._wanted(value, observed_at), observed_at)
        return changed + self._arrive(observed_at, recorded_at)

    def tick(self, now: Instant) -> list[Alarm]:
        """Let time pass without an observation."""
        calm_at = self._calm_at()
        if calm_at is not None and calm_at <= now:
            self._aim(NOTHING, calm_at)
        return self._arrive(now, now)

    @property
    def due(self) -> Instant | None:
        """When something may change though nothing is observed."""
        times = [instant for instant in (self._due, self._calm_at()) if instant is not None]
        return min(times, default=None)

    def _calm_at(self) -> Instant | None:
        """When changes that stand as an alarm will lie too far back to count."""
        return self._run.calm_at if isinstance(self._run, Flutter) and self.level != NOTHING else None

    def _wanted(self, value: Value, at: Instant) -> int:
        """The highest level that holds."""
        if self._run is not None:
            return 0 if self._run.holds(value, at) else NOTHING
        wanted = NOTHING
        for number, level in enumerate(self._ladder):
            if level.entered(value, number <= self.level):
                wanted = number
        return wanted

    def _aim(self, wanted: int, at: Instant) -> None:
        """Head for a level: it is reached when its delay has run out."""
        if wanted == self.level:
            self._goal, self._due = wanted, None
        elif wanted != self._goal or self._due is None:
            rising = wanted > self.level
            if not (rising and self._goal > self.level and self._due is not None):
                self._since = at  # a delay runs from when the first of several levels was passed
            rule = self._ladder[wanted if rising else self.level].rule
            self._goal = wanted
            self._due = self._since + in_us(rule.on_delay_s if rising else rule.off_delay_s)

    def _arrive(self, by: Instant, recorded_at: Instant) -> list[Alarm]:
        """Enter the level headed for, if its delay ran out by then: what stood ends, what is entered begins."""
        if self._due is None or self._due > by:
            return []
        at, changed = self._due, []
        if self.alarm is not None:
            changed.append(replace(self.alarm, cleared_at=at, cleared_recorded_at=recorded_at))
        self.level, self._due, self.alarm = self._goal, None, None
        if self.level != NOTHING:
            self.alarm = self._raised(self._ladder[self.level], at, recorded_at)
            changed.append(self.alarm)
        return changed

    def _raised(self, level: Level, at: Instant, recorded_at: Instant) -> Alarm:
        rule = level.rule
        return Alarm(
            uid=alarm_uid(self._network, self._asset, rule.name, at),
            network=self._network,
            subject=self._asset,
            rule=rule.name,
            priority=rule.priority,
            raised_at=at,
            raised_recorded_at=recorded_at,
            title=rule.display_name,
            text=level.text(self._value),
            quantity=rule.quantity,
            cause=rule.cause,
            consequence=rule.consequence,
            action=rule.action,
            respond_within_s=rule.respond_within_s,
        )


class Run:
    """How long and how often a value has come without a change."""

    __slots__ = ("_count", "_since", "_value", "_when")

    def __init__(self, when: Unchanged) -> None:
        self._when = when
        self._value: Value | None = None
        self._count = 0
        self._since: Instant = 0

    def holds(self, value: Value, at: Instant) -> bool:
        """Whether the value has stood still for long enough, this observation included."""
        if self._count and value == self._value:
            self._count += 1
        else:
            self._value, self._count, self._since = value, 1, at
        return self._count >= self._when.samples and at - self._since >= in_us(self._when.for_s)


class Flutter:
    """When a value changed lately: no more times than the rule counts."""

    __slots__ = ("_changes", "_value", "_when")

    def __init__(self, when: Changes) -> None:
        self._when = when
        self._value: Value | None = None
        self._changes: deque[Instant] = deque(maxlen=max(1, when.count))

    def holds(self, value: Value, at: Instant) -> bool:
        """Whether the value changed often enough, this observation included."""
        if self._value is not None and value != self._value:
            self._changes.append(at)
        self._value = value
        return self.calm_at is not None and at < self.calm_at

    @property
    def calm_at(self) -> Instant | None:
        """When the oldest of enough changes will lie too far back; nothing while there are not enough."""
        if len(self._changes) < self._when.count:
            return None
        return self._changes[0] + in_us(self._when.within_s) + 1


def _memory(ladder: Ladder) -> Run | Flutter | None:
    """What a condition must remember of earlier values."""
    when = ladder[0].rule.when
    if isinstance(when, Unchanged):
        return Run(when)
    return Flutter(when) if isinstance(when, Changes) else None
