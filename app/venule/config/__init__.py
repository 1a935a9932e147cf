"""What a person sets up in files: the feeds of a recorder, what it keeps, and the base maps of tile servers."""

from venule.config.basemaps import Basemaps, BasemapSettings, load_basemaps
from venule.config.profile import (
    DIALECTS,
    FeedSettings,
    JsonMapping,
    KeepDays,
    Profile,
    RetentionSettings,
    load_profile,
)
from venule.config.table import ProfileProblem

__all__ = [
    "DIALECTS",
    "BasemapSettings",
    "Basemaps",
    "FeedSettings",
    "JsonMapping",
    "KeepDays",
    "Profile",
    "ProfileProblem",
    "RetentionSettings",
    "load_basemaps",
    "load_profile",
]
