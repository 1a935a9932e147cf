"""Trends: several datastreams on one time axis, honest about gaps, quality and what came later."""
