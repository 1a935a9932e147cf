"""Layers are checked when a vertical is found, as its kinds are."""

import pytest

from tests.verticals.stranger import LEVEL, Noise
from venule import sdk
from venule.verticals.declaration import problem_of

FORM = sdk.LayerForm


def layer(form: sdk.LayerForm = FORM.LINES, **members: object) -> sdk.MapLayer:
    given = {"name": "loud", "title": "Loud", "form": form, "kinds": ("noise.meter",)} | members
    return sdk.MapLayer(**given)  # type: ignore[arg-type]


def problem(*layers: object) -> str:
    class Layered(Noise):
        pass

    Layered.layers = layers  # type: ignore[assignment]
    return problem_of(Layered())


def test_that_sound_layers_are_taken() -> None:
    gathered = layer(FORM.AREAS, name="areas", quantity=LEVEL.name, gather=sdk.Gather.MEAN, of=("noise.meter",))
    assert problem(layer(), layer(name="level", quantity=LEVEL.name, scale=(30, 90)), gathered) == ""


def test_that_kinds_of_other_verticals_are_theirs_to_declare() -> None:
    assert problem(layer(kinds=("parking.zone",), quantity="occupied")) == ""


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"name": ""}, "must have a word"),
        ({"name": "a.b"}, "must have a word"),
        ({"kinds": ()}, "names no kind"),
        ({"kinds": "noise.meter"}, "kinds must be"),
        ({"kinds": ("noise.pipe",)}, "'noise.pipe', which is not declared"),
        ({"quantity": "wind"}, "is about 'wind', which 'noise.meter' does not declare"),
        ({"scale": (5, 5)}, "has a scale from 5 to 5, which leads nowhere"),
        ({"scale": (0, "9")}, "scale must be"),
        ({"form": "lines"}, "form must be LayerForm"),
        ({"form": FORM.HEAT}, "must name its quantity"),
        ({"gather": sdk.Gather.SUM, "of": ("noise.meter",), "quantity": "level"}, "which only areas can"),
        ({"form": FORM.AREAS, "gather": sdk.Gather.SUM}, "must name a quantity and the kinds"),
    ],
)
def test_that_a_layer_with_a_fault_is_told_by_its_name(members: dict[str, object], told: str) -> None:
    assert told in problem(layer(**members))  # type: ignore[arg-type]


def test_that_layers_are_a_tuple_of_layers_with_different_names() -> None:
    assert problem(5) == "its layers must be a tuple of MapLayer"
    assert problem(layer(), layer()) == "two of its layers are named 'loud'"
