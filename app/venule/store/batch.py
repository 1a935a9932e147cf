"""What the recorder hands to the writer: one batch of frozen values, committed in one transaction or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from venule.domain.alarm import Alarm
from venule.domain.asset import Asset, Gateway
from venule.domain.instant import Instant
from venule.domain.liveness import FeedGap, Liveness, Presence
from venule.domain.observation import Recorded
from venule.domain.quantity import Quantity
from venule.domain.reject import Reject
from venule.store.columns import Columns


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a datastream is: which quantity of which asset, in which spelling of its unit, expected how often."""

    network: str
    asset: str
    quantity: Quantity
    unit_source: str = ""
    expected_every_s: float | None = None


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """The health of one feed now. ``protocol`` is ``"MQTT 5"``, ``"MQTT 3.1.1"``, ``"import"`` or empty."""

    name: str
    dialect: str
    protocol: str
    qos: int
    presence: Presence
    since: Instant
    cause: str
    last_message_at: Instant | None


@dataclass(frozen=True, slots=True)
class RecorderStatus:
    """The recorder's heartbeat: who it is, what it has done since it started, and whether it ended by itself."""

    pid: int
    started_at: Instant
    heartbeat_at: Instant
    received: int
    recorded: int
    rejected: int
    backlog: int
    stopped: bool
    trouble: str = ""
    """One sentence for the operator about what the recorder cannot do now, such as packing on a full disk."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything one transaction takes in. Names come first: observations may rely on them."""

    assets: Sequence[Asset] = ()
    gateways: Sequence[Gateway] = ()
    declarations: Sequence[Declaration] = ()
    observations: Sequence[Recorded] | Columns = ()
    rejects: Sequence[Reject] = ()
    alarms: Sequence[Alarm] = ()
    liveness: Sequence[Liveness] = ()
    gaps: Sequence[FeedGap] = ()
    feeds: Sequence[FeedStatus] = ()
    status: RecorderStatus | None = None

    @property
    def listed(self) -> Sequence[Recorded]:
        """The observations of a batch in which they are listed; raises :class:`TypeError` where they are columns."""
        if isinstance(self.observations, Columns):
            raise TypeError("these observations are columns")
        return self.observations


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a batch's observations. Those the store could not hold are rejects now."""

    observations: int
    """How many were written, redeliveries included: they settle when the file is read and when it is packed."""
