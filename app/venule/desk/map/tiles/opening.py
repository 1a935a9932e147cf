"""Opening a base map by its file name."""

from pathlib import Path

from venule.desk.map.tiles.archive import open_archive
from venule.desk.map.tiles.basemap import Basemap, UnreadableBasemap
from venule.desk.map.tiles.folder import ARCHIVES, first_archive
from venule.desk.map.tiles.plan import PlanSource, read_plan
from venule.desk.map.tiles.rastertiles import RasterTiles
from venule.desk.map.tiles.vectortiles import Facts, VectorTiles
from venule.desk.map.tiles.work.archive import ArchiveSource
from venule.desk.map.tiles.work.worker import Worker

PLANS = {".geojson", ".json"}


def open_basemap(path: Path, worker: Worker) -> Basemap:
    """The base map in a file; raises :class:`UnreadableBasemap` with one sentence for the operator.

    What has to be painted is painted by the worker; pictures are only read. A folder stands for the first file of tiles
    in it that can be read.
    """
    path = first_archive(path) if path.is_dir() else path
    ending = path.suffix.lower()
    if ending in PLANS:
        plan = read_plan(path)
        facts = Facts(plan.attribution, plan.bounds)
        return VectorTiles(facts, PlanSource(path), worker)
    if ending in ARCHIVES:
        archive = open_archive(path)
        if archive.schema is None:
            return RasterTiles(archive)
        attribution = archive.attribution or f"Base map: {archive.name}"
        return VectorTiles(Facts(attribution, archive.bounds, archive.zooms[0]), ArchiveSource(path), worker)
    raise UnreadableBasemap(f"{path.name} is no base map: choose a .pmtiles, .mbtiles or .geojson file.")
