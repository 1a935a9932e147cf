"""Links the maps: layers, base maps, filters, alarms, places, pictures, and the second map."""

from dataclasses import dataclass

from venule.desk.building.parts import Desk, Means
from venule.desk.links.alarms import AlarmLink
from venule.desk.links.basemap_files import find_basemaps, tile_folder
from venule.desk.links.basemaps import BasemapLink
from venule.desk.links.bookmarks import BookmarkLink
from venule.desk.links.filters import FilterLink, Filters
from venule.desk.links.layers import LayerLink
from venule.desk.links.map import MapLink, make_map
from venule.desk.links.map_menu import MapMenu
from venule.desk.links.map_panel import MapPanelLink
from venule.desk.links.packs import PackLink
from venule.desk.links.pictures import PictureLink
from venule.desk.links.placing import PlacingLink
from venule.desk.links.second_map import SecondMap
from venule.desk.map.tiles.online.servers import Servers
from venule.desk.map.view import MapView
from venule.desk.models.layers import LayerModel
from venule.desk.views.search_box import Command


@dataclass(frozen=True, slots=True)
class Maps:
    """What links the maps, and what can be done with them."""

    bookmarks: BookmarkLink
    second: SecondMap
    panel: MapPanelLink
    commands: tuple[Command, ...]


def link_maps(desk: Desk, means: Means) -> Maps:
    """Everything that the maps show, lie on and are asked for."""
    window, session = desk.window, means.session
    bookmarks = BookmarkLink(desk.map, session, means.query.ask, window)
    basemaps, packs = _link_basemaps(desk, means)
    second, panel = _link_pictures(desk, means, bookmarks, basemaps)
    pictures = PictureLink(desk.map, means.look, means.pulse, city=session.city, window=window)
    pictures.told.connect(window.notice.say)
    return Maps(bookmarks, second, panel, basemaps.commands() + packs.commands() + pictures.commands())


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
    pulse.landed.connect(layer_link.catch_up)
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
        pulse.landed.connect(own_layers.catch_up)
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
