"""Water distribution for Venule: customer meters, pressure points, tanks, inlets of metered areas, valves and leaks."""

from venule_water.vertical import Water

__all__ = ["Water"]
