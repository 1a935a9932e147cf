"""A second map beside the first: it looks where the first one looks, or goes its own way."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from venule.desk.map.camera import Camera
from venule.desk.map.view import MapView
from venule.desk.views.main_window import MainWindow

DOCK = "second_map"
LINKED, FREE = "Second map, linked", "Second map"


class SecondMap(QObject):
    """Made when it is first asked for: most sittings need none. ``link_changed`` says whether it looks along now."""

    link_changed = Signal(bool)

    def __init__(self, first: MapView, make: Callable[[], MapView], window: MainWindow) -> None:
        super().__init__(window)
        self._first, self._make, self._window = first, make, window
        self._second: MapView | None = None
        self.linked = True

    @property
    def view(self) -> MapView | None:
        """The second map, once there is one."""
        return self._second

    @Slot()
    def toggle(self) -> None:
        """Show the second map, or put it away."""
        if self._second is None:
            self._second = self._make()
            self._window.add_pane(DOCK, LINKED, self._second)
            self._first.camera_moved.connect(self._lead)
            self._second.camera_moved.connect(self._lead_back)
            self._second.look_from(self._first.camera)
            self._window.show_dock(DOCK)
        elif self._window.docks[DOCK].isVisible():
            self._window.docks[DOCK].hide()
        else:
            self._window.show_dock(DOCK)
            self._lead(self._first.camera)

    @Slot()
    def toggle_link(self) -> None:
        """Let both maps look at the same place, or each where it likes."""
        if self._second is None:
            return
        self.linked = not self.linked
        self._window.docks[DOCK].setWindowTitle(LINKED if self.linked else FREE)
        self.link_changed.emit(self.linked)
        self._lead(self._first.camera)

    @Slot(object)
    def _lead(self, camera: Camera) -> None:
        if self._second is not None:
            self._follow(self._second, camera)

    @Slot(object)
    def _lead_back(self, camera: Camera) -> None:
        self._follow(self._first, camera)

    def _follow(self, view: MapView, camera: Camera) -> None:
        """Have a map look where another one does; one that does already stays as it is."""
        mine = view.camera
        if self.linked and (mine.x, mine.y, mine.zoom) != (camera.x, camera.y, camera.zoom):
            view.look_from(camera)
