"""What the store answers: frozen values of numpy columns, one question and one time each, no Python object a sample."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from venule.domain.basis import Basis
from venule.domain.geo import Position
from venule.domain.instant import Instant
from venule.domain.quantity import Quantity, Value
from venule.domain.shape import Shape

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LAST = 2**62
"""In a cursor: beyond every datastream, and beyond every time."""


class Cursor(NamedTuple):
    """How far a reader has seen: the place of the last row by ``recorded_at``, datastream and ``observed_at``.

    Rows are written in the order of ``recorded_at``, but for an import into an open file or a clock that was set back.
    How often that happened is counted; a cursor with another count in ``rewrites`` is void.

    Where it is asked what had happened, ``recorded_at`` is the time of observation that has been reached, and
    ``rewrites`` the number of the last row that was written by then: what comes later may have happened before.
    """

    recorded_at: Instant
    datastream: int = LAST
    observed_at: Instant = LAST
    rewrites: int = 0
    basis: Basis = Basis.KNOWN


START = Cursor(-LAST)
"""From the beginning, on either basis; never void."""


@dataclass(frozen=True, slots=True)
class Network:
    """A capillary network and who carries it."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Gateways:
    """Columns over all gateways, by ascending id. ``network`` is a row of ``Catalogue.networks``."""

    id: Longs
    name: tuple[str, ...]
    network: Ints
    longitude: Floats
    latitude: Floats


@dataclass(frozen=True, slots=True)
class AssetShapes:
    """Columns over the shapes of assets, by ascending row of the asset; most assets of most cities have none.

    ``asset`` is a row of ``Assets``. Shape ``s`` is the parts ``first[s]`` up to but not at ``first[s + 1]``, part
    ``p`` the points ``part[p]`` up to but not at ``part[p + 1]``: a line, or where the shape is ``closed`` a ring
    without its closing point, as :class:`venule.domain.shape.Shape` has them.
    """

    asset: Ints
    closed: Flags
    first: Ints
    part: Ints
    longitude: Floats
    latitude: Floats

    def __len__(self) -> int:
        return len(self.asset)

    def of(self, asset: int) -> Shape | None:
        """The shape of one asset."""
        at = int(np.searchsorted(self.asset, asset))
        if at == len(self.asset) or self.asset[at] != asset:
            return None
        ends = self.part[self.first[at] : self.first[at + 1] + 1].tolist()
        x, y = (column[ends[0] : ends[-1]].tolist() for column in (self.longitude, self.latitude))
        points = tuple(map(Position, x, y))
        parts = tuple(points[begin - ends[0] : end - ends[0]] for begin, end in pairwise(ends))
        return Shape(bool(self.closed[at]), parts)


_NOTHING = np.zeros(0, np.int32)

NO_SHAPES = AssetShapes(
    _NOTHING, np.zeros(0, np.bool_), np.zeros(1, np.int32), np.zeros(1, np.int32), np.zeros(0), np.zeros(0)
)


@dataclass(frozen=True, slots=True)
class Assets:
    """Columns over all assets, by ascending id.

    ``network``, ``kind`` and ``gateway`` are rows of the catalogue's ``networks``, ``kinds`` and ``gateways``;
    ``gateway`` is -1 where none is known, ``longitude`` and ``latitude`` are ``nan`` where no place is known.
    ``shapes`` are those of the assets that are lines or areas.
    """

    id: Longs
    name: tuple[str, ...]
    label: tuple[str, ...]
    network: Ints
    kind: Ints
    gateway: Ints
    longitude: Floats
    latitude: Floats
    shapes: AssetShapes = NO_SHAPES


@dataclass(frozen=True, slots=True)
class Datastreams:
    """Columns over all datastreams, by ascending id.

    ``asset`` is a row of ``Assets`` and ``quantity`` one of ``Catalogue.quantities``.
    ``expected_every_us`` is 0 where no interval was declared. ``unit_source`` holds, by row, the source's own spelling
    where it differs from the UCUM unit of the quantity.
    """

    id: Longs
    asset: Ints
    quantity: Ints
    expected_every_us: Longs
    unit_source: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that has a name. ``version`` grows whenever any of it changes. ``kinds`` are ``"vertical.kind"``."""

    version: int
    networks: tuple[Network, ...]
    kinds: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    gateways: Gateways
    assets: Assets
    datastreams: Datastreams

    def full_name(self, asset: int) -> str:
        """An asset by its row as ``network/name``, told from those of other networks that have the same name."""
        return f"{self.networks[int(self.assets.network[asset])].name}/{self.assets.name[asset]}"


@dataclass(frozen=True, slots=True)
class Values:
    """Columns of observations: the latest of each datastream, or what came since a cursor, oldest recorded first.

    ``datastream`` holds ids. ``number`` is ``nan`` for texts and missing values; texts and reasons are by row.
    After :meth:`changes`, ``more`` says that the limit cut the answer and the next call goes on at ``cursor``.
    ``whole`` says that this is the state of everything, and takes the place of what was known before.
    """

    as_of: Instant
    cursor: Cursor
    catalogue_version: int
    datastream: Longs
    observed_at: Longs
    recorded_at: Longs
    number: Floats
    quality: Bytes
    provenance: Bytes
    text: dict[int, str]
    reason: dict[int, str]
    more: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One datastream over a stretch of observed time, oldest first.

    Decimated to about the points asked for by keeping each bucket's minimum and maximum at their own times, so that no
    spike is lost; ``total`` is how many observations stand behind it. ``gap_before`` marks points before which no line
    may be drawn. ``labels`` are the words of a state: ``number`` holds indices into them then.
    """

    datastream: int
    observed_at: Longs
    number: Floats
    quality: Bytes
    provenance: Bytes
    gap_before: npt.NDArray[np.bool_]
    total: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedState:
    """The health of one feed as of a time. ``since`` is when it entered ``presence``."""

    name: str
    dialect: str
    protocol: str
    presence: str
    since: Instant
    cause: str
    last_message_at: Instant | None
    qos: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Observations recorded in equal bins of ``width_us`` from ``start`` on."""

    start: Instant
    width_us: int
    count: Longs


@dataclass(frozen=True, slots=True)
class Counts:
    """What ``venule info`` says of a file."""

    networks: int
    gateways: int
    assets: int
    datastreams: int
    observations: int
    rejects: int
    alarms: int
    commands: int
    first_observed_at: Instant | None
    last_observed_at: Instant | None
    first_recorded_at: Instant | None
    last_recorded_at: Instant | None
    file_bytes: int


class ExportRow(NamedTuple):
    """One observation as it leaves the file. ``unit`` is UCUM, or the source's own spelling where no table knows it."""

    network: str
    asset: str
    datastream: str
    observed_at: Instant
    recorded_at: Instant
    value: Value | None
    unit: str
    quality: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What an operator said to an alarm: an acknowledgement, a comment, or both in one."""

    alarm_uid: str
    at: Instant
    who: str
    comment: str
    acknowledges: bool


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an operator put an asset, in place of where its feed says it is; ``None``: where the feed says again."""

    network: str
    asset: str
    place: Position | None
    placed_at: Instant
    who: str
