"""What is measured with: a made-up recording of a stated size, and the statistics of times."""

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter

from venule.domain.instant import SECOND, Instant
from venule.domain.observation import Recorded
from venule.store.batch import Batch

START: Instant = 1_764_000_000 * SECOND
NETWORKS = 20


def batches(rows: int, streams: int, rows_a_batch: int, step: Instant = SECOND) -> Iterator[Batch]:
    """``rows`` observations of ``streams`` datastreams in turn, each round ``step`` later than the last."""
    names = [(f"net{number % NETWORKS:03d}", f"asset{number:06d}") for number in range(streams)]
    for first in range(0, rows, rows_a_batch):
        numbers = range(first, min(first + rows_a_batch, rows))
        yield Batch(observations=[observation(number, names, step) for number in numbers])


def observation(number: int, names: Sequence[tuple[str, str]], step: Instant) -> Recorded:
    """The observation of that number."""
    network, asset = names[number % len(names)]
    at = START + number // len(names) * step
    return Recorded(network, asset, "level", at, at, number % 1000 / 10)


def message(number: int, assets: int) -> tuple[str, bytes]:
    """Topic and payload of the message of that number: asset after asset, each round a second later than the last."""
    asset = number % assets
    at_ms = START // 1000 + number // assets * 1000
    topic = f"city/net{asset % NETWORKS:03d}/asset{asset:06d}/level"
    return topic, b'{"v":%g,"t":%d,"u":"m"}' % (number % 1000 / 10, at_ms)


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


def spread_ms(times_s: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and worst of some times, in milliseconds."""
    ordered = sorted(times_s)
    at = {"median_ms": 0.5, "p95_ms": 0.95, "max_ms": 1.0}
    last = len(ordered) - 1
    return {name: round(ordered[round(share * last)] * 1e3, 2) for name, share in at.items()}
