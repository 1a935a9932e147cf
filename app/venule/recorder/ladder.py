"""What a kind's declarations mean for the watch: for each quantity, ladders of levels that a value may climb."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from venule.domain.asset import AssetKind
from venule.domain.instant import SECOND
from venule.domain.quantity import UNNAMED, Quantity, Value
from venule.domain.rule import Above, Below, Changes, Condition, Equals, Priority, Rule, Silent, Unchanged
from venule.domain.unit import shown

FIGURES = 4
MOST_DECIMALS = 8

CHECK = "Compare with neighbouring assets, then send somebody to look."


@dataclass(frozen=True, slots=True)
class Level:
    """One step: its rule says when it is entered and what it means, ``quantity`` how its value is written."""

    rule: Rule
    quantity: Quantity

    def entered(self, value: Value, standing: bool) -> bool:
        """Whether a value is on this level; one that stands on it leaves only beyond the deadband."""
        when = self.rule.when
        if isinstance(when, Equals):
            return value == when.value and isinstance(value, bool) == isinstance(when.value, bool)
        if isinstance(value, bool | str):
            return False
        if isinstance(when, Above):
            return value > when.limit or (standing and value > when.limit - when.deadband)
        if isinstance(when, Below):
            return value < when.limit or (standing and value < when.limit + when.deadband)
        return False

    def text(self, value: Value) -> str:
        """What an operator reads: the value, its unit and the limit it passed."""
        when, name = self.rule.when, self.quantity.display_name
        said = self._written(value)
        if isinstance(when, Above | Below) and not isinstance(value, str):
            side = "above" if isinstance(when, Above) else "below"
            return f"{name} {self._told_apart(value, when.limit)} is {side} the limit of {self._written(when.limit)}"
        if isinstance(when, Unchanged):
            return f"{name} has stood at {said} for at least {when.samples} observations"
        if isinstance(when, Changes):
            return f"{name} changed {when.count} times within {when.within_s:g} s, last to {said}"
        if isinstance(value, bool) and self.quantity.labels == UNNAMED:
            return name if value else f"no {name}"
        return f"{name}: {said}" if isinstance(value, bool) else f"{name} is {said}"

    def _written(self, value: Value) -> str:
        if isinstance(value, bool):
            return self.quantity.labels[value]
        return value if isinstance(value, str) else self._number(value, self.quantity.decimals)

    def _number(self, value: float, decimals: int | None) -> str:
        number = f"{value:.{FIGURES}g}" if decimals is None else f"{value:.{decimals}f}"
        if "e" in number:
            number = f"{value:.0f}" if abs(value) >= 1 else f"{value:g}"
        return f"{number} {shown(self.quantity.unit)}".rstrip()

    def _told_apart(self, value: float, limit: float) -> str:
        """A value in the decimals of its quantity, or in as many more as it takes to be seen beyond its limit."""
        said, decimals = self._written(value), self.quantity.decimals
        if said != self._written(limit):
            return said
        more = (self._number(value, count) for count in range((decimals or 0) + 1, MOST_DECIMALS))
        return next((text for text in more if float(text.split()[0]) != limit), said)


Ladder = tuple[Level, ...]
"""Levels of one cause, from the mildest to the worst: at most one of them stands."""


def ladders(kind: AssetKind) -> Mapping[str, tuple[Ladder, ...]]:
    """By the name of a quantity, what is watched of it. Quantities that nothing is declared for are left out."""
    found: dict[str, tuple[Ladder, ...]] = {}
    for quantity in kind.quantities:
        rules = [rule for rule in kind.rules if rule.quantity == quantity.name and not isinstance(rule.when, Silent)]
        steps = (*_limits(quantity), *((Level(rule, quantity),) for rule in rules))
        if steps:
            found[quantity.name] = steps
    return found


def _limits(quantity: Quantity) -> Iterator[Ladder]:
    """The declared limits of a quantity: a ladder upwards and one downwards."""
    up = ((quantity.warn_above, "high", Priority.MEDIUM), (quantity.alarm_above, "very_high", Priority.HIGH))
    down = ((quantity.warn_below, "low", Priority.MEDIUM), (quantity.alarm_below, "very_low", Priority.HIGH))
    for condition, steps in ((Above, up), (Below, down)):
        levels = tuple(
            Level(_limit_rule(quantity, condition(limit, quantity.deadband), word, priority), quantity)
            for limit, word, priority in steps
            if limit is not None
        )
        if levels:
            yield levels


def _limit_rule(quantity: Quantity, when: Condition, word: str, priority: Priority) -> Rule:
    title = f"{quantity.display_name.capitalize()} {word.replace('_', ' ')}"
    return Rule(f"{quantity.name}_{word}", when, quantity.name, priority, title=title, action=CHECK)


def in_us(seconds: float) -> int:
    """A length of time in microseconds."""
    return round(seconds * SECOND)
