"""Whether the fields of a declaration hold what they are declared to hold: Python itself does not look."""

from dataclasses import fields, is_dataclass
from functools import cache
from math import isfinite
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

SHOWN = 80


def misfit(declared: object) -> str:
    """The first field that holds something else than its type says, as the end of a sentence; empty if none does."""
    kind: type = type(declared)
    for name, hint in hints(kind).items():
        value = getattr(declared, name)
        if not fits(value, hint):
            return f"{name} must be {told(hint)}, not {repr(value)[:SHOWN]}"
        if is_dataclass(value) and (inner := misfit(value)):
            return f"{name}.{inner}"
    return ""


@cache
def hints(kind: type) -> dict[str, Any]:
    """The declared type of each field."""
    found = get_type_hints(kind)
    return {field.name: found[field.name] for field in fields(kind)}


def fits(value: object, hint: Any) -> bool:
    """Whether a value is of a declared type. Numbers are finite; a list passes for a tuple."""
    if hint in (float, int):
        kinds = (int, float) if hint is float else int
        return isinstance(value, kinds) and not isinstance(value, bool) and isfinite(value)
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return any(fits(value, part) for part in parts)
    if origin is tuple:
        return isinstance(value, tuple | list) and fit_all(value, parts)
    return isinstance(value, hint) if isinstance(hint, type) else callable(value)


def fit_all(values: tuple[object, ...] | list[object], hints: tuple[Any, ...]) -> bool:
    """Whether each member of a tuple is of its declared type."""
    if hints[1:] == (...,):
        return all(fits(value, hints[0]) for value in values)
    return len(values) == len(hints) and all(map(fits, values, hints))


def told(hint: Any) -> str:
    """What is expected, in words."""
    if get_origin(hint) in (Union, UnionType):
        return " or ".join(dict.fromkeys(told(part) for part in get_args(hint)))
    words = {float: "a finite number", int: "a whole number", str: "a text", type(None): "None"}
    return words.get(hint) or (hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint))
