"""Recordings as evidence: cut out, joined, sealed by a manifest, and held against it."""
