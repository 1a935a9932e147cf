"""What lighting shows on the map beside its points: circuits and lamps by power, maintenance areas by failures."""

from venule.sdk import AssetKind, Gather, LayerForm, MapLayer, Quantity

CIRCUIT = AssetKind(
    "circuit",
    symbol="network",
    quantities=(Quantity("power", "W", low=0, decimals=0),),
    expected_every_s=900,
    title="Lighting circuit",
    aliases=("street segment", "lighting cable", "feeder line"),
)
ZONE = AssetKind("zone", symbol="map", title="Maintenance area", aliases=("lighting zone", "StreetlightGroup"))

LAYERS = (
    MapLayer(
        "circuits_by_power",
        "Power of the circuits",
        LayerForm.LINES,
        ("lighting.circuit",),
        "power",
        at_first=False,
    ),
    MapLayer(
        "zones_by_failures",
        "Failed lamps",
        LayerForm.AREAS,
        ("lighting.zone",),
        "lamp_failure",
        gather=Gather.COUNT,
        of=("lighting.luminaire",),
        at_first=False,
    ),
    MapLayer("heat_of_power", "Power of the lamps", LayerForm.HEAT, ("lighting.luminaire",), "power"),
    MapLayer("lamps_by_power", "Power of the lamps", LayerForm.POINTS, ("lighting.luminaire",), "power"),
)
