"""The layers a vertical declares, checked as its kinds are."""

from collections.abc import Iterable, Iterator, Sequence

from venule.sdk import Gather, LayerForm, MapLayer, Vertical
from venule.verticals.fields import misfit


def problems_of_layers(vertical: Vertical) -> Iterator[str]:
    """What is wrong with the layers of a vertical whose kinds are sound, as the ends of sentences about it."""
    declared: object = vertical.layers
    if not isinstance(declared, Sequence) or not all(isinstance(layer, MapLayer) for layer in declared):
        yield "its layers must be a tuple of MapLayer"
        return
    names: set[str] = set()
    for layer in vertical.layers:
        if fault := misfit(layer):
            yield f"layer {layer.name!r}: {fault}"
            continue
        if layer.name in names:
            yield f"two of its layers are named {layer.name!r}"
        names.add(layer.name)
        yield from (f"layer {layer.name!r} {fault}" for fault in _faults(layer, vertical))


def _faults(layer: MapLayer, vertical: Vertical) -> Iterator[str]:
    if not layer.name or set(layer.name) & {".", "/"}:
        yield "must have a word without '.' or '/' for its name"
    if not layer.kinds:
        yield "names no kind of asset"
    if layer.scale is not None and layer.scale[0] >= layer.scale[1]:
        yield f"has a scale from {layer.scale[0]:g} to {layer.scale[1]:g}, which leads nowhere"
    if layer.form in (LayerForm.HEAT, LayerForm.POINTS) and not layer.quantity:
        yield "shows a value, and must name its quantity"
    gathered = layer.gather is not Gather.OWN
    if gathered and layer.form is not LayerForm.AREAS:
        yield "gathers values, which only areas can"
    if gathered and not (layer.of and layer.quantity):
        yield "gathers values, and must name a quantity and the kinds it is of"
    yield from _undeclared(layer.of if gathered else layer.kinds, layer.quantity, vertical)
    if gathered:
        yield from _undeclared(layer.kinds, "", vertical)


def _undeclared(kinds: Iterable[str], quantity: str, vertical: Vertical) -> Iterator[str]:
    """Kinds of this vertical that it does not declare, or not with that quantity; those of others are their own."""
    own = {f"{vertical.name}.{kind.name}": kind for kind in vertical.kinds}
    for name in kinds:
        if name.partition(".")[0] != vertical.name:
            continue
        if name not in own:
            yield f"is about the kind {name!r}, which is not declared"
        elif quantity and own[name].quantity(quantity) is None:
            yield f"is about {quantity!r}, which {name!r} does not declare"
