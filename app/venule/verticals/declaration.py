"""What a vertical declares of itself, checked once when it is found, so that everything behind may rely on it."""

from collections.abc import Iterable, Iterator, Sequence

from venule.sdk import AssetKind, Indicator, Quantity, Rule, Silent, Vertical


def problem_of(vertical: Vertical) -> str:
    """The first thing wrong with a vertical's declarations, as the end of a sentence about it; empty if none is."""
    return next(_problems(vertical), "")


def _problems(vertical: Vertical) -> Iterator[str]:
    if not _is_word(vertical.name):
        yield f"its name must be a word without '.' or '/', not {vertical.name!r}"
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
    if repeated := _repeated(rule.name for rule in kind.rules):
        yield f"kind {kind.name!r} declares the rule {repeated!r} twice"
    for rule in kind.rules:
        if kind.quantity(rule.quantity) is None and not (isinstance(rule.when, Silent) and not rule.quantity):
            yield f"rule {rule.name!r} of kind {kind.name!r} is about {rule.quantity!r}, which that does not declare"


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
