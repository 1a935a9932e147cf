"""What a painter paints, as elements of SVG: the same functions draw on the screen and into a drawing."""

from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
LOGICAL_DPI = 96
IDLE = {("transform", "matrix(1,0,0,1,0,0)"), ("vector-effect", "none")}
"""What the generator writes everywhere and what says nothing."""

Element = ElementTree.Element


def traced(paint: Callable[[QPainter], None], width: int = 1, height: int = 1) -> list[Element]:
    """Elements that show what a function paints on an area of so many logical pixels."""
    buffer, device = QBuffer(), QSvgGenerator()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    device.setOutputDevice(buffer)
    device.setSize(QSize(width, height))
    device.setViewBox(QRect(0, 0, width, height))
    device.setResolution(LOGICAL_DPI)
    with QPainter(device) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
    root = ElementTree.fromstring(bytes(buffer.data().data()))
    return [plain for part in root if _tag(part) == "g" for plain in _plain(part)]


def _plain(element: Element) -> Iterator[Element]:
    """An element without namespaces and without what says nothing; none where it shows nothing."""
    inside = [plain for part in element for plain in _plain(part)]
    tag = _tag(element)
    if tag == "g" and not inside:
        return
    result = ElementTree.Element(
        tag, {_name(name): value for name, value in element.items() if _says(tag, name, value)}
    )
    result.text = element.text if tag == "text" else None
    result.extend(inside)
    yield result


def _says(tag: str, name: str, value: str) -> bool:
    inherited = name == "font-family" or (tag == "g" and name.startswith("font"))
    return (name, value) not in IDLE and not inherited


def _tag(element: Element) -> str:
    return element.tag.removeprefix(f"{{{SVG}}}")


def _name(name: str) -> str:
    """The name of an attribute, with the usual prefix."""
    return name.replace(f"{{{XLINK}}}", "xlink:")
