"""Counters shown as rates, and as totals of hours and days."""
