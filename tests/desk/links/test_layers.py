"""The layers of the map: offered in its menu, switched there, and seen on the map."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.desk.models.test_city import values
from tests.desk.models.test_layers import LAYERS, catalogue
from tests.desk.town import NOON
from venule.desk.links.layers import FIELD_HEADINGS, HEADINGS, LayerLink
from venule.desk.map.tiles.work.hands import OwnHands
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.map.view import MapView
from venule.desk.models.city import CityModel
from venule.desk.models.layers import LayerModel
from venule.desk.style.palette import DARK
from venule.desk.style.tones import Tone
from venule.sdk import LayerForm

pytestmark = pytest.mark.usefixtures("styled")


class Stage:
    """A map, its city and the link between them."""

    def __init__(self, qtbot: QtBot) -> None:
        self.city = CityModel()
        self.view = MapView(DARK, worker=Worker(QApplication.instance(), OwnHands))
        qtbot.addWidget(self.view)
        self.link = LayerLink(self.view, self.city, LayerModel(self.city, [("water", layer) for layer in LAYERS]))
        self.menu = QMenu(self.view)

    def tones(self) -> list[int]:
        found: list[int] = self.view._frame.shapes.colours.tone.tolist()
        return found

    def actions(self) -> dict[str, QAction]:
        """The layers of lines and areas on offer."""
        return {text: action for heading in HEADINGS.values() for text, action in self.below(heading).items()}

    def below(self, heading: str) -> dict[str, QAction]:
        """What the menu offers below a heading."""
        self.menu.clear()
        self.link.fill(self.menu)
        found = [action.menu() for action in self.menu.actions() if action.text() == heading]
        return {action.text(): action for below in found if isinstance(below, QMenu) for action in below.actions()}


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def test_that_without_a_catalogue_the_menu_offers_nothing(stage: Stage) -> None:
    assert not stage.actions()
    assert not stage.menu.actions()


def test_that_any_value_of_points_is_offered_as_heat_and_one_takes_the_place_of_another(stage: Stage) -> None:
    stage.city.set_catalogue(catalogue())
    stage.city.jump(values((40, NOON, 1.0), (50, NOON, 0.0)))
    heading = FIELD_HEADINGS[LayerForm.HEAT]
    assert {text: action.isChecked() for text, action in stage.below(heading).items()} == {"Leak": False}
    stage.below(heading)["Leak"].trigger()
    told = stage.view._frame.fields.told
    assert told.heat is not None
    assert told.points is None
    assert stage.below(heading)["Leak"].isChecked()
    stage.below(heading)["Leak"].trigger()
    assert stage.view._frame.fields.told.heat is None


def test_that_layers_are_offered_by_their_form_and_the_first_is_on(stage: Stage) -> None:
    stage.city.set_catalogue(catalogue())
    assert {text: action.isChecked() for text, action in stage.actions().items()} == {
        "Flow": True,
        "Status": False,
        "Leaks": True,
    }


def test_that_the_map_follows_values_and_the_choice(stage: Stage) -> None:
    stage.city.set_catalogue(catalogue())
    assert stage.tones()[0] == Tone.NO_VALUE
    stage.city.jump(values((0, NOON, 35.0)))
    assert stage.tones()[0] == 3
    stage.actions()["Flow"].trigger()
    assert stage.tones()[:3] == [Tone.HIDDEN] * 3
    stage.actions()["Status"].trigger()
    assert stage.tones()[0] == Tone.PLAIN


def test_that_shapes_of_another_catalogue_take_the_place_of_those_before(stage: Stage) -> None:
    stage.city.set_catalogue(catalogue())
    stage.city.set_catalogue(catalogue(version=2))
    stage.city.pulse(values((0, NOON, 79.0)))
    assert stage.tones()[0] == 7
