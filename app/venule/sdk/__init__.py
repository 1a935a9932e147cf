"""Everything a vertical may see: the public promise of Venule to plugins. API = 1.

A vertical is a class that inherits :class:`Vertical`, declared under the entry-point group ``venule.verticals``. It
imports this package and nothing else of Venule, and imports without Qt.
"""

from venule.domain.asset import Asset, AssetKind, Gateway
from venule.domain.geo import Position
from venule.domain.instant import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Instant,
    from_datetime,
    from_epoch,
    from_iso,
    to_datetime,
    to_iso,
)
from venule.domain.message import Message, Unreadable
from venule.domain.observation import Observation, Reading
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, Value, ValueKind
from venule.domain.rule import Above, Below, Changes, Condition, Equals, Priority, Rule, Silent, Unchanged
from venule.domain.shape import Shape, area, line
from venule.sdk.indicator import Figure, Indicator, Snapshot
from venule.sdk.layer import Gather, LayerForm, MapLayer
from venule.sdk.simulation import (
    DEMO_TOPIC,
    BayRow,
    CarPark,
    City,
    Outgoing,
    Plant,
    Simulator,
    Street,
    Surveyed,
    Ward,
    WaterMain,
    chirpstack_uplink,
    json_reading,
)
from venule.sdk.siting import (
    District,
    by_turns,
    districts,
    from_the_centre,
    gateways,
    inner_city,
    length_m,
    metres,
    offset,
    places,
)
from venule.sdk.vertical import API, Sample, Vertical
from venule.sdk.wards import Wards, inner_wards

__all__ = [
    "API",
    "DAY",
    "DEMO_TOPIC",
    "HOUR",
    "MINUTE",
    "SECOND",
    "Above",
    "Asset",
    "AssetKind",
    "BayRow",
    "Below",
    "CarPark",
    "Changes",
    "City",
    "Condition",
    "District",
    "Equals",
    "Figure",
    "Gateway",
    "Gather",
    "Indicator",
    "Instant",
    "LayerForm",
    "MapLayer",
    "Message",
    "Observation",
    "Outgoing",
    "Plant",
    "Position",
    "Priority",
    "Quality",
    "Quantity",
    "Reading",
    "Rule",
    "Sample",
    "Shape",
    "Silent",
    "Simulator",
    "Snapshot",
    "Street",
    "Surveyed",
    "Unchanged",
    "Unreadable",
    "Value",
    "ValueKind",
    "Vertical",
    "Ward",
    "Wards",
    "WaterMain",
    "area",
    "by_turns",
    "chirpstack_uplink",
    "districts",
    "from_datetime",
    "from_epoch",
    "from_iso",
    "from_the_centre",
    "gateways",
    "inner_city",
    "inner_wards",
    "json_reading",
    "length_m",
    "line",
    "metres",
    "offset",
    "places",
    "to_datetime",
    "to_iso",
]
