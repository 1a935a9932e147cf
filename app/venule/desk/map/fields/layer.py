"""Heat, coverage and coloured points of one map, painted between the shapes and the assets."""

from PySide6.QtGui import QPainter

from venule.desk.map.assets.layer import AssetLayer
from venule.desk.map.assets.sight import Clusters, Sight, Symbols
from venule.desk.map.camera import Camera
from venule.desk.map.fields.coverage import CoverageLayer
from venule.desk.map.fields.heat import HeatLayer
from venule.desk.map.fields.keys import coverage_entries, heat_entry, ok_entries, points_entry
from venule.desk.map.fields.points import PointLayer
from venule.desk.map.legend import Entry
from venule.desk.map.tiles.basemap import Look
from venule.desk.models.fieldvalues import Fields
from venule.desk.style.palette import Palette
from venule.domain.alarm import Status


class FieldLayer:
    """Shows what it was told last."""

    def __init__(self) -> None:
        self.heat, self.points, self.coverage = HeatLayer(), PointLayer(), CoverageLayer()
        self._counted: tuple[Camera, Fields, list[tuple[int, int]]] | None = None
        self.told = Fields()

    def tell(self, fields: Fields) -> None:
        """Take other values, gateways or choices."""
        self.told = fields
        self.heat.tell(fields.heat)
        self.points.tell(fields.points)
        self.coverage.tell(fields.coverage)

    def paint(self, painter: QPainter, camera: Camera, look: Look, assets: AssetLayer, moving: bool) -> None:
        """Paint what lies on the ground, and have the asset layer ask for the colours of assets."""
        self.heat.paint(painter, camera, look, assets.pyramid, moving)
        self.coverage.paint(painter, camera, look, assets.pyramid, moving)
        assets.values = self.points if self.points.ready(assets) else None
        self.points.paint_clusters(painter, camera, look, assets)

    @property
    def note(self) -> str:
        """What the map has to say of it in words."""
        return self.coverage.note

    def explains(self, shown: Sight) -> tuple[Status, ...]:
        """The statuses that have other colours for now."""
        coloured = self.told.points is not None and self.points.shown and not isinstance(shown, Clusters)
        return (Status.OK,) if coloured else ()

    def entries(self, camera: Camera, palette: Palette, assets: AssetLayer, moving: bool) -> list[Entry]:
        """What the legend has to say; of what is in view only, counted when the camera rests."""
        if self._counted is None or (not moving and self._counted[:2] != (camera, self.told)):
            view = camera.bounds
            self._counted = camera, self.told, [self.heat.counts(view), self.points.counts(view)]
        heat, points = self._counted[2]
        found = []
        if self.told.heat is not None and heat[0]:
            found.append(heat_entry(self.told.heat.scale, heat, palette))
        if self.told.points is not None and points[0]:
            shown = assets.sight(camera)
            found.append(points_entry(self.told.points.scale, points, not isinstance(shown, Symbols), palette))
            found += ok_entries(shown, points[0], palette) if self.explains(shown) else []
        return [*found, *coverage_entries(*self.coverage.seen(camera.bounds), palette)]
