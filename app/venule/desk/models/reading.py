"""One value as the inspector shows it: number, unit, age and how far it can be trusted, in words and by looks."""

from dataclasses import dataclass
from enum import StrEnum

from venule.desk.models.city import CityModel
from venule.desk.models.wording import age, moment, quality_text, value_text
from venule.domain.instant import Instant
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Quantity, ValueKind


class Trust(StrEnum):
    """How a value looks. Each has its own sign and cut, so that none depends on colour."""

    GOOD = "good"
    UNCERTAIN = "uncertain"
    STALE = "stale"
    BAD = "bad"
    LOST = "gateway lost"
    NEVER = "never received"


SIGNS = {Trust.UNCERTAIN: "≈", Trust.BAD: "×"}
"""Written before a value; what is not of now wears the symbol of its status instead."""


MEASURED = (ValueKind.MEASURE, ValueKind.COUNT, ValueKind.COUNTER)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a row of the inspector paints."""

    datastream: int
    quantity: Quantity
    number: float
    value: str
    unit: str
    trust: Trust
    remark: str
    age: str
    at: str


def streams_by_weight(city: CityModel, asset: int) -> list[int]:
    """The rows of an asset's datastreams as they matter: in alarm, with limits, measured, and states and flags last."""
    assets, catalogue = city.catalogue.assets, city.catalogue
    key = (catalogue.networks[assets.network[asset]].name, assets.name[asset])
    alarmed = {alarm.quantity for alarm in city.active_alarms() if (alarm.network, alarm.subject) == key}

    def weight(row: int) -> int:
        quantity = catalogue.quantities[catalogue.datastreams.quantity[row]]
        if quantity.name in alarmed:
            return 0
        return 1 if limited(quantity) else 2 if quantity.kind in MEASURED else 3

    return sorted(city.streams_of(asset).tolist(), key=weight)


def limited(quantity: Quantity) -> bool:
    """Whether a value of it can be out of order by itself."""
    limits = (quantity.warn_below, quantity.warn_above, quantity.alarm_below, quantity.alarm_above)
    return any(limit is not None for limit in limits)


def readings_of(city: CityModel, asset: int) -> tuple[Reading, ...]:
    """The values of an asset, those that matter most first."""
    return tuple(_reading(city, row) for row in streams_by_weight(city, asset))


def _reading(city: CityModel, row: int) -> Reading:
    latest, streams = city.latest, city.catalogue.datastreams
    quantity = city.catalogue.quantities[streams.quantity[row]]
    trust = _trust(city, row)
    number = float(latest.number[row])
    value, unit = value_text(number, latest.text.get(row), quantity)
    heard: Instant = int(latest.observed_at[row])
    return Reading(
        datastream=int(streams.id[row]),
        quantity=quantity,
        number=number,
        value=value,
        unit=unit or streams.unit_source.get(row, ""),
        trust=trust,
        remark=_remark(city, row, trust),
        age="" if trust is Trust.NEVER else age(city.now - heard),
        at="" if trust is Trust.NEVER else moment(heard, city.now),
    )


def _trust(city: CityModel, row: int) -> Trust:
    quality = city.latest.quality[row]
    if not city.latest.known[row]:
        return Trust.NEVER
    if city.lost[city.catalogue.datastreams.asset[row]]:
        return Trust.LOST
    if quality >= Quality.BAD:
        return Trust.BAD
    if city.stale[row] or quality == Quality.STALE:
        return Trust.STALE
    return Trust.GOOD if quality == Quality.GOOD else Trust.UNCERTAIN


def _remark(city: CityModel, row: int, trust: Trust) -> str:
    if trust is Trust.NEVER:
        return trust.value
    quality, provenance = Quality(city.latest.quality[row]), Provenance(int(city.latest.provenance[row]))
    told = quality_text(quality, provenance, city.latest.reason.get(row, ""))
    lead = trust.value if trust in (Trust.STALE, Trust.LOST) and quality is not Quality.STALE else ""
    every = int(city.catalogue.datastreams.expected_every_us[row])
    if trust is Trust.STALE and every:
        lead = f"{trust.value}, expected every {age(every)}"
    return ", ".join(part for part in (lead, told) if part)
