"""The one place where a desk is put together."""

from venule.desk.building.desk import build
from venule.desk.building.parts import Desk, Means

__all__ = ["Desk", "Means", "build"]
