"""What the watch has any use for: most of what a city says is beyond no limit, and nobody waits for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from venule.domain.asset import Asset, AssetKind
from venule.domain.bounded import Bounded
from venule.domain.instant import Instant
from venule.domain.observation import Recorded
from venule.recorder.gateways import Key
from venule.recorder.ladder import Ladder, ladders
from venule.recorder.silence import expectation

MAX_ASSETS = 1_000_000


class Interest:
    """Knows which values of which assets are watched, and for which assets' silence somebody listens."""

    def __init__(self, kinds: Mapping[str, AssetKind]) -> None:
        self._ladders = {name: ladders(kind) for name, kind in kinds.items()}
        self._expected = {name for name, kind in kinds.items() if expectation(kind) is not None}
        self._watched: Bounded[Key, Mapping[str, tuple[Ladder, ...]]] = Bounded(MAX_ASSETS)
        self._listened: Bounded[Key, None] = Bounded(MAX_ASSETS)

    def learn(self, asset: Asset, _heard_at: Instant = 0) -> None:
        """Take note of what an asset is."""
        key = (asset.network, asset.name)
        if self._ladders.get(asset.kind):
            self._watched[key] = self._ladders[asset.kind]
        if asset.kind in self._expected:
            self._listened[key] = None

    def rows(self, observations: Sequence[Recorded]) -> Sequence[Recorded]:
        """The observations for which something is declared; looks at none where that holds for no asset."""
        watched = self._watched
        if not watched:
            return ()
        return [row for row in observations if row[2] in watched.get(row[:2], ())]

    def steps(self, row: Recorded) -> tuple[Ladder, ...]:
        """What is declared for a watched observation."""
        return self._watched[row.network, row.asset][row.datastream]

    def heard(self, keys: Collection[Key]) -> Iterable[Key]:
        """The assets among these that are listened for."""
        listened = self._listened
        return [key for key in keys if key in listened] if listened else ()
