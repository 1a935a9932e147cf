"""Painting the ground: areas, streets and bridges at any zoom."""
