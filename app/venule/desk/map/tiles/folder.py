"""A folder as a base map: the files of tiles in it."""

from contextlib import suppress
from itertools import islice
from pathlib import Path

from venule.desk.map.tiles.archive import open_archive
from venule.desk.map.tiles.basemap import UnreadableBasemap

ARCHIVES = {".pmtiles", ".mbtiles"}
MOST_LOOKED_AT = 2_000


def archives_in(folder: Path) -> list[Path]:
    """The files of tiles in a folder by their names, as far as its first two thousand entries go."""
    try:
        found = [path for path in islice(folder.iterdir(), MOST_LOOKED_AT) if path.suffix.lower() in ARCHIVES]
    except OSError as problem:
        raise UnreadableBasemap(f"The folder {folder} cannot be read: {problem.strerror}.") from None
    return sorted(path for path in found if path.is_file())


def first_archive(folder: Path) -> Path:
    """The first of them that can be read; raises :class:`UnreadableBasemap`."""
    found = archives_in(folder)
    for path in found:
        with suppress(UnreadableBasemap):
            open_archive(path)
            return path
    none = "no base map" if not found else "no base map that can be read"
    raise UnreadableBasemap(f"There is {none} in the folder {folder.name}: it needs a .pmtiles or .mbtiles file.")
