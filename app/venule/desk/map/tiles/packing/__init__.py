"""Packs: an area of a base map in one PMTiles file of its own, for where there is no network."""
