"""Shapes as hypothesis makes them."""

from math import cos, pi, sin

from hypothesis import strategies as st

from venule.domain.shape import Shape, area, line

PLACES = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
LINES = st.lists(st.lists(PLACES, min_size=2, max_size=6), min_size=1, max_size=4).map(lambda parts: line(*parts))


@st.composite
def areas(draw: st.DrawFn) -> Shape:
    """Some stars beside each other, some with a smaller one cut out, wound as it comes."""
    polygons = []
    for column in range(draw(st.integers(1, 3))):
        radii = draw(st.lists(st.floats(0.3, 1), min_size=3, max_size=8))
        rings = [_star(column * 3, radii, 1.0)]
        if draw(st.booleans()):
            rings.append(_star(column * 3, radii, 0.5))
        polygons.append([ring[:: draw(st.sampled_from((1, -1)))] for ring in rings])
    return area(*polygons)


def _star(x: float, radii: list[float], size: float) -> list[tuple[float, float]]:
    turns = [2 * pi * place / len(radii) for place in range(len(radii))]
    return [(x + size * r * cos(turn), size * r * sin(turn)) for r, turn in zip(radii, turns, strict=True)]


SHAPES = st.one_of(LINES, areas())
