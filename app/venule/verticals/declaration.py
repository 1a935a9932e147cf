"""What a vertical declares of itself, checked once when it is found, so that everything behind may rely on it."""

from collections.abc import Iterable, Iterator, Sequence

from venule.sdk import AssetKind, Indicator, Quantity, Rule, Silent, Vertical
from venule.verticals.fields import misfit
from venule.verticals.layers import problems_of_layers


def problem_of(vertical: Vertical) -> str:
    """The first thing wrong with a vertical's declarations, as the end of a sentence about it; empty if none is."""
    return next(_problems(vertical), "")


def _problems(vertical: Vertical) -> Iterator[str]:
    if not _is_word(vertical.name):
        yield f"its name must be a word without '.' or '/', not {vertical.name!r}"
    title: object = vertical.title
    if not isinstance(title, str):
        yield f"its title must be a text, not {title!r}"
    if not _all(vertical.kinds, AssetKind) or not vertical.kinds:
        yield "its kinds must be a tuple of at least one AssetKind"
        return
    if repeated := _repeated(kind.name for kind in vertical.kinds):
        yield f"two of its kinds are named {repeated!r}"
    for kind in vertical.kinds:
        yield from _problems_of_kind(kind)
    if not _all(vertical.devices, str):
        yield "its devices must be a tuple of patterns"
    if not _all(vertical.indicators, Indicator):
        yield "its indicators must be a tuple of Indicator"
    elif repeated := _repeated(indicator.name for indicator in vertical.indicators):
        yield f"two of its indicators are named {repeated!r}"
    else:
        yield from _misfits("indicator", vertical.indicators)
    yield from problems_of_layers(vertical)


def _problems_of_kind(kind: AssetKind) -> Iterator[str]:
    if not _is_word(kind.name):
        yield f"a kind's name must be a word without '.' or '/', not {kind.name!r}"
    if not _all(kind.quantities, Quantity):
        yield f"the quantities of kind {kind.name!r} must be a tuple of Quantity"
        return
    if repeated := _repeated(quantity.name for quantity in kind.quantities):
        yield f"kind {kind.name!r} declares the quantity {repeated!r} twice"
    if not _all(kind.rules, Rule):
        yield f"the rules of kind {kind.name!r} must be a tuple of Rule"
        return
    faults = (*_misfits("quantity", kind.quantities), *_misfits("rule", kind.rules), misfit(kind))
    yield from (f"kind {kind.name!r}: {fault}" for fault in faults if fault)
    if repeated := _repeated(rule.name for rule in kind.rules):
        yield f"kind {kind.name!r} declares the rule {repeated!r} twice"
    for rule in kind.rules:
        if kind.quantity(rule.quantity) is None and not (isinstance(rule.when, Silent) and not rule.quantity):
            yield f"rule {rule.name!r} of kind {kind.name!r} is about {rule.quantity!r}, which that does not declare"


def _misfits(sort: str, declared: Iterable[Quantity | Rule | Indicator]) -> Iterator[str]:
    """What is wrong with the fields of each: a limit that is text would end whoever compares it with a number."""
    faults = ((one.name, misfit(one)) for one in declared)
    return (f"{sort} {name!r}: {fault}" for name, fault in faults if fault)


def _is_word(name: object) -> bool:
    return isinstance(name, str) and bool(name) and not set(name) & {".", "/"}


def _all(values: object, kind: type) -> bool:
    return isinstance(values, Sequence) and not isinstance(values, str) and all(isinstance(one, kind) for one in values)


def _repeated(names: Iterable[str]) -> str:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return ""
