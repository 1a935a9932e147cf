"""From the latest values of a layer's shapes to their tones: steps of its scale, or why there is no value."""

import numpy as np

from venule.desk.models.city import CityModel
from venule.desk.style.tones import STEPS, Mark, Tone
from venule.domain.alarm import Status
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.sdk import Gather
from venule.store.answers import Bytes, Floats, Longs

FEW_OUTSIDE = 0.05
"""A scale that was taken from the values is taken anew when more of them than this lie outside it."""

SPAN = (2.0, 98.0)
"""Percentiles between which a scale is laid, so that one wild value does not flatten all others."""

STATUS_TONES = np.full(len(Status), Tone.PLAIN, np.int8)
STATUS_TONES[[Status.STALE, Status.UNKNOWN]] = Tone.STALE, Tone.NO_VALUE
STATUS_MARKS = np.full(len(Status), Mark.NONE, np.int8)
STATUS_MARKS[[Status.WARNING, Status.ALARM]] = Mark.WARNING, Mark.ALARM

PERCENT = 100.0


def reasons(city: CityModel, streams: Longs) -> Bytes:
    """Why each datastream has no value that may be shown, as a tone; a step where it has one. -1 is no datastream."""
    result = np.full(len(streams), Tone.NO_VALUE, np.int8)
    if not len(city.latest.id):
        return result
    there = streams >= 0
    rows = np.where(there, streams, 0)
    latest, asset = city.latest, city.catalogue.datastreams.asset[rows]
    quality = latest.quality[rows]
    heard = there & latest.known[rows] & (quality != Quality.MISSING) & ~city.lost[asset]
    result[heard & ~np.isnan(latest.number[rows])] = 0
    result[heard & (city.stale[rows] | (quality == Quality.STALE))] = Tone.STALE
    result[heard & (quality == Quality.BAD)] = Tone.BAD
    return result


def own_values(city: CityModel, streams: Longs) -> tuple[Floats, Bytes]:
    """The value of each datastream, ``nan`` where none may be shown, and the tone that says why."""
    tone = reasons(city, streams)
    if not len(city.latest.id):
        return np.full(len(streams), np.nan), tone
    return np.where(tone < STEPS, city.latest.number[np.maximum(streams, 0)], np.nan), tone


def gathered_values(city: CityModel, owner: Longs, streams: Longs, areas: int, gather: Gather) -> tuple[Floats, Bytes]:
    """The values of areas made of the datastreams in them, ``owner`` being the area of each."""
    value, tone = own_values(city, streams)
    known = tone < STEPS
    of, value = owner[known], value[known]
    count = np.bincount(of, minlength=areas)
    total = np.bincount(of, weights=value, minlength=areas)
    set_ = np.bincount(of, weights=value != 0, minlength=areas)
    highest = np.full(areas, -np.inf)
    np.maximum.at(highest, of, value)
    share = 1.0 / np.maximum(count, 1)
    results = {
        Gather.MEAN: total * share,
        Gather.MAX: highest,
        Gather.SUM: total,
        Gather.COUNT: set_,
        Gather.SHARE: PERCENT * set_ * share,
    }
    silent = np.bincount(owner[tone == Tone.STALE], minlength=areas) > 0
    reason = np.where(count > 0, np.int8(0), np.where(silent, np.int8(Tone.STALE), np.int8(Tone.NO_VALUE)))
    return np.where(count > 0, results[gather], np.nan), reason.astype(np.int8)


def steps(value: Floats, reason: Bytes, scale: tuple[float, float]) -> Bytes:
    """The step of each value on a scale; what lies beyond an end is in the step there."""
    low, high = scale
    known = reason < STEPS
    place = np.zeros(len(value))
    place[known] = (value[known] - low) / (high - low) * STEPS
    return np.where(known, np.clip(place, 0, STEPS - 1).astype(np.int8), reason)


def told_scale(quantity: Quantity | None) -> tuple[float, float] | None:
    """The scale that a quantity itself tells of, if it does."""
    if quantity is None:
        return None
    if quantity.low is not None and quantity.high is not None and quantity.low < quantity.high:
        return quantity.low, quantity.high
    return (0.0, 1.0) if quantity.kind is ValueKind.FLAG else None


def span_of(value: Floats, before: tuple[float, float] | None) -> tuple[float, float] | None:
    """A scale for values: the one before while it fits, else the round numbers around nearly all of them."""
    known = value[np.isfinite(value)]
    if not len(known):
        return before
    if before is not None and ((known < before[0]) | (known > before[1])).mean() <= FEW_OUTSIDE:
        return before
    low, high = np.percentile(known, SPAN).tolist()
    return rounded(low, high)


def rounded(low: float, high: float) -> tuple[float, float]:
    """Round numbers at or beyond two ends; values that are all the same lie in the middle of a small span."""
    if high <= low:
        away = max(abs(low) * 0.1, 1.0)
        low, high = low - away, high + away
    raw = (high - low) / STEPS
    magnitude = 10.0 ** np.floor(np.log10(raw))
    unit = float(next(step * magnitude for step in (1, 2, 5, 10) if step * magnitude >= raw * 0.999))
    return float(np.floor(low / unit + 1e-9) * unit), float(np.ceil(high / unit - 1e-9) * unit)
