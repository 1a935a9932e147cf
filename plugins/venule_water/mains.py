"""Mains and districts: the assets of a water network that are lines and areas."""

from venule.sdk import AssetKind, Quantity

PIPE = AssetKind(
    "pipe",
    symbol="cylinder",
    quantities=(
        Quantity("flow", "m3/h", decimals=1),
        Quantity("velocity", "m/s", low=0, high=3, normal_high=2, decimals=2),
        Quantity("pressure", "bar", low=0, high=10, normal_low=1.5, normal_high=8, decimals=2),
    ),
    expected_every_s=900,
    title="Main",
    aliases=("water main", "pipeline", "conduit"),
)
DISTRICT = AssetKind(
    "district",
    symbol="map",
    quantities=(
        Quantity("flow", "m3/h", title="Inflow", decimals=1),
        Quantity("night_flow", "m3/h", title="Minimum night flow", low=0, decimals=1, expected_every_s=24 * 3600),
    ),
    expected_every_s=900,
    title="Metered area",
    aliases=("district metered area", "pressure zone", "supply zone"),
)
