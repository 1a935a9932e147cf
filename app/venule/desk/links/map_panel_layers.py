"""The layers of the map in groups of which the panel shows one each, and what is to be switched when one is chosen."""

from collections.abc import Mapping, Sequence

from venule.desk.models.layers import LayerModel
from venule.desk.views.map_panel_shown import LayerAsked, LayerGroup
from venule.sdk import LayerForm, MapLayer

SHAPES = {LayerForm.LINES: "Lines", LayerForm.AREAS: "Areas"}
"""Of these several may be shown at once, as long as they are about other assets."""

FIELDS = {
    LayerForm.HEAT: ("Heat", "No heat"),
    LayerForm.POINTS: ("Colour", "By state"),
    LayerForm.COVERAGE: ("Coverage", "No coverage"),
}


def groups_of(layers: LayerModel) -> tuple[LayerGroup, ...]:
    """What there is to choose from: shapes by the assets they are about, the other layers by their form."""
    shapes = (_shape_group(group, layers.on) for group in _rival_groups(layers.offered))
    fields = (_field_group(form, layers) for form in FIELDS if layers.fields.offered(form))
    return *shapes, *fields


def switch(layers: LayerModel, asked: LayerAsked) -> None:
    """Show one layer of a group and no other of it, or none."""
    if asked.group.form in FIELDS:
        layers.fields.choose(asked.group.form, asked.name)
        return
    for name in asked.group.names:
        if name != asked.name and name in layers.on:
            layers.switch(name, False)
    if asked.name:
        layers.switch(asked.name, True)


def shapes_on(layers: LayerModel) -> Mapping[str, bool]:
    """Of each layer of shapes that is offered, whether it is on."""
    on = layers.on
    return {name: name in on for name, _ in layers.offered}


def fields_on(layers: LayerModel, before: Mapping[str, str]) -> Mapping[str, str]:
    """What is chosen of each form; what was chosen before and is not offered now stays, until something else is."""
    found = dict(before)
    for form in FIELDS:
        chosen, offered = layers.fields.chosen(form), layers.fields.offered(form)
        if chosen or before.get(form.value, "") in offered:
            found[form.value] = chosen
    return found


def _rival_groups(offered: Sequence[tuple[str, MapLayer]]) -> list[list[tuple[str, MapLayer]]]:
    """Layers that exclude one another, together."""
    groups: list[list[tuple[str, MapLayer]]] = []
    for name, layer in sorted(offered, key=lambda item: [*SHAPES].index(item[1].form)):
        rivals = [group for group in groups if any(_rivals(layer, other) for _, other in group)]
        groups = [group for group in groups if group not in rivals]
        groups.append([*(member for group in rivals for member in group), (name, layer)])
    return groups


def _rivals(one: MapLayer, other: MapLayer) -> bool:
    return one.form is other.form and bool({*one.kinds} & {*other.kinds})


def _shape_group(members: Sequence[tuple[str, MapLayer]], on: frozenset[str]) -> LayerGroup:
    form = members[0][1].form
    verticals = sorted({name.partition(".")[0] for name, _ in members})
    none = f"No {SHAPES[form].lower()} of {', '.join(verticals)}"
    names, titles = tuple(name for name, _ in members), tuple(layer.title for _, layer in members)
    return LayerGroup(form, SHAPES[form], none, names, titles, next((name for name in names if name in on), ""))


def _field_group(form: LayerForm, layers: LayerModel) -> LayerGroup:
    heading, none = FIELDS[form]
    offered = layers.fields.offered(form)
    titles = tuple(layer.title for layer in offered.values())
    return LayerGroup(form, heading, none, tuple(offered), titles, layers.fields.chosen(form))
