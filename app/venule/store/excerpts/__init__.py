"""Stretches cut out of a recording, and recordings joined."""
