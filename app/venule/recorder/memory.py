"""What the file already holds when a recorder starts: it goes on from there instead of learning the city anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from venule.domain.asset import Asset
from venule.domain.geo import position
from venule.domain.instant import Instant
from venule.domain.liveness import FeedGap, Presence
from venule.domain.quantity import Value, ValueKind
from venule.recorder.hearing import NOT_RUNNING
from venule.recorder.intake import Intake
from venule.recorder.interest import Interest
from venule.recorder.streams import Stream
from venule.recorder.watch import Watch
from venule.store.answers import Catalogue, Values
from venule.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Memory:
    """The names, the latest values, the gaps that were open, and the time up to which the file was written."""

    catalogue: Catalogue
    latest: Values
    open_gaps: Mapping[str, FeedGap]
    recorded_until: Instant

    def teach(self, intake: Intake, watch: Watch | Interest) -> None:
        """Let the intake know the assets and datastreams, and the watch when each asset was heard last."""
        assets = self._assets()
        for asset in assets:
            intake.inventory.remember(asset)
        heard_at = self._heard_at()
        for asset, instant in zip(assets, heard_at, strict=True):
            if instant:
                watch.learn(asset, instant)
        self._teach_streams(intake, assets)

    def _assets(self) -> list[Asset]:
        catalogue, columns = self.catalogue, self.catalogue.assets
        networks = [network.name for network in catalogue.networks]
        kinds, gateways = (*catalogue.kinds, ""), (*catalogue.gateways.name, "")  # -1 is none, and the last
        places = zip(columns.longitude.tolist(), columns.latitude.tolist(), strict=True)
        return [
            Asset(networks[network], name, kinds[kind], label, gateways[gateway], position(*place))
            for name, label, network, kind, gateway, place in zip(
                columns.name,
                columns.label,
                columns.network.tolist(),
                columns.kind.tolist(),
                columns.gateway.tolist(),
                places,
                strict=True,
            )
        ]

    def _heard_at(self) -> list[Instant]:
        """Per asset, when the last of its latest observations was recorded; 0 for never."""
        heard = np.zeros(len(self.catalogue.assets.id), np.int64)
        rows = np.searchsorted(self.catalogue.datastreams.id, self.latest.datastream)
        np.maximum.at(heard, self.catalogue.datastreams.asset[rows], self.latest.recorded_at)
        found: list[Instant] = heard.tolist()
        return found

    def _teach_streams(self, intake: Intake, assets: list[Asset]) -> None:
        columns, latest = self.catalogue.datastreams, self.latest
        row_of = {id: row for row, id in enumerate(latest.datastream.tolist())}
        observed_at = latest.observed_at.tolist()
        every = zip(columns.id.tolist(), columns.asset.tolist(), columns.quantity.tolist(), strict=True)
        for row, (id, asset_row, quantity_row) in enumerate(every):
            asset, quantity = assets[asset_row], self.catalogue.quantities[quantity_row]
            stream = Stream(quantity, open=not intake.declares(asset.kind, quantity.name), declared=True)
            stream.spell(columns.unit_source.get(row, quantity.unit))
            found = row_of.get(id)
            if found is not None:
                stream.newest = observed_at[found]
                stream.last = _value(latest, found, quantity.kind)
            intake.remember(asset.network, asset.name, stream)


def recall(cache: Path, now: Instant) -> Memory:
    """Read what the file holds. A feed that was heard when its recorder stopped has been deaf since."""
    with Reader(cache) as reader:
        latest, status = reader.latest(now), reader.recorder()
        last = max(status.heartbeat_at if status is not None else 0, latest.cursor.recorded_at)
        gaps = {gap.feed: gap for gap in reader.gaps(0, now, now) if gap.until is None}
        for feed in reader.feeds(now):
            if feed.presence == Presence.ONLINE and status is not None and feed.name not in gaps:
                gaps[feed.name] = FeedGap(feed.name, status.heartbeat_at, None, NOT_RUNNING, recoverable=feed.qos > 0)
        return Memory(reader.catalogue(), latest, gaps, last)


def _value(latest: Values, row: int, kind: ValueKind) -> Value | None:
    if row in latest.text:
        return latest.text[row]
    number = float(latest.number[row])
    if np.isnan(number):
        return None
    return bool(number) if kind is ValueKind.FLAG else number
