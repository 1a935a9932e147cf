"""The city at one moment of an incident, by the times at which things happened: for the map and for its legend."""

from dataclasses import dataclass, replace

from venule.desk.models.city import CityModel
from venule.domain.alarm import Alarm
from venule.domain.instant import Instant
from venule.domain.liveness import Liveness
from venule.store.answers import Catalogue, Placement, Values


@dataclass(frozen=True, slots=True, eq=False)
class CityMoment:
    """What is needed to judge every asset ``at`` a time."""

    at: Instant
    values: Values
    alarms: tuple[Alarm, ...]
    claims: tuple[Liveness, ...]
    placements: tuple[Placement, ...]


def city_at(catalogue: Catalogue, moment: CityMoment, city: CityModel | None = None) -> CityModel:
    """The city as it was, in a model of its own or in one that others already listen to."""
    city = CityModel() if city is None else city
    city.set_catalogue(catalogue)
    city.set_placements(moment.placements)
    city.jump(replace(moment.values, as_of=moment.at))
    city.set_alarms(tuple(as_happened(alarm) for alarm in moment.alarms), moment.claims)
    return city


def as_happened(alarm: Alarm) -> Alarm:
    """The alarm as if it had been known at once."""
    return replace(alarm, raised_recorded_at=alarm.raised_at, cleared_recorded_at=alarm.cleared_at)
