"""Links the trends."""

from dataclasses import dataclass

from venule.desk.building.parts import Means, Models
from venule.desk.links.adding import AddingLink
from venule.desk.links.commands import trend_commands
from venule.desk.links.comparing import ComparingLink
from venule.desk.links.cursors import CursorLink
from venule.desk.links.formulas import FormulaLink
from venule.desk.links.making import MakingLink
from venule.desk.links.trend_sets import SetLink
from venule.desk.links.trends import TrendLink
from venule.desk.map.view import MapView
from venule.desk.models.city import CityModel
from venule.desk.trends.view import TrendView
from venule.desk.views.main_window import MainWindow
from venule.desk.views.search_box import Command


@dataclass(frozen=True, slots=True)
class Trends:
    """What links the trends, what can be done with them, and the sets of them that are kept."""

    link: TrendLink
    adding: AddingLink
    sets: SetLink
    commands: tuple[Command, ...]


def link_trends(view: TrendView, map_view: MapView, means: Means, models: Models, window: MainWindow) -> Trends:
    """Lines come from all panes, are measured, and are made into others."""
    panes = window.panes
    view.lines_changed.connect(window.make_room_for_trends)
    link = TrendLink(view, models.city, models.selection, query=means.query, pulse=means.pulse, parent=window)
    CursorLink(view, means.query, means.pulse, window)
    adding = AddingLink(view, models.city, window)
    panes.navigator.trend_added.connect(adding.add_asset)
    panes.inspector.trend_added.connect(adding.add_datastream)
    map_view.assets_taken.connect(adding.carry)
    sets, made = _link_making(view, link, means, models.city, window)
    means.look.changed.connect(view.set_palette)
    return Trends(link, adding, sets, trend_commands(view) + made)


def _link_making(
    trends: TrendView, link: TrendLink, means: Means, city: CityModel, window: MainWindow
) -> tuple[SetLink, tuple[Command, ...]]:
    """What trends are made into, and the sets of them that are kept."""
    making = MakingLink(trends, parent=window)
    comparing = ComparingLink(trends, link, city, menu=making.compare_menu, parent=window)
    formulas = FormulaLink(trends, link, city, window)
    made = (
        *making.commands(),
        Command("Trends: compare with another asset", "", comparing.ask),
        Command("Trends: write a formula", "", formulas.ask),
    )
    sets = SetLink(trends, link, means.session, means.query.ask, window)
    sets.told.connect(window.notice.say)
    return sets, made
