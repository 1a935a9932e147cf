"""A made-up city's observations by columns: from a seed, a round at a time, in batches as a recorder commits them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from venule.bench.material import NETWORKS, START
from venule.domain.instant import SECOND
from venule.domain.quality import Provenance, Quality
from venule.store.answers import Floats, Longs
from venule.store.columns import Columns
from venule.store.rows import Form, Rows

SEED = 20_261_122
BATCH_ROWS = 5_000
BATCH_S = 1.0
"""A batch is what comes within this time, at most :data:`BATCH_ROWS`."""

MILLISECOND = SECOND // 1000
DAY_MS = 24 * 3600 * 1000
JITTER_SHARE = 0.003
GREATEST_JITTER_MS = 500.0
STEP = 0.02
"""Standard deviation of a second's step of the random walk, which is drawn back by a thousandth a step."""

PULL = 0.001
LEAST_DELAY_MS = 50
MEAN_DELAY_MS = 20.0
GREATEST_DELAY_MS = 450

MADE_OF = (
    "a random walk and a daily sine in two decimals; every datastream at its own phase of the interval, with a normal "
    "jitter of 0.3 % of it (half a second at most) in whole milliseconds; recorded a batch at a time, 50 ms and an "
    "exponential delay of 20 ms on average after the last one of the batch was observed"
)


@dataclass(frozen=True, slots=True)
class Manners:
    """What stays the same of each datastream."""

    phase_ms: Longs
    middle: Floats
    swing: Floats
    peak: Floats


class City:
    """``streams`` datastreams, each observed every ``interval_s``. What it says depends on the seed alone.

    ``names`` are theirs, of network, asset and datastream; without them each asset has one. A batch is what comes
    within ``batch_s``.
    """

    def __init__(
        self,
        streams: int,
        interval_s: float,
        seed: int = SEED,
        names: Sequence[tuple[str, str, str]] = (),
        batch_s: float = BATCH_S,
    ) -> None:
        self.streams = streams
        self.interval_s = interval_s
        self.rows_a_batch = max(1, min(BATCH_ROWS, round(streams * batch_s / interval_s)))
        self._interval_ms = max(1, round(interval_s * 1000))
        self._seed = seed
        self._names = names or [
            (f"net{number % NETWORKS:03d}", f"asset{number:06d}", "level") for number in range(streams)
        ]

    def batches(self, samples: int) -> Iterator[Columns]:
        """So many samples in all, oldest first; the same ones at each call."""
        random = np.random.default_rng(self._seed)
        manners, walk, recorded_ms = self._manners(random), np.zeros(self.streams), 0
        for number, left in enumerate(range(samples, 0, -self.streams)):
            observed_ms, value = self._round(random, manners, walk, number)
            heard = np.argsort(observed_ms, kind="stable")[:left]
            for start in range(0, len(heard), self.rows_a_batch):
                some = heard[start : start + self.rows_a_batch]
                recorded_ms = max(recorded_ms + 1, int(observed_ms[some[-1]]) + _delay_ms(random))
                names = tuple(map(self._names.__getitem__, some.tolist()))
                yield Columns(names, _rows(random, observed_ms[some], recorded_ms, value[some]))

    def _manners(self, random: np.random.Generator) -> Manners:
        count = self.streams
        return Manners(
            random.integers(0, self._interval_ms, count),
            random.uniform(5.0, 95.0, count),
            random.uniform(0.5, 5.0, count),
            random.uniform(0.0, 2.0 * np.pi, count),
        )

    def _round(self, random: np.random.Generator, manners: Manners, walk: Floats, number: int) -> tuple[Longs, Floats]:
        """When each datastream is observed in that round and what it says then; ``walk`` goes on."""
        spread_ms = min(JITTER_SHARE * self._interval_ms, GREATEST_JITTER_MS)
        jitter = np.clip(np.rint(random.normal(0.0, spread_ms, self.streams)), -4.0 * spread_ms, 4.0 * spread_ms)
        observed_ms = START // MILLISECOND + number * self._interval_ms + manners.phase_ms + jitter.astype(np.int64)
        walk *= 1.0 - PULL
        walk += random.normal(0.0, STEP * self.interval_s**0.5, self.streams)
        hour = np.sin(2.0 * np.pi / DAY_MS * (observed_ms % DAY_MS) + manners.peak)
        return observed_ms, np.round(manners.middle + manners.swing * hour + walk, 2)


def _delay_ms(random: np.random.Generator) -> int:
    return LEAST_DELAY_MS + round(min(random.exponential(MEAN_DELAY_MS), GREATEST_DELAY_MS))


def _rows(random: np.random.Generator, observed_ms: Longs, recorded_ms: int, value: Floats) -> Rows:
    """A batch's rows; ``key`` is what a recorder's would be, without any order."""
    count = len(value)
    return Rows(
        np.arange(count, dtype=np.int64),
        observed_ms * MILLISECOND,
        np.full(count, recorded_ms * MILLISECOND, np.int64),
        value,
        _same(count, Form.NUMBER),
        _same(count, Quality.GOOD),
        _same(count, Provenance.NONE),
        key=random.integers(-(2**63), 2**63 - 1, count),
    )


def _same(count: int, number: int) -> npt.NDArray[np.int8]:
    return np.full(count, number, np.int8)
