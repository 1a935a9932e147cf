"""Names of the base map as text: in one piece where they run straight, else letter by letter along their bend."""

from collections.abc import Iterable, Iterator
from math import degrees
from xml.etree import ElementTree

from venule.desk.map.picture.drawing import px
from venule.desk.map.picture.tracing import Element
from venule.desk.map.tiles.work.names import HALO_PX
from venule.desk.map.tiles.work.wishes import Written

STRAIGHT = 0.06
"""Radians by which letters of a name may turn that is still written in one piece."""


def write_names(layer: Element, names: Iterable[Written]) -> None:
    """Write names with their halos; each is a group that bears the name as its title."""
    for name in names:
        group = ElementTree.SubElement(layer, "g", _form(name))
        ElementTree.SubElement(group, "title").text = name.text
        pieces = list(_pieces(name))
        halo = {"stroke": name.script.halo, "stroke-width": px(HALO_PX), "stroke-linejoin": "round"}
        for look in ({"fill": name.script.halo, **halo}, {"fill": name.script.colour}):
            for text, place in pieces:
                ElementTree.SubElement(group, "text", {"transform": place, **look}).text = text


def _form(name: Written) -> dict[str, str]:
    script = name.script
    form = {"font-size": str(script.size_px), "font-weight": str(script.weight), "text-anchor": "middle"}
    italic = {"font-style": "italic"} if script.italic else {}
    return form | italic | ({"letter-spacing": px(script.spacing_px)} if script.spacing_px else {})


def _pieces(name: Written) -> Iterator[tuple[str, str]]:
    """Texts, and where the middle of the foot of each one is."""
    turned = name.angle - name.angle[0]
    if abs(turned).max() <= STRAIGHT:
        middle_x, middle_y = (name.x[0] + name.x[-1]) / 2, (name.y[0] + name.y[-1]) / 2
        yield name.text, _place(middle_x, middle_y, float(name.angle.mean()), name.script.foot_px)
        return
    for letter, x, y, angle in zip(name.text, name.x.tolist(), name.y.tolist(), name.angle.tolist(), strict=True):
        if letter.strip():
            yield letter, _place(x, y, angle, name.script.foot_px)


def _place(x: float, y: float, angle: float, foot: float) -> str:
    return f"translate({px(x)} {px(y)}) rotate({px(degrees(angle))}) translate(0 {px(foot)})"
