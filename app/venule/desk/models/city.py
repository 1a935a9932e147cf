"""The city at one time: the latest value of every datastream and the status of every asset, kept as columns."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from venule.desk.models.latest import NEVER, Latest
from venule.desk.models.snapshot import FrozenSnapshot
from venule.desk.models.status import (
    Names,
    alarm_status,
    any_of_asset,
    behind_lost,
    events_of,
    lost_gateways,
    names_of,
    shortest_interval,
    worst,
)
from venule.domain.alarm import Alarm, Status
from venule.domain.basis import Basis
from venule.domain.freshness import stale
from venule.domain.instant import SECOND, Instant
from venule.domain.liveness import Liveness
from venule.domain.quality import Quality
from venule.store.answers import (
    START,
    Assets,
    Catalogue,
    Datastreams,
    Gateways,
    Longs,
    Placement,
    Values,
)
from venule.store.placing import laid_over, placed_rows

Flags = npt.NDArray[np.bool_]
AGE_EVERY = SECOND
EARLY_PULSES = 256
"""Pulses kept while a new catalogue is on its way: a minute at four a second."""
NOTHING = np.zeros(0, np.int64)

EMPTY = Catalogue(
    version=-1,
    networks=(),
    kinds=(),
    quantities=(),
    gateways=Gateways(NOTHING, (), NOTHING.astype(np.int32), np.zeros(0), np.zeros(0)),
    assets=Assets(NOTHING, (), (), *(NOTHING.astype(np.int32),) * 3, np.zeros(0), np.zeros(0)),
    datastreams=Datastreams(NOTHING, *(NOTHING.astype(np.int32),) * 2, NOTHING),
)


@dataclass(frozen=True, slots=True)
class CityChange:
    """What a pulse changed: rows of assets with another status, and rows of datastreams with a new value."""

    assets: Longs
    datastreams: Longs


class CityModel(QObject):
    """Owns the columns. ``rebuilt`` follows a new catalogue or a jump in time, ``changed`` a pulse with changes.

    They are as of ``now``: by their ``basis`` what was known then, or what had happened by then. ``placed`` follows
    assets that were put elsewhere by hand, or back: their rows.
    """

    rebuilt = Signal(object)
    changed = Signal(object)
    placed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.catalogue: Catalogue = EMPTY
        self.names = Names({}, {})
        self.latest = Latest(EMPTY.datastreams)
        self.status: npt.NDArray[np.int8] = np.zeros(0, np.int8)
        self.stale: Flags = np.zeros(0, np.bool_)
        self.lost: Flags = np.zeros(0, np.bool_)
        self.lost_gateway: Flags = np.zeros(0, np.bool_)
        self.heard_at: Longs = NOTHING
        self.alarms: tuple[Alarm, ...] = ()
        self._told: Catalogue = EMPTY
        self._placements: tuple[Placement, ...] = ()
        self._placed: dict[int, Placement] = {}
        self.now: Instant = 0
        self.basis = Basis.KNOWN
        self._claims: tuple[Liveness, ...] = ()
        self._early: list[Values] = []
        self._interval: Longs = NOTHING
        self._alarm_status: npt.NDArray[np.int8] = np.zeros(0, np.int8)
        self._aged_at: Instant = NEVER
        self._silent: Flags = np.zeros(0, np.bool_)
        self._aging: Flags = np.zeros(0, np.bool_)
        self._standing: tuple[tuple[Alarm, ...], Instant, tuple[Alarm, ...]] = (), 0, ()

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Take new names. What was known of datastreams that stay is kept, and what came before its name is placed."""
        before = self.latest
        self._told = catalogue
        self._placed = placed_rows(catalogue, self._placements)
        self.catalogue = laid_over(catalogue, self._placed)
        self.names = names_of(catalogue)
        self._interval = shortest_interval(catalogue.datastreams, len(catalogue.assets.name))
        self.latest = Latest(catalogue.datastreams, events_of(catalogue))
        self.latest.fill(_as_values(before))
        for values in self._early:
            self.latest.merge(values)
        self._early.clear()
        self._judge_all()
        self.rebuilt.emit(self.catalogue)

    def jump(self, values: Values) -> None:
        """Forget every value and take a full copy: after a start or a seek."""
        self._early.clear()
        self.latest = Latest(self.catalogue.datastreams, self.latest.is_event)
        self.latest.fill(values)
        self._keep_early(values)
        self.now, self.basis = values.as_of, values.cursor.basis
        self._judge_all()
        self.rebuilt.emit(self.catalogue)

    def pulse(self, values: Values) -> None:
        """Take what came since the last one, and age the rest."""
        self.now = values.as_of
        rows = self.latest.merge(values)
        self._keep_early(values)
        if not len(rows) and 0 <= self.now - self._aged_at < AGE_EVERY:
            return
        assets = self._judge()
        if len(assets) or len(rows):
            self.changed.emit(CityChange(assets, rows))

    def _keep_early(self, values: Values) -> None:
        """Keep what came of datastreams whose names are still being fetched; what is oldest goes first at the bound."""
        if values.catalogue_version > self.catalogue.version and not self.latest.rows_of(values.datastream)[1].all():
            self._early.append(values)
            del self._early[:-EARLY_PULSES]

    def set_alarms(self, alarms: tuple[Alarm, ...], claims: tuple[Liveness, ...]) -> None:
        """Take the alarms that stand and the last claims of liveness."""
        if (alarms, claims) == (self.alarms, self._claims):
            return
        self.alarms, self._claims = alarms, claims
        self._judge_alarms()
        assets = self._judge() if self._aged_at != self.now else self._restate()
        if len(assets):
            self.changed.emit(CityChange(assets, NOTHING))

    def set_placements(self, placements: tuple[Placement, ...]) -> None:
        """Take the places that operators gave to assets by this time, over those the file tells."""
        if placements is self._placements or placements == self._placements:
            return
        self._placements, before = placements, self._placed
        self._placed = placed_rows(self._told, placements)
        self.catalogue = laid_over(self._told, self._placed)
        rows = [row for row in before.keys() | self._placed.keys() if before.get(row) != self._placed.get(row)]
        if rows:
            self.placed.emit(np.array(sorted(rows), np.int64))

    def placement_of(self, asset: int) -> Placement | None:
        """Who put an asset where it stands; nobody where its place is the one its feed told."""
        return self._placed.get(asset)

    def active_alarms(self) -> tuple[Alarm, ...]:
        """Those that stand at this time."""
        alarms, now, standing = self._standing
        if alarms is not self.alarms or now != self.now:
            standing = tuple(alarm for alarm in self.alarms if alarm.active(self.now))
            self._standing = self.alarms, self.now, standing
        return standing

    def trusted(self) -> Flags:
        """Which datastreams hold a value that may count: heard, fresh, not bad, not behind a lost gateway."""
        asset = self.catalogue.datastreams.asset
        return self.latest.known & ~self.stale & (self.latest.quality < Quality.STALE) & ~self.lost[asset]

    def snapshot(self) -> FrozenSnapshot:
        """The values of this moment, for the indicators."""
        return FrozenSnapshot(self.catalogue, self.latest.number.copy(), self.trusted())

    def streams_of(self, asset: int) -> Longs:
        """The rows of an asset's datastreams."""
        return np.flatnonzero(self.catalogue.datastreams.asset == asset).astype(np.int64)

    def counts(self) -> npt.NDArray[np.int64]:
        """How many assets have each status, by its number."""
        return np.bincount(self.status, minlength=len(Status))

    def _judge_all(self) -> None:
        self.status = np.full(len(self.catalogue.assets.name), Status.UNKNOWN, np.int8)
        self._judge_alarms()
        self._judge()

    def _judge_alarms(self) -> None:
        standing = self.active_alarms()
        self.lost_gateway = lost_gateways(self.catalogue, self.names, standing, self._claims)
        self.lost = behind_lost(self.catalogue.assets.gateway, self.lost_gateway)
        self._alarm_status = alarm_status(len(self.status), self.names, standing, self.now)

    def _judge(self) -> Longs:
        """Every asset's status anew; returns the rows in which it differs from before.

        A value with an interval of its own is judged by it. When the asset as a whole has been silent for longer than
        its shortest interval allows, nothing that it said is fresh.
        """
        streams, assets = self.catalogue.datastreams, len(self.status)
        known = self.latest.known
        self.heard_at = np.full(assets, NEVER, np.int64)
        np.maximum.at(self.heard_at, streams.asset, self.latest.observed_at)
        silent = stale(self.heard_at, self._interval, self.now)
        self.stale = known & (
            stale(self.latest.observed_at, streams.expected_every_us, self.now) | silent[streams.asset]
        )
        self._silent = ~any_of_asset(known, streams.asset, assets)
        self._aging = any_of_asset(self.stale, streams.asset, assets)
        self._aged_at = self.now
        return self._restate()

    def _restate(self) -> Longs:
        """The same, where alarms alone have changed since."""
        status = worst(self._alarm_status, self._aging, self._silent, self.lost)
        differing = np.flatnonzero(status != self.status).astype(np.int64)
        self.status = status
        return differing


def _as_values(latest: Latest) -> Values:
    """A full copy of what is held, in the shape in which the store answers."""
    rows = np.flatnonzero(latest.known)
    place = {row: index for index, row in enumerate(rows.tolist())} if latest.text or latest.reason else {}
    return Values(
        as_of=0,
        cursor=START,
        catalogue_version=0,
        datastream=latest.id[rows],
        observed_at=latest.observed_at[rows],
        recorded_at=latest.recorded_at[rows],
        number=latest.number[rows],
        quality=latest.quality[rows],
        provenance=latest.provenance[rows],
        text={place[row]: word for row, word in latest.text.items()},
        reason={place[row]: word for row, word in latest.reason.items()},
    )
