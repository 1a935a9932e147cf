"""Where a pack's tiles come from: a file of tiles, or a server whose entry allows it."""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import orjson

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.archive import Archive, open_archive
from venule.desk.map.tiles.archivepmtiles import PMTilesFile
from venule.desk.map.tiles.basemap import Tile, UnreadableBasemap
from venule.desk.map.tiles.rastertiles import decoded
from venule.store.tiles import NotTiles, TileFile

MOST_TILES = 250_000
PICTURE_PX, VECTOR_PX = 256, 512
GZIP = b"\x1f\x8b"
OF_THE_WHOLE = ("bounds", "center", "minzoom", "maxzoom", "format", "json")
"""What an MBTiles file says of itself that is not so of a part of it, or is said in another way."""

Get = Callable[[Tile, Event], bytes | None]
Measure = Callable[[Tile], int | None]


@dataclass(frozen=True, slots=True)
class Supply:
    """Tiles that may be put into a pack, and what is to be said of them.

    ``get`` gives a tile's body, or ``None`` where there is none; it may wait, until the event is set, and raises
    :class:`UnreadableBasemap`. ``measure`` gives a tile's size without waiting; ``None`` where it is not known.
    ``tile_px`` is the side of a tile on the screen.
    """

    name: str
    bounds: Bounds
    zooms: tuple[int, int]
    vector: bool
    metadata: Mapping[str, object]
    most_tiles: int
    get: Get
    measure: Measure
    tile_px: int = PICTURE_PX
    path: Path | None = None


def archive_supply(path: Path) -> Supply:
    """The tiles of a file; raises :class:`UnreadableBasemap`."""
    archive = open_archive(path)
    vector = archive.schema is not None

    def get(tile: Tile, _: Event) -> bytes | None:
        body = archive.get(*tile)
        return packed(body) if body and vector else body

    def measure(tile: Tile) -> int | None:
        return len(archive.get(*tile) or b"")

    told = _told_by_mbtiles(path) if path.suffix.lower() == ".mbtiles" else PMTilesFile(path).metadata
    metadata = {"name": path.stem, "attribution": archive.attribution, **told}
    side = VECTOR_PX if vector else _side(archive)
    return Supply(archive.name, archive.bounds, archive.zooms, vector, metadata, MOST_TILES, get, measure, side, path)


def _side(archive: Archive) -> int:
    """The side of an archive's pictures, by the one in the middle of its lowest zoom."""
    zoom, bounds = archive.zooms[0], archive.bounds
    column, row = int((bounds.left + bounds.right) / 2 * 2**zoom), int((bounds.top + bounds.bottom) / 2 * 2**zoom)
    body = archive.get(zoom, column, row)
    return PICTURE_PX if body is None else decoded(body, archive.name).width()


def packed(body: bytes) -> bytes:
    """The body of a vector tile as all of a pack are stored: with gzip."""
    return body if body.startswith(GZIP) else gzip.compress(body, mtime=0)


def _told_by_mbtiles(path: Path) -> Mapping[str, object]:
    """The metadata of an MBTiles file as those of PMTiles are written."""
    try:
        told = TileFile(path).metadata
    except NotTiles as problem:
        raise UnreadableBasemap(str(problem)) from None
    try:
        layers = orjson.loads(told.get("json", "{}"))
    except orjson.JSONDecodeError:
        layers = {}
    kept = {name: value for name, value in told.items() if name not in OF_THE_WHOLE}
    return {**kept, **(layers if isinstance(layers, dict) else {})}
