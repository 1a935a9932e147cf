"""The layer of names: one picture of the view and a margin, moved while panning, painted anew when at rest."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from venule.desk.map.camera import Camera
from venule.desk.map.tiles.basemap import Look
from venule.desk.map.tiles.work.claims import Claim
from venule.desk.map.tiles.work.wishes import MARGIN_PX, NOTHING, Taken, View

FADED = 0.35
SMALLEST, LARGEST = 0.45, 2.2
"""How far a picture may be shrunk or stretched during a zoom before it is better not shown."""


class LabelLayer:
    """Paints the names of one base map, as the worker has drawn them."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._picture: tuple[QImage, View] | None = None
        self._asked: View | None = None
        self._edition = claim.edition

    def paint(self, painter: QPainter, camera: Camera, look: Look, moving: bool, taken: Taken = NOTHING) -> bool:
        """Paint the names there are; says whether new ones are on their way."""
        self._take()
        if not moving:
            self._renew(View(camera, look, taken))
            self._take()
        if self._picture is not None:
            self._blit(painter, camera, look, *self._picture)
        return not self._claim.idle

    def _take(self) -> None:
        """The newest picture that has come."""
        for done in self._claim.take():
            if isinstance(done.wish, View) and done.painted.image is not None:
                self._picture = done.painted.image, done.wish

    def _renew(self, view: View) -> None:
        """Ask for a picture of this view, unless it is there or was asked for."""
        outdated, self._edition = self._edition != self._claim.edition, self._claim.edition
        if outdated or self._asked is None or not self._asked.same(view):
            self._asked = view
            self._claim.want([view])

    def _blit(self, painter: QPainter, camera: Camera, look: Look, image: QImage, view: View) -> None:
        """Draw a picture where what it shows is now; faded at another zoom."""
        stretch = 2.0 ** (camera.zoom - view.camera.zoom)
        if not SMALLEST < stretch < LARGEST:
            return
        left, top = camera.to_screen(*view.camera.to_world(-float(MARGIN_PX), -float(MARGIN_PX)))
        if stretch == 1.0:
            ratio = look.ratio
            painter.drawImage(QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio), image)
            return
        painter.setOpacity(FADED)
        size = image.deviceIndependentSize() * stretch
        painter.drawImage(QRectF(left, top, size.width(), size.height()), image)
        painter.setOpacity(1.0)
