"""Street lighting for Venule: luminaires and feeder cabinets, and whether they burn when they should."""

from venule_lighting.vertical import Lighting

__all__ = ["Lighting"]
