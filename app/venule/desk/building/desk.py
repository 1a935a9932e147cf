"""Builds the desk: models, panes, window and the links between them. Everything is made here and handed on."""

from venule.desk.building.files import Files, link_files
from venule.desk.building.maps import Maps, link_maps
from venule.desk.building.parts import Desk, Means, Models
from venule.desk.building.trends import Trends, link_trends
from venule.desk.links.clock_commands import clock_commands
from venule.desk.links.commands import commands, key_lines, map_commands
from venule.desk.links.emptiness import EmptinessLink
from venule.desk.links.figures import FigureLink
from venule.desk.links.health import HealthLink
from venule.desk.links.map import make_map
from venule.desk.links.notes import NoteLink, Sources
from venule.desk.links.opening import Opening
from venule.desk.links.rejects import RejectLink
from venule.desk.links.stepping import StepLink
from venule.desk.links.time import TimeLink
from venule.desk.links.trends import TrendAsker
from venule.desk.map.view import MapView
from venule.desk.models.alarms import AlarmModel
from venule.desk.models.city import CityModel
from venule.desk.models.navigator import NavigatorModel
from venule.desk.models.notes import NoteModel
from venule.desk.models.rejects import RejectModel
from venule.desk.models.selection import Selection
from venule.desk.models.verticals import VerticalModel
from venule.desk.timebar.view import TimeBar
from venule.desk.trends.view import TrendView
from venule.desk.views.alarm_list import AlarmList
from venule.desk.views.indicators import IndicatorStrip
from venule.desk.views.inspector import Inspector
from venule.desk.views.main_window import MainWindow, Panes
from venule.desk.views.navigator import Navigator
from venule.desk.views.note_editor import NoteEditor
from venule.desk.views.notes_pane import NotesPane
from venule.desk.views.plain_table import TablePane
from venule.desk.views.search_box import SearchBox
from venule.desk.views.top_strip import TopStrip
from venule.domain.instant import Instant

REJECT_WIDTHS = (164, 110, 260, 90, 360, 60)
VERTICAL_WIDTHS = (160, 80, 160, 50, 400)
NO_VERTICAL = "No vertical is installed: values are recorded by the feed's own mapping."


def build(means: Means, at: Instant | None = None) -> Desk:
    """Make and link everything; nothing is asked before ``opening.start()``."""
    models = _make_models(means)
    map_view, time_bar = make_map(means.session, means.look), TimeBar(means.look.palette)
    view = TrendView(TrendAsker(means.query, means.pulse), means.look.palette)
    panes = _make_panes(means, models, map_view, view, time_bar)
    window = MainWindow(panes, f"{means.session.city} – Venule")
    models.city.setParent(window)
    opening = Opening(means.query, means.pulse, at, window)
    trends = link_trends(view, map_view, means, models, window)
    notes = _link_notes(Sources(window, view, time_bar, models.city, models.selection, means.pulse), means, models)
    desk = Desk(
        window, models.city, models.selection, models.alarms, map_view, view, time_bar, trends.link, opening,
        means.pulse, notes, trends.adding,
    )  # fmt: skip
    clock = _link_clock(desk, means)
    _link_panes(desk, means, models)
    maps = link_maps(desk, means)
    _follow(desk, means)
    _offer(desk, means, clock=clock, trends=trends, maps=maps, files=link_files(desk, means))
    return desk


def _link_clock(desk: Desk, means: Means) -> tuple[TimeLink, StepLink]:
    """The time bar, and the steps from event to event."""
    window, time_bar = desk.window, desk.time_bar
    time_link = TimeLink(time_bar, means.query, means.pulse, desk.opening, window)
    step_link = StepLink(time_bar, means.query, means.pulse, window)
    time_link.told.connect(window.notice.say)
    step_link.told.connect(window.notice.say)
    means.look.changed.connect(time_bar.set_palette)
    return time_link, step_link


def _offer(
    desk: Desk, means: Means, *, clock: tuple[TimeLink, StepLink], trends: Trends, maps: Maps, files: Files
) -> None:
    """Everything that can be done is offered by its words; what has a key stands on the sheet of keys."""
    window = desk.window
    keyed = commands(window, means.look, means.pulse, clock[0], maps.bookmarks) + map_commands(desk.map, maps.second)
    keyed += maps.panel.commands() + desk.notes.commands() + clock_commands(means.pulse, *clock)
    every = keyed + trends.commands + maps.commands + means.further + files.commands
    window.set_commands(every)
    trends.sets.offer(lambda kept: window.panes.search.set_commands(every + kept))
    window.set_key_sheet(key_lines(keyed + files.keyed))


