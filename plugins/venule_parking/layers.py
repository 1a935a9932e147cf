"""What parking shows on the map beside its points: zones by how many of their bays are taken."""

from venule.sdk import AssetKind, Gather, LayerForm, MapLayer

ZONE = AssetKind("zone", symbol="map", title="Parking zone", aliases=("parking area", "ParkingGroup"))

LAYERS = (
    MapLayer(
        "zones_by_occupancy",
        "Bays taken",
        LayerForm.AREAS,
        ("parking.zone",),
        "occupied",
        gather=Gather.SHARE,
        of=("parking.bay",),
        at_first=False,
    ),
    MapLayer("heat_of_occupancy", "Bays taken", LayerForm.HEAT, ("parking.bay",), "occupied"),
    MapLayer("bays_by_occupancy", "Bays taken", LayerForm.POINTS, ("parking.bay",), "occupied"),
)
