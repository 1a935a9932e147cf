"""How the camera moves: at once under a hand, gliding after a step, in flight to what was asked for."""

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QTimer, QVariantAnimation, Signal, Slot

from venule.desk.map.camera import Camera, resting
from venule.desk.map.flight import Flight

GLIDE_MS = 130
SETTLE_MS = 160
"""How long after the last fine step of a wheel or pinch the zoom comes to rest."""


class Motion(QObject):
    """Owns the camera of one map. ``moved`` tells each new view."""

    moved = Signal(Camera)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.camera = Camera()
        self._start, self._end = self.camera, self.camera
        self._flight: Flight | None = None
        self._about = (0.0, 0.0)
        self._glide = QVariantAnimation(self)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.valueChanged.connect(self._advance)
        self._glide.finished.connect(self._arrive)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._settle_zoom)

    @property
    def gliding(self) -> bool:
        """Whether the camera is on its way."""
        return self._glide.state() == QAbstractAnimation.State.Running

    @property
    def flying(self) -> bool:
        """Whether it is a flight."""
        return self.gliding and self._flight is not None

    @property
    def zooming(self) -> bool:
        """Whether the zoom is about to change by itself."""
        return (self.gliding and self._start.zoom != self._end.zoom) or self.flying or self._settle.isActive()

    @property
    def end(self) -> Camera:
        """Where the camera will be when it stands still; a flight counts as over, since any hand ends it."""
        if self.flying:
            return self.camera.centred(self.camera.x, self.camera.y, resting(self.camera.zoom))
        return self._end if self.gliding else self.camera

    def halt(self) -> None:
        """A hand is laid on the map: a flight ends here."""
        if self.flying:
            self.jump(self.end)

    def jump(self, camera: Camera) -> None:
        """Be there at once."""
        self._glide.stop()
        self.camera = camera
        self.moved.emit(camera)

    def glide(self, camera: Camera) -> None:
        """Go there in a moment."""
        self._go(camera, None, QEasingCurve.Type.OutCubic, GLIDE_MS)

    def fly(self, camera: Camera, still: bool = False) -> None:
        """Go there so that the eye can follow; at once where that is no way at all, or motion is not wanted.

        Whatever a hand asks for meanwhile ends the flight where it is.
        """
        flight = Flight(self.camera, camera)
        self._settle.stop()
        if still or flight.tiny:
            self.jump(camera)
        else:
            self._go(camera, flight, QEasingCurve.Type.InOutSine, flight.duration_ms)

    def _go(self, camera: Camera, flight: Flight | None, pace: QEasingCurve.Type, duration_ms: int) -> None:
        self._glide.stop()
        self._start, self._end, self._flight = self.camera, camera, flight
        self._glide.setEasingCurve(pace)
        self._glide.setDuration(duration_ms)
        self._glide.start()

    def step(self, levels: float, x: float, y: float) -> None:
        """Zoom by whole or half levels about a pixel; steps in a row add up."""
        end = self.end
        self.glide(end.zoomed(resting(end.zoom + levels), x, y))

    def follow(self, levels: float, x: float, y: float) -> None:
        """Zoom with a finger, about a pixel; comes to rest a moment after the last call."""
        self._about = (x, y)
        self._settle.start()
        self.jump(self.camera.zoomed(self.camera.zoom + levels, x, y))

    def resize(self, width: int, height: int) -> None:
        """The window has another size."""
        self._start, self._end = self._start.resized(width, height), self._end.resized(width, height)
        self._flight = Flight(self._start, self._end) if self._flight is not None else None
        self.camera = self.camera.resized(width, height)
        self.moved.emit(self.camera)

    @Slot(object)
    def _advance(self, share: object) -> None:
        if self.gliding and isinstance(share, float):
            self.camera = self._start.towards(self._end, share) if self._flight is None else self._flight.at(share)
            self.moved.emit(self.camera)

    @Slot()
    def _arrive(self) -> None:
        self.camera = self._end
        self.moved.emit(self.camera)

    @Slot()
    def _settle_zoom(self) -> None:
        self.glide(self.camera.zoomed(resting(self.camera.zoom), *self._about))
