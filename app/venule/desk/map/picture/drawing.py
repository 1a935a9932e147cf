"""A drawing in SVG as it grows: symbols that are defined once and used by the thousand, texts, pictures, layers."""

from base64 import b64encode
from collections.abc import Callable, Hashable, Sequence
from xml.etree import ElementTree

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from venule.desk.map.assets.sheet import Stamp
from venule.desk.map.picture.png import encoded_small, pixels_of
from venule.desk.map.picture.reducing import Pixels
from venule.desk.map.picture.tracing import SVG, XLINK, Element, traced
from venule.desk.style.fonts import FAMILY

FAMILIES = f"{FAMILY}, Helvetica, Arial, sans-serif"
STRONG = "600"
FOOT = 0.36
"""How far below its middle a figure stands, by the size of its font."""

OPAQUE = 255


def px(value: float) -> str:
    """A length or place, to a hundredth of a pixel."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def painted(colour: QColor, use: str = "fill") -> dict[str, str]:
    """A colour as attributes of a path."""
    opacity = {} if colour.alpha() == OPAQUE else {f"{use}_opacity": px(colour.alphaF())}
    return {use: colour.name(), **opacity}


class Drawing:
    """Layers lie above one another in the order in which they are made."""

    def __init__(self, width: int, height: int, title: str, description: str) -> None:
        self.width, self.height = width, height
        self._root = ElementTree.Element("svg", {"xmlns": SVG, "xmlns:xlink": XLINK, "version": "1.1"})
        self._root.attrib |= {"width": str(width), "height": str(height), "viewBox": f"0 0 {width} {height}"}
        self._root.set("font-family", FAMILIES)
        for tag, text in (("title", title), ("desc", description)):
            ElementTree.SubElement(self._root, tag).text = text
        self._defined = ElementTree.SubElement(self._root, "defs")
        self._names: dict[Hashable, str] = {}
        self._embedded: list[tuple[Element, Pixels]] = []

    def layer(self, name: str) -> Element:
        """A new layer on top of the others."""
        return ElementTree.SubElement(self._root, "g", {"id": name})

    def use(self, layer: Element, key: Hashable, stamp: Stamp, x: float, y: float) -> None:
        """Put a symbol at a point; symbols of one key look the same."""
        if key not in self._names:
            self._names[key] = f"s{len(self._names)}"
            symbol = ElementTree.SubElement(self._defined, "g", {"id": self._names[key]})
            symbol.extend(traced(lambda painter: stamp(painter, QPointF())))
        ElementTree.SubElement(layer, "use", {"xlink:href": f"#{self._names[key]}", "x": px(x), "y": px(y)})

    def write(self, layer: Element, text: str, x: float, y: float, *, size: int, colour: str) -> None:
        """Write a figure around a point."""
        form = {"text-anchor": "middle", "font-size": str(size), "font-weight": STRONG, "fill": colour}
        element = ElementTree.SubElement(layer, "text", {"x": px(x), "y": px(y + FOOT * size), **form})
        element.text = text

    def path(self, layer: Element, d: str, **attributes: str) -> None:
        """Draw a path; underscores in names of attributes stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in attributes.items()}
        ElementTree.SubElement(layer, "path", {"d": d, **named})

    def trace(self, layer: Element, paint: Callable[[QPainter], None]) -> None:
        """Draw what a function paints."""
        layer.extend(traced(paint, self.width, self.height))

    def embed(self, layer: Element, image: QImage) -> None:
        """Lay a picture over the whole; it is packed with the drawing."""
        size = {"width": str(self.width), "height": str(self.height), "preserveAspectRatio": "none"}
        self._embedded.append((ElementTree.SubElement(layer, "image", size), pixels_of(image)))

    def encoded(self) -> bytes:
        """The drawing as a file. Any thread may call it, once."""
        for element, pixels in self._embedded:
            element.set("xlink:href", "data:image/png;base64," + b64encode(encoded_small(pixels)).decode())
        self._embedded.clear()
        return bytes(ElementTree.tostring(self._root, encoding="utf-8", xml_declaration=True))


def line_path(points: Sequence[Sequence[float]], closed: bool = False) -> str:
    """A path through points, in tenths of a pixel."""
    return "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in points) + ("Z" if closed else "")
