"""What the three verticals declare holds together, and their samples are read as they say."""

import ast
import subprocess
import sys
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pytest

from tests.house.tree import ROOT, python_files, syntax
from tests.plugins.frames import by_name
from venule.sdk import API, Equals, Silent, Unreadable, ValueKind, Vertical
from venule_lighting import Lighting
from venule_parking import Parking
from venule_water import Water

ICONS = ROOT / "resources" / "venule_resources" / "icons"
VERTICALS: tuple[Vertical, ...] = (Parking(), Lighting(), Water())

Table = Mapping[tuple[str, str], list[float | None]]
Column = tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]


def names(vertical: Vertical) -> str:
    """A vertical's name, for a test case."""
    return vertical.name


class Latest:
    """A snapshot from a table; ``None`` stands for a value that is not known."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def latest(self, kind: str, quantity: str) -> Column:
        column = self.table[kind, quantity]
        values = np.array([np.nan if value is None else value for value in column], dtype=np.float64)
        return values, ~np.isnan(values)


@pytest.mark.parametrize("vertical", VERTICALS, ids=names)
def test_that_every_sample_is_read_as_it_says(vertical: Vertical) -> None:
    samples = list(vertical.samples())
    assert len(samples) >= 8
    for sample in samples:
        assert vertical.reads(sample.message), sample.name
        if sample.rejected:
            with pytest.raises(Unreadable):
                list(vertical.read(sample.message))
        else:
            assert by_name(vertical.read(sample.message)) == sample.expected, sample.name


@pytest.mark.parametrize("vertical", VERTICALS, ids=names)
def test_that_every_rule_names_a_quantity_and_tells_what_to_do(vertical: Vertical) -> None:
    assert vertical.api == API
    for kind in vertical.kinds:
        assert (ICONS / f"{kind.symbol}.svg").is_file()
        assert kind.title
        assert kind.expected_every_s or not kind.quantities
        assert len({quantity.name for quantity in kind.quantities}) == len(kind.quantities)
        assert len({rule.name for rule in kind.rules}) == len(kind.rules)
        for rule in kind.rules:
            assert rule.respond_within_s
            for text in (rule.cause, rule.consequence, rule.action):
                assert text.endswith(".")
            quantity = kind.quantity(rule.quantity)
            assert isinstance(rule.when, Silent) or quantity is not None, rule.name
            if isinstance(rule.when, Equals) and isinstance(rule.when.value, bool):
                assert quantity is not None
                assert quantity.kind is ValueKind.FLAG


def test_that_what_was_read_is_declared_with_the_same_kind() -> None:
    for vertical in VERTICALS:
        kinds = {kind.name: kind for kind in vertical.kinds}
        for sample in vertical.samples():
            for observation in () if sample.rejected else vertical.read(sample.message):
                assert kinds[observation.kind].quantity(observation.quantity.name) is observation.quantity
                if observation.quantity.kind is ValueKind.FLAG:
                    assert isinstance(observation.value, bool)


def test_that_an_unknown_bay_is_not_a_free_one() -> None:
    occupancy = next(one for one in Parking.indicators if one.name == "occupancy")
    figure = occupancy.compute(Latest({("parking.bay", "occupied"): [1, 1, 0, None, None]}))
    assert figure.value == pytest.approx(200 / 3)
    assert (figure.known, figure.in_service) == (3, 5)


def test_that_an_indicator_of_nothing_known_has_no_value_but_tells_its_coverage() -> None:
    for vertical in VERTICALS:
        for indicator in vertical.indicators:
            figure = indicator.compute(AllUnknown())
            assert (figure.value, figure.known, figure.in_service) == (None, 0, 4), indicator.name


class AllUnknown:
    """A snapshot of four assets of which nothing is known."""

    def latest(self, kind: str, quantity: str) -> Column:
        return np.full(4, np.nan), np.zeros(4, dtype=np.bool_)


def test_that_a_lamp_is_dark_by_fault_only_at_night_and_when_it_is_commanded() -> None:
    dark = next(one for one in Lighting.indicators if one.name == "dark")
    figure = dark.compute(
        Latest(
            {
                ("lighting.luminaire", "lamp_on"): [0, 0, 0, 1, None],
                ("lighting.luminaire", "dimming_level"): [100, 0, 100, 100, 100],
                ("lighting.luminaire", "expected_on"): [1, 1, 0, 1, 1],
            }
        )
    )
    assert (figure.value, figure.known, figure.in_service) == (1, 4, 5)


def test_that_the_tank_reserve_is_told_over_the_tanks_that_are_known() -> None:
    reserve = next(one for one in Water.indicators if one.name == "tank_reserve")
    table: Table = {("water.tank", "volume"): [600.0, 400.0, None], ("water.tank", "outflow"): [50.0, 50.0, 70.0]}
    assert reserve.compute(Latest(table)).value == 10
    assert reserve.compute(Latest(table)).known == 2


def test_that_plugins_import_nothing_of_ours_but_the_sdk() -> None:
    own = {"venule_parking", "venule_lighting", "venule_water"}
    for path in python_files("plugins"):
        for node in ast.walk(syntax(path)):
            imported = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            imported += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in imported:
                room = name.split(".")[0]
                assert room in {"numpy", "venule"} | {path.parent.name} | sys.stdlib_module_names, (path, name)
                assert room not in own - {path.parent.name}
                assert room != "venule" or name == "venule.sdk", (path, name)


def test_that_plugins_import_without_qt() -> None:
    program = "import sys, venule_parking, venule_lighting, venule_water; print('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
