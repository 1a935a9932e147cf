"""Units decide which lines share an axis."""

from tests.desk.trends.series import FLOW, MODE, OCCUPIED, PRESSURE, a_line
from venule.desk.trends.panes import PaneKind, panes_of
from venule.domain.quantity import Quantity


def test_that_lines_of_one_unit_share_a_pane_and_others_do_not() -> None:
    panes = panes_of([a_line(1, PRESSURE), a_line(2, FLOW), a_line(3, PRESSURE)])
    assert [pane.title for pane in panes] == ["Pressure (bar)", "Flow (m³/h)"]
    assert [line.datastream for line in panes[0].lines] == [1, 3]


def test_that_flags_and_states_lie_in_lanes_below_the_values() -> None:
    panes = panes_of([a_line(1, MODE), a_line(2, OCCUPIED), a_line(3, PRESSURE)])
    assert [pane.kind for pane in panes] == [PaneKind.VALUES, PaneKind.FLAGS, PaneKind.WORDS]


def test_that_values_of_unknown_unit_share_nothing() -> None:
    panes = panes_of([a_line(1, Quantity("a")), a_line(2, Quantity("b")), a_line(3, Quantity("a"))])
    assert [len(pane.lines) for pane in panes] == [2, 1]
