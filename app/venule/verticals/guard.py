"""The guard: the only caller of verticals. Whatever a plugin raises or yields, the house stands and says who it was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from venule.domain.instant import NotATime
from venule.sdk import AssetKind, Figure, Indicator, MapLayer, Message, Snapshot, Unreadable, Vertical
from venule.verticals.discovery import Found, told
from venule.verticals.reading import Read, checked

MAX_OBSERVATIONS = 10_000


@dataclass(frozen=True, slots=True)
class Failure:
    """How often a vertical failed on messages, and on what last."""

    count: int
    reason: str


class Guard:
    """Holds the verticals that were found in order, and calls them.

    It stops whatever they raise but the operator's Ctrl+C: an exit is no plugin's to order, and what an extension
    written in Rust raises when it panics is no ``Exception``.
    """

    def __init__(self, found: Iterable[Found]) -> None:
        self.found = tuple(found)
        self.verticals: Mapping[str, Vertical] = {
            one.vertical.name: one.vertical for one in self.found if one.vertical is not None
        }
        self._kinds = {
            name: {f"{name}.{kind.name}": kind for kind in vertical.kinds} for name, vertical in self.verticals.items()
        }
        self.kinds: Mapping[str, AssetKind] = {
            name: kind for kinds in self._kinds.values() for name, kind in kinds.items()
        }
        self._failures: dict[str, Failure] = {}

    @property
    def failures(self) -> Mapping[str, Failure]:
        """The verticals that failed by an error of their own, by name."""
        return dict(self._failures)

    def read(self, message: Message, vertical_name: str = "") -> Sequence[Read]:
        """What the vertical for this message reads out of it; raises :class:`Unreadable` and nothing else."""
        name = vertical_name or self._reader(message)
        if name not in self.verticals:
            raise Unreadable(self._absence(name, message))
        try:
            items = list(islice(self.verticals[name].read(message), MAX_OBSERVATIONS + 1))
        except (Unreadable, KeyboardInterrupt):
            raise
        except BaseException as problem:
            raise self._failed(name, told(problem)) from problem
        if len(items) > MAX_OBSERVATIONS:
            raise self._failed(name, f"it yielded more than {MAX_OBSERVATIONS:,} observations")
        try:
            return [checked(item, self._kinds[name], message) for item in items]
        except (Unreadable, NotATime) as problem:
            raise self._failed(name, str(problem)) from None
        except KeyboardInterrupt:
            raise
        except BaseException as problem:  # a stranger's values may raise when they are looked at
            raise self._failed(name, told(problem)) from problem

    def indicators(self) -> Sequence[tuple[str, Indicator]]:
        """Every indicator, with the name of its vertical."""
        return [(name, indicator) for name, vertical in self.verticals.items() for indicator in vertical.indicators]

    def layers(self) -> Sequence[tuple[str, MapLayer]]:
        """Every layer, with the name of its vertical."""
        return [(name, layer) for name, vertical in self.verticals.items() for layer in vertical.layers]

    def compute(self, indicator: Indicator, snapshot: Snapshot) -> Figure | str:
        """The indicator's figure, or the sentence that says why there is none."""
        try:
            figure: object = indicator.compute(snapshot)
        except KeyboardInterrupt:
            raise
        except BaseException as problem:
            return f"{indicator.title} cannot be computed: {told(problem)}"
        if not isinstance(figure, Figure):
            return f"{indicator.title} cannot be computed: its vertical returned no Figure"
        return figure

    def _reader(self, message: Message) -> str:
        """The first vertical that says it reads the message; one that fails to answer does not."""
        for name, vertical in self.verticals.items():
            try:
                if vertical.reads(message):
                    return name
            except KeyboardInterrupt:
                raise
            except BaseException as problem:
                self._failed(name, told(problem))
        return ""

    def _absence(self, name: str, message: Message) -> str:
        """Why nobody reads a message."""
        if name:
            problem = next((one.problem for one in self.found if one.name == name), "is not installed")
            return f"the feed names the vertical {name!r}, which {problem or 'calls itself otherwise'}"
        if message.profile:
            return f"no vertical reads the device profile {message.profile!r}"
        return "the message names no device profile, and its feed names no vertical"

    def _failed(self, name: str, reason: str) -> Unreadable:
        before = self._failures.get(name)
        self._failures[name] = Failure(before.count + 1 if before else 1, reason)
        return Unreadable(f"{name} failed on this message: {reason}")
