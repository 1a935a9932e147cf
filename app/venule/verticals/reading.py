"""What a vertical yields for a message, checked item by item: a plugin's mistake becomes a reject, never a fact."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from math import isfinite

from venule.sdk import (
    AssetKind,
    Instant,
    Message,
    Observation,
    Quality,
    Quantity,
    Unreadable,
    Value,
    ValueKind,
    from_datetime,
    from_epoch,
    from_iso,
)

MAX_TEXT = 1_000
LARGEST_WHOLE = 2**63 - 1

_NUMBERS = frozenset({ValueKind.MEASURE, ValueKind.COUNTER, ValueKind.COUNT})

Read = tuple[Observation, AssetKind, str]
"""An observation, its asset's kind, and that kind's full name such as "parking.bay"."""


def checked(item: object, kinds: Mapping[str, AssetKind], message: Message) -> Read:
    """An item that may be believed, its time an instant; raises :class:`Unreadable` with what is wrong with it."""
    if not isinstance(item, Observation):
        raise Unreadable(f"it yielded {_shown(item)} where an Observation is expected")
    if not isinstance(item.quantity, Quantity):
        raise Unreadable(f"it yielded an observation of {_shown(item.quantity)}, which is no Quantity")
    asset = _asset(item, message)
    name, kind = kind_of(item, kinds)
    value = _value(item.quantity, item.value)
    quality = Quality.MISSING if value is None else Quality(item.quality)
    observed_at, result_at = _instant(item.observed_at), _instant(item.result_at)
    if (asset, observed_at, result_at, quality) != (item.asset, item.observed_at, item.result_at, item.quality):
        item = replace(item, asset=asset, observed_at=observed_at, result_at=result_at, quality=quality)
    return item, kind, name


def kind_of(item: Observation, kinds: Mapping[str, AssetKind]) -> tuple[str, AssetKind]:
    """The kind an observation belongs to: the one it names, else the only one that declares its quantity."""
    if item.kind:
        for name, kind in kinds.items():
            if kind.name == item.kind and item.quantity in kind.quantities:
                return name, kind
        raise Unreadable(f"it has no kind {item.kind!r} that declares {item.quantity.name!r}")
    fitting = [(name, kind) for name, kind in kinds.items() if item.quantity in kind.quantities]
    if not fitting:
        raise Unreadable(f"none of its kinds declares the quantity {item.quantity.name!r}")
    if len(fitting) > 1:
        raise Unreadable(f"several of its kinds declare {item.quantity.name!r}; the observation must name one")
    return fitting[0]


def _asset(item: Observation, message: Message) -> str:
    asset: object = item.asset or message.asset
    if not isinstance(asset, str) or not asset:
        raise Unreadable(f"its observation of {item.quantity.name!r} names no asset")
    return asset


def _value(quantity: Quantity, value: object) -> Value | None:
    """The value, if it is of the sort the quantity declares."""
    if value is None:
        return None
    if quantity.kind in _NUMBERS:
        return _number(quantity, value)
    if quantity.kind is ValueKind.FLAG and not isinstance(value, bool):
        raise Unreadable(f"{quantity.name!r} is a flag, and {_shown(value)} is neither true nor false")
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return _number(quantity, value)
    if len(value) > MAX_TEXT:
        raise Unreadable(f"the text of {quantity.name!r} has {len(value):,} characters; {MAX_TEXT:,} are the most")
    return value


def _number(quantity: Quantity, value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable(f"{quantity.name!r} cannot be {_shown(value)}")
    if isinstance(value, float) and not isfinite(value):
        raise Unreadable(f"{quantity.name!r} is {value}, which is no measurement")
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        raise Unreadable(f"{quantity.name!r} has {len(str(abs(value)))} digits, which no meter has")
    return value


def _instant(moment: object) -> Instant | None:
    if moment is None:
        return None
    if isinstance(moment, int):
        return from_epoch(moment, 1)
    if isinstance(moment, datetime):
        return from_datetime(moment)
    if isinstance(moment, str):
        return from_iso(moment)
    raise Unreadable(f"{_shown(moment)} is no time of observation")


def _shown(value: object) -> str:
    """A stranger's value as a reason quotes it; its own ``repr`` may fail."""
    try:
        text = repr(value)
    except KeyboardInterrupt:
        raise
    except BaseException:  # a plugin's object may raise anything here
        text = type(value).__name__
    return text if len(text) <= 80 else f"{text[:80]}…"