def _make_models(means: Means) -> Models:
    city, look = CityModel(), means.look
    return Models(
        city=city,
        alarms=AlarmModel(city),
        notes=NoteModel(city),
        rejects=RejectModel(city),
        verticals=VerticalModel(means.guard.found, look, city),
        navigator=NavigatorModel(city, look, city),
        selection=Selection(city, city),
    )


def _make_panes(means: Means, models: Models, map_view: MapView, trends: TrendView, time_bar: TimeBar) -> Panes:
    city, look = models.city, means.look
    symbols = {name: kind.symbol for name, kind in means.guard.kinds.items()}
    search = SearchBox(city, look)
    return Panes(
        strip=TopStrip(look, means.session.city, search),
        search=search,
        indicators=IndicatorStrip(look),
        navigator=Navigator(models.navigator, look),
        map=map_view,
        trends=trends,
        inspector=Inspector(city, look, means.query.ask, symbols),
        alarms=AlarmList(models.alarms, look),
        notes=NotesPane(models.notes),
        rejects=TablePane(models.rejects, "Rejects", REJECT_WIDTHS, "Nothing was refused."),
        verticals=TablePane(models.verticals, "Verticals", VERTICAL_WIDTHS, NO_VERTICAL),
        time_bar=time_bar,
    )


def _link_notes(sources: Sources, means: Means, models: Models) -> NoteLink:
    window = sources.window
    editor = NoteEditor(means.look, window.centre, window)
    link = NoteLink(
        sources, models.notes, editor, ask=means.query.ask, who=means.session.who,
        draft_key=means.session.memory_key("draft"),
    )  # fmt: skip
    link.told.connect(window.notice.say)
    means.query.answered.connect(link.take)
    window.panes.navigator.note_asked.connect(link.note_asset)
    return link


def _link_panes(desk: Desk, means: Means, models: Models) -> None:
    window, query, pulse = desk.window, means.query, means.pulse
    window.panes.strip.show_failed([one.name for one in models.verticals.failed])
    HealthLink(window, models.city, pulse, desk.opening, window)
    FigureLink(window.panes.indicators, models.city, means.guard, query=query, pulse=pulse, parent=window)
    RejectLink(window, models.rejects, models.city, query=query, pulse=pulse, parent=window)
    EmptinessLink(window, models.city, models.rejects, pulse, window)


def _follow(desk: Desk, means: Means) -> None:
    """The models follow the pulse, the panes follow the selection, and problems are told."""
    panes, selection, pulse, city = desk.window.panes, desk.selection, desk.pulse, desk.city
    pulse.catalogued.connect(city.set_catalogue)
    pulse.jumped.connect(city.jump)
    pulse.pulsed.connect(city.pulse)
    pulse.failed.connect(desk.window.notice.say)
    city.rebuilt.connect(selection.follow)
    selection.missed.connect(desk.window.notice.say)
    means.query.answered.connect(panes.inspector.take)
    selection.changed.connect(panes.inspector.show_asset)
    selection.changed.connect(panes.navigator.reveal)
    selection.gateway_changed.connect(panes.inspector.show_gateway)
    selection.gateway_changed.connect(panes.navigator.reveal_gateway)
    panes.navigator.gateway_chosen.connect(selection.choose_gateway)
    panes.inspector.gateway_asked.connect(selection.open_gateway)
    panes.navigator.asset_chosen.connect(selection.choose)
    panes.navigator.asset_opened.connect(selection.open)
    panes.search.asset_chosen.connect(selection.open)
    panes.inspector.trend_asked.connect(selection.open)
    panes.inspector.map_asked.connect(selection.open)
    panes.strip.theme_toggled.connect(means.look.toggle)
    if means.session.is_sealed:
        desk.window.notice.say("This recording is sealed and stays as it is; what you write is kept as a review of it.")
    if means.session.unwritable:
        desk.window.notice.say(f"Acknowledgements and layouts cannot be kept: {means.session.unwritable}")
