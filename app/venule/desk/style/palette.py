"""The palette: every colour of the desk, once for dark and once for light. No other module holds a colour."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Theme(StrEnum):
    """The two looks, both first-class."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``. Grey is the field; saturated colour means abnormal and nothing else."""

    theme: Theme
    window: str
    panel: str
    raised: str
    line: str
    hover: str
    selected: str
    text: str
    text_weak: str
    text_faint: str
    focus: str
    ok: str
    warning: str
    alarm: str
    advisory: str
    stale: str
    unknown: str
    on_alarm: str
    replay: str
    on_replay: str
    normal_band: str
    land: str
    green: str
    water: str
    shore: str
    building: str
    urban: str
    industrial: str
    wood: str
    sand: str
    pitch: str
    building_edge: str
    minor: str
    tertiary: str
    secondary: str
    primary: str
    motorway: str
    casing: str
    path: str
    rail: str
    boundary: str
    city_text: str
    suburb_text: str
    street_text: str
    water_text: str
    halo: str
    cluster: str
    link: str
    curves: tuple[str, ...]
    ramp: tuple[str, ...]


DARK = Palette(
    theme=Theme.DARK,
    window="#14171c",
    panel="#1b1f25",
    raised="#232830",
    line="#343b45",
    hover="#2a3039",
    selected="#2b3f54",
    text="#e3e7ec",
    text_weak="#a6afbb",
    text_faint="#8791a0",
    focus="#7fb0e0",
    ok="#5d8f80",
    warning="#f5a623",
    alarm="#ff4d4f",
    advisory="#d8c24c",
    stale="#8e98a6",
    unknown="#7d8998",
    on_alarm="#14171c",
    replay="#8f7be8",
    on_replay="#14171c",
    normal_band="#2a333b",
    land="#1b1f25",
    green="#1c2723",
    water="#101821",
    shore="#1f2c3a",
    building="#252a32",
    urban="#1d2228",
    industrial="#1f2329",
    wood="#1a2520",
    sand="#23241f",
    pitch="#1e2b27",
    building_edge="#2f353f",
    minor="#2f353e",
    tertiary="#353c46",
    secondary="#3b434e",
    primary="#434c58",
    motorway="#4c5664",
    casing="#14171c",
    path="#2f353e",
    rail="#353b44",
    boundary="#3a424d",
    city_text="#d3dae3",
    suburb_text="#96a1b0",
    street_text="#8d97a5",
    water_text="#6c8ba9",
    halo="#1b1f25",
    cluster="#1e242c",
    link="#5b8def",
    curves=("#8fb7de", "#c9b58a", "#9fc3a8", "#c79fc0", "#8fc4c9", "#c4a08f", "#a9aede", "#b9c48f"),
    ramp=("#2a6787", "#27798d", "#338b84", "#5b9f72", "#9ea74c", "#d1ad46", "#f3b65e", "#ffc78a"),
)

LIGHT = Palette(
    theme=Theme.LIGHT,
    window="#e4e7ea",
    panel="#f4f5f7",
    raised="#ffffff",
    line="#c6ccd3",
    hover="#e6eaee",
    selected="#c9dcef",
    text="#1d232b",
    text_weak="#4d5763",
    text_faint="#5b6570",
    focus="#2b6cb0",
    ok="#5c8a7b",
    warning="#b36a00",
    alarm="#d92d20",
    advisory="#957c00",
    stale="#717a86",
    unknown="#78828f",
    on_alarm="#ffffff",
    replay="#5b45c2",
    on_replay="#ffffff",
    normal_band="#e3e9ec",
    land="#f2f3f4",
    green="#e2eadf",
    water="#c8d5df",
    shore="#b2c3d0",
    building="#e4e6e9",
    urban="#eeeff1",
    industrial="#e9ebee",
    wood="#d9e4d7",
    sand="#efece2",
    pitch="#d8e5d8",
    building_edge="#d5d8dd",
    minor="#ffffff",
    tertiary="#ffffff",
    secondary="#ffffff",
    primary="#ffffff",
    motorway="#ffffff",
    casing="#cdd2d9",
    path="#d3d7dd",
    rail="#c2c7ce",
    boundary="#bcc2ca",
    city_text="#2f3742",
    suburb_text="#646d7a",
    street_text="#5f6873",
    water_text="#4f6f88",
    halo="#f7f8f9",
    cluster="#ffffff",
    link="#3b6fd4",
    curves=("#2f6ea8", "#8a6a1f", "#2f7a4d", "#8a3f7c", "#1e7a84", "#95512f", "#4a51b0", "#66751f"),
    ramp=("#5bb0d3", "#37a7b5", "#2c9b90", "#4f8d5a", "#7d7420", "#8a5f14", "#7f4512", "#6b2f16"),
)

PALETTES = {Theme.DARK: DARK, Theme.LIGHT: LIGHT}

PAPER = replace(LIGHT, window="#ffffff", panel="#ffffff")
"""The light look on white paper."""
