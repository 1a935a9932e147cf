"""The vertical: one class that tells Venule what its assets are and how to read what they say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import ClassVar

from venule.domain.asset import AssetKind
from venule.domain.message import Message, Unreadable
from venule.domain.observation import Observation
from venule.domain.quantity import Value
from venule.sdk.indicator import Indicator
from venule.sdk.layer import MapLayer
from venule.sdk.simulation import City, Simulator

API = 1
"""The version of this promise. A vertical states the one it was written for; the host refuses any other."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A message together with what must be read from it: ``venule check`` runs them.

    ``expected`` maps a quantity's name to its value, or to the list of its values where one message carries several.
    ``rejected`` is set for a message that must be refused.
    """

    name: str
    message: Message
    expected: dict[str, Value | list[Value]]
    rejected: bool = False


class Vertical:
    """Inherit, state the class attributes, write :meth:`read`. All else has a default.

    ``name`` is the prefix of the vertical's asset kinds (``"parking"`` makes ``"parking.bay"``). ``devices`` are
    patterns (``*`` and ``?``, any case) of the device profiles or models this vertical can read; a message from a
    feed that names its vertical comes here whatever its profile. An instance keeps no state between messages.
    """

    api: ClassVar[int] = API
    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    kinds: ClassVar[tuple[AssetKind, ...]] = ()
    devices: ClassVar[tuple[str, ...]] = ()
    indicators: ClassVar[tuple[Indicator, ...]] = ()
    layers: ClassVar[tuple[MapLayer, ...]] = ()

    def reads(self, message: Message) -> bool:
        """Whether this vertical knows the device that sent ``message``, judged by its profile."""
        profile = message.profile.lower()
        return any(fnmatchcase(profile, pattern.lower()) for pattern in self.devices)

    def read(self, message: Message) -> Iterator[Observation]:
        """Yield the observations in ``message``. Raise :class:`Unreadable` with one sentence where it holds none.

        What was yielded before an error is not kept: a message is taken in whole or rejected whole.
        """
        raise Unreadable(f"the vertical {self.name!r} reads no messages")

    def samples(self) -> Iterable[Sample]:
        """Messages with their expected reading, for ``venule check``."""
        return ()

    def simulate(self, city: City, seed: int, assets: int) -> Simulator | None:
        """A simulator of about ``assets`` assets in ``city``, or ``None`` if the vertical has none."""
        return None
