"""Who was not heard: each asset against its own expected interval, and gateways by the silence behind them."""

from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from venule.domain.alarm import Alarm, alarm_uid
from venule.domain.asset import Asset, AssetKind
from venule.domain.instant import MINUTE, SECOND, Instant
from venule.domain.liveness import Liveness
from venule.domain.rule import Rule, Silent
from venule.recorder.gateways import Gateway, Gateways, Key
from venule.recorder.ladder import in_us

UNDECLARED = Silent()
"""By how many intervals an asset is judged whose kind declares an interval and no alarm about silence."""

MAX_LISTENED = 1_000_000
"""Assets listened for; those that come after are recorded, and their silence is not noticed."""


@dataclass(slots=True)
class Changed:
    """What came of it: alarms raised, cleared or folded, and claims about gateways."""

    alarms: list[Alarm] = field(default_factory=list)
    liveness: list[Liveness] = field(default_factory=list)


@dataclass(slots=True)
class Listened:
    """An asset that is expected to be heard. ``silent_after`` is how long it may say nothing; ``rule`` its alarm."""

    key: Key
    rule: Rule | None
    interval: int
    silent_after: int
    heard_at: Instant
    feed: str = ""
    silent: bool = False
    alarm: Alarm | None = None
    scheduled: bool = False


class Silence:
    """Listens for what does not come. A heap of due times: work is done when an asset is overdue, not at each tick.

    While the feed by which an asset speaks is down, the silence is ours and is not judged; once the feed is back, the
    asset has its whole window to speak again. Of several rules about silence a kind declares, the first counts.
    """

    def __init__(self, standing: dict[tuple[str, str, str], Alarm]) -> None:
        self._standing = standing
        self._listened: dict[Key, Listened] = {}
        self._gateways = Gateways(standing)
        self._heap: list[tuple[Instant, Key]] = []
        self._online_since: dict[str, Instant | None] = {}

    def learn(self, asset: Asset, kind: AssetKind | None, heard_at: Instant) -> None:
        """Take note of an asset, its kind and its gateway."""
        key = (asset.network, asset.name)
        listened = self._listened.get(key)
        if kind is not None and (listened is None or listened.rule not in (None, *kind.rules)):
            listened = self._listen(key, kind, heard_at)
        if listened is not None:
            self._gateways.place(key, asset.gateway, listened.silent)

    def hear(self, key: Key, feed: str, now: Instant, changed: Changed) -> None:
        """An asset spoke."""
        listened = self._listened.get(key)
        if listened is None:
            return
        listened.heard_at, listened.feed = now, feed
        gateway = self._gateways.of(key)
        if listened.silent:
            self._speaks_again(listened, gateway, now, changed)
        if gateway is not None and gateway.alarm is not None:
            self._returns(gateway, now, changed)

    def feed(self, name: str, online_since: Instant | None) -> None:
        """A feed came, or went (``None``)."""
        self._online_since[name] = online_since

    def tick(self, now: Instant, changed: Changed) -> None:
        """Judge the assets that are due."""
        while self._heap and self._heap[0][0] <= now:
            listened = self._listened[heappop(self._heap)[1]]
            listened.scheduled = False
            due = self._due(listened, now)
            if due > now:
                self._schedule(listened, due)
            elif not listened.silent:
                self._falls_silent(listened, now, changed)
            elif listened.alarm is not None and listened.alarm.parent:
                self._unfold(listened, changed)

    def _listen(self, key: Key, kind: AssetKind, heard_at: Instant) -> Listened | None:
        """Begin to listen, if the kind says how often its assets speak."""
        found = expectation(kind)
        if found is None:
            return None
        rule, every_s = found
        when = rule.when if rule is not None and isinstance(rule.when, Silent) else UNDECLARED
        after = in_us(when.times * every_s + (rule.on_delay_s if rule is not None else 0.0))
        if key not in self._listened and len(self._listened) >= MAX_LISTENED:
            return None
        scheduled = key in self._listened and self._listened[key].scheduled
        listened = self._listened[key] = Listened(key, rule, in_us(every_s), after, heard_at, scheduled=scheduled)
        if rule is not None:
            listened.alarm = self._standing.pop((*key, rule.name), None)
            listened.silent = listened.alarm is not None
        self._schedule(listened, heard_at + after)
        return listened

    def _due(self, listened: Listened, now: Instant) -> Instant:
        """When its silence will have lasted too long, as far as is known now."""
        feeds = self._online_since
        latest = listened.heard_at
        for since in (feeds[listened.feed],) if listened.feed in feeds else feeds.values():
            if since is None:
                return now + listened.silent_after
            latest = max(latest, since)
        return latest + listened.silent_after

    def _schedule(self, listened: Listened, due: Instant) -> None:
        if not listened.scheduled:
            listened.scheduled = True
            heappush(self._heap, (due, listened.key))

    def _falls_silent(self, listened: Listened, now: Instant, changed: Changed) -> None:
        gateway = self._gateways.of(listened.key)
        listened.silent = True
        if listened.rule is not None:
            lost = gateway.alarm if gateway is not None else None
            listened.alarm = _alarm(listened, listened.rule, now, lost.uid if lost is not None else "")
            changed.alarms.append(listened.alarm)
        if gateway is not None:
            gateway.silent.add(listened.key)
            if gateway.alarm is None and gateway.is_gone():
                self._is_lost(gateway, now, changed)

    def _speaks_again(self, listened: Listened, gateway: Gateway | None, now: Instant, changed: Changed) -> None:
        listened.silent = False
        if gateway is not None:
            gateway.silent.discard(listened.key)
        if listened.alarm is not None:
            changed.alarms.append(replace(listened.alarm, cleared_at=now, cleared_recorded_at=now))
            listened.alarm = None
        self._schedule(listened, now + listened.silent_after)

    def _is_lost(self, gateway: Gateway, now: Instant, changed: Changed) -> None:
        """One alarm for the gateway; those of the assets behind it are folded under it."""
        alarm, claim = gateway.lose(now)
        changed.alarms.append(alarm)
        changed.liveness.append(claim)
        for listened in map(self._listened.__getitem__, gateway.silent):
            if listened.alarm is not None:
                listened.alarm = replace(listened.alarm, parent=alarm.uid)
                changed.alarms.append(listened.alarm)

    def _returns(self, gateway: Gateway, now: Instant, changed: Changed) -> None:
        """It carried a message. What is still silent behind it has a window to follow before it stands alone."""
        found = gateway.find(now)
        if found is not None:
            changed.alarms.append(found[0])
            changed.liveness.append(found[1])
        for listened in map(self._listened.__getitem__, gateway.silent):
            listened.heard_at = max(listened.heard_at, now)
            self._schedule(listened, now + listened.silent_after)

    def _unfold(self, listened: Listened, changed: Changed) -> None:
        """The gateway is back and the asset is not: its alarm stands for itself again."""
        gateway = self._gateways.of(listened.key)
        if listened.alarm is not None and (gateway is None or gateway.alarm is None):
            listened.alarm = replace(listened.alarm, parent="")
            changed.alarms.append(listened.alarm)


