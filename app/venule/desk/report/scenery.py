"""The picture of the place: the desk's own map, with the city as it was, painted for paper without a window."""

import numpy as np
from PySide6.QtCore import QEventLoop, QObject

from venule.desk.links.layers import LayerLink
from venule.desk.links.map import MapLink
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.picture.exposure import LIMIT_MS, Exposed, Exposure
from venule.desk.map.picture.heading import Heading
from venule.desk.map.picture.still import Still, Subject
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.map.view import MapView
from venule.desk.models.city import CityModel
from venule.desk.models.layers import LayerModel
from venule.desk.models.selection import Selection
from venule.desk.report.document import MapPicture
from venule.desk.report.material import Material
from venule.desk.report.moment import CityMoment, city_at
from venule.desk.report.setting.paper import PIXEL
from venule.desk.report.setting.pieces import Plate
from venule.desk.style.palette import Palette
from venule.domain.geo import Floats, to_mercator
from venule.verticals.guard import Guard

HEIGHT_PIXELS = 400
RATIO = 3.0
"""Pixels of the picture to a logical one of 1/96 inch: 288 to the inch."""

MARGIN_PX = 70.0
FOOT_PX = 30.0


class Scenery:
    """Makes pictures of one moment of a city. :meth:`close` ends what it works with."""

    def __init__(
        self, material: Material, moment: CityMoment, guard: Guard, palette: Palette, worker: Worker | None = None
    ) -> None:
        self._material, self._moment, self._guard, self._palette = material, moment, guard, palette
        self._owner = QObject()
        self._worker = worker or Worker(self._owner)
        self.missing = 0

    def plate(self, picture: MapPicture, width: float) -> Plate | None:
        """The map around some assets, with their numbers; ``None`` where none of them has a place."""
        rows, x, y = self._places(picture)
        if not len(rows):
            return None
        sheet = Camera(width=round(width / PIXEL), height=HEIGHT_PIXELS)
        camera = sheet.fitted(self._bounds(picture, x, y), MARGIN_PX, FOOT_PX)
        tall = camera.height * width / camera.width
        view = self._view(picture, camera)
        still = Still(self._subject(view, camera, picture), view.worker, RATIO)
        try:
            self.missing = _wait(still)
            image = still.developed()
        finally:
            still.close()
            view.set_basemap(None)
            view.deleteLater()
        across, down = camera.to_screen(x, y)
        numbers = {row: str(number) for number, row in enumerate(picture.rows, 1)}
        marks = tuple(
            (numbers[row], left / camera.width, top / camera.height)
            for row, left, top in zip(rows, across.tolist(), down.tolist(), strict=True)
        )
        return Plate(image, width, tall, marks)

    def close(self) -> None:
        """End the worker."""
        self._worker.stop()

    def _places(self, picture: MapPicture) -> tuple[list[int], Floats, Floats]:
        assets = self._material.catalogue.assets
        rows = [row for row in picture.rows if np.isfinite(assets.longitude[row])]
        x, y = to_mercator(assets.longitude[rows], assets.latitude[rows])
        return rows, x, y

    def _bounds(self, picture: MapPicture, x: Floats, y: Floats) -> Bounds:
        """Around the assets with all of their lines and areas, and the gateways that are lost."""
        gateways, shapes = self._material.catalogue.gateways, self._material.catalogue.assets.shapes
        places = [(gateways.longitude[row], gateways.latitude[row]) for row in picture.gateways]
        drawn = filter(None, map(shapes.of, picture.rows))
        places += [point for shape in drawn for part in shape.parts for point in part]
        longitude, latitude = np.array(places, np.float64).reshape(-1, 2).T
        across, down = to_mercator(longitude, latitude)
        known = np.isfinite(across)
        x, y = np.append(x, across[known]), np.append(y, down[known])
        return Bounds(float(x.min()), float(y.min()), float(x.max()), float(y.max()))

    def _view(self, picture: MapPicture, camera: Camera) -> MapView:
        """A map like that of the desk, which nobody sees."""
        view = MapView(self._palette, worker=self._worker)
        view.resize(camera.width, camera.height)
        if (basemap := self._material.request.basemap) is not None:
            view.open_basemap(basemap)
        city = CityModel(view)
        selection = Selection(city, view)
        layers = LayerModel(city, self._guard.layers(), view)
        MapLink(view, city, selection, view)
        LayerLink(view, city, layers, view)
        city_at(self._material.catalogue, self._moment, city)
        passing = np.zeros(len(self._material.catalogue.assets.name), np.bool_)
        passing[list(picture.rows)] = True
        view.set_filter(passing)
        view.look_from(camera)
        return view

    def _subject(self, view: MapView, camera: Camera, picture: MapPicture) -> Subject:
        return Subject(view.frame, camera, self._palette, None, view.chosen, Heading(self._material.city, picture.said))


def _wait(still: Still) -> int:
    """Until everything has come that will; how many tiles have not."""
    loop, told = QEventLoop(), list[Exposed]()
    exposure = Exposure(still, loop, LIMIT_MS)
    exposure.exposed.connect(told.append)
    exposure.exposed.connect(loop.quit)
    exposure.start()
    if not told:
        loop.exec()
    return told[0].missing
