"""Parking bays and garages for Venule: Bosch TPS110 and Nwave NPS sensors, occupancy, and what goes wrong with them."""

from venule_parking.vertical import Parking

__all__ = ["Parking"]
