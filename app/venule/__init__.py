"""Venule, an operations desk for a city's sensor networks."""

__version__ = "0.1.0"
