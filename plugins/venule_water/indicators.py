"""The figures of the whole of water: what flows in, and how long the tanks last."""

import numpy as np

from venule.sdk import Figure, Indicator, Snapshot


def total_inflow(snapshot: Snapshot) -> Figure:
    """What flows into the metered areas whose inlet is known, in m3/h. An unknown inlet adds nothing and is told."""
    flow, known = snapshot.latest("water.inflow", "flow")
    return Figure(float(flow[known].sum()) if known.any() else None, int(known.sum()), len(known))


def tank_reserve(snapshot: Snapshot) -> Figure:
    """Hours the stored volume lasts at what is drawn now, over the tanks whose volume and outflow are known."""
    volume, volume_known = snapshot.latest("water.tank", "volume")
    outflow, outflow_known = snapshot.latest("water.tank", "outflow")
    known = volume_known & outflow_known
    drawn = float(outflow[known].sum())
    return Figure(float(volume[known].sum()) / drawn if drawn > 0 else None, int(known.sum()), len(known))


def lowest_pressure(snapshot: Snapshot) -> Figure:
    """The lowest pressure of all points that are known, in bar."""
    pressure, known = snapshot.latest("water.pressure_point", "pressure")
    return Figure(float(np.min(pressure[known])) if known.any() else None, int(known.sum()), len(known))


INDICATORS = (
    Indicator("total_inflow", "Inflow of all areas", "m3/h", "inlets", total_inflow),
    Indicator("tank_reserve", "Tank reserve", "h", "tanks", tank_reserve, target=(8, 48), decimals=1),
    Indicator("lowest_pressure", "Lowest pressure", "bar", "points", lowest_pressure, target=(1.5, 8), decimals=1),
)
