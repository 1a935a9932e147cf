"""Topic templates: how the levels of an MQTT topic name the network, asset and datastream a message is about."""

from collections.abc import Mapping

from venule.config import ProfileProblem
from venule.domain.bounded import Bounded
from venule.domain.message import Unreadable

NAMES = ("network", "asset", "datastream", "kind", "gateway")
REMEMBERED = 200_000
"""Topics whose levels are kept at hand, one a datastream. The oldest is forgotten at the bound and matched anew."""


class TopicTemplate:
    """``city/{network}/{asset}/{datastream}``: a ``{name}`` takes one whole level, ``+`` any level, ``#`` the rest."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._levels = text.split("/")
        self._open = self._levels[-1] == "#"
        if self._open:
            self._levels.pop()
        self.names = tuple(level[1:-1] for level in self._levels if _is_name(level))
        self._check()
        self._known: Bounded[str, Mapping[str, str]] = Bounded(REMEMBERED)

    def captures(self, topic: str) -> Mapping[str, str]:
        """The named levels of a topic; raises :class:`Unreadable` for one of another shape."""
        found = self._known.get(topic)
        if found is None:
            found = self._known[topic] = self._match(topic)
        return found

    def _match(self, topic: str) -> Mapping[str, str]:
        levels = topic.split("/")
        enough = len(levels) >= len(self._levels) if self._open else len(levels) == len(self._levels)
        if not enough:
            raise Unreadable(f"topic {topic!r} does not fit the template {self.text!r}")
        found: dict[str, str] = {}
        for wanted, level in zip(self._levels, levels, strict=False):
            if _is_name(wanted) and level:
                found[wanted[1:-1]] = level
            elif wanted not in {"+", level}:
                raise Unreadable(f"topic {topic!r} does not fit the template {self.text!r}")
        return found

    def _check(self) -> None:
        for level in self._levels:
            if ("{" in level or "}" in level) and not _is_name(level):
                raise ProfileProblem(
                    f"json.topic {self.text!r}: a name in braces takes a whole level, {level!r} does not"
                )
        for name in self.names:
            if name not in NAMES:
                raise ProfileProblem(f"json.topic {self.text!r} names {name!r}; it may name {', '.join(NAMES)}")
            if self.names.count(name) > 1:
                raise ProfileProblem(f"json.topic {self.text!r} names {name!r} twice")
        if "asset" not in self.names:
            raise ProfileProblem(f"json.topic {self.text!r} must name {{asset}}")


def _is_name(level: str) -> bool:
    return level.startswith("{") and level.endswith("}")
