"""Parts a batch that the file refuses into what it can hold and rejects that say why: one bad value stops nothing."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeAlias, TypeVar

from venule.domain.alarm import Alarm
from venule.domain.asset import Asset, Gateway
from venule.domain.liveness import FeedGap, Liveness
from venule.domain.observation import Recorded
from venule.domain.quantity import Quantity
from venule.domain.reject import Reject
from venule.store.batch import Batch, Declaration, FeedStatus
from venule.store.columns import Columns

Named: TypeAlias = Asset | Gateway | Declaration
T = TypeVar("T", Asset, Gateway, Declaration, Recorded)
R = TypeVar("R", Reject, Alarm, Liveness, FeedGap, FeedStatus)

INTEGER_BITS = 63


def sift(batch: Batch) -> Batch:
    """The same batch with everything unstorable turned into rejects of stage ``store``."""
    observations = () if isinstance(batch.observations, Columns) else batch.observations
    at = max((row.recorded_at for row in observations if not _trouble(row.recorded_at)), default=0)
    rejects: list[Reject] = []

    def kept(items: Sequence[T]) -> list[T]:
        return [item for item in items if _fits(item, at, rejects.append)]

    return replace(
        batch,
        assets=kept(batch.assets),
        gateways=kept(batch.gateways),
        declarations=kept(batch.declarations),
        observations=batch.observations if isinstance(batch.observations, Columns) else kept(observations),
        rejects=[*map(_spelt, batch.rejects), *rejects],
        alarms=[*map(_spelt, batch.alarms)],
        liveness=[*map(_spelt, batch.liveness)],
        gaps=[*map(_spelt, batch.gaps)],
        feeds=[*map(_spelt, batch.feeds)],
    )


def _spelt(record: R) -> R:
    """A record with half characters spelt out: what tells of trouble must not itself be refused."""
    texts = ((field.name, getattr(record, field.name)) for field in fields(record))
    odd: dict[str, Any] = {
        name: _encoded(text).decode() for name, text in texts if isinstance(text, str) and _trouble(text)
    }
    return replace(record, **odd) if odd else record


def _fits(item: Named | Recorded, at: int, refuse: Callable[[Reject], None]) -> bool:
    reason = next((trouble for value in _values(item) if (trouble := _trouble(value))), "")
    if not reason and isinstance(item, Recorded):
        reason = _trouble_of_name(item.datastream)
    if reason:
        topic = f"{item.network}/{item.name if isinstance(item, Asset | Gateway) else item.asset}"
        payload = repr(item).encode("utf-8", "backslashreplace")
        refuse(Reject("", _encoded(topic).decode(), payload, len(payload), reason, "store", at))
    return not reason


def _values(item: Named | Recorded) -> tuple[object, ...]:
    """Everything of an item that goes into a column."""
    if isinstance(item, Recorded):
        return item
    if isinstance(item, Asset):
        words = (word for pair in item.properties.items() for word in pair)
        return (item.network, item.name, item.kind, item.label, item.gateway, *words)
    if isinstance(item, Gateway):
        return (item.network, item.name)
    return (item.network, item.asset, item.unit_source, item.quantity.name, item.quantity.unit)


def _trouble(value: object) -> str:
    """Why a value cannot be kept; empty if it can."""
    if isinstance(value, str):
        return "" if _encoded(value) == value.encode(errors="replace") else "text with half a character in it"
    if isinstance(value, int):
        return "" if -(1 << INTEGER_BITS) <= value < 1 << INTEGER_BITS else "a whole number beyond 64 bits"
    if value is None or isinstance(value, float):
        return ""
    return f"a value that is a {type(value).__name__}, neither a number nor a text"


def _trouble_of_name(datastream: str) -> str:
    try:
        Quantity(datastream)
    except ValueError as problem:
        return str(problem)
    return ""


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
