"""What water shows on the map beside its points: mains by flow or pressure, metered areas by flow or by leaks."""

from venule.sdk import Gather, LayerForm, MapLayer

PIPES, DISTRICTS = ("water.pipe",), ("water.district",)
LINES, AREAS = LayerForm.LINES, LayerForm.AREAS
INLETS, METERS = ("water.inflow",), ("water.meter",)

DISTRIBUTION_M3H = (0.0, 20.0)
"""Flows between which mains of a district are told apart; trunk mains carry more and lie at the upper end."""

LAYERS = (
    MapLayer("mains_by_flow", "Flow in the mains", LINES, PIPES, "flow", scale=DISTRIBUTION_M3H, unit="m3/h"),
    MapLayer("mains_by_pressure", "Pressure in the mains", LINES, PIPES, "pressure"),
    MapLayer("mains_by_status", "Mains by status", LINES, PIPES),
    MapLayer("districts_by_night_flow", "Night flow", AREAS, DISTRICTS, "night_flow"),
    MapLayer("districts_by_inflow", "Inflow", AREAS, DISTRICTS, "flow", gather=Gather.SUM, of=INLETS),
    MapLayer(
        "districts_by_leaks", "Meters telling of a leak", AREAS, DISTRICTS, "leak", gather=Gather.COUNT, of=METERS
    ),
    MapLayer("districts_by_status", "Metered areas by status", AREAS, DISTRICTS),
    MapLayer("heat_of_pressure", "Pressure", LayerForm.HEAT, ("water.pressure_point",), "pressure"),
    MapLayer("points_by_pressure", "Pressure", LayerForm.POINTS, ("water.pressure_point",), "pressure"),
)
