"""The simulated town: every vertical's simulator in one city, and the times in its messages when it lives faster."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from venule.domain.instant import Instant, from_datetime, to_iso
from venule.sdk import Asset, City, Outgoing, Simulator, Surveyed, Vertical

SEED = 20_261_122
SHARES = {"lighting": 0.45, "parking": 0.35, "water": 0.20}
"""How a number of assets is divided; a vertical not named here gets the smallest share."""

TIMES = re.compile(rb'"\d{4}-\d\d-\d\dT[\d:.]+Z"|(?<="t":)\d{13}(?=[,}])')


class Town:
    """The simulators of all verticals that have one."""

    def __init__(self, verticals: Iterable[Vertical], city: City, assets: int) -> None:
        self._simulators: list[Simulator] = []
        chosen = list(verticals)
        shares = [SHARES.get(vertical.name, min(SHARES.values())) for vertical in chosen]
        for vertical, share in zip(chosen, shares, strict=True):
            simulator = vertical.simulate(city, SEED, max(1, round(assets * share / sum(shares))))
            if simulator is not None:
                self._simulators.append(simulator)

    def inventory(self) -> Iterator[Asset]:
        """The assets that are lines and areas."""
        for simulator in self._simulators:
            if isinstance(simulator, Surveyed):
                yield from simulator.inventory()

    def start(self, now: Instant) -> Iterator[Outgoing]:
        """What makes every asset known."""
        for simulator in self._simulators:
            yield from simulator.start(now)

    def step(self, now: Instant) -> Iterator[Outgoing]:
        """What is said until ``now``."""
        for simulator in self._simulators:
            yield from simulator.step(now)


class Pace:
    """How fast the town lives: from ``anchor`` on its time runs ``speed`` times as fast as ours."""

    def __init__(self, anchor: Instant, speed: float) -> None:
        self._anchor = anchor
        self._speed = max(1.0, speed)

    def town_time(self, now: Instant) -> Instant:
        """The time in the town when it is ``now`` here."""
        return self._anchor + round((now - self._anchor) * self._speed)

    def our_time(self, told: Instant) -> Instant:
        """The inverse: when it was here when it was ``told`` there."""
        return told if told <= self._anchor else self._anchor + round((told - self._anchor) / self._speed)

    def translated(self, message: Outgoing) -> Outgoing:
        """A message with the town's times turned into ours."""
        if self._speed == 1.0:
            return message
        return Outgoing(message.topic, TIMES.sub(self._translate, message.payload))

    def _translate(self, found: re.Match[bytes]) -> bytes:
        text = found[0].decode()
        if text.startswith('"'):
            moment = datetime.fromisoformat(text.strip('"'))
            return f'"{to_iso(self.our_time(from_datetime(moment)))}"'.encode()
        return str(self.our_time(int(text) * 1000) // 1000).encode()
