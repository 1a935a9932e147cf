"""A picture of the desk: drawn until nothing is pending any more, saved, and the program ends."""

import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QTimer, Slot
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from venule.desk.beside import Beside
from venule.desk.building import Desk
from venule.desk.query import QueryThread
from venule.desk.session import Archive
from venule.desk.whole import Unwritten, write_whole

LOOK_EVERY_MS = 100
CALM_LOOKS = 8
"""By how many calm looks must outnumber busy ones: a live desk is never calm for long, it asks with each beat."""


class Screenshot(QObject):
    """``status`` is 0 once the picture is saved, 1 when it could not be. A window ``beside`` it is on its right."""

    def __init__(
        self, desk: Desk, query: QueryThread[Archive], path: Path, settle_s: float, beside: Beside | None = None
    ) -> None:
        super().__init__(desk.window)
        self._desk, self._query, self._path, self._beside = desk, query, path, beside
        self._deadline = time.monotonic() + settle_s
        self._calm = 0
        self.status = 1
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_EVERY_MS)

    @Slot()
    def look(self) -> None:
        """Take the picture when it is calm, or when time is up."""
        self._calm = self._calm + 1 if self._settled() else max(0, self._calm - 1)
        if self._calm >= CALM_LOOKS or time.monotonic() > self._deadline:
            self._timer.stop()
            QTimer.singleShot(0, QApplication.quit)  # whatever the drawing meets, the program ends
            self._desk.window.panes.alarms.delegate.lit = True  # a picture does not blink
            self._save(self._picture())

    def _save(self, picture: QPixmap) -> None:
        buffer = QBuffer(self)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")
        with suppress(Unwritten):  # the command says what to do
            write_whole(self._path, bytes(buffer.data().data()))
            self.status = 0

    def _picture(self) -> QPixmap:
        """The window, or both of them side by side."""
        first, second = self._desk.window.grab(), self._beside.picture() if self._beside is not None else None
        if second is None:
            return first
        both = QImage(first.width() + second.width(), max(first.height(), second.height()), QImage.Format.Format_RGB32)
        both.fill(0)
        with QPainter(both) as painter:
            for left, picture in ((0, first), (first.width(), second)):
                picture.setDevicePixelRatio(1.0)  # so that its pixels are placed as they are
                painter.drawPixmap(left, 0, picture)
        return QPixmap.fromImage(both)

    def _settled(self) -> bool:
        if self._beside is not None and not self._beside.settled:
            return False
        drawn = getattr(self._desk.window.panes.map, "settled", True)
        return bool(self._desk.pulse.settled and self._query.idle and drawn)
