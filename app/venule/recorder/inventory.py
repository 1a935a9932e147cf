"""What the recorder has already told the file about assets and gateways, so that it tells each thing once."""

from dataclasses import replace

from venule.domain.asset import Asset
from venule.domain.bounded import Bounded
from venule.domain.geo import Position
from venule.domain.message import Message
from venule.recorder.additions import Additions
from venule.store.wkb import digest

MAX_ASSETS = 1_000_000
MAX_GATEWAYS = 100_000


class Inventory:
    """Remembers the last thing said of each asset and gateway (bounded); what differs is said again."""

    def __init__(self) -> None:
        self._assets: Bounded[tuple[str, str], Asset] = Bounded(MAX_ASSETS)
        self._shapes: Bounded[tuple[str, str], bytes] = Bounded(MAX_ASSETS)  # digests: a shape may be large
        self._gateways: Bounded[tuple[str, str], Position | None] = Bounded(MAX_GATEWAYS)

    def kind_of(self, network: str, asset: str) -> str:
        """The kind an asset is known to be of, or nothing."""
        known = self._assets.get((network, asset))
        return known.kind if known is not None else ""

    def knows(self, network: str, asset: str) -> bool:
        """Whether an asset is known."""
        return (network, asset) in self._assets

    def remember(self, asset: Asset) -> None:
        """Take over what the file says of an asset."""
        self._assets[asset.network, asset.name] = asset

    def note(self, message: Message, name: str, kind: str, into: Additions) -> None:
        """Add what a message says of an asset and its gateway, where that is new."""
        key = (message.network, name)
        known = self._assets.get(key)
        gateway = message.gateway
        if (
            known is not None
            and (not kind or kind == known.kind)
            and (gateway is None or gateway.name == known.gateway)
            and (name != message.asset or self._says_nothing_new(message, known))
        ):
            return
        if gateway is not None:
            self._note_gateway(message, into)
        said = _asset(message, name, kind)
        self._assets[key] = replace(said, shape=None) if known is None else _merged(known, said)
        if said.shape is not None:
            self._shapes[key] = digest(said.shape)
        into.assets.append(said)

    def _says_nothing_new(self, message: Message, known: Asset) -> bool:
        """Whether every field that the message fills is as it was."""
        return (
            (not message.label or message.label == known.label)
            and (message.position is None or message.position == known.position)
            and (not message.properties or message.properties == known.properties)
            and (message.gateway is None or not self._moved(message))
            and (message.shape is None or digest(message.shape) == self._shapes.get((known.network, known.name)))
        )

    def _moved(self, message: Message) -> bool:
        gateway = message.gateway
        if gateway is None or gateway.position is None:
            return False
        return self._gateways.get((gateway.network, gateway.name)) != gateway.position

    def _note_gateway(self, message: Message, into: Additions) -> None:
        gateway = message.gateway
        if gateway is None:
            return
        key = (gateway.network, gateway.name)
        if key not in self._gateways or self._moved(message):
            self._gateways[key] = gateway.position
            into.gateways.append(gateway)


def _asset(message: Message, name: str, kind: str) -> Asset:
    """What a message says of an asset. Label, place and properties are those of the device that sent it."""
    gateway = message.gateway.name if message.gateway is not None else ""
    if name != message.asset and message.asset:
        return Asset(message.network, name, kind, gateway=gateway)
    return Asset(
        message.network, name, kind, message.label, gateway, message.position, message.properties, message.shape
    )


def _merged(known: Asset, said: Asset) -> Asset:
    """What is known after something was said: empty fields say nothing. Shapes are remembered apart."""
    return Asset(
        known.network,
        known.name,
        said.kind or known.kind,
        said.label or known.label,
        said.gateway or known.gateway,
        said.position or known.position,
        said.properties or known.properties,
    )
