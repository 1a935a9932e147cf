"""Builds the desk: models, panes, window and the links between them. Everything is made here and handed on."""

from dataclasses import dataclass

from venule.desk.links.adding import AddingLink
from venule.desk.links.alarms import AlarmLink
from venule.desk.links.basemap_files import find_basemaps, tile_folder
from venule.desk.links.basemaps import BasemapLink
from venule.desk.links.bookmarks import BookmarkLink
from venule.desk.links.clock_commands import clock_commands
from venule.desk.links.commands import commands, key_lines, map_commands, trend_commands
from venule.desk.links.comparing import ComparingLink
from venule.desk.links.cursors import CursorLink
from venule.desk.links.cutting import CutLink
from venule.desk.links.emptiness import EmptinessLink
from venule.desk.links.exporting import ExportLink, Screen
from venule.desk.links.figures import FigureLink
from venule.desk.links.filters import FilterLink, Filters
from venule.desk.links.formulas import FormulaLink
from venule.desk.links.health import HealthLink
from venule.desk.links.importing import ImportLink
from venule.desk.links.jobs import JobLink
from venule.desk.links.layers import LayerLink
from venule.desk.links.making import MakingLink
from venule.desk.links.map import MapLink, make_map
from venule.desk.links.map_menu import MapMenu
from venule.desk.links.map_panel import MapPanelLink
from venule.desk.links.notes import NoteLink, Sources
from venule.desk.links.opening import Opening
from venule.desk.links.packs import PackLink
from venule.desk.links.pictures import PictureLink
from venule.desk.links.placing import PlacingLink
from venule.desk.links.rejects import RejectLink
from venule.desk.links.report import ReportLink, Shown
from venule.desk.links.second_map import SecondMap
from venule.desk.links.stepping import StepLink
from venule.desk.links.time import TimeLink
from venule.desk.links.trend_sets import SetLink
from venule.desk.links.trends import TrendAsker, TrendLink
from venule.desk.map.tiles.online.servers import Servers
from venule.desk.map.view import MapView
from venule.desk.models.alarms import AlarmModel
from venule.desk.models.city import CityModel
from venule.desk.models.layers import LayerModel
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
from venule.desk.views.alarm_list import AlarmList
from venule.desk.views.indicators import IndicatorStrip
from venule.desk.views.inspector import Inspector
from venule.desk.views.main_window import MainWindow, Panes
from venule.desk.views.navigator import Navigator
from venule.desk.views.note_editor import NoteEditor
from venule.desk.views.notes_pane import NotesPane
from venule.desk.views.plain_table import TablePane
from venule.desk.views.search_box import Command, SearchBox
from venule.desk.views.top_strip import TopStrip
from venule.domain.instant import Instant
from venule.verticals.guard import Guard

REJECT_WIDTHS = (138, 110, 260, 90, 360, 60)
VERTICAL_WIDTHS = (160, 80, 160, 50, 400)
NO_VERTICAL = "No vertical is installed: values are recorded by the feed's own mapping."


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
    trends: TrendLink
    opening: Opening
    pulse: Pulse
    notes: NoteLink
    adding: AddingLink


def build(means: Means, at: Instant | None = None) -> Desk:
    """Make and link everything; nothing is asked before ``opening.start()``."""
    models = _make_models(means)
    map_view, time_bar = make_map(means.session, means.look), TimeBar(means.look.palette)
    trends = TrendView(TrendAsker(means.query, means.pulse), means.look.palette)
    panes = _make_panes(means, models, map_view, trends, time_bar)
    window = MainWindow(panes, f"{means.session.city} – Venule")
    models.city.setParent(window)
    opening = Opening(means.query, means.pulse, at, window)
    trends.lines_changed.connect(window.make_room_for_trends)
    trend_link = TrendLink(trends, models.city, models.selection, query=means.query, pulse=means.pulse, parent=window)
    CursorLink(trends, means.query, means.pulse, window)
    adding = AddingLink(trends, models.city, window)
    panes.navigator.trend_added.connect(adding.add_asset)
    panes.inspector.trend_added.connect(adding.add_datastream)
    map_view.assets_taken.connect(adding.carry)
    sets, made = _link_making(trends, trend_link, means, models.city, window)
    notes = _link_notes(Sources(window, trends, time_bar, models.city, models.selection, means.pulse), means, models)
    desk = Desk(
        window, models.city, models.selection, models.alarms, map_view, trend_link, opening, means.pulse, notes, adding
    )  # fmt: skip
    time_link = TimeLink(time_bar, means.query, means.pulse, opening, window)
    step_link = StepLink(time_bar, means.query, means.pulse, window)
    time_link.told.connect(window.notice.say)
    step_link.told.connect(window.notice.say)
    _link_panes(desk, means, models)
    bookmarks = BookmarkLink(map_view, means.session, means.query.ask, window)
    basemaps, packs = _link_basemaps(desk, means)
    second, panel = _link_pictures(desk, means, bookmarks, basemaps)
    means.look.changed.connect(trends.set_palette)
    means.look.changed.connect(time_bar.set_palette)
    _follow(desk, means)
    every = commands(window, means.look, means.pulse, time_link, bookmarks) + map_commands(map_view, second)
    every += panel.commands() + notes.commands() + clock_commands(means.pulse, time_link, step_link)
    pictures = PictureLink(map_view, means.look, means.pulse, city=means.session.city, window=window)
    pictures.told.connect(window.notice.say)
    job_link = JobLink(means.session.cache, window)
    job_link.told.connect(window.notice.say)
    shown = Shown(window, time_bar, trends, means.pulse)
    every += ReportLink(shown, means.session.cache, means.session.city, job_link.jobs.start).commands()
    every_command = (
        every
        + trend_commands(trends)
        + made
        + basemaps.commands()
        + packs.commands()
        + pictures.commands()
        + means.further
    )
    import_link = ImportLink(means.session.cache, job_link.jobs, means.look, window)
    import_link.told.connect(window.notice.say)
    import_link.imported.connect(opening.start)
    screen = Screen(models.city, models.selection, trends, time_bar)
    export_link = ExportLink(means.session.cache, job_link.jobs, means.look, screen, window)
    export_link.told.connect(window.notice.say)
    cut_link = CutLink(means.session, job_link.jobs, time_bar, window)
    cut_link.told.connect(window.notice.say)
    every_command += job_link.commands() + import_link.commands() + export_link.commands() + cut_link.commands()
    window.set_commands(every_command)
    sets.offer(lambda kept: panes.search.set_commands(every_command + kept))
    window.set_key_sheet(key_lines(every + import_link.commands() + export_link.commands()))
    return desk


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


