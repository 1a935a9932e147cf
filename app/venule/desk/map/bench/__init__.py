"""Measurements of the map's frames, for `venule bench map`."""
