"""Base maps from tile servers: where their tiles are, who is to be named, and what may be kept of them."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from venule.config.table import ProfileProblem, Table, read_toml

MOST_BASEMAPS = 50
DEEPEST_ZOOM = 24
USUAL_DEEPEST = 18
CACHE_MIB = 500
MOST_CACHE_MIB = 1_000_000
ROWS = {"y", "-y"}
VECTOR_ENDINGS = {".pbf", ".mvt"}


@dataclass(frozen=True, slots=True)
class BasemapSettings:
    """One tile server. ``url`` has ``{z}``, ``{x}`` and ``{y}``, or ``{-y}`` where rows are counted from the south.

    ``contact`` is a mail address or a web page that every request names, so that the server's people can reach whoever
    runs this desk. ``offline_allowed`` says that its terms allow to save whole areas.
    """

    name: str
    url: str
    attribution: str
    contact: str
    min_zoom: int = 0
    max_zoom: int = USUAL_DEEPEST
    tile_px: int = 256
    offline_allowed: bool = False

    @property
    def vector(self) -> bool:
        """Whether its tiles are vector tiles (MVT), which the end of its address tells; else they are pictures."""
        return PurePosixPath(urlsplit(self.url).path).suffix.lower() in VECTOR_ENDINGS

    def address(self, zoom: int, column: int, row: int) -> str:
        """Where one tile is to be had."""
        south = 2**zoom - 1 - row
        values = {"{z}": zoom, "{x}": column, "{y}": row, "{-y}": south}
        return re.sub(r"\{[^}]*\}", lambda found: str(values[found[0]]), self.url)


@dataclass(frozen=True, slots=True)
class Basemaps:
    """Tile servers, and how much room their tiles may take on the disk."""

    sources: tuple[BasemapSettings, ...] = ()
    cache_mib: int = CACHE_MIB


def load_basemaps(path: Path) -> Basemaps:
    """Read a file with nothing but base maps; raises :class:`ProfileProblem`."""
    table = Table(read_toml(path), "")
    try:
        found = Basemaps(basemaps(table), table.number("basemap_cache_mib", 1, MOST_CACHE_MIB, CACHE_MIB))
        table.close()
    except ProfileProblem as problem:
        raise ProfileProblem(f"{path}: {problem}") from None
    return found


def basemaps(table: Table) -> tuple[BasemapSettings, ...]:
    """All ``[[basemap]]`` tables of a file."""
    tables = table.take("basemap")
    if tables is None:
        return ()
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise ProfileProblem("basemap must be made of [[basemap]] tables")
    if len(tables) > MOST_BASEMAPS:
        raise ProfileProblem(f"there are {len(tables)} base maps; at most {MOST_BASEMAPS} are offered")
    found = tuple(_basemap(Table(one, f"basemap {number}: ")) for number, one in enumerate(tables, 1))
    names = [one.name for one in found]
    for name in names:
        if names.count(name) > 1:
            raise ProfileProblem(f"two base maps are named {name!r}; each needs a name of its own")
    return found


def _basemap(table: Table) -> BasemapSettings:
    lowest = table.number("min_zoom", 0, DEEPEST_ZOOM, 0)
    found = BasemapSettings(
        name=_line(table, "name"),
        url=_url(table),
        attribution=_line(table, "attribution"),
        contact=_contact(table),
        min_zoom=lowest,
        max_zoom=table.number("max_zoom", lowest, DEEPEST_ZOOM, max(lowest, USUAL_DEEPEST)),
        tile_px=table.number("tile_px", 256, 1024, 256),
        offline_allowed=table.flag("offline_allowed", False),
    )
    table.close()
    return found


def _url(table: Table) -> str:
    """The template of a tile's address. What is wrong is told without the address, which may hold a key."""
    url = table.text("url", None)
    try:
        address = urlsplit(url)
        usable = address.scheme in {"http", "https"} and bool(address.hostname) and address.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or not url.isprintable() or " " in url:
        raise ProfileProblem(f"{table.named('url')} must read https://host/…/{{z}}/{{x}}/{{y}}.png")
    if address.username is not None:
        raise ProfileProblem(f"{table.named('url')} may not hold a user or password")
    named = sorted(re.findall(r"\{([^}]*)\}", url))
    if sorted({*named} - ROWS) != ["x", "z"] or len(named) != 3 or len({*named} & ROWS) != 1:
        raise ProfileProblem(f"{table.named('url')} must name {{z}}, {{x}} and {{y}} (or {{-y}}) once each, no other")
    return url


def _line(table: Table, key: str) -> str:
    found = table.text(key, None).strip()
    if not found or not found.isprintable():
        raise ProfileProblem(f"{table.named(key)} must be a line of text")
    return found


def _contact(table: Table) -> str:
    """What goes into a header of every request."""
    found = table.text("contact", None).strip()
    if not re.fullmatch(r"[!-~]*(@|://)[!-~]+", found) or set("()") & set(found):
        raise ProfileProblem(f"{table.named('contact')} must be a mail address or a web page of whoever runs this desk")
    return found
