"""Measurements of this machine: real work of a stated size, timed."""
