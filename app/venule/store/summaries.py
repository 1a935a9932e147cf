"""Parts of a series that are told by their heads: far out, where a part is narrower than what one point stands for."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from venule.domain.quality import Quality
from venule.store.answers import Floats, Longs
from venule.store.decimation import KEPT_A_BUCKET, Points
from venule.store.parts import Part, Span


def summarised(
    parts: Sequence[Part], span: Span, bucket: Callable[[Longs], Longs], gap_us: float
) -> npt.NDArray[np.bool_]:
    """Which parts need not be unpacked: good numbers alone, within one bucket, by themselves, and dense.

    One that takes long enough for a gap to be in it is unpacked, so that the gap is seen.
    """
    first, last, n = _times(parts)
    alone = np.append(True, np.maximum.accumulate(last)[:-1] < first[1:]) & np.append(last[:-1] < first[1:], True)
    dense = (last - first) < (n - 2) * usual_distance(parts) + gap_us
    plain = np.array([_is_plain(part, span) for part in parts], np.bool_)
    found: npt.NDArray[np.bool_] = plain & alone & dense & (bucket(first) == bucket(last))
    return found


def usual_distance(parts: Sequence[Part]) -> float:
    """How far apart the observations of most parts are; 0 where no part has two."""
    first, last, n = _times(parts)
    some = n > 1
    return float(np.median((last - first)[some] / (n - 1)[some])) if some.any() else 0.0


def summary_points(parts: Sequence[Part], run: Longs) -> Points:
    """First, least, greatest and last of each part, the extremes somewhere between its ends."""
    first, last, _ = _times(parts)
    third = (last - first) // 3
    told = [part.numbers for part in parts if part.numbers is not None]
    number: Floats = np.array([one[:KEPT_A_BUCKET] for one in told])
    return Points(
        np.stack((first, first + third, last - third, last), axis=1).ravel(),
        number.ravel(),
        np.repeat(np.array([one.quality for one in told], np.int8), KEPT_A_BUCKET),
        np.repeat(np.array([one.provenance for one in told], np.int8), KEPT_A_BUCKET),
        np.repeat(run, KEPT_A_BUCKET),
    )


def _is_plain(part: Part, span: Span) -> bool:
    told = part.numbers
    return (
        told is not None
        and part.is_known
        and part.n > KEPT_A_BUCKET
        and told.numbers == part.n
        and told.quality == Quality.GOOD
        and part.first_at >= span.start
        and part.last_at <= span.end
    )


def _times(parts: Sequence[Part]) -> tuple[Longs, Longs, Longs]:
    """When each part begins and ends, and how many rows it has."""
    first, last, n = zip(*((part.first_at, part.last_at, part.n) for part in parts), strict=True)
    return np.array(first, np.int64), np.array(last, np.int64), np.array(n, np.int64)
