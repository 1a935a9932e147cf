"""What the map's panel offers of layers: in groups of which one is shown, whatever form they have."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.desk.models.test_layers import LAYERS, catalogue
from venule.desk.links.map_panel_layers import fields_on, groups_of, shapes_on, switch
from venule.desk.models.city import CityModel
from venule.desk.models.layers import LayerModel
from venule.desk.views.map_panel_shown import LayerAsked, LayerGroup
from venule.sdk import LayerForm


@pytest.fixture
def layers(styled: QApplication) -> LayerModel:
    """The layers of a small town with pipes and districts."""
    city = CityModel(styled)
    model = LayerModel(city, [("water", layer) for layer in LAYERS], city)
    city.set_catalogue(catalogue())
    return model


def group(layers: LayerModel, form: LayerForm) -> LayerGroup:
    """The only group of a form."""
    (found,) = (each for each in groups_of(layers) if each.form is form)
    return found


def test_that_nothing_is_offered_without_assets(styled: QApplication) -> None:
    city = CityModel(styled)
    assert groups_of(LayerModel(city, [("water", layer) for layer in LAYERS], city)) == ()


def test_that_layers_of_the_same_shapes_exclude_one_another(layers: LayerModel) -> None:
    lines = group(layers, LayerForm.LINES)
    assert (lines.titles, lines.none) == (("Flow", "Status"), "No lines of water")
    assert lines.on == lines.names[0]
    assert group(layers, LayerForm.AREAS).titles == ("Leaks",)


def test_that_one_is_shown_in_place_of_another_and_none_in_place_of_all(layers: LayerModel) -> None:
    lines = group(layers, LayerForm.LINES)
    areas = group(layers, LayerForm.AREAS)
    switch(layers, LayerAsked(lines, lines.names[1]))
    assert shapes_on(layers) == {lines.names[0]: False, lines.names[1]: True, areas.names[0]: True}
    switch(layers, LayerAsked(group(layers, LayerForm.LINES), ""))
    assert layers.on == {areas.names[0]}


def test_that_a_field_is_chosen_and_taken_away_again(layers: LayerModel) -> None:
    found = next(each for each in groups_of(layers) if each.form is LayerForm.HEAT)
    assert found.on == ""
    switch(layers, LayerAsked(found, found.names[0]))
    assert group(layers, LayerForm.HEAT).on == found.names[0]
    assert fields_on(layers, {}) == {"heat": found.names[0]}
    switch(layers, LayerAsked(found, ""))
    assert group(layers, LayerForm.HEAT).on == ""


def test_that_what_was_chosen_and_is_not_offered_now_stays_remembered(layers: LayerModel) -> None:
    assert fields_on(layers, {"heat": "gas/pressure/bar"}) == {"heat": "gas/pressure/bar"}
