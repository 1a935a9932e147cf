"""A schema of vector tiles: which source layers there are, and what their features are on the ground."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from venule.desk.map.tiles.basemap import Name, Rank, Tile
from venule.desk.map.tiles.schemas import shapes
from venule.desk.map.tiles.schemas.names import names
from venule.desk.map.tiles.schemas.rules import Flags, Kind, Rule, Told, told
from venule.desk.map.tiles.vector.content import Area, Content, Line, Shapes
from venule.desk.map.tiles.vector.mvt import Features

Decoded = Mapping[str, Features]


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema by its name; ``known`` are all its source layers, ``name_keys`` where its names stand, best first."""

    name: str
    known: frozenset[str]
    areas: tuple[Rule[Area], ...]
    lines: tuple[Rule[Line], ...]
    bridges: Told
    names: tuple[Rule[Rank], ...]
    name_keys: tuple[str, ...]

    @property
    def layers(self) -> frozenset[str]:
        """The source layers that matter."""
        return frozenset(rule.layer for rules in (self.areas, self.lines, self.names) for rule in rules)

    def content(self, decoded: Decoded, tile: Tile) -> Content:
        """What a tile shows."""
        areas: defaultdict[Area, list[Shapes]] = defaultdict(list)
        for area, features, chosen in _sorted(self.areas, decoded):
            areas[area].append(shapes.areas(features, chosen))
        lines: defaultdict[Line, list[Shapes]] = defaultdict(list)
        bridges: defaultdict[Line, list[Shapes]] = defaultdict(list)
        for line, features, chosen in _sorted(self.lines, decoded):
            above = told(features, self.bridges)
            lines[line].append(shapes.lines(features, chosen & ~above))
            bridges[line].append(shapes.lines(features, chosen & above))
        return Content(_joined(areas), _joined(lines), _joined(bridges), self._names(decoded, tile))

    def _names(self, decoded: Decoded, tile: Tile) -> tuple[Name, ...]:
        """The names of a tile, the most important first."""
        found = (
            name
            for rank, features, chosen in _sorted(self.names, decoded)
            for name in names(features, chosen, rank, self.name_keys, tile)
        )
        return tuple(sorted(found, key=attrgetter("rank")))


def _sorted(rules: Sequence[Rule[Kind]], decoded: Decoded) -> Iterator[tuple[Kind, Features, Flags]]:
    """What some rules find among the layers of a tile."""
    for rule in rules:
        if rule.layer in decoded:
            features = decoded[rule.layer]
            for kind, chosen in rule.sorted(features):
                yield kind, features, chosen


def _joined(found: Mapping[Kind, Sequence[Shapes]]) -> dict[Kind, Shapes]:
    """The shapes of each kind as one, without the kinds of which there are none."""
    whole = {kind: shapes.joined(parts) for kind, parts in found.items()}
    return {kind: joined for kind, joined in whole.items() if len(joined)}
