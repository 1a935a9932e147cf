"""Saves a trend as a file: pixels as sharp as wanted, or a drawing whose lines and texts are vectors."""

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSizeF
from PySide6.QtGui import QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from venule.desk.style.palette import Palette
from venule.desk.trends.picture import TrendPicture
from venule.desk.trends.stills.still import paint_picture, picture_image
from venule.desk.whole import Unwritten, write_whole

PNG, SVG = ".png", ".svg"
FACTORS = (1, 2, 3, 4)
USUAL_FACTOR = 2
_USUAL_FIRST = (USUAL_FACTOR, *(factor for factor in FACTORS if factor != USUAL_FACTOR))
FILTERS = {f"Picture at {factor} × (*{PNG})": factor for factor in _USUAL_FIRST} | {f"Drawing (*{SVG})": USUAL_FACTOR}
DOTS_AN_INCH = 96
"""Of logical pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What is saved: a composed picture, its size in logical pixels, and how it looks."""

    picture: TrendPicture
    size: QSizeF
    palette: Palette
    zone: tzinfo | None
    heading: str = ""


def save(place: Path, snapshot: Snapshot, factor: int = USUAL_FACTOR) -> str:
    """Write the file its ending asks for, whole or not at all; says that it is there. Raises :class:`Unwritten`."""
    match place.suffix.lower():
        case ".svg":
            content = as_svg(snapshot)
        case ".png":
            content = as_png(snapshot, factor)
        case _:
            raise Unwritten(f"{place.name} is no picture: let its name end in .png or .svg.")
    write_whole(place, bytes(content.data()))
    return f"Saved as {place.name}."


def as_png(snapshot: Snapshot, factor: int = USUAL_FACTOR) -> QByteArray:
    """Pixels, ``factor`` to each logical one."""
    image = picture_image(
        snapshot.picture, snapshot.size, snapshot.palette, snapshot.zone, ratio=float(factor), heading=snapshot.heading
    )
    image.setDotsPerMeterX(round(DOTS_AN_INCH * factor / 0.0254))
    image.setDotsPerMeterY(round(DOTS_AN_INCH * factor / 0.0254))
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return content


def as_svg(snapshot: Snapshot) -> QByteArray:
    """Lines as paths and texts as texts."""
    content = QByteArray()
    buffer = QBuffer(content)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(snapshot.size.toSize())
    drawing.setViewBox(QRectF(QPointF(), snapshot.size))
    drawing.setResolution(DOTS_AN_INCH)
    drawing.setTitle(snapshot.heading or "Trends")
    with QPainter(drawing) as painter:
        box = QRectF(QPointF(), snapshot.size)
        paint_picture(painter, box, snapshot.picture, snapshot.palette, snapshot.zone, heading=snapshot.heading)
    return content
