"""How the camera moves: at once under a hand, in a short glide after a step, and to rest on a quarter step of zoom."""

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QTimer, QVariantAnimation, Signal, Slot

from venule.desk.map.camera import Camera, resting

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
        self._about = (0.0, 0.0)
        self._glide = QVariantAnimation(self)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
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
    def zooming(self) -> bool:
        """Whether the zoom is about to change by itself."""
        return (self.gliding and self._start.zoom != self._end.zoom) or self._settle.isActive()

    @property
    def end(self) -> Camera:
        """Where the camera will be when it stands still."""
        return self._end if self.gliding else self.camera

    def jump(self, camera: Camera) -> None:
        """Be there at once."""
        self._glide.stop()
        self.camera = camera
        self.moved.emit(camera)

    def glide(self, camera: Camera) -> None:
        """Go there in a moment."""
        self._glide.stop()
        self._start, self._end = self.camera, camera
        self._glide.setDuration(GLIDE_MS)
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
        self.camera = self.camera.resized(width, height)
        self.moved.emit(self.camera)

    @Slot(object)
    def _advance(self, share: object) -> None:
        if self.gliding and isinstance(share, float):
            self.camera = self._start.towards(self._end, share)
            self.moved.emit(self.camera)

    @Slot()
    def _arrive(self) -> None:
        self.camera = self._end
        self.moved.emit(self.camera)

    @Slot()
    def _settle_zoom(self) -> None:
        self.glide(self.camera.zoomed(resting(self.camera.zoom), *self._about))
