"""Discovery: a record for each entry point, whatever stands behind it."""

from importlib.metadata import EntryPoint

import pytest

from tests.verticals.stranger import LEVEL, Noise
from venule import sdk
from venule.verticals.declaration import problem_of
from venule.verticals.discovery import GROUP, discover, settle


def entry(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, GROUP)


class Later(Noise):
    api = 2


class Refusing(Noise):
    def __init__(self) -> None:
        raise OSError("no licence")


def test_that_our_own_three_are_found_by_the_same_door() -> None:
    assert {found.name: found.problem for found in discover()} == {"lighting": "", "parking": "", "water": ""}


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("no_such_module:Noise", "cannot be imported: ModuleNotFoundError: No module named 'no_such_module'"),
        ("tests.verticals.stranger:Silence", "cannot be imported: AttributeError"),
        ("tests.verticals.stranger:LEVEL", "is not a class that inherits Vertical"),
        ("tests.verticals.test_discovery:Later", "was written for API 2; this program offers API 1"),
        ("tests.verticals.test_discovery:Refusing", "cannot be started: OSError: no licence"),
    ],
)
def test_that_a_bad_one_is_a_record_with_its_reason(value: str, problem: str) -> None:
    (found,) = settle([entry("bad", value)])
    assert found.vertical is None
    assert problem in found.problem


def test_that_of_two_with_one_name_the_first_stands() -> None:
    first, second = settle([entry("b", "tests.verticals.stranger:Noise"), entry("a", "tests.verticals.stranger:Noise")])
    assert (first.name, first.problem) == ("a", "")
    assert (second.name, second.problem) == ("b", "another vertical is named 'noise' already")


def kind(**members: object) -> sdk.AssetKind:
    return sdk.AssetKind("meter", quantities=(LEVEL,), **members)  # type: ignore[arg-type]


def declaring(**members: object) -> sdk.AssetKind:
    return sdk.AssetKind("meter", quantities=(sdk.Quantity("l", **members),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"name": ""}, "its name must be a word"),
        ({"name": "a.b"}, "its name must be a word"),
        ({"kinds": ()}, "at least one AssetKind"),
        ({"kinds": "meter"}, "at least one AssetKind"),
        ({"kinds": (kind(), kind())}, "two of its kinds are named 'meter'"),
        ({"kinds": (sdk.AssetKind("m", quantities=(LEVEL, LEVEL)),)}, "declares the quantity 'level' twice"),
        ({"kinds": (sdk.AssetKind("m", quantities=("level",)),)}, "must be a tuple of Quantity"),
        ({"kinds": (kind(rules=(sdk.Rule("r", sdk.Above(5), "wind"),)),)}, "about 'wind', which that does not declare"),
        ({"kinds": (kind(rules=(sdk.Rule("r", sdk.Silent()), sdk.Rule("r", sdk.Silent()))),)}, "the rule 'r' twice"),
        ({"devices": "noise-*"}, "devices must be a tuple of patterns"),
        ({"indicators": (5,)}, "indicators must be a tuple of Indicator"),
        ({"title": 5}, "its title must be a text, not 5"),
        ({"kinds": (kind(expected_every_s="60"),)}, "kind 'meter': expected_every_s must be a finite number or None"),
        ({"kinds": (kind(expected_every_s=float("inf")),)}, "expected_every_s must be a finite number"),
        ({"kinds": (kind(aliases="meters"),)}, "aliases must be tuple[str, ...], not 'meters'"),
        ({"kinds": (declaring(warn_above="65"),)}, "kind 'meter': quantity 'l': warn_above must be a finite number"),
        ({"kinds": (declaring(kind="measure"),)}, "quantity 'l': kind must be ValueKind, not 'measure'"),
        ({"kinds": (declaring(labels=("on",)),)}, "labels must be tuple[str, str], not ('on',)"),
        ({"kinds": (declaring(decimals=True),)}, "decimals must be a whole number or None, not True"),
        ({"kinds": (kind(rules=(sdk.Rule("r", sdk.Above("5"), "level"),)),)}, "rule 'r': when.limit must be"),
        ({"kinds": (kind(rules=(sdk.Rule("r", 5, "level"),)),)}, "rule 'r': when must be Above or Below or"),
        ({"indicators": (sdk.Indicator("i", "I", 5, "meters", len),)}, "indicator 'i': unit must be a text, not 5"),
    ],
)
def test_that_a_declaration_which_cannot_work_is_refused_when_it_is_found(
    members: dict[str, object], problem: str
) -> None:
    assert problem in problem_of(type("Bad", (Noise,), members)())


def test_that_a_good_declaration_has_no_problem() -> None:
    assert problem_of(Noise()) == ""
