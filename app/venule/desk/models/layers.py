"""The layers of lines and areas: which there are, which are switched on, and how every shape looks at this moment."""

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from venule.desk.models.city import CityModel
from venule.desk.models.colouring import (
    PERCENT,
    STATUS_MARKS,
    STATUS_TONES,
    gathered_values,
    own_values,
    span_of,
    steps,
    told_scale,
)
from venule.desk.models.fieldlayers import FieldModel
from venule.desk.models.layerplans import Plan, plan_of
from venule.desk.models.shapecolours import Colours, Key
from venule.desk.models.wording import scale_end
from venule.desk.style.tones import Tone
from venule.domain.quantity import UNKNOWN_UNIT, Quantity
from venule.domain.unit import shown
from venule.sdk import Gather, LayerForm, MapLayer
from venule.store.answers import Bytes, Floats

MOST_LAYERS = 100
"""More than anybody could tell apart; a shape's layer is kept in one byte."""

DRAWN = (LayerForm.LINES, LayerForm.AREAS)


class LayerModel(QObject):
    """Owns what is switched on. ``coloured`` follows every change of values; ``switched`` a change of the choice.

    ``fields`` are the layers of the other forms: heat, coloured points and coverage.
    """

    coloured = Signal(Colours)
    switched = Signal(frozenset)

    def __init__(
        self, city: CityModel, declared: Iterable[tuple[str, MapLayer]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._city = city
        every = [*declared]
        self.fields = FieldModel(city, every, self)
        drawn = [(name, layer) for name, layer in every if layer.form in DRAWN]
        self._layers = {f"{name}.{layer.name}": layer for name, layer in drawn[:MOST_LAYERS]}
        self._on: dict[str, bool] = {}
        self._plans: dict[str, Plan] = {}
        self._scales: dict[str, tuple[float, float]] = {}
        self._version = -1
        city.rebuilt.connect(self.rebuild)
        city.changed.connect(self.follow)
        city.placed.connect(self.place_again)

    @property
    def offered(self) -> Sequence[tuple[str, MapLayer]]:
        """The layers for which there are shapes, by their full names."""
        return [(name, self._layers[name]) for name, plan in self._plans.items() if len(plan.shapes)]

    @property
    def on(self) -> frozenset[str]:
        """The full names of the layers that are switched on."""
        return frozenset(name for name, _ in self.offered if self._on.get(name, self._by_default(name)))

    def switch(self, name: str, on: bool) -> None:
        """Switch a layer on or off; those that would colour the same shapes go off for it."""
        before = self.on
        for other, layer in self.offered:
            if other in before:
                rival = on and other != name and self._rivals(layer, self._layers[name])
                self._on[other] = not rival
            else:
                self._on[other] = False
        self._on[name] = on
        self.switched.emit(self.on)
        self.follow(None)

    def _by_default(self, name: str) -> bool:
        """Of the layers that would colour the same shapes, the first, unless it waits to be asked for."""
        layer = self._layers[name]
        first = next((other for other, rival in self.offered if self._rivals(rival, layer)), name)
        return layer.at_first and first == name

    def _rivals(self, one: MapLayer, other: MapLayer) -> bool:
        return one.form is other.form and bool({*one.kinds} & {*other.kinds})

    @Slot(object)
    def rebuild(self, _: object) -> None:
        """Another catalogue, or the same at another time."""
        if self._city.catalogue.version != self._version:
            self._version = self._city.catalogue.version
            self._plans = {name: plan_of(self._city.catalogue, layer) for name, layer in self._layers.items()}
            self.switched.emit(self.on)
        self.follow(None)

    @Slot(object)
    def place_again(self, _: object) -> None:
        """Assets stand elsewhere, and so in other areas."""
        self._version = -1
        self.rebuild(None)

    @Slot(object)
    def follow(self, _: object) -> None:
        """Values or statuses have changed."""
        if len(self._city.catalogue.assets.shapes):
            self.coloured.emit(self.colours())

    def colours(self) -> Colours:
        """How every shape looks now. One that no layer is declared for shows its status."""
        shapes, status = self._city.catalogue.assets.shapes, self._city.status
        own = status[shapes.asset]
        tone, mark = STATUS_TONES[own], STATUS_MARKS[own]
        layer = np.where(shapes.closed, np.int8(1), np.int8(0))
        keys = [Key("lines", False, None, ""), Key("areas", True, None, "")]
        for plan in self._plans.values():
            tone[plan.shapes] = Tone.HIDDEN
        for name in sorted(self.on, key=[*self._layers].index):
            plan = self._plans[name]
            layer[plan.shapes] = len(keys)
            tone[plan.shapes], key = self._toned(name, plan, STATUS_TONES[own[plan.shapes]])
            keys.append(key)
        return Colours(tone, mark, layer, tuple(keys))

    def _toned(self, name: str, plan: Plan, by_status: Bytes) -> tuple[Bytes, Key]:
        """The tones of one layer's shapes, and its key."""
        layer = self._layers[name]
        key = partial(Key, layer.title, layer.form is LayerForm.AREAS)
        if not layer.quantity:
            return by_status, key(None, "")
        value, reason = self._values(layer, plan)
        scale = self._scale(name, plan.quantity, value)
        if scale is None:
            return reason, key(None, "")
        ends = scale_end(scale[0]), scale_end(scale[1])
        return steps(value, reason, scale), key(ends, self._unit(layer, plan.quantity))

    def _values(self, layer: MapLayer, plan: Plan) -> tuple[Floats, Bytes]:
        if layer.gather is Gather.OWN:
            return own_values(self._city, plan.streams)
        return gathered_values(self._city, plan.owner, plan.streams, len(plan.shapes), layer.gather)

    def _scale(self, name: str, quantity: Quantity | None, value: Floats) -> tuple[float, float] | None:
        """As declared by the layer or its quantity; else from the values, and then kept while they lie in it."""
        layer = self._layers[name]
        if layer.scale is not None:
            return layer.scale
        if layer.gather is Gather.SHARE:
            return 0.0, PERCENT
        told = told_scale(quantity) if layer.gather in (Gather.OWN, Gather.MEAN, Gather.MAX) else None
        if told is not None:
            return told
        found = span_of(value, self._scales.get(name))
        if found is not None:
            self._scales[name] = found
        return found

    def _unit(self, layer: MapLayer, quantity: Quantity | None) -> str:
        if layer.gather in (Gather.COUNT, Gather.SHARE):
            return "%" if layer.gather is Gather.SHARE else ""
        return shown(quantity.unit if quantity is not None else layer.unit or UNKNOWN_UNIT)
