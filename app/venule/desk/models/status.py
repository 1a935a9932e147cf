"""The one status of each asset: the worst of its alarms, its staleness and its silence, with the cause kept apart."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from venule.domain.alarm import SEVERITY, Alarm, Status, status_of
from venule.domain.instant import Instant
from venule.domain.liveness import Liveness, Presence, Subject
from venule.domain.quantity import ValueKind
from venule.store.answers import Catalogue, Datastreams, Ints, Longs

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]

RANK = np.array(SEVERITY, np.int8)
NONE_EXPECTED = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Names:
    """Rows by name, so that alarms and claims of liveness find their assets and gateways."""

    asset: dict[tuple[str, str], int]
    gateway: dict[tuple[str, str], int]


def names_of(catalogue: Catalogue) -> Names:
    """Index a catalogue by (network, name)."""
    networks = [network.name for network in catalogue.networks]
    assets, gateways = catalogue.assets, catalogue.gateways
    return Names(
        {(networks[net], name): row for row, (net, name) in enumerate(zip(assets.network.tolist(), assets.name))},  # noqa: B905
        {(networks[net], name): row for row, (net, name) in enumerate(zip(gateways.network.tolist(), gateways.name))},  # noqa: B905
    )


def events_of(catalogue: Catalogue) -> Flags:
    """Which datastreams tell events, each of which counts by itself."""
    kinds = np.array([quantity.kind is ValueKind.EVENT for quantity in catalogue.quantities], np.bool_)
    return kinds[catalogue.datastreams.quantity]


def lost_gateways(catalogue: Catalogue, names: Names, alarms: Iterable[Alarm], claims: Iterable[Liveness]) -> Flags:
    """Which gateways cannot be heard: an alarm stands on them, or the last claim says so."""
    lost = np.zeros(len(catalogue.gateways.name), np.bool_)
    keys = {(alarm.network, alarm.subject) for alarm in alarms if alarm.of_gateway}
    keys |= {
        (claim.network, claim.name)
        for claim in claims
        if claim.subject is Subject.GATEWAY and claim.presence is Presence.OFFLINE
    }
    rows = [names.gateway[key] for key in keys if key in names.gateway]
    lost[rows] = True
    return lost


def behind_lost(gateway_of_asset: Ints, lost: Flags) -> Flags:
    """Which assets are heard through a lost gateway alone."""
    if not len(lost):
        return np.zeros(len(gateway_of_asset), np.bool_)
    return (gateway_of_asset >= 0) & lost[gateway_of_asset]


def alarm_status(count: int, names: Names, alarms: Iterable[Alarm], as_of: Instant) -> Codes:
    """The worst active alarm of each asset. What is folded under its gateway's alarm does not count: it is unknown."""
    result = np.full(count, Status.OK, np.int8)
    standing = [alarm for alarm in alarms if alarm.active(as_of)]
    active = {alarm.uid for alarm in standing}
    for alarm in standing:
        row = names.asset.get((alarm.network, alarm.subject))
        if row is None or alarm.of_gateway or alarm.parent in active:
            continue
        status = status_of(alarm.priority)
        if SEVERITY[status] > SEVERITY[result[row]]:
            result[row] = status
    return result


def worst(alarm: Codes, stale: Flags, silent: Flags, lost: Flags) -> Codes:
    """Alarm over warning over stale over unknown over ok. Behind a lost gateway nothing is stale: it is unknown."""
    calm = np.where(stale, np.int8(Status.STALE), np.where(silent, np.int8(Status.UNKNOWN), np.int8(Status.OK)))
    calm = np.where(lost, np.int8(Status.UNKNOWN), calm)
    result: Codes = np.where(RANK[alarm] > RANK[calm], alarm, calm).astype(np.int8)
    return result


def any_of_asset(flags: Flags, asset_of: Ints, assets: int) -> Flags:
    """Per asset, whether any of its datastreams is flagged."""
    return np.bincount(asset_of[flags], minlength=assets) > 0


def shortest_interval(streams: Datastreams, assets: int) -> Longs:
    """Per asset, the shortest interval in which one of its values is expected, in microseconds; 0 where none is."""
    paced = streams.expected_every_us > 0
    shortest = np.full(assets, NONE_EXPECTED, np.int64)
    np.minimum.at(shortest, streams.asset[paced], streams.expected_every_us[paced])
    return np.where(shortest == NONE_EXPECTED, np.int64(0), shortest)
