"""Links the state of an empty desk: why there is nothing to see, and what to do, in the place where assets would be."""

from PySide6.QtCore import QObject, Slot

from venule.desk.models.city import CityModel
from venule.desk.models.rejects import RejectModel
from venule.desk.pulse import Pulse
from venule.desk.questions import Health
from venule.desk.views.banner import alive
from venule.desk.views.main_window import MainWindow
from venule.domain.liveness import Presence

UNREADABLE = "Messages arrive, but none of them could be read. The rejects (Alt+2) tell why."
WAITING = "No assets yet. They appear as soon as the recorder hears of them."
UNHEARD = "No assets yet, and no feed can be heard: {causes}"
UNWRITTEN = "This file is empty, and nobody records into it. Start “venule record” on it."


class EmptinessLink(QObject):
    """Speaks only while the city has no assets."""

    def __init__(
        self, window: MainWindow, city: CityModel, rejects: RejectModel, pulse: Pulse, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window, self._city, self._rejects = window, city, rejects
        self._health: Health | None = None
        pulse.health_changed.connect(self.follow)
        rejects.modelReset.connect(self.tell)

    @Slot(object)
    def follow(self, health: Health) -> None:
        """How feeds and recorder are now."""
        self._health = health
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Say why there is nothing."""
        if self._health is not None and not len(self._city.catalogue.assets.name):
            self._window.panes.navigator.explain(reason(self._health, bool(self._rejects.rowCount())))


def reason(health: Health, refused: bool) -> str:
    """Why a city has no assets."""
    if refused:
        return UNREADABLE
    if not alive(health):
        return UNWRITTEN
    if health.feeds and all(feed.presence == Presence.OFFLINE for feed in health.feeds):
        return UNHEARD.format(causes="; ".join(f"{feed.name}: {feed.cause or 'offline'}" for feed in health.feeds))
    return WAITING
