"""A map as a drawing in SVG: symbols, clusters, lines, areas, names and texts as vectors, the base map as a picture.

The base map's areas would take a megabyte for each dense tile, so it is embedded at :data:`GROUND_RATIO`. So is what is
smoothed over the ground, and symbols in the colours of values.
"""

from functools import partial

from venule.desk.map.assets.sight import Dots, Symbols
from venule.desk.map.picture.drawing import Drawing
from venule.desk.map.picture.outlines import Outlines
from venule.desk.map.picture.signs import Signs
from venule.desk.map.picture.still import Still
from venule.desk.map.picture.writing import write_names
from venule.desk.map.shapes.chosen import paint_chosen, shapes_of

GROUND_RATIO = 2.0
MOST_DOTS = 10_000
"""More dots than this are embedded as a picture, as are more lines than can be drawn as paths."""


def drawn(still: Still) -> Drawing:
    """The drawing of a frame, from the land up to the glass."""
    subject = still.subject
    camera, palette = subject.camera, subject.palette
    drawing = Drawing(camera.width, camera.height, subject.heading.city, subject.heading.time)
    signs = Signs(drawing, still.assets, still.wires, camera, palette)
    drawing.embed(drawing.layer("ground"), still.ground())
    _draw_shapes(drawing, still)
    write_names(drawing.layer("names"), still.names)
    if subject.selected is not None:
        layer = drawing.layer("chosen-shape")
        for shape in shapes_of(still.shapes.index, still.shapes.colours, camera, subject.selected):
            drawing.trace(layer, partial(paint_chosen, camera=camera, shape=shape, palette=palette))
    if (fields := still.fields_alone()) is not None:
        drawing.embed(drawing.layer("fields"), fields)
    signs.draw_working(drawing.layer("gateways"))
    signs.draw_chosen(drawing.layer("chosen"), subject.chosen)
    if isinstance(signs.shown, Dots) and len(signs.shown.x) > MOST_DOTS:
        drawing.embed(drawing.layer("assets"), still.assets_alone())
    else:
        _draw_assets(drawing, still, signs)
        signs.draw_badges(drawing.layer("badges"))
    signs.draw_lost(drawing.layer("lost"))
    if subject.selected is not None:
        signs.draw_selected(drawing.layer("selected"), subject.selected)
    drawing.trace(drawing.layer("glass"), still.paint_glass)
    return drawing


def _draw_assets(drawing: Drawing, still: Still, signs: Signs) -> None:
    """Assets; those that are coloured by a value as a picture below the others."""
    rest = None
    if isinstance(signs.shown, Symbols) and still.assets.values is not None:
        image, rest = still.coloured(signs.shown, still.assets.values)
        drawing.embed(drawing.layer("values"), image)
    signs.draw_assets(drawing.layer("assets"), rest)


def _draw_shapes(drawing: Drawing, still: Still) -> None:
    """Lines and areas, and the rims of the chosen ones."""
    subject = still.subject
    if not len(still.shapes.index):
        return
    outlines = Outlines(still.shapes.index, still.shapes.colours, subject.camera, subject.palette)
    if not outlines.few:
        drawing.embed(drawing.layer("shapes"), still.shapes_alone())
        return
    outlines.draw(drawing, drawing.layer("shapes"))
    if len(subject.chosen) > 1:
        outlines.draw_chosen(drawing, drawing.layer("chosen-shapes"), subject.chosen)
