"""Lines and areas of assets as paths: one for all lines of a look, one for each area."""

from collections import defaultdict

import numpy as np
from PySide6.QtGui import QColor

from venule.desk.map.camera import Camera
from venule.desk.map.chosenmarks import RIM_OPACITY
from venule.desk.map.chosenmarks import RIM_PX as CHOSEN_PX
from venule.desk.map.ink import tint
from venule.desk.map.picture.drawing import Drawing, line_path, painted, px
from venule.desk.map.picture.tracing import Element
from venule.desk.map.shapes.colours import DASHES, EDGE_PX, mark_colour, tone_colour, tone_px
from venule.desk.map.shapes.index import Ints, Longs, ShapeIndex
from venule.desk.map.shapes.overlay import (
    MARGIN_PX,
    OUTLINE_DASH,
    OUTLINE_GAP,
    OUTLINE_OPACITY,
    OUTLINE_PX,
    QUIET_FIRST,
    area_fill,
)
from venule.desk.map.shapes.strokes import Outline, outlines
from venule.desk.models.shapecolours import Colours
from venule.desk.style.palette import Palette
from venule.desk.style.tones import STEPS, Mark, Tone

MOST_POINTS = 60_000
"""More than these in view are not drawn as paths: at 12 bytes each nobody would open the file any more."""

Paths = dict[int, str]


class Outlines:
    """Draws the shapes that a camera sees into a drawing."""

    def __init__(self, index: ShapeIndex, colours: Colours, camera: Camera, palette: Palette) -> None:
        self._index, self._colours, self._camera, self._palette = index, colours, camera, palette
        found = index.touching(camera.bounds.grown(MARGIN_PX / camera.scale))
        self._found: Longs = found[colours.tone[found] != Tone.HIDDEN]
        self._outline = outlines(index, self._found, camera.bounds, camera.scale)

    @property
    def few(self) -> bool:
        """Whether they can be drawn as paths."""
        return len(self._outline.x) <= MOST_POINTS

    def draw(self, drawing: Drawing, layer: Element) -> None:
        """Areas first, then lines, alarms on top."""
        paths = _paths(self._outline, self._index, self._camera)
        areas = {shape: d for shape, d in paths.items() if self._index.closed[shape]}
        lines = {shape: d for shape, d in paths.items() if shape not in areas}
        for shape, d in areas.items():
            fill = area_fill(int(self._colours.tone[shape]), int(self._colours.mark[shape]), self._palette)
            drawing.path(layer, d, fill_rule="evenodd", **painted(fill))
        self._draw_edges(drawing, layer, areas)
        for mark in Mark:
            marked = {shape: d for shape, d in lines.items() if self._colours.mark[shape] == mark}
            self._draw_rims(drawing, layer, "".join(marked.values()), mark)
            for tone in QUIET_FIRST:
                d = "".join(d for shape, d in marked.items() if self._colours.tone[shape] == tone)
                width = tone_px(tone, self._camera.zoom)
                dash = [part * max(width, 1.0) for part in DASHES[Tone(tone)]] if tone in DASHES else []
                _stroke(drawing, layer, d, tone_colour(tone, self._palette), width, dash=dash)

    def draw_chosen(self, drawing: Drawing, layer: Element, chosen: Ints) -> None:
        """A rim along each shape of a chosen asset."""
        paths = _paths(self._outline, self._index, self._camera)
        d = "".join(d for shape, d in paths.items() if self._index.asset[shape] in chosen)
        _stroke(drawing, layer, d, tint(self._palette.focus, RIM_OPACITY), CHOSEN_PX)

    def _draw_edges(self, drawing: Drawing, layer: Element, areas: Paths) -> None:
        """Dashed around an area, in the colour of its mark where it has one, and without a gap in alarm."""
        looks: dict[tuple[int, int], list[str]] = defaultdict(list)
        for shape, d in areas.items():
            mark = int(self._colours.mark[shape])
            looks[mark, 0 if mark else int(self._colours.tone[shape])].append(d)
        for (mark, tone), found in sorted(looks.items()):
            colour = QColor(self._palette.link if tone == Tone.PLAIN else tone_colour(tone, self._palette))
            colour.setAlphaF(OUTLINE_OPACITY)
            dash = [OUTLINE_DASH * (2 if mark else 1), OUTLINE_GAP] if mark != Mark.ALARM else []
            colour, width = (mark_colour(mark, self._palette), EDGE_PX) if mark else (colour, OUTLINE_PX)
            _stroke(drawing, layer, "".join(found), colour, width, dash=dash)

    def _draw_rims(self, drawing: Drawing, layer: Element, d: str, mark: Mark) -> None:
        """The coloured edges of marked lines: dashed for a warning."""
        if mark is Mark.NONE:
            return
        width, dash = tone_px(STEPS - 1, self._camera.zoom), [] if mark is Mark.ALARM else [10.0, 5.0]
        _stroke(drawing, layer, d, mark_colour(mark, self._palette), width + 4 * EDGE_PX, dash=dash)
        _stroke(drawing, layer, d, QColor(self._palette.land), width + 2 * EDGE_PX)


def _paths(outline: Outline, index: ShapeIndex, camera: Camera) -> Paths:
    """A path for each shape of which any part may be seen."""
    first = np.flatnonzero(np.diff(outline.part, prepend=-1))
    points, found = np.column_stack((outline.x, outline.y)), defaultdict[int, list[str]](list)
    corner = np.array([camera.width + MARGIN_PX, camera.height + MARGIN_PX])
    for start, piece in zip(first.tolist(), np.split(points, first[1:]), strict=False):
        shape = int(outline.shape[outline.part[start]])
        if (piece.max(0) >= -MARGIN_PX).all() and (piece.min(0) <= corner).all():
            found[shape].append(line_path(piece.tolist(), bool(index.closed[shape])))
    return {shape: "".join(parts) for shape, parts in found.items()}


def _stroke(
    drawing: Drawing, layer: Element, d: str, colour: QColor, width: float, *, dash: list[float] | None = None
) -> None:
    """Draw along a path, if there is anything of it."""
    if d:
        dashed = {"stroke_dasharray": " ".join(px(part) for part in dash)} if dash else {}
        ends = "butt" if dash else "round"
        form = {"fill": "none", "stroke_linejoin": "round", "stroke_linecap": ends, "stroke_width": px(width)}
        drawing.path(layer, d, **form, **dashed, **painted(colour, "stroke"))
