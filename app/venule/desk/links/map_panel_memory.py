"""What is kept of the map's panel from sitting to sitting: how assets are shown, layers, filter, and if it is open."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from venule.desk.map.assets.sight import Mode
from venule.desk.models.filtering import EVERYTHING, Wish
from venule.domain.alarm import Status
from venule.domain.instant import SECOND

MOST_NAMES = 200
"""Names kept of each sort; what is beyond that is shown at the next sitting."""

LONGEST_S = 10 * 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Kept:
    """``layers`` says of those that were offered which were on, ``fields`` which one of each other form."""

    open: bool = False
    mode: Mode = Mode.AUTOMATIC
    layers: Mapping[str, bool] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    wish: Wish = EVERYTHING


def encoded(kept: Kept) -> bytes:
    """As it is written down."""
    wish, within = kept.wish, kept.wish.heard_within_us
    return json.dumps(
        {
            "open": kept.open,
            "mode": kept.mode.value,
            "layers": dict(list(kept.layers.items())[:MOST_NAMES]),
            "fields": dict(kept.fields),
            "networks": _first(wish.networks),
            "verticals": _first(wish.verticals),
            "kinds": _first(wish.kinds),
            "statuses": _first(status.name for status in wish.statuses),
            "heard_within_s": None if within is None else within // SECOND,
        },
        ensure_ascii=False,
    ).encode()


def decoded(text: bytes | None) -> Kept:
    """As it was written down; what cannot be read is as at the first sitting."""
    try:
        told = json.loads(text or b"{}")
    except ValueError:
        return Kept()
    if not isinstance(told, dict):
        return Kept()
    layers, fields = told.get("layers"), told.get("fields")
    mode, within = told.get("mode"), told.get("heard_within_s")
    statuses = _names(told.get("statuses"))
    return Kept(
        open=told.get("open") is True,
        mode=next((each for each in Mode if each.value == mode), Mode.AUTOMATIC),
        layers={str(name): on is True for name, on in layers.items()} if isinstance(layers, dict) else {},
        fields={str(form): str(name) for form, name in fields.items()} if isinstance(fields, dict) else {},
        wish=Wish(
            networks=_names(told.get("networks")),
            verticals=_names(told.get("verticals")),
            kinds=_names(told.get("kinds")),
            statuses=frozenset(status for status in Status if status.name in statuses),
            heard_within_us=within * SECOND if type(within) is int and 0 < within <= LONGEST_S else None,
        ),
    )


def _first(names: Iterable[str]) -> list[str]:
    return sorted(names)[:MOST_NAMES]


def _names(told: object) -> frozenset[str]:
    return frozenset(name for name in told if isinstance(name, str)) if isinstance(told, list) else frozenset()
