"""How much was heard of a datastream in a stretch of time: what a report knows, and what it does not."""

from dataclasses import dataclass

import numpy as np

from venule.domain.freshness import STALE_AFTER
from venule.domain.instant import Instant
from venule.domain.quality import Provenance, Quality
from venule.store.answers import Series

POINTS = 20_000
"""Points of a datastream that are looked at. Of one with more the extremes are, and its gaps."""


@dataclass(frozen=True, slots=True)
class Heard:
    """``share`` of the stretch in which a value no older than the datastream allows was known; ``None`` where no
    interval was declared. ``silence`` is the longest time without an observation, ``silent_from`` when it began.

    ``filled``, ``doubtful`` and ``bad`` count observations that came later, are less than good, or are bad; of a
    ``thinned`` datastream they are the least that there are.
    """

    observations: int
    share: float | None
    silence: int
    silent_from: Instant
    filled: int
    doubtful: int
    bad: int
    thinned: bool


def heard(series: Series, start: Instant, end: Instant, every_us: int) -> Heard:
    """Judge a series that reaches back beyond ``start`` by what may still count there, :func:`reach` of it."""
    at = series.observed_at
    inside = (at >= start) & (at <= end)
    quality, provenance = series.quality[inside], series.provenance[inside]
    before = int(np.count_nonzero(at < start))
    thinned = series.total > len(at)
    silence, silent_from = _longest_silence(series, start, end)
    return Heard(
        observations=max(series.total - before, 0) if thinned else int(np.count_nonzero(inside)),
        share=_share(series, start, end, every_us, thinned) if every_us > 0 and end > start else None,
        silence=silence,
        silent_from=silent_from,
        filled=int(np.count_nonzero(provenance & int(Provenance.BACKFILLED))),
        doubtful=int(np.count_nonzero((quality > Quality.GOOD) & (quality < Quality.BAD))),
        bad=int(np.count_nonzero(quality >= Quality.BAD)),
        thinned=thinned,
    )


def reach(every_us: int) -> int:
    """How long before the stretch an observation may lie that still counts at its beginning."""
    return round(every_us * STALE_AFTER)


def _share(series: Series, start: Instant, end: Instant, every_us: int, thinned: bool) -> float:
    """Between neighbours of a thinned series that no gap parts, everything counts: there were others between them."""
    at = series.observed_at
    if not len(at):
        return 0.0
    fresh = reach(every_us)
    until = np.append(at[1:], at[-1] + fresh)
    allowed = at + fresh
    if thinned:
        whole = np.append(~series.gap_before[1:], False)
        allowed = np.where(whole, until, allowed)
    covered = np.clip(np.minimum(until, allowed), start, end) - np.clip(at, start, end)
    return float(covered.sum() / (end - start))


def _longest_silence(series: Series, start: Instant, end: Instant) -> tuple[int, Instant]:
    """Also from the beginning to the first observation, and from the last to the end."""
    at = series.observed_at
    times = np.concatenate(([start], at[(at >= start) & (at <= end)], [end]))
    between = np.diff(times)
    longest = int(np.argmax(between))
    return int(between[longest]), int(times[longest])
