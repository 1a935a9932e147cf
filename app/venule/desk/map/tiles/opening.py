"""Opening a base map by its file name."""

from pathlib import Path

from venule.desk.map.tiles.archive import open_archive
from venule.desk.map.tiles.basemap import Basemap, UnreadableBasemap
from venule.desk.map.tiles.plan import read_plan
from venule.desk.map.tiles.plantiles import PlanTiles
from venule.desk.map.tiles.rastertiles import RasterTiles

PLANS = {".geojson", ".json"}
ARCHIVES = {".pmtiles", ".mbtiles"}


def open_basemap(path: Path) -> Basemap:
    """The base map in a file; raises :class:`UnreadableBasemap` with one sentence for the operator."""
    ending = path.suffix.lower()
    if ending in PLANS:
        return PlanTiles(read_plan(path))
    if ending in ARCHIVES:
        return RasterTiles(open_archive(path))
    raise UnreadableBasemap(f"{path.name} is no base map: choose a .pmtiles, .mbtiles or .geojson file.")
