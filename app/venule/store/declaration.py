"""A quantity's declaration as the file keeps it: JSON of what differs from the defaults, in one spelling."""

import json
from dataclasses import fields

from venule.domain.quantity import Quantity, ValueKind

_DEFAULTS = {field.name: field.default for field in fields(Quantity)}


def to_text(quantity: Quantity) -> str:
    """The same text for the same content, always."""
    said = {name: getattr(quantity, name) for name, default in _DEFAULTS.items() if getattr(quantity, name) != default}
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> Quantity:
    """The quantity of a stored declaration."""
    said = json.loads(text)
    if "kind" in said:
        said["kind"] = ValueKind(said["kind"])
    if "labels" in said:
        said["labels"] = tuple(said["labels"])
    return Quantity(**said)


def says_nothing(quantity: Quantity) -> bool:
    """Whether it is a name and nothing else, which must not erase what was declared before."""
    return quantity == Quantity(quantity.name)
