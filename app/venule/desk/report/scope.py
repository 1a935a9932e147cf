"""What belongs to an incident: the assets that were named, or those that raised alarms, with their gateways' alarms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from venule.desk.models.status import Names
from venule.desk.report.request import ReportProblem
from venule.desk.report.wording import flat
from venule.domain.alarm import Alarm
from venule.domain.instant import Instant
from venule.store.answers import Catalogue

LONGEST_NAME = 120
MOST_ASSETS = 48
"""Assets that are shown one by one; how many there are is told beside them."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Scope:
    """Rows of the catalogue, those that matter most first. ``asset_count`` counts the ones left out, too.

    ``alarms`` are all that concern them, oldest first, those that stood before the stretch included. ``gateways`` are
    the rows of those whose alarms are among them. Assets of which nothing is told but that their gateway is lost count
    as ``folded`` and are not among the rows, unless nothing else is.
    """

    rows: tuple[int, ...]
    asset_count: int
    alarms: tuple[Alarm, ...]
    named: bool
    gateways: tuple[int, ...] = ()
    folded: int = 0


def scope(catalogue: Catalogue, names: Names, alarms: Sequence[Alarm], start: Instant, wanted: Sequence[str]) -> Scope:
    """Choose them. ``alarms`` are those that stood at any time of the stretch."""
    if wanted:
        rows = named_rows(catalogue, names, wanted)
        return Scope(tuple(rows[:MOST_ASSETS]), len(rows), _of_rows(catalogue, rows, alarms), True)
    raised = [alarm for alarm in alarms if alarm.raised_at >= start]
    subjects = {(alarm.network, alarm.subject, alarm.of_gateway) for alarm in raised}
    concerned = tuple(one for one in alarms if (one.network, one.subject, one.of_gateway) in subjects)
    own, folded = _parted(raised)
    rows, below = ([names.asset[key] for key in _by_weight(some) if key in names.asset] for some in (own, folded))
    below = [row for row in below if row not in set(rows)]
    gateways = tuple(
        sorted({names.gateway[one.network, one.subject] for one in raised
                if one.of_gateway and (one.network, one.subject) in names.gateway})
    )  # fmt: skip
    if not rows:
        rows, below = below, []
    return Scope(tuple(rows[:MOST_ASSETS]), len(rows), concerned, False, gateways, len(below))


def named_rows(catalogue: Catalogue, names: Names, wanted: Sequence[str]) -> list[int]:
    """The rows of assets that are named, as ``network/name`` or by a name alone wherever it occurs."""
    by_name: dict[str, list[int]] = {}
    for row, name in enumerate(catalogue.assets.name):
        by_name.setdefault(name, []).append(row)
    found: dict[int, None] = {}
    for name in wanted:
        network, _, asset = name.partition("/")
        key = (network, asset)
        rows = [names.asset[key]] if key in names.asset else by_name.get(name, [])
        if not rows:
            raise ReportProblem(f"There is no asset {name!r} in this recording; `venule export` lists their names.")
        found.update(dict.fromkeys(rows))
    return list(found)


def _parted(alarms: Sequence[Alarm]) -> tuple[list[Alarm], list[Alarm]]:
    """Alarms of their own, and those that are folded under another one of these."""
    uids = {alarm.uid for alarm in alarms}
    own = [alarm for alarm in alarms if alarm.parent not in uids]
    return own, [alarm for alarm in alarms if alarm.parent in uids]


def _of_rows(catalogue: Catalogue, rows: Iterable[int], alarms: Sequence[Alarm]) -> tuple[Alarm, ...]:
    """The alarms of assets and of the gateways that hear them."""
    keys: set[tuple[str, str, bool]] = set()
    for row in rows:
        network, name = key_of(catalogue, row)
        keys.add((network, name, False))
        if gateway := gateway_of(catalogue, row):
            keys.add((network, gateway, True))
    return tuple(alarm for alarm in alarms if (alarm.network, alarm.subject, alarm.of_gateway) in keys)


def _by_weight(alarms: Iterable[Alarm]) -> list[Key]:
    """The assets with alarms: most urgent first, then those whose alarm came first."""
    best: dict[Key, tuple[int, Instant, Key]] = {}
    for alarm in alarms:
        if not alarm.of_gateway:
            key = (alarm.network, alarm.subject)
            weight = (int(alarm.priority), alarm.raised_at, key)
            best[key] = min(best.get(key, weight), weight)
    return sorted(best, key=lambda key: best[key])


def key_of(catalogue: Catalogue, row: int) -> Key:
    """Network and name of an asset."""
    assets = catalogue.assets
    return catalogue.networks[int(assets.network[row])].name, assets.name[row]


def gateway_of(catalogue: Catalogue, row: int) -> str:
    """The gateway that hears an asset; empty where none is known."""
    gateway = int(catalogue.assets.gateway[row])
    return catalogue.gateways.name[gateway] if gateway >= 0 else ""


def label_of(catalogue: Catalogue, row: int) -> str:
    """What people call an asset: its name, with its label where it has another."""
    name, label = catalogue.assets.name[row], catalogue.assets.label[row]
    return flat(f"{name} ({label})" if label and label != name else name, LONGEST_NAME)
