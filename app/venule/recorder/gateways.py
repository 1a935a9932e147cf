"""Gateways, judged by the silence behind them: one alarm for what they took along, instead of hundreds."""

from dataclasses import dataclass, field, replace

from venule.domain.alarm import Alarm, alarm_uid
from venule.domain.instant import Instant
from venule.domain.liveness import Liveness, Presence, Subject
from venule.domain.rule import Priority, Rule, Silent

Key = tuple[str, str]
"""Network and name, of an asset or of a gateway."""

LOST = Rule(
    "gateway_lost",
    Silent(),
    priority=Priority.HIGH,
    title="Gateway lost",
    cause="The gateway has no power, no uplink or no radio.",
    consequence="Nothing is known of the assets behind it.",
    action="Check the gateway's power and uplink.",
)

LOST_SHARE = 0.6
"""With more than this share of its assets silent it is the gateway that is lost."""

SMALL = 3
"""A gateway of fewer assets is lost only when all of them are silent."""

FEWEST = 2
"""From the silence of a single asset nothing follows about its gateway."""


@dataclass(slots=True)
class Gateway:
    """Which assets were heard through it last, which of them are silent, and its alarm while it is lost."""

    network: str
    name: str
    members: set[Key] = field(default_factory=set)
    silent: set[Key] = field(default_factory=set)
    alarm: Alarm | None = None

    def is_gone(self) -> bool:
        """Whether so many are silent that the gateway must be lost."""
        behind, silent = len(self.members), len(self.silent)
        if behind < SMALL:
            return behind >= FEWEST and silent == behind
        return silent > LOST_SHARE * behind

    def lose(self, now: Instant) -> tuple[Alarm, Liveness]:
        """It is lost from now on."""
        text = f"{len(self.silent)} of the {len(self.members)} assets behind it are silent"
        self.alarm = Alarm(
            uid=alarm_uid(self.network, self.name, LOST.name, now),
            network=self.network,
            subject=self.name,
            rule=LOST.name,
            priority=LOST.priority,
            raised_at=now,
            raised_recorded_at=now,
            title=LOST.display_name,
            text=text,
            of_gateway=True,
            cause=LOST.cause,
            consequence=LOST.consequence,
            action=LOST.action,
        )
        return self.alarm, self._claim(Presence.OFFLINE, now, text)

    def find(self, now: Instant) -> tuple[Alarm, Liveness] | None:
        """It carried a message: if it was lost, it no longer is."""
        if self.alarm is None:
            return None
        cleared = replace(self.alarm, cleared_at=now, cleared_recorded_at=now)
        self.alarm = None
        return cleared, self._claim(Presence.ONLINE, now, "it was heard again")

    def _claim(self, presence: Presence, now: Instant, cause: str) -> Liveness:
        return Liveness(Subject.GATEWAY, self.network, self.name, presence, now, cause)


class Gateways:
    """Through which gateway each asset was heard last: no more gateways than assets, but for those that are lost."""

    def __init__(self, standing: dict[tuple[str, str, str], Alarm]) -> None:
        self._standing = standing
        self._gateways: dict[Key, Gateway] = {}
        self._of: dict[Key, Gateway] = {}

    def of(self, asset: Key) -> Gateway | None:
        """The gateway an asset was heard through last."""
        return self._of.get(asset)

    def place(self, asset: Key, name: str, silent: bool) -> None:
        """Count an asset to a gateway, and no longer to the one before."""
        before = self._of.get(asset)
        if not name or (before is not None and before.name == name):
            return
        if before is not None:
            before.members.discard(asset)
            before.silent.discard(asset)
            if not before.members and before.alarm is None:
                del self._gateways[before.network, before.name]
        key = (asset[0], name)
        gateway = self._gateways.get(key)
        if gateway is None:
            gateway = self._gateways[key] = Gateway(*key, alarm=self._standing.pop((*key, LOST.name), None))
        gateway.members.add(asset)
        if silent:
            gateway.silent.add(asset)
        self._of[asset] = gateway
