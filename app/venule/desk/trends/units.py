"""Units of what is computed: the algebra of products and quotients on UCUM codes, and how people write them."""

from collections import Counter

from venule.domain.quantity import UNKNOWN_UNIT
from venule.domain.unit import shown

PLAIN = "1"
"""The unit of a plain number."""

PAIR = 2


def times(one: str, other: str) -> str:
    """The unit of a product; unknown where one of both is."""
    return _joined(one, other, 1)


def over(one: str, other: str) -> str:
    """The unit of a quotient; unknown where one of both is. What cancels out is gone: ``m3/h`` over ``m3/h`` is 1."""
    return _joined(one, other, -1)


def shown_unit(ucum: str) -> str:
    """The unit as people write it, that of a product or a quotient too: ``m³/s`` for ``m3/s``."""
    whole = shown(ucum)
    if whole != ucum or not ("/" in ucum or "." in ucum):
        return whole
    above, *below = ucum.split("/")
    tops = [shown(factor) for factor in above.split(".") if factor not in ("", PLAIN)]
    return "/".join(["·".join(tops) or "1", *(shown(factor) for factor in below)])


def _joined(one: str, other: str, sign: int) -> str:
    if UNKNOWN_UNIT in (one, other):
        return UNKNOWN_UNIT
    powers = _powers(one)
    for factor, power in _powers(other).items():
        powers[factor] += sign * power
    above = [factor for factor, power in sorted(powers.items()) for _ in range(power)]
    below = [factor for factor, power in sorted(powers.items()) for _ in range(-power)]
    if len(above) == PAIR and shown(".".join(reversed(above))) != ".".join(reversed(above)):
        above.reverse()  # kW.h, as everybody knows it
    return "/".join([".".join(above) or PLAIN, *below])


def _powers(unit: str) -> Counter[str]:
    """How often each factor stands above (or, negative, below) the line."""
    powers: Counter[str] = Counter()
    above, *below = unit.split("/")
    for factor in above.split("."):
        powers[factor] += 1
    for part in below:
        for factor in part.split("."):
            powers[factor] -= 1
    del powers[PLAIN]
    return powers