def _link_panes(desk: Desk, means: Means, models: Models) -> None:
    window, query, pulse = desk.window, means.query, means.pulse
    window.panes.strip.show_failed([one.name for one in models.verticals.failed])
    HealthLink(window, models.city, pulse, desk.opening, window)
    FigureLink(window.panes.indicators, models.city, means.guard, query=query, pulse=pulse, parent=window)
    RejectLink(window, models.rejects, models.city, query=query, pulse=pulse, parent=window)
    EmptinessLink(window, models.city, models.rejects, pulse, window)


def _link_basemaps(desk: Desk, means: Means) -> tuple[BasemapLink, PackLink]:
    """What the map lies on, and the saving of parts of it."""
    window, session = desk.window, means.session
    found = find_basemaps(session.cache, session.profile)
    servers = Servers(tile_folder(), found.basemaps.cache_mib, lambda: means.pulse.moment().wall, window)
    basemaps = BasemapLink(desk.map, session, means.query.ask, basemaps=found.basemaps, servers=servers, window=window)
    packs = PackLink(desk.map, basemaps, window)
    basemaps.told.connect(window.notice.say)
    packs.told.connect(window.notice.say)
    for problem in (*found.problems, basemaps.problem):
        if problem:
            window.notice.say(problem)
    return basemaps, packs


def _link_pictures(
    desk: Desk, means: Means, bookmarks: BookmarkLink, basemaps: BasemapLink
) -> tuple[SecondMap, MapPanelLink]:
    """Map and trends, and the alarms that are marked on both."""
    window, panes, city, selection = desk.window, desk.window.panes, desk.city, desk.selection
    query, pulse = means.query, means.pulse
    map_link = MapLink(desk.map, city, selection, window)
    layers = LayerModel(city, means.guard.layers(), window)
    layers.fields.watch(selection)
    panes.navigator.group_chosen.connect(layers.fields.show_group)
    layer_link = LayerLink(desk.map, city, layers, window)
    menu = MapMenu(desk.map, city, selection, bookmarks, window)
    menu.offer_layers, menu.note_asset = layer_link.fill, desk.notes.note_asset
    menu.add_asset = desk.adding.add_asset
    filters = Filters(city, window)
    FilterLink(desk.map, city, filters, window)
    panel = MapPanelLink(
        desk.map, city, layers, filters=filters, basemaps=basemaps, look=means.look, session=means.session,
        ask=query.ask, parent=window,
    )  # fmt: skip
    panes.search.set_places(bookmarks.find)
    panes.search.place_chosen.connect(map_link.go_to_place)
    bookmarks.told.connect(window.notice.say)
    who = means.session.who
    alarm_link = AlarmLink(panes, desk.alarms, city, selection, pulse=pulse, ask=query.ask, who=who, parent=window)
    alarm_link.lines_changed.connect(map_link.show_lines)
    alarm_link.lines_changed.connect(menu.show_lines)
    alarm_link.lines_changed.connect(desk.trends.show_alarms)
    alarm_link.refused.connect(window.notice.say)
    query.answered.connect(alarm_link.take)
    placing_link = PlacingLink(city, pulse=pulse, ask=query.ask, who=who, parent=window)
    placing_link.refused.connect(window.notice.say)
    query.answered.connect(placing_link.take)
    desk.map.asset_placed.connect(placing_link.place)
    desk.map.placing_undone.connect(placing_link.take_back)
    panes.navigator.group_chosen.connect(map_link.show_group)

    def make_second() -> MapView:
        view = make_map(means.session, means.look, desk.map)
        basemaps.join(view)
        link = MapLink(view, city, selection, window, desk.map)
        own_menu, own_layers = MapMenu(view, city, selection, bookmarks, window), LayerLink(view, city, layers, window)
        own_menu.offer_layers, own_menu.note_asset = own_layers.fill, desk.notes.note_asset
        own_menu.add_asset = desk.adding.add_asset
        view.assets_taken.connect(desk.adding.carry)
        own_layers.begin()
        link.begin()
        own_filter = FilterLink(view, city, filters, window)
        own_filter.hold(second.linked)
        second.link_changed.connect(own_filter.hold)
        for follow in (link.show_lines, own_menu.show_lines):
            follow(map_link.lines)
            alarm_link.lines_changed.connect(follow)
        view.asset_placed.connect(placing_link.place)
        view.placing_undone.connect(placing_link.take_back)
        return view

    second = SecondMap(desk.map, make_second, window)
    return second, panel


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