def expectation(kind: AssetKind) -> tuple[Rule | None, float] | None:
    """The alarm about silence that a kind declares, if any, and how often its assets speak; nothing if unsaid."""
    rule = next((rule for rule in kind.rules if isinstance(rule.when, Silent)), None)
    quantity = kind.quantity(rule.quantity) if rule is not None else None
    every_s = (quantity.expected_every_s if quantity is not None else None) or kind.expected_every_s
    return (rule, every_s) if every_s else None


def _alarm(listened: Listened, rule: Rule, now: Instant, parent: str) -> Alarm:
    network, name = listened.key
    silent_for = _span(now - listened.heard_at)
    return Alarm(
        uid=alarm_uid(network, name, rule.name, now),
        network=network,
        subject=name,
        rule=rule.name,
        priority=rule.priority,
        raised_at=now,
        raised_recorded_at=now,
        title=rule.display_name,
        text=f"Nothing heard for {silent_for}; a message every {_span(listened.interval)} is expected",
        cause=rule.cause,
        consequence=rule.consequence,
        action=rule.action,
        respond_within_s=rule.respond_within_s,
        parent=parent,
    )


def _span(span_us: int) -> str:
    return f"{span_us / MINUTE:.0f} min" if span_us >= 2 * MINUTE else f"{span_us / SECOND:.0f} s"
