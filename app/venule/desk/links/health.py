"""Links the state of the whole: banner, replay frame, clock face, feeds, figures of the city."""

from PySide6.QtCore import QObject, Slot

from venule.desk.links.opening import Opened, Opening
from venule.desk.models.city import CityModel
from venule.desk.models.wording import plural
from venule.desk.pulse import Moment, Pulse
from venule.desk.questions import Health
from venule.desk.views.banner import loss, replayed
from venule.desk.views.main_window import MainWindow
from venule.domain.instant import Instant
from venule.store.answers import Values


class HealthLink(QObject):
    """Knows when the last data came; tells the operator when none come."""

    def __init__(
        self, window: MainWindow, city: CityModel, pulse: Pulse, opening: Opening, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window, self._city, self._opening, self._pulse = window, city, opening, pulse
        self._last_data: Instant | None = None
        self._blank = False
        opening.opened.connect(self.show_opened)
        pulse.health_changed.connect(self.show_health)
        pulse.ticked.connect(self.show_moment)
        pulse.ticked.connect(window.panes.strip.clock.show_moment)
        pulse.jumped.connect(self.note_data)
        pulse.pulsed.connect(self.note_data)
        city.rebuilt.connect(self.show_assets)

    @Slot(object)
    def show_opened(self, opened: Opened) -> None:
        """Whether this is a finished recording."""
        self._blank = opened.blank
        self._window.panes.strip.clock.show_blank(opened.blank)
        if opened.finished:
            self._show_recording()

    @Slot(object)
    def show_health(self, health: Health) -> None:
        """The feeds, and the banner while live."""
        if self._opening.finished:
            self._show_recording()
        else:
            self._window.panes.strip.show_health(health)
        live = self._pulse.clock.live
        self._window.banner.say(loss(health, self._last_data) if live and not self._opening.finished else "")

    @Slot(object)
    def show_moment(self, moment: Moment) -> None:
        """The frame that tells a replay from the present."""
        self._window.show_replay(replayed(moment, self._opening.finished))

    @Slot(object)
    def note_data(self, values: Values) -> None:
        """Remember when the newest observation was recorded."""
        if len(values.recorded_at):
            self._last_data = max(self._last_data or 0, int(values.recorded_at.max()))

    def _show_recording(self) -> None:
        """What a file is called that nobody writes."""
        kind = "Recording"
        if self._blank:
            kind = "Inventory" if len(self._city.catalogue.assets.name) else "Empty file"
        self._window.panes.strip.show_recording(kind, "nothing recorded yet" if self._blank else "no recorder")

    @Slot(object)
    def show_assets(self, _: object) -> None:
        """How large the city is."""
        catalogue = self._city.catalogue
        words = (plural(len(catalogue.assets.name), "asset"), plural(len(catalogue.networks), "network"))
        self._window.panes.strip.show_assets(", ".join(words))
