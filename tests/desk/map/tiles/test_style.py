"""The look of vector tiles: ways grow as one comes nearer, and each kind of street is wider than the one below it."""

from itertools import pairwise

import pytest

from venule.desk.map.tiles.paint.style import WAYS, WIDEST_PX, casing, line_colours
from venule.desk.map.tiles.vector.content import Line
from venule.desk.style.contrast import luminance
from venule.desk.style.palette import DARK

ZOOMS = [step / 4 for step in range(89)]
STREETS = (Line.MINOR, Line.TERTIARY, Line.SECONDARY, Line.PRIMARY, Line.MOTORWAY)


@pytest.mark.parametrize("line", list(Line))
def test_that_a_way_grows_by_a_good_third_to_a_half_a_level(line: Line) -> None:
    way = WAYS[line]
    assert 1.4 <= way.growth <= 1.55
    widths = [way.width(zoom) for zoom in ZOOMS]
    assert widths == sorted(widths)
    assert 0 < widths[0] <= widths[-1] <= WIDEST_PX
    assert way.width(17.0) / way.width(16.0) == pytest.approx(way.growth)


def test_that_more_important_streets_are_wider_and_seen_from_farther() -> None:
    for lesser, greater in pairwise(STREETS):
        assert all(WAYS[lesser].width(zoom) <= WAYS[greater].width(zoom) for zoom in ZOOMS if zoom <= 18)
        assert WAYS[lesser].shown_from > WAYS[greater].shown_from
        assert WAYS[lesser].cased_from > WAYS[greater].cased_from


def test_that_casings_come_after_their_streets_and_grow_within_their_limits() -> None:
    for line in Line:
        assert WAYS[line].cased == (line in STREETS)
        assert WAYS[line].cased_from >= WAYS[line].shown_from
    casings = [casing(zoom) for zoom in ZOOMS]
    assert casings == sorted(casings)
    assert (casings[0], casings[-1]) == (1.2, 2.4)


def test_that_in_the_dark_more_important_streets_are_brighter() -> None:
    colours = line_colours(DARK)
    lights = [luminance(colours[line]) for line in STREETS]
    assert lights == sorted(lights)
    assert len(set(lights)) == len(STREETS)
