"""What a desk is built from, and what stands when it is built."""

from dataclasses import dataclass

from venule.desk.links.adding import AddingLink
from venule.desk.links.notes import NoteLink
from venule.desk.links.opening import Opening
from venule.desk.links.trends import TrendLink
from venule.desk.map.view import MapView
from venule.desk.models.alarms import AlarmModel
from venule.desk.models.city import CityModel
from venule.desk.models.navigator import NavigatorModel
from venule.desk.models.notes import NoteModel
from venule.desk.models.rejects import RejectModel
from venule.desk.models.selection import Selection
from venule.desk.models.verticals import VerticalModel
from venule.desk.pulse import Pulse
from venule.desk.query import QueryThread
from venule.desk.session import Archive, Session
from venule.desk.style.look import Look
from venule.desk.timebar.view import TimeBar
from venule.desk.trends.view import TrendView
from venule.desk.views.main_window import MainWindow
from venule.desk.views.search_box import Command
from venule.verticals.guard import Guard


@dataclass(frozen=True, slots=True)
class Means:
    """What a desk is built from."""

    session: Session
    query: QueryThread[Archive]
    pulse: Pulse
    look: Look
    guard: Guard
    further: tuple[Command, ...] = ()
    """What can be done with the window as a whole, beside what its panes can."""


@dataclass(frozen=True, slots=True)
class Models:
    """What the panes show."""

    city: CityModel
    alarms: AlarmModel
    notes: NoteModel
    rejects: RejectModel
    verticals: VerticalModel
    navigator: NavigatorModel
    selection: Selection


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands when everything is built. The links belong to the window and end with it."""

    window: MainWindow
    city: CityModel
    selection: Selection
    alarms: AlarmModel
    map: MapView
    chart: TrendView
    time_bar: TimeBar
    trends: TrendLink
    opening: Opening
    pulse: Pulse
    notes: NoteLink
    adding: AddingLink
